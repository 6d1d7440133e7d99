import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deviceVisitor } from '../../core/identity/hash.ts';
import { type Served, serve } from '../support/served.ts';
import { createSite } from '../support/sites.ts';
import { type Asking, openAsking, putCampaign } from './campaigns.ts';
import { device } from './world.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.stop());

describe('a report that crosses an erasure', () => {
  it.each([0, 1, 2])('leaves nothing of the visitor, at place %d', async (place) => {
    const unlimited = { postsPerSecondPerAddress: 1_000_000, postsPerSecondPerKey: 1_000_000 };
    const site = await createSite(served, unlimited);
    await putCampaign(site, 'hello');
    const { ask, report }: Asking = openAsking({ now: () => served.clock.now() }, site);
    const tenant = served.sites.get(site.site);
    if (tenant === undefined) throw new Error('no site');
    for (let i = 0; i < 10; i++) {
      const dev = device(i);
      const [decision] = await ask(dev);
      if (decision === undefined) throw new Error('no decision');
      const jobs: (() => Promise<unknown>)[] = [
        () => report(decision),
        () => report(decision, { action: 'clicked' }),
      ];
      jobs.splice(place, 0, () => site.ask('POST', '/v1/erasures', { device: dev }));
      await Promise.all(jobs.map((work) => work()));
      const visitor = deviceVisitor(tenant.idKey, dev);
      expect(await served.store.readVisitor(tenant.siteId, [visitor], {})).toEqual([]);
    }
  });
});
