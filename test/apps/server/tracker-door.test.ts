import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createTrackerDoor } from '../../../apps/server/tracker-door.ts';
import type { Engine } from '../../../core/engine.ts';
import { accept } from '../../../core/errors.ts';
import type { Site } from '../../../core/sites/site.ts';

const SITE = { siteId: 'st_1', settings: { policy: 'session' } } as Site;

/** The settings in front of the tracker that the door hands out. */
async function readSettings(hasPageCampaigns?: (site: Site) => boolean): Promise<unknown> {
  const sites = { byWriteKey: () => accept(SITE), isOld: () => false };
  const engine = { sites, arrivals: { noteTracker: () => undefined } } as unknown as Engine;
  const door = createTrackerDoor(engine, hasPageCampaigns === undefined ? {} : { hasPageCampaigns });
  const server = createServer((request, response) => door(request, response, 'wk_1')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/t/wk_1.js`);
    return JSON.parse(/\((\{[^()]*\})\);$/.exec(await answer.text())?.[1] ?? 'null');
  } finally {
    server.close();
  }
}

describe('the tracker of a site', () => {
  it.each([
    ['is not told to ask for decisions', undefined, undefined],
    ['is not told so while nothing is live on its pages', () => false, undefined],
    ['is told so while something is', (site: Site) => site === SITE, 1],
  ])('%s', async (_, hasPageCampaigns, d) => {
    const settings = await readSettings(hasPageCampaigns);
    expect(settings).toEqual({ k: 'wk_1', s: 'st_1', p: 'session', ...(d && { d }) });
  });
});
