/** How many of a shop's own latest orders are known here: asked of both sides, order by order. */
import { accept, type Outcome } from '../../../core/errors.ts';
import { idsInLog } from '../../../core/identity/drafts.ts';
import type { Store } from '../../../core/ports.ts';
import type { Site } from '../../../core/sites/site.ts';
import { type Admin, WHILE_LOOKED_AT } from '../api/admin-client.ts';
import type { Shop } from '../installation/shops.ts';
import { latestOrders } from '../operations/orders.ts';

const DAY_MS = 86_400_000;
/** As many as one request may ask for. */
const MOST_ORDERS = 250;
const LONGEST_MS = 30 * DAY_MS;
/** Shopify tells of an order within seconds, and of one that we could not take within minutes. */
const SETTLED_MS = 10 * 60_000;

export type Coverage = {
  /** Orders that Shopify has, of those that were looked at. */
  readonly real: number;
  /** Of those, how many are known here. */
  readonly tracked: number;
  /** Of those, how many belong to no visitor here: nobody allowed it, or no page said whose cart it was. */
  readonly unjoined: number;
  /** How far back it goes. */
  readonly days: number;
};

export type CoveragePorts = {
  readonly admin: Admin;
  readonly store: Pick<Store, 'readEntry'>;
  readonly now: () => number;
};

/** @example const { tracked, real } = await measureCoverage(shop, { admin, store, now }) */
export async function measureCoverage(
  { site, ...shop }: Shop,
  { admin, store, now }: CoveragePorts,
): Promise<Outcome<Coverage>> {
  const asked = { first: MOST_ORDERS };
  const answer = await admin.run({ ...shop, site }, latestOrders, asked, WHILE_LOOKED_AT);
  if (!answer.ok) return answer;
  const at = now();
  const since = Math.max(shop.installedAt, at - LONGEST_MS);
  const orders = answer.value.orders.nodes
    .filter(({ test }) => !test)
    .map(({ id, createdAt }) => ({ id: numberOf(id), at: Date.parse(createdAt) }))
    .filter((order) => order.at >= since && order.at <= at - SETTLED_MS);
  const known = await Promise.all(orders.map(({ id }) => lookUp(store, site, id)));
  const oldest = Math.min(at, ...orders.map((order) => order.at));
  return accept({
    real: orders.length,
    tracked: known.filter((one) => one !== 'unknown').length,
    unjoined: known.filter((one) => one === 'counted').length,
    days: Math.max(1, Math.ceil((at - oldest) / DAY_MS)),
  });
}

async function lookUp(
  store: Pick<Store, 'readEntry'>,
  site: Site,
  order: string,
): Promise<'joined' | 'counted' | 'unknown'> {
  const { full, counted } = idsInLog(`order:${order}`, site);
  const entry = await store.readEntry(site.siteId, full);
  if (entry !== null) return entry.visitor === null ? 'counted' : 'joined';
  return (await store.readEntry(site.siteId, counted)) === null ? 'unknown' : 'counted';
}

/** Of `gid://shopify/Order/4242`. */
function numberOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
