import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { ChoicesView, EventsView, StatisticsView } from '../../../apps/server/routes/statistics.ts';
import { makeDataFolder } from '../../support/data-folder.ts';
import { NOON, type Served, serve } from '../../support/served.ts';
import { createSite, openDoors, type TestSite } from '../../support/sites.ts';

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

  it('tell how often each event came and when last, to the hour, and keep flooding names apart', async () => {
    const site = await createSite(served, { site: 'named', serverConsent: { analytics: true } });
    const early = happened('Quiz Finished', { userId: 'ann', time: NOON - 2 * DAY });
    const quizzes = [early, happened('Quiz Finished', { userId: 'ben', time: NOON - HOUR + 61_000 })];
    const flood = Array.from({ length: 230 }, (_, n) => happened(`Made Up ${n}`, { userId: 'ann' }));
    await site.ingest([...quizzes, ...flood]);
    await site.ingest([
      early,
      happened('Product Viewed', { userId: 'ann', properties: { product_id: 'p' } }),
    ]);
    await site.collect({ s: served.clock.now(), pg: 'c'.repeat(32), q: 0, e: [view('/a')] });
    await read(site);
    const body = (await site.ask('GET', '/v1/statistics/events?to=2026-01-05&days=3'))
      .body as unknown as EventsView;
    expect(body).toMatchObject({ from: '2026-01-03', to: '2026-01-05', timezone: 'UTC', isBehind: false });
    expect(body.events[0]).toEqual({ name: 'Quiz Finished', count: 2, lastAt: '2026-01-05T11:00:00.000Z' });
    const counts = new Map(body.events.map(({ name, count }) => [name, count]));
    expect([counts.get('Product Viewed'), counts.get('Page Viewed')]).toEqual([1, 1]);
    // `Quiz Finished` of today is one of the 200 names that are the sender's own.
    expect([counts.get('Made Up 198'), counts.has('Made Up 199'), body.otherCount]).toEqual([1, false, 31]);
    const today = (await site.ask('GET', '/v1/statistics/events?to=2026-01-05&days=1'))
      .body as unknown as EventsView;
    expect(today.events.find(({ name }) => name === 'Quiz Finished')?.count).toBe(1);
  });

  it('tell what was in force for page loads, each once, whichever browser says it', async () => {
    const site = await createSite(served, { site: 'chosen', timezone: 'Pacific/Auckland' });
    const load = (q: number, more: object, sender?: Parameters<typeof site.collect>[1]) =>
      site.collect({ s: NOON, pg: 'd'.repeat(32), q, e: [view('/')], ...more }, sender);
    const dev = 'd7'.repeat(16);
    const agreed = { dev, c: { analytics: true, at: NOON - HOUR } };
    const first = { ...agreed, e: [view('/')] };
    await load(0, first);
    await load(0, first);
    await load(1, agreed);
    await load(0, {});
    await load(0, { g: 1 });
    await load(0, { ...agreed, dev: 'd8'.repeat(16) }, { headers: { 'sec-gpc': '1' } });
    await load(0, agreed, { userAgent: 'Googlebot/2.1' });
    // The page on which it is refused had been opened with consent.
    await load(2, { dev, c: { analytics: false, at: NOON - 60_000 } });
    await load(3, { dev, c: { analytics: false, at: NOON - 60_000 } });
    const { body } = await site.ask('GET', '/v1/statistics/choices?to=2026-01-06&days=2');
    const { days, totals } = body as unknown as ChoicesView;
    const counts = { allowed: 1, undecided: 1, denied: 1, gpc: 2 };
    expect(totals).toEqual(counts);
    expect(days).toEqual([
      { date: '2026-01-05', ...{ allowed: 0, undecided: 0, denied: 0, gpc: 0 } },
      { date: '2026-01-06', ...counts },
    ]);
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
    for (const path of ['', '/events', '/choices']) {
      const { status, body } = await site.ask('GET', `/v1/statistics${path}${query}`);
      expect([status, (body.error as { at?: string }).at]).toEqual([400, at]);
    }
  });
});

it('what was in force for page loads is known after a restart', async () => {
  const dataDir = makeDataFolder();
  const first = await serve({ dataDir });
  const { writeKey, secretKey } = await createSite(first, { site: 'kept' });
  const load = (port: Served) =>
    openDoors(port.url, { writeKey, secretKey }).collect({
      s: NOON,
      pg: 'e'.repeat(32),
      q: 0,
      g: 1,
      e: [view('/')],
    });
  await load(first);
  await first.stop();
  const second = await serve({ dataDir });
  onTestFinished(() => second.stop());
  await load(second);
  const doors = openDoors(second.url, { writeKey, secretKey });
  expect((await doors.ask('GET', '/v1/statistics/choices?days=1')).body).toMatchObject({
    totals: { gpc: 2 },
  });
});

describe('what statistics have of orders', () => {
  const orders = async (site: TestSite): Promise<number> =>
    (await served.store.listRecords('statistics-orders', site.siteId, null, 10)).length;
  const bought = (id: string, more: object) =>
    happened('Order Completed', { id: `order:${id}`, properties: { order_id: id, total: 10 }, ...more });

  it('goes with whoever bought, and with nobody else; the sums stay', async () => {
    const site = await createSite(served, { site: 'erased', serverConsent: { analytics: true } });
    const device = 'd9'.repeat(16);
    await site.ingest([
      bought('1', { userId: 'ann', device }),
      bought('2', { device }),
      bought('3', { userId: 'ben' }),
      happened('Order Refunded', { id: 'back:1', userId: 'ann', properties: { order_id: '1', total: 4 } }),
    ]);
    await read(site);
    expect(await orders(site)).toBe(3);
    const { body } = await site.ask('POST', '/v1/erasures', { userId: 'ann' });
    expect(body).toMatchObject({ removed: { records: 2 } });
    expect(await orders(site)).toBe(1);
    expect((await site.ask('POST', '/v1/erasures', { userId: 'ann' })).body).toMatchObject({
      removed: { records: 0 },
    });
    expect((await read(site)).totals).toMatchObject({ orders: 3, revenue: 26 });
  });

  it('goes also where retention has taken the events', async () => {
    const site = await createSite(served, { site: 'retired', serverConsent: { analytics: true } });
    await site.ingest([bought('1', { userId: 'ann', time: served.clock.now() - HOUR })]);
    await read(site);
    await site.ask('PATCH', '/v1/sites/retired', { eventDays: 1 });
    await served.clock.moveTo(served.clock.now() + 25 * HOUR);
    await site.ask('POST', '/v1/privacy/retention', { dryRun: false });
    const found = await served.store.readSince(0, 10_000);
    expect(found.filter(({ site: own, type }) => own === site.siteId && type === 'event')).toEqual([]);
    expect(await orders(site)).toBe(1);
    await site.ask('POST', '/v1/erasures', { userId: 'ann' });
    expect(await orders(site)).toBe(0);
  });
});
