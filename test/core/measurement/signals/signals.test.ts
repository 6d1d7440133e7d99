import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SiteId } from '../../../../core/entry.ts';
import { NOON, type Served, serve } from '../../../support/served.ts';
import { createSite, type TestSite } from '../../../support/sites.ts';

const DAY = 86_400_000;

let served: Served;
let site: TestSite;
beforeAll(async () => {
  served = await serve();
  site = await createSite(served, { name: 'Old', serverConsent: { analytics: true } });
});
afterAll(() => served.stop());

const sign = (userId: string, time: number) => ({
  id: `${userId}-${time}`,
  name: 'Signed In',
  userId,
  time,
  properties: {},
});

describe('signals of a site that keeps events for some time', () => {
  it('leave out whose first days are gone, and count them', async () => {
    const siteId = site.siteId as SiteId;
    const question = {
      days: 7,
      retained: { from: 28, to: 35 },
      goal: null,
      from: NOON - DAY,
      to: NOON + DAY,
    };
    await site.ingest([sign('ann', NOON), sign('bob', NOON)]);
    await served.clock.leapTo(NOON + 40 * DAY);
    await site.ingest([sign('ann', NOON + 30 * DAY)]);
    const before = await served.engine.signals.read(siteId, question);
    expect(before).toMatchObject({ visitors: 2, stayed: 1, leftOut: { truncated: 0 } });
    await served.engine.retention.retireEvents(siteId, 20);
    const after = await served.engine.signals.read(siteId, question);
    expect(after).toMatchObject({ visitors: 0, leftOut: { truncated: 2 } });
  });
});
