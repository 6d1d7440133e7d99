/**
 * A WordPress that relays to this server: its pages post to their own site, whose plugin sends on what happened, and comes
 * for the rules that its pages decide by. Any site of this server may be one; it takes no setting.
 */
import type { Engine } from '../../core/engine.ts';
import { accept, refuse } from '../../core/errors.ts';
import type { ConnectedPlatform, Platform, PlatformPorts } from '../../core/ports.ts';
import type { Site } from '../../core/sites/site.ts';
import { createBundleDoor } from './server/bundle.ts';
import { createHandle, type Door } from './server/doors.ts';
import { createForgetting } from './server/forgetting.ts';
import { createBatchDoor } from './server/relaying.ts';

export const PLATFORM = 'wordpress';
/** Of what the doors take and answer; a plugin that speaks another says so before it sends anything. */
const WIRE_VERSION = 1;

/** @example const platforms = [createWordPress()] */
export function createWordPress(): Platform {
  return { name: PLATFORM, connect: connectWordPress };
}

/** From now on whom the site still has to forget waits for it. */
async function adopt({ site, siteId }: Site, { sites, audit }: Engine): Promise<void> {
  await sites.adopt(site, PLATFORM);
  await audit.write(siteId, { act: 'site connected', by: PLATFORM, detail: {} });
}

function connectWordPress(ports: PlatformPorts): ConnectedPlatform {
  const { engine } = ports;
  const forgetting = createForgetting(ports);
  const { forgotten, erasures, exports } = forgetting.doors;
  const batches = createBatchDoor(ports);
  const bundle = createBundleDoor({ engine, waiting: forgetting.waiting });
  /** Of a site of another platform, that one speaks. */
  const own =
    (door: Door): Door =>
    async (asked) => {
      const { platform } = asked.site;
      if (platform !== null && platform !== PLATFORM)
        return refuse('wrong_key_kind', '', `this key is of a site of ${platform}`);
      if (platform === null) await adopt(asked.site, engine);
      return door(asked);
    };
  const hello: Door = async ({ site }) =>
    accept({ body: { site: site.settings.name, siteId: site.siteId, wire: WIRE_VERSION } });
  return {
    handle: createHandle(
      {
        'GET /hello': own(hello),
        'GET /bundle': own(bundle),
        'POST /batches': own(batches),
        'POST /forgotten': own(forgotten),
        'POST /erasures': own(erasures),
        'POST /exports': own(exports),
      },
      { ...ports, base: `/platforms/${PLATFORM}` },
    ),
    forget: forgetting.forget,
  };
}
