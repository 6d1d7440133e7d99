/**
 * Whose cart, checkout and order it is: a page that may be remembered says which cart it has, Shopify's server says which
 * checkout and order a cart became. Tokens and numbers are hashed before anything else sees them; who was first keeps a
 * cart, and the row goes with the visitor.
 */
import { isObject, type JsonObject } from '../../../core/collect/json.ts';
import type { SiteId, VisitorId } from '../../../core/entry.ts';
import { isVisitorId, keyedReference } from '../../../core/identity/hash.ts';
import type { Store } from '../../../core/ports.ts';
import type { Site } from '../../../core/sites/site.ts';

const KINDS = ['cart', 'checkout', 'order'] as const;
type Kind = (typeof KINDS)[number];

/** What belongs together, as Shopify writes it: tokens and an order's number. */
export type JoinTokens = Readonly<Partial<Record<Kind, string>>>;

export type Joins = {
  /** Whose it is, where a page said so; what was not known to be theirs is from then on. */
  find(site: Site, tokens: JoinTokens): Promise<VisitorId | null>;
  /** A page of this visitor has these. */
  note(site: Site, tokens: JoinTokens, visitor: VisitorId): Promise<void>;
};

/** A cart's token on the page has a secret part behind it, which other doors of Shopify's leave out. */
const SECRET_PART = /\?.*$/;

/** @example const visitor = await createJoins(store).find(site, { cart: order.cart_token, order: String(order.id) }) */
export function createJoins(store: Pick<Store, 'claim' | 'readClaim'>): Joins {
  const note = async (site: Site, tokens: JoinTokens, visitor: VisitorId): Promise<void> => {
    for (const key of keysOf(site, tokens)) await store.claim(site.siteId, key, visitor);
  };
  return {
    note,
    find: async (site, tokens) => {
      const visitor = await findHolder(store, site.siteId, keysOf(site, tokens));
      if (visitor !== null) await note(site, tokens, visitor);
      return visitor;
    },
  };
}

/**
 * What a page's events say of the cart and the checkout they belong to: nobody guesses those. Which order is whose, the
 * server alone says, for orders are numbered.
 */
export function tokensOfPage({ e }: JsonObject): JoinTokens {
  const all = Array.isArray(e) ? e.map((item) => (isObject(item) && isObject(item.p) ? item.p : {})) : [];
  const first = (name: string): string | undefined =>
    all.map((properties) => properties[name]).find((value): value is string => typeof value === 'string');
  const [cart, checkout] = [first('cart_id'), first('checkout_id')];
  return { ...(cart && { cart }), ...(checkout && { checkout }) };
}

/** Names of a page's events, as it writes them. */
export function namesOfPage({ e }: JsonObject): readonly string[] {
  return Array.isArray(e)
    ? e.flatMap((item) => (isObject(item) && typeof item.n === 'string' ? item.n : []))
    : [];
}

async function findHolder(
  store: Pick<Store, 'readClaim'>,
  site: SiteId,
  keys: readonly string[],
): Promise<VisitorId | null> {
  for (const key of keys) {
    const holder = await store.readClaim(site, key);
    if (holder !== null && isVisitorId(holder)) return holder;
  }
  return null;
}

function keysOf({ idKey }: Site, tokens: JoinTokens): readonly string[] {
  return KINDS.flatMap((kind) => {
    const token = tokens[kind]?.replace(SECRET_PART, '') ?? '';
    return token === '' ? [] : [`shopify-${kind}:${keyedReference(idKey, kind, token)}`];
  });
}
