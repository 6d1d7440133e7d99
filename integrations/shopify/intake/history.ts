/**
 * Orders that no webhook told of: those from before the install, as far back as the merchant lets us see, and those whose
 * webhooks were lost. Both go page by page, from where they stopped.
 */
import type { Json, SiteId } from '../../../core/entry.ts';
import { accept, type Outcome } from '../../../core/errors.ts';
import type { PlatformWork, Store } from '../../../core/ports.ts';
import type { SetupFacts } from '../admin-page/contract.ts';
import type { Admin } from '../api/admin-client.ts';
import { eachShop } from '../installation/each-shop.ts';
import type { Shop, Shops } from '../installation/shops.ts';
import type { Tokens } from '../installation/tokens.ts';
import type { Mapped } from '../mapping/mapped.ts';
import { ordersCount } from '../operations/orders.ts';
import type { Part } from '../part.ts';
import type { Intake } from './intake.ts';
import { askOrders } from './orders.ts';

const COLLECTION = 'platform-history';
const [IMPORT, RECONCILED] = ['import', 'reconciled'];
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Without `read_all_orders` Shopify tells of no others. */
const REACH_MS = 60 * DAY_MS;
const ALL_ORDERS = 'read_all_orders';
/** So many pages a run: other shops want their turn. */
const PAGES_A_RUN = 25;
/** After so many runs that came to nothing the merchant is told. */
const MOST_FAILURES = 5;
/** What happened while the last look went on is looked at again. */
const OVERLAP_MS = 60 * MINUTE_MS;

type Import = {
  readonly phase: 'idle' | 'running' | 'done' | 'failed';
  readonly imported: number;
  readonly total: number | null;
  /** UTC ms: orders from after it come by webhook. */
  readonly until: number;
  /** UTC ms; null: as far back as there are any. */
  readonly reachesTo: number | null;
  readonly cursor: string | null;
  readonly failures: number;
};

export type HistoryPorts = {
  readonly admin: Admin;
  readonly store: Pick<Store, 'getRecord' | 'putRecord'>;
  readonly shops: Pick<Shops, 'list'>;
  readonly tokens: Pick<Tokens, 'peek'>;
  readonly intake: Pick<Intake, 'take'>;
  readonly now: () => number;
};

export type HistoryOfOrders = {
  read(site: SiteId): Promise<SetupFacts['history']>;
  /** Begins, or goes on after a failure. */
  begin(shop: Shop): Promise<Outcome<unknown>>;
  readonly part: Part;
};

/** @example const { part, begin } = createHistory(ports); await begin(shop) */
export function createHistory(ports: HistoryPorts): HistoryOfOrders {
  const { store, shops } = ports;

  async function find(site: SiteId): Promise<Import | null> {
    return ((await store.getRecord(COLLECTION, site, IMPORT)) as Import | undefined) ?? null;
  }

  async function begin(shop: Shop): Promise<Outcome<unknown>> {
    const { siteId } = shop.site;
    const known = await find(siteId);
    if (known?.phase === 'running' || known?.phase === 'done') return accept({});
    const started = known ?? (await start(shop, ports));
    await store.putRecord(COLLECTION, siteId, IMPORT, { ...started, phase: 'running', failures: 0 });
    return accept({});
  }

  const works: readonly PlatformWork[] = [
    {
      name: 'past-orders',
      everyMs: MINUTE_MS,
      run: () =>
        eachShop(shops, async (shop) => {
          const known = await find(shop.site.siteId);
          if (known?.phase !== 'running') return;
          await store.putRecord(COLLECTION, shop.site.siteId, IMPORT, await goOn(shop, known, ports));
        }),
    },
    {
      name: 'reconcile-orders',
      everyMs: 6 * 60 * MINUTE_MS,
      run: () => eachShop(shops, (shop) => reconcile(shop, ports)),
    },
  ];

  return {
    read: async (site) => {
      const { phase, imported, total, reachesTo } = (await find(site)) ?? NOT_BEGUN;
      return {
        ...{ phase, imported, total },
        reachesTo: reachesTo === null ? null : new Date(reachesTo).toISOString(),
      };
    },
    begin,
    part: {
      installed: async (shop) => {
        // An app that comes back has missed what happened in between.
        if ((await find(shop.site.siteId))?.phase === 'done') await reconcile(shop, ports);
        return begin(shop);
      },
      works,
    },
  };
}

const NOT_BEGUN = { phase: 'idle', imported: 0, total: null, reachesTo: null } as const;

async function start({ site }: Shop, { tokens, now }: HistoryPorts): Promise<Import> {
  const scope = (await tokens.peek(site.siteId))?.scope ?? '';
  const reachesTo = scope.split(',').includes(ALL_ORDERS) ? null : now() - REACH_MS;
  return {
    ...{ phase: 'running', imported: 0, total: null, until: now(), reachesTo },
    ...{ cursor: null, failures: 0 },
  };
}

/** What is known after some pages more. Each page is durable before the next one is asked for. */
async function goOn(shop: Shop, known: Import, ports: HistoryPorts): Promise<Import> {
  const { admin, store, intake } = ports;
  const { siteId } = shop.site;
  const query = `created_at:<='${new Date(known.until).toISOString()}'`;
  const counted = known.total === null ? await admin.run(shop, ordersCount, { query, limit: null }) : null;
  const total = counted?.ok === true ? (counted.value.ordersCount?.count ?? null) : known.total;
  let state: Import = { ...known, total };
  for (let pages = 0; pages < PAGES_A_RUN; pages += 1) {
    const page = await askOrders({ shop, admin }, { query, sortKey: 'CREATED_AT', cursor: state.cursor });
    const taken = page.ok ? await takeAll(intake, shop, page.value.orders) : page;
    if (!page.ok || !taken.ok) return afterFailure(state);
    const { orders, skipped, cursor } = page.value;
    state = { ...state, imported: state.imported + orders.length + skipped, cursor, failures: 0 };
    if (cursor === null) return { ...state, phase: 'done' };
    await store.putRecord(COLLECTION, siteId, IMPORT, state);
  }
  return state;
}

function afterFailure(state: Import): Import {
  const failures = state.failures + 1;
  return { ...state, failures, phase: failures >= MOST_FAILURES ? 'failed' : 'running' };
}

async function takeAll(
  intake: Pick<Intake, 'take'>,
  { site }: Shop,
  orders: readonly Mapped[],
): Promise<Outcome<unknown>> {
  for (const order of orders) {
    const taken = await intake.take(site, order);
    if (!taken.ok) return taken;
  }
  return accept({});
}

/** Everything that changed since the last look, which is noted only once all of it is in. */
async function reconcile(shop: Shop, { admin, store, intake, now }: HistoryPorts): Promise<void> {
  const { siteId } = shop.site;
  const at = now();
  const last = (await store.getRecord(COLLECTION, siteId, RECONCILED)) as Json | undefined;
  const since = typeof last === 'number' ? last : shop.installedAt;
  const query = `updated_at:>='${new Date(since - OVERLAP_MS).toISOString()}'`;
  for (let cursor: string | null = null; ; ) {
    const page = await askOrders({ shop, admin }, { query, sortKey: 'UPDATED_AT', cursor });
    if (!page.ok || !(await takeAll(intake, shop, page.value.orders)).ok) return;
    cursor = page.value.cursor;
    if (cursor === null) break;
  }
  await store.putRecord(COLLECTION, siteId, RECONCILED, at);
}
