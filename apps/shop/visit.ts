import { type Cart, formatCart, parseCart } from './cart.ts';
import { findProduct } from './catalogue.ts';
import type { Product } from './product.ts';

/**
 * What the shop needs to know from one page to the next. It travels in links and forms, so that nothing is kept on
 * the device: closing the page forgets it.
 */
export type Visit = {
  readonly cart: Cart;
  readonly wishlist: readonly Product[];
  /** The visitor chose "Only this visit": the question is not asked again. */
  readonly answered: boolean;
  /** The drawer stays open from page to page. */
  readonly drawer: boolean;
};

/** Parsed query or form fields, as they came. */
export type Fields = Readonly<Record<string, unknown>>;

const MAX_WISHES = 24;

/** The first value of a field as text; empty when it is missing. */
export function readField(fields: Fields, name: string): string {
  const value = fields[name];
  const first = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first : '';
}

function parseWishlist(text: string): readonly Product[] {
  const products = text
    .slice(0, 100)
    .split('-')
    .flatMap((id) => findProduct(id) ?? []);
  return [...new Set(products)].slice(0, MAX_WISHES);
}

/** Reads the visit from a query or a form; whatever is not understood is left out. */
export function readVisit(fields: Fields): Visit {
  return {
    cart: parseCart(readField(fields, 'c')),
    wishlist: parseWishlist(readField(fields, 'w')),
    answered: readField(fields, 'k') === '1',
    drawer: readField(fields, 'd') === '1',
  };
}

/** The visit as parameters, for links and hidden fields; what is empty takes no place. */
export function visitParameters(visit: Visit): readonly (readonly [name: string, value: string])[] {
  const all = [
    ['c', formatCart(visit.cart)],
    ['w', visit.wishlist.map((product) => product.id).join('-')],
    ['k', visit.answered ? '1' : ''],
    ['d', visit.drawer ? '1' : ''],
  ] as const;
  return all.filter(([, value]) => value !== '');
}

/**
 * A path that carries the visit along.
 * @example visitLink(visit, '/shop/search', { q: 'ink' }) // '/shop/search?q=ink&c=p1aa.1'
 */
export function visitLink(visit: Visit, path: string, extra: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams(extra);
  for (const [name, value] of visitParameters(visit)) query.set(name, value);
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** With the product at the end of the wishlist, once. */
export function addWish(visit: Visit, product: Product): Visit {
  return { ...visit, wishlist: [...visit.wishlist.filter((wish) => wish !== product), product] };
}

export function removeWish(visit: Visit, product: Product): Visit {
  return { ...visit, wishlist: visit.wishlist.filter((wish) => wish !== product) };
}
