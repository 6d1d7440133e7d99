/** What a site's pages decide by, and whom the site is still to forget: one document, got again only when it has changed. */
import { createHash } from 'node:crypto';
import { accept } from '../../../core/errors.ts';
import type { PlatformPorts } from '../../../core/ports.ts';
import type { Site } from '../../../core/sites/site.ts';
import type { Door } from './doors.ts';
import type { Forgetting } from './forgetting.ts';

type BundlePorts = Pick<PlatformPorts, 'engine'> & Pick<Forgetting, 'waiting'>;

/** Null: the site goes on with rules of its own. */
function rulesOf(_site: Site): null {
  return null;
}

export function createBundleDoor({ waiting }: BundlePorts): Door {
  return async ({ site }) => {
    const body = { rules: rulesOf(site), forget: waiting(site.siteId) };
    const version = createHash('sha256').update(JSON.stringify(body), 'utf8').digest('hex').slice(0, 32);
    return accept({ body: { version, ...body }, version });
  };
}
