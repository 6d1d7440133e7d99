/** Products that a visitor had to do with lately, as events tell of them. */
import type { Entry, Json, Properties } from '../entry.ts';
import { PRODUCTS_KEY, toMajor } from '../events/money.ts';

/** A product as an event names it: what is missing the catalogue may know. */
export type NamedProduct = {
  readonly product: string;
  readonly variant?: string;
  readonly title?: string;
  readonly url?: string;
  readonly image?: string;
  /** Major units. */
  readonly price?: number;
  readonly currency?: string;
  /** In a cart, where it is more than one. */
  readonly quantity?: number;
};

const VIEWED: ReadonlySet<string> = new Set(['Product Viewed', 'Product Added']);

/**
 * Each once, the latest first.
 *
 * @param events In time order.
 * @example viewedProducts(events).slice(0, 4)
 */
export function viewedProducts(events: readonly Entry[]): readonly NamedProduct[] {
  const found = new Map<string, NamedProduct>();
  for (const event of events.toReversed()) {
    if (!VIEWED.has(event.name)) continue;
    const product = readProduct(event.properties, event.currency);
    if (product !== null && !found.has(product.product)) found.set(product.product, product);
  }
  return [...found.values()];
}

/**
 * What lies in the cart after these events, as far as they tell; the latest first.
 *
 * @param events In time order.
 */
export function cartProducts(events: readonly Entry[]): readonly NamedProduct[] {
  const cart = new Map<string, NamedProduct>();
  for (const event of events) {
    if (event.name === 'Order Completed') cart.clear();
    else if (event.name === 'Cart Viewed') replace(cart, event);
    else change(cart, event);
  }
  return [...cart.values()].toReversed();
}

function replace(cart: Map<string, NamedProduct>, { properties, currency }: Entry): void {
  const listed = properties[PRODUCTS_KEY];
  if (!Array.isArray(listed)) return;
  cart.clear();
  for (const item of listed) {
    const product = isObject(item) ? readProduct(item, currency) : null;
    if (product !== null && isObject(item)) put(cart, product, quantityOf(item) ?? 1);
  }
}

function change(cart: Map<string, NamedProduct>, { name, properties, currency }: Entry): void {
  if (name !== 'Product Added' && name !== 'Product Removed') return;
  const product = readProduct(properties, currency);
  if (product === null) return;
  const quantity = quantityOf(properties);
  if (name === 'Product Added') put(cart, product, quantity ?? 1);
  // Without a number, all of it was taken out.
  else put(cart, product, -(quantity ?? Number.POSITIVE_INFINITY));
}

/** More of one thing is a mistake, or a joke of whoever sent it. */
const MOST_OF_ONE = 1_000;

/** So many more, or fewer. Each variant has a line; where one side names none, it is the latest of the product. */
function put(cart: Map<string, NamedProduct>, product: NamedProduct, more: number): void {
  const exact = `${product.product}\0${product.variant ?? ''}`;
  const line = cart.has(exact) || more > 0 ? exact : (findLine(cart, product) ?? exact);
  const held = cart.get(line);
  const left = Math.min((held === undefined ? 0 : (held.quantity ?? 1)) + more, MOST_OF_ONE);
  cart.delete(line);
  const { quantity: _, ...known } = { ...held, ...product };
  if (left >= 1) cart.set(line, { ...known, ...(left > 1 && { quantity: left }) });
  else if (more === Number.NEGATIVE_INFINITY && product.variant === undefined)
    for (const [other, { product: own }] of cart) if (own === product.product) cart.delete(other);
}

function findLine(
  cart: ReadonlyMap<string, NamedProduct>,
  { product, variant }: NamedProduct,
): string | null {
  const own = [...cart].filter(
    ([, line]) => line.product === product && (variant === undefined || line.variant === undefined),
  );
  return own.at(-1)?.[0] ?? null;
}

function quantityOf({ quantity }: Properties): number | null {
  return typeof quantity === 'number' && Number.isSafeInteger(quantity) && quantity > 0 ? quantity : null;
}

function readProduct(properties: Properties, currency: string | undefined): NamedProduct | null {
  const { product_id: id, variant_id: variant, name, url, image_url: image, price } = properties;
  if (typeof id !== 'string' || id === '') return null;
  return {
    product: id,
    ...(typeof variant === 'string' && variant !== '' && { variant }),
    ...(typeof name === 'string' && { title: name }),
    ...(typeof url === 'string' && { url }),
    ...(typeof image === 'string' && { image }),
    ...(typeof price === 'number' && currency !== undefined && { price: toMajor(price, currency), currency }),
  };
}

function isObject(value: Json): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
