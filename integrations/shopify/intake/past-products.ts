/** Products that no webhook told of: those from before the install, and those whose webhooks were lost; page by page. */
import { accept, type Outcome } from '../../../core/errors.ts';
import type { Store } from '../../../core/ports.ts';
import type { Admin } from '../api/admin-client.ts';
import type { ShopFactsBook } from '../installation/shop-facts.ts';
import type { Shop, Shops } from '../installation/shops.ts';
import { mapProductNode } from '../mapping/product.ts';
import type { ProductsData } from '../operations/generated-types.ts';
import { PRODUCTS_A_PAGE, products, productVariants } from '../operations/products.ts';
import type { Part } from '../part.ts';
import type { Intake } from './intake.ts';

const COLLECTION = 'platform-history';
const KEY = 'products';
const MINUTE_MS = 60_000;
const AGAIN_MS = 6 * 60 * MINUTE_MS;
/** What changed while the last look went on is looked at again. */
const OVERLAP_MS = 60 * MINUTE_MS;
const PAGES_A_RUN = 25;
const VARIANTS_A_PAGE = 100;

/** Instants are UTC ms. */
type Looking = {
  /** Only what changed since; null: everything. */
  readonly since: number | null;
  readonly startedAt: number;
  /** Of the page before. */
  readonly cursor: string | null;
  readonly isDone: boolean;
  /** Of the install that it belongs to. */
  readonly installedAt: number;
};

export type PastProductsPorts = {
  readonly admin: Admin;
  readonly store: Pick<Store, 'getRecord' | 'putRecord'>;
  readonly shops: Pick<Shops, 'list'>;
  readonly facts: Pick<ShopFactsBook, 'read'>;
  readonly intake: Pick<Intake, 'take'>;
  readonly now: () => number;
};

type Node = ProductsData['products']['nodes'][number];

/** @example createPastProducts(ports).works */
export function createPastProducts(ports: PastProductsPorts): Part {
  const run = async (): Promise<void> => {
    for (const shop of await ports.shops.list()) if (shop.uninstalledAt === null) await look(shop, ports);
  };
  return { works: [{ name: 'products', everyMs: MINUTE_MS, run }] };
}

async function look(shop: Shop, ports: PastProductsPorts): Promise<void> {
  const { store, now } = ports;
  const { siteId } = shop.site;
  const known = (await store.getRecord(COLLECTION, siteId, KEY)) as Looking | undefined;
  let state = begin(shop, known ?? null, now());
  for (let pages = 0; pages < PAGES_A_RUN && !state.isDone; pages += 1) {
    const next = await takePage(shop, state, ports);
    if (next === null) return;
    state = next;
    await store.putRecord(COLLECTION, siteId, KEY, state);
  }
}

function begin({ installedAt }: Shop, known: Looking | null, now: number): Looking {
  const fresh = { startedAt: now, cursor: null, isDone: false, installedAt };
  // Of an earlier install it has missed what happened in between.
  if (known === null || known.installedAt !== installedAt) return { ...fresh, since: null };
  if (!known.isDone || now - known.startedAt < AGAIN_MS) return known;
  return { ...fresh, since: known.startedAt - OVERLAP_MS };
}

/** Null where it could not be taken now. */
async function takePage(shop: Shop, state: Looking, ports: PastProductsPorts): Promise<Looking | null> {
  const { admin, facts, intake } = ports;
  const { since, cursor: after } = state;
  const query = since === null ? '' : `updated_at:>='${new Date(since).toISOString()}'`;
  const known = await facts.read(shop);
  const page = await admin.run(shop, products, { first: PRODUCTS_A_PAGE, after, query });
  if (!known.ok || !page.ok) return null;
  const { nodes, pageInfo } = page.value.products;
  for (const node of nodes) {
    const whole = await complete(shop, node, ports);
    if (!whole.ok) return null;
    const mapped = mapProductNode(whole.value, known.value);
    if (mapped.ok && !(await intake.take(shop.site, mapped.value)).ok) return null;
  }
  const cursor = pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null;
  return { ...state, cursor, isDone: cursor === null };
}

async function complete(
  shop: Shop,
  node: Node,
  { admin }: Pick<PastProductsPorts, 'admin'>,
): Promise<Outcome<object>> {
  const variants = [...node.variants.nodes];
  let { hasNextPage, endCursor } = node.variants.pageInfo;
  while (hasNextPage) {
    const asked = { id: node.id, first: VARIANTS_A_PAGE, after: endCursor };
    const answer = await admin.run(shop, productVariants, asked);
    if (!answer.ok) return answer;
    const more = answer.value.product?.variants;
    variants.push(...(more?.nodes ?? []));
    ({ hasNextPage, endCursor } = more?.pageInfo ?? { hasNextPage: false, endCursor: null });
  }
  return accept({ ...node, variants: { nodes: variants } });
}
