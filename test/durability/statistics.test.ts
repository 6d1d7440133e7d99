import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Entry, SiteId } from '../../core/entry.ts';
import type { Store } from '../../core/ports.ts';
import { readDay } from '../../core/statistics/day.ts';
import { countLog, DAYS, ORDERS } from '../../core/statistics/follower.ts';
import { createStatistics } from '../../core/statistics/statistics.ts';
import { createEmbeddedStore } from '../../core/stores/embedded.ts';
import { createMongoStore } from '../../integrations/mongodb/store.ts';
import { DAY, event } from '../core/profiles/world.ts';
import { makeDataFolder } from '../support/data-folder.ts';
import { mongoDatabases } from '../support/mongodb/databases.ts';
import { countByHand, entryOf, NOW, SETTINGS } from './statistics-history.ts';

/** What happens to the counting between two of its steps. */
type Blow = {
  /** The write that it hits. */
  readonly at: number;
  /** It was written, and nobody heard of it. */
  readonly isWritten: boolean;
};
type Act = { readonly entries: readonly Entry[]; readonly blows: readonly Blow[] };

const nextUrl = mongoDatabases('statistics', { isLarge: true });
const STORES = [
  {
    name: 'the embedded store',
    histories: 40,
    open: (): Promise<Store> => createEmbeddedStore({ dataDir: makeDataFolder() }),
  },
  { name: 'MongoDB', histories: 4, open: (): Promise<Store> => createMongoStore({ url: nextUrl() }) },
];

/** Breaks off at one of its writes. */
function struck(store: Store, { at, isWritten }: Blow): Store {
  let writes = 0;
  return {
    ...store,
    putRecord: async (...record) => {
      writes += 1;
      if (writes !== at) return store.putRecord(...record);
      if (isWritten) await store.putRecord(...record);
      throw new Error('struck');
    },
  };
}

function actsOf(site: SiteId): fc.Arbitrary<readonly Act[]> {
  const blow = fc.record({ at: fc.integer({ min: 1, max: 12 }), isWritten: fc.boolean() });
  const act = fc.record({
    entries: fc.array(entryOf(site), { minLength: 1, maxLength: 12 }),
    blows: fc.array(blow, { maxLength: 3 }),
  });
  return fc.array(act, { minLength: 1, maxLength: 6 });
}

function portsOf(store: Store) {
  const sites = { byId: (siteId: SiteId) => ({ siteId, settings: SETTINGS }) as never };
  // Pages of few entries: what is told of one event lies on several.
  return { store, sites, now: () => NOW, pageEntries: 5 };
}

async function readDays(store: Store, site: SiteId) {
  const rows = await store.listRecords(DAYS, site, null, 100);
  const days = rows.map(({ key, value }) => {
    const { views, named, steps, pages, names, orders, grossMinor, refundedMinor } = readDay(value);
    const [product, cart, checkout] = steps;
    return [
      key,
      {
        ...{ views, viewsOfVisitors: named, orders, refundedMinor, revenueMinor: grossMinor - refundedMinor },
        steps: someOf({ product, cart, checkout }),
        pages: someOf(Object.fromEntries(pages)),
        names: someOf(Object.fromEntries(names.map(([name, count]) => [name, count]))),
      },
    ] as const;
  });
  return Object.fromEntries(days.filter(([, day]) => !isNothing(day)));
}

function someOf(counts: Readonly<Record<string, number | undefined>>) {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0 && count !== undefined));
}

function isNothing({ names, orders }: { names: object; orders: number }): boolean {
  return orders === 0 && Object.keys(names).length === 0;
}

describe.each(STORES)('statistics on $name', ({ open, histories }) => {
  it('are what the log comes to, whatever breaks off their counting, however often', async () => {
    const store = await open();
    onTestFinished(() => store.close());
    let sites = 0;
    const nextSite = (): SiteId => {
      sites += 1;
      return `st_${sites}` as SiteId;
    };
    const site = fc.constant(null).map(nextSite);
    const history = site.chain((own) => fc.tuple(fc.constant(own), actsOf(own)));
    const property = fc.asyncProperty(history, async ([own, acts]) => {
      for (const { entries, blows } of acts) {
        await store.append(entries);
        for (const blow of blows)
          await countLog(portsOf(struck(store, blow)), () => false).catch((error: Error) =>
            expect(error.message).toBe('struck'),
          );
      }
      await countLog(portsOf(store), () => false);
      const log = (await store.readSince(0, 100_000)).filter((entry) => entry.site === own);
      const byHand = [...countByHand(log)].filter(([, day]) => !isNothing(day));
      expect(await readDays(store, own)).toEqual(Object.fromEntries(byHand));
    });
    await fc.assert(property, { numRuns: histories, seed: 11 });
  });

  it('count once where two servers count at once', async () => {
    const store = await open();
    onTestFinished(() => store.close());
    const site = 'st_both' as SiteId;
    const entries = fc.sample(entryOf(site), { numRuns: 60, seed: 5 });
    await store.append(entries);
    for (let turn = 0; turn < 3; turn += 1)
      await Promise.all([countLog(portsOf(store), () => false), countLog(portsOf(store), () => false)]);
    const byHand = [...countByHand(await store.readSince(0, 1_000))].filter(([, day]) => !isNothing(day));
    expect(await readDays(store, site)).toEqual(Object.fromEntries(byHand));
  });

  it('count what was planned, also where the log holds it no longer', async () => {
    const store = await open();
    onTestFinished(() => store.close());
    const site = 'st_gone' as SiteId;
    const [first] = await store.append([pageView(site, 'gone')]);
    // The first write says which sites the page concerns, the second what it changes.
    const counting = countLog(portsOf(struck(store, { at: 2, isWritten: true })), () => false);
    await expect(counting).rejects.toThrow('struck');
    expect(first?.status).toBe('stored');
    await store.retire(site, null, ['gone'], null);
    await countLog(portsOf(store), () => false);
    expect(Object.values(await readDays(store, site))).toMatchObject([{ views: 1 }]);
  });

  it('finish what a server has planned that dies while another one counts', async () => {
    const store = await open();
    onTestFinished(() => store.close());
    const site = 'st_two' as SiteId;
    await store.append([pageView(site, 'seen')]);
    const dying = portsOf(struck(store, { at: 2, isWritten: true }));
    let writes = 0;
    const counting = portsOf({
      ...store,
      putRecord: async (...record) => {
        const isPut = await store.putRecord(...record);
        writes += 1;
        if (writes === 1) await expect(countLog(dying, () => false)).rejects.toThrow('struck');
        return isPut;
      },
    });
    await countLog(counting, () => false);
    expect(Object.values(await readDays(store, site))).toMatchObject([{ views: 1 }]);
  });

  it('leave an order as a server knows it that counted on meanwhile', async () => {
    const store = await open();
    onTestFinished(() => store.close());
    const site = 'st_slow' as SiteId;
    const refundOf = (id: string) => orderEvent(site, 'Order Refunded', { id, total: 700 });
    await store.append([orderEvent(site, 'Order Completed', { id: 'order:1', total: 1_000 })]);
    let isHeld = false;
    const slow = portsOf({
      ...store,
      putRecord: async (...record) => {
        if (record[0] === ORDERS && !isHeld) {
          isHeld = true;
          await countLog(portsOf(store), () => false);
          for (const entry of [refundOf('refund:1'), pageView(site, 'later')]) {
            await store.append([entry]);
            await countLog(portsOf(store), () => false);
          }
        }
        return store.putRecord(...record);
      },
    });
    await countLog(slow, () => false);
    await store.append([refundOf('refund:2')]);
    await countLog(portsOf(store), () => false);
    expect(Object.values(await readDays(store, site))).toMatchObject([{ orders: 1, revenueMinor: 0 }]);
  });
});

it('says that it is behind while a log waits to be counted', async () => {
  const store = await createEmbeddedStore({ dataDir: makeDataFolder() });
  onTestFinished(() => store.close());
  const site = { siteId: 'st_long' as SiteId, settings: SETTINGS } as never;
  const sites = { list: () => [], byId: () => site };
  const statistics = createStatistics({
    store,
    sites,
    keys: { random: () => new Uint8Array(6) },
    now: () => NOW,
  });
  const period = { from: '2026-03-30', to: '2026-03-30' };
  await store.append(Array.from({ length: 5_000 }, (_, n) => pageView('st_long' as SiteId, `v${n}`)));
  expect((await statistics.read(site, period)).isBehind).toBe(true);
  await statistics.count();
  expect(await statistics.read(site, period)).toMatchObject({ isBehind: false, totals: { views: 5_000 } });
});

const pageView = (site: SiteId, id: string): Entry =>
  event('Page Viewed', { site, id, t: NOW - DAY, visitor: null, context: { path: '/' } });

function orderEvent(site: SiteId, name: string, { id, total }: { id: string; total: number }): Entry {
  const properties = { order_id: 'o', total };
  return event(name, {
    site,
    id,
    t: NOW - DAY,
    visitor: null,
    source: 'server',
    properties,
    currency: 'EUR',
  });
}
