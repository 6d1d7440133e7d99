/**
 * Looks through all of something at Shopify, page by page, once after each install, and again through what has changed: what no
 * webhook told of, or whose webhook was lost. It goes on where it was broken off.
 */
import type { Store } from '../../../core/ports.ts';
import { eachShop } from '../installation/each-shop.ts';
import type { Shop, Shops } from '../installation/shops.ts';
import type { Part } from '../part.ts';

const COLLECTION = 'platform-history';
const MINUTE_MS = 60_000;
const AGAIN_MS = 6 * 60 * MINUTE_MS;
/** What changed while the last look went on is looked at again. */
const OVERLAP_MS = 60 * MINUTE_MS;
const PAGES_A_RUN = 25;

/** Instants are UTC ms. */
type State = {
  /** Only what changed since; null: everything. */
  readonly since: number | null;
  readonly startedAt: number;
  /** Of the page before. */
  readonly cursor: string | null;
  readonly isDone: boolean;
  /** Of the install that it belongs to. */
  readonly installedAt: number;
};

export type PageAsked = {
  readonly after: string | null;
  /** As Shopify's searches have it; empty: everything. */
  readonly query: string;
};
/** As Shopify says of a page. */
export type PageInfo = { readonly hasNextPage: boolean; readonly endCursor: string | null };

export type LookingPorts = {
  readonly store: Pick<Store, 'getRecord' | 'putRecord'>;
  readonly shops: Pick<Shops, 'list'>;
  readonly now: () => number;
};

/**
 * @param name Of the work, and of its row.
 * @param takePage Idempotent; null where the page could not be taken now.
 * @example createLooking('products', takePage, ports).works
 */
export function createLooking(
  name: string,
  takePage: (shop: Shop, asked: PageAsked) => Promise<PageInfo | null>,
  { store, shops, now }: LookingPorts,
): Part {
  async function look(shop: Shop): Promise<void> {
    const { siteId } = shop.site;
    const known = (await store.getRecord(COLLECTION, siteId, name)) as State | undefined;
    let state = begin(shop, known ?? null, now());
    for (let pages = 0; pages < PAGES_A_RUN && !state.isDone; pages += 1) {
      const page = await takePage(shop, { after: state.cursor, query: queryOf(state) });
      if (page === null) return;
      const cursor = page.hasNextPage ? page.endCursor : null;
      state = { ...state, cursor, isDone: cursor === null };
      await store.putRecord(COLLECTION, siteId, name, state);
    }
  }

  return { works: [{ name, everyMs: MINUTE_MS, run: () => eachShop(shops, look) }] };
}

function begin({ installedAt }: Shop, known: State | null, now: number): State {
  const fresh = { startedAt: now, cursor: null, isDone: false, installedAt };
  // Of an earlier install it has missed what happened in between.
  if (known === null || known.installedAt !== installedAt) return { ...fresh, since: null };
  if (!known.isDone || now - known.startedAt < AGAIN_MS) return known;
  return { ...fresh, since: known.startedAt - OVERLAP_MS };
}

function queryOf({ since }: State): string {
  return since === null ? '' : `updated_at:>='${new Date(since).toISOString()}'`;
}
