import { describe, expect, it, onTestFinished } from 'vitest';
import type { Entry, SiteId, VisitorId } from '../../core/entry.ts';
import type { Store } from '../../core/ports.ts';
import { createChoices } from '../../core/statistics/choices.ts';
import { readDay } from '../../core/statistics/day.ts';
import { countLog, DAYS, ORDERS, PLACES, STATE } from '../../core/statistics/follower.ts';
import { collectTraces, forgetTraces } from '../../core/statistics/forgetting.ts';
import { orderRecordKey } from '../../core/statistics/order.ts';
import { MOST_RECENT, readState } from '../../core/statistics/plan.ts';
import { createEmbeddedStore } from '../../core/stores/embedded.ts';
import { createMongoStore } from '../../integrations/mongodb/store.ts';
import { event, visitorId } from '../core/profiles/world.ts';
import { makeDataFolder } from '../support/data-folder.ts';
import { mongoDatabases } from '../support/mongodb/databases.ts';
import { NOW, SETTINGS } from './statistics-history.ts';

const [ANN, BEN] = [visitorId('ann'), visitorId('ben')];
const PERIOD = { from: '2026-03-31', to: '2026-03-31' };

const nextUrl = mongoDatabases('statistics-erased', { isLarge: true });
const STORES = [
  {
    name: 'the embedded store',
    open: (): Promise<Store> => createEmbeddedStore({ dataDir: makeDataFolder() }),
  },
  { name: 'MongoDB', open: (): Promise<Store> => createMongoStore({ url: nextUrl() }) },
];

function portsOf(store: Store) {
  const sites = { byId: (siteId: SiteId) => ({ siteId, settings: SETTINGS }) as never };
  return { store, sites, now: () => NOW, pageEntries: 5 };
}
const count = (store: Store) => countLog(portsOf(store), () => false);

function orderOf(site: SiteId, visitor: VisitorId, id: string, more: Partial<Entry> = {}): Entry {
  const properties = { order_id: `number ${id}`, total: 1_000 };
  return event('Order Completed', {
    ...{ site, visitor, id, t: NOW - 1, source: 'server', properties, currency: 'EUR', ...more },
  });
}

/** As an erasure does it (core/privacy/erasures.ts). */
async function erase(store: Store, site: SiteId, visitor: VisitorId): Promise<number> {
  const traces = await collectTraces(store, site, [visitor], () => true);
  const before = await forgetTraces(store, site, traces);
  await store.removeVisitor(site, [visitor]);
  return before + (await forgetTraces(store, site, traces));
}

async function listOrders(store: Store, site: SiteId): Promise<readonly string[]> {
  const { plan } = readState(await store.getRecord(PLACES, site, STATE));
  const rows = await store.listRecords(ORDERS, site, null, 100);
  return [...new Set([...rows.map(({ key }) => key), ...plan.orders.map(([key]) => key)])];
}

/** Does something before one of the calls of the counting. */
function interrupted(store: Store, at: number, act: () => Promise<unknown>): Store {
  let calls = 0;
  const before = async (): Promise<void> => {
    calls += 1;
    if (calls === at) await act();
  };
  return {
    ...store,
    readSince: async (...given) => {
      await before();
      return store.readSince(...given);
    },
    readEntry: async (...given) => {
      await before();
      return store.readEntry(...given);
    },
    getRecord: async (...given) => {
      await before();
      return store.getRecord(...given);
    },
    putRecord: async (...given) => {
      await before();
      return store.putRecord(...given);
    },
  };
}
const CALLS = 24;

describe.each(STORES)('statistics on $name', ({ open }) => {
  it('have no order of whoever is erased, at whatever moment of the counting that is', async () => {
    const store = await open();
    onTestFinished(() => store.close());
    for (let at = 1; at <= CALLS; at += 1) {
      const site = `st_${at}` as SiteId;
      const kept = orderOf(site, BEN, 'order:2');
      await store.append([
        orderOf(site, ANN, 'order:1'),
        kept,
        event('Page Viewed', { site, visitor: ANN, id: 'v', t: NOW - 1 }),
      ]);
      await count(interrupted(store, at, () => erase(store, site, ANN)));
      await count(store);
      await erase(store, site, ANN);
      expect([at, await listOrders(store, site)]).toEqual([at, [orderRecordKey(kept)]]);
    }
  });

  it('keep the sums, and what a server told of somebody whose order was only named', async () => {
    const store = await open();
    onTestFinished(() => store.close());
    const site = 'st_named' as SiteId;
    const told = orderOf(site, BEN, 'order:1');
    const named = orderOf(site, ANN, 'guess', { source: 'web', properties: told.properties });
    await store.append([named, told]);
    await count(store);
    expect(await erase(store, site, ANN)).toBe(0);
    expect(await listOrders(store, site)).toEqual([orderRecordKey(told)]);
    expect(await erase(store, site, BEN)).toBe(1);
    expect(await listOrders(store, site)).toEqual([]);
    expect(readState(await store.getRecord(PLACES, site, STATE)).recent).toEqual([]);
    const [day] = await store.listRecords(DAYS, site, null, 10);
    expect(readDay(day?.value)).toMatchObject({ orders: 1, grossMinor: 1_000 });
  });

  it('count what was allowed once, by whichever server, whatever breaks off the writing', async () => {
    const store = await open();
    onTestFinished(() => store.close());
    const site = { siteId: 'st_choices' as SiteId, settings: SETTINGS } as never;
    let writes = 0;
    const shaky: Store = {
      ...store,
      putRecord: async (...record) => {
        writes += 1;
        // By turns: not written, and written without anybody hearing of it.
        if (writes % 3 === 1) throw new Error('struck');
        const isPut = await store.putRecord(...record);
        if (writes % 3 === 2) throw new Error('struck');
        return isPut;
      },
    };
    const servers = ['a', 'b'].map((writer) => createChoices({ store: shaky, now: () => NOW, writer }));
    for (let turn = 0; turn < 6; turn += 1) {
      for (const server of servers) server.count(site, turn % 2 === 0 ? 'allowed' : 'gpc');
      await Promise.allSettled(servers.map((server) => server.flush()));
    }
    const again = createChoices({ store, now: () => NOW, writer: 'c' });
    again.count(site, 'denied');
    for (let turn = 0; turn < 6; turn += 1) await Promise.allSettled(servers.map((server) => server.flush()));
    await Promise.all(servers.map((server) => server.flush()));
    expect((await again.read('st_choices' as SiteId, PERIOD)).totals).toEqual({
      ...{ allowed: 6, undecided: 0, denied: 1, gpc: 6 },
    });
  });

  it('count a copy of an event once, unless it takes the place of one that is long past', async () => {
    const store = await open();
    onTestFinished(() => store.close());
    const site = 'st_copies' as SiteId;
    const view = (id: string, more: Partial<Entry> = {}): Entry =>
      event('Page Viewed', { site, id, visitor: null, t: NOW - 1, ...more });
    const views = async () => {
      await countLog({ ...portsOf(store), pageEntries: 5_000 }, () => false);
      return readDay((await store.listRecords(DAYS, site, null, 10))[0]?.value).views;
    };
    await store.append([view('first'), view('second')]);
    expect(await views()).toBe(2);
    // The same again, and a worse one: the log refuses both, and the counting never hears of them.
    await store.append([view('first'), view('first', { t: NOW })]);
    expect(await views()).toBe(2);
    await store.append([view('first', { source: 'server' })]);
    expect(await views()).toBe(2);
    // Pages push out what pages have made up, and not what a platform may tell of as well.
    const ofPages = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
    await store.append(Array.from({ length: MOST_RECENT + 1 }, (_, n) => view(ofPages(n))));
    expect(await views()).toBe(MOST_RECENT + 3);
    await store.append(['second', ofPages(0), ofPages(1)].map((id) => view(id, { source: 'server' })));
    expect(await views()).toBe(MOST_RECENT + 4);
  });
});
