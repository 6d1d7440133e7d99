import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StatisticsView } from '../../../apps/server/routes/statistics.ts';
import { NOON, type Served, serve } from '../../support/served.ts';
import { createSite, type TestSite } from '../../support/sites.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let served: Served;
let number = 0;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.stop());

async function read(site: TestSite, query = ''): Promise<StatisticsView> {
  await served.jobs.run('statistics');
  const { status, body } = await site.ask('GET', `/v1/statistics${query}`);
  expect(status).toBe(200);
  return body as unknown as StatisticsView;
}

const happened = (name: string, more: object = {}) => {
  number += 1;
  return { id: `e${number}`, name, time: NOON - HOUR, properties: {}, ...more };
};

const view = (u: string, more: object = {}) => {
  number += 1;
  return {
    i: `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`,
    n: 'Page Viewed',
    t: NOON - HOUR,
    p: {},
    u,
    ...more,
  };
};

describe('statistics by HTTP', () => {
  it('tell views, visitors, steps, orders and revenue of the days of the site', async () => {
    const settings = { site: 'days', timezone: 'Pacific/Auckland', serverConsent: { analytics: true } };
    const site = await createSite(served, settings);
    await site.ingest([
      happened('Page Viewed', { userId: 'ann', properties: { path: '/' } }),
      happened('Page Viewed', { userId: 'ann', properties: { path: '/' } }),
      happened('Product Viewed', { userId: 'ben', properties: { product_id: 'p' } }),
      // Noon in UTC is past midnight in Auckland: two hours before it is still the day before.
      happened('Page Viewed', { userId: 'cem', time: NOON - 2 * HOUR }),
      happened('Order Completed', {
        userId: 'ann',
        id: 'order:1',
        properties: { order_id: '1', total: 19.99 },
      }),
      happened('Order Refunded', { userId: 'ann', id: 'refund:1', properties: { order_id: '1', total: 5 } }),
    ]);
    const { days, totals, ...rest } = await read(site, '?to=2026-01-06&days=2');
    expect(rest).toMatchObject({ from: '2026-01-05', to: '2026-01-06', currency: 'EUR', isBehind: false });
    expect(days.map(({ date, views, uniques, orders }) => [date, views, uniques, orders])).toEqual([
      ['2026-01-05', 1, 1, 0],
      ['2026-01-06', 2, 1, 1],
    ]);
    expect(totals).toMatchObject({ views: 3, viewsOfVisitors: 3, revenue: 14.99, refunded: 5, orders: 1 });
    expect(totals.funnel[0]).toEqual({ step: 'product', count: 1, visitors: 1 });
  });

  it('count what is only counted, and say that its visitors are unknown', async () => {
    const site = await createSite(served, { site: 'counted', policy: 'statistics' });
    await site.collect({ s: NOON, pg: 'a'.repeat(32), q: 0, e: [view('/shoes'), view('/shoes')] });
    const { days, totals } = await read(site, '?days=1');
    expect(days[0]).toMatchObject({ views: 2, viewsOfVisitors: 0, uniques: null, sessions: null });
    expect(totals.dailyUniques).toBeNull();
  });

  it('count each post once, also when it comes again, and a late event on its own day', async () => {
    const site = await createSite(served, { site: 'again', serverConsent: { analytics: true } });
    const late = happened('Page Viewed', { userId: 'ann', time: NOON - 20 * DAY });
    await site.ingest([late]);
    await read(site);
    await site.ingest([late]);
    const { days } = await read(site);
    expect(days.filter(({ views }) => views > 0)).toMatchObject([{ date: '2025-12-16', views: 1 }]);
  });

  it('tell visits apart by the time between them', async () => {
    const site = await createSite(served, { site: 'visits', serverConsent: { analytics: true } });
    const at = (minutes: number) => view('/', { t: NOON - 6 * HOUR + minutes * 60_000 });
    // Two visits of one, with two hours between them.
    await site.collect({ s: NOON, pg: 'b'.repeat(32), q: 0, e: [at(0), at(10), at(20), at(150)] });
    expect((await read(site, '?days=1')).totals.sessions).toBe(2);
  });

  it('keep their sums when somebody is erased, and lose what is older than 400 days', async () => {
    const site = await createSite(served, { site: 'kept', serverConsent: { analytics: true } });
    const old = { userId: 'ann', time: NOON - 399 * DAY, properties: { order_id: 'x', total: 1 } };
    await site.ingest([happened('Page Viewed', { userId: 'ann' }), happened('Order Completed', old)]);
    expect((await read(site)).totals.views).toBe(1);
    expect((await site.ask('POST', '/v1/erasures', { userId: 'ann' })).status).toBeLessThan(300);
    expect((await read(site)).totals.views).toBe(1);
    expect((await read(site, '?to=2024-12-02&days=1')).totals.orders).toBe(1);
    await served.clock.moveTo(NOON + 13 * HOUR);
    await served.jobs.run('statistics-kept');
    expect((await read(site, '?to=2024-12-02&days=1')).totals.orders).toBe(0);
    expect((await read(site)).totals.views).toBe(1);
    expect(await served.store.listRecords('statistics-orders', site.siteId, null, 10)).toEqual([]);
  });

  it.each([
    ['?from=2026-02-30', 'from'],
    ['?to=yesterday', 'to'],
    ['?from=2026-01-02&to=2026-01-01', 'from'],
    ['?days=401', 'days'],
    ['?days=7&from=2026-01-01', 'days'],
    ['?from=2020-01-01&to=2026-01-01', 'from'],
  ])('refuse %s, and say where', async (query, at) => {
    number += 1;
    const site = await createSite(served, { site: `wrong-${number}` });
    const { status, body } = await site.ask('GET', `/v1/statistics${query}`);
    expect([status, (body.error as { at?: string }).at]).toEqual([400, at]);
  });
});
