import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, call } from '../support/sites.ts';
import { openAsking, putCampaign } from './campaigns.ts';
import { device, entriesOf, openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld(Date.UTC(2026, 3, 15, 12));
});
afterAll(() => world.stop());

describe('a report from a browser that asks not to be tracked', () => {
  it.each([
    ['gpc', { 'sec-gpc': '1' }, {}],
    ['dnt', { dnt: '1' }, { honoursDoNotTrack: true }],
  ] as const)('%s is not recorded, and what was seen counts toward caps', async (code, headers, settings) => {
    const site = await world.site(settings);
    await putCampaign(site, 'hello', { limits: { caps: [{ scope: 'campaign', max: 1, per: '7d' }] } });
    const { ask } = openAsking(world, site);
    const [decision] = await ask(device(1));
    const answer = await call(`${world.app.url}/v1/exposures`, {
      method: 'POST',
      headers: { ...bearer(site.writeKey), ...headers },
      body: JSON.stringify({ decision: decision?.id, shown: true }),
    });
    expect(answer.body).toMatchObject({ error: { code } });
    const types = (await entriesOf(site, { device: device(1) })).map(({ type }) => type);
    expect(types).toContain('decision');
    expect(types).not.toContain('exposure');
    await world.pass(60_000);
    expect(await ask(device(1))).toEqual([]);
  });
});
