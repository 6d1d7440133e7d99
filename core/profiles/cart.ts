/** The cart as its events tell it: what was put in and taken out since the last order. */
import type { Entry, Json } from '../entry.ts';
import { priceOf } from './visit.ts';

export type CartLine = {
  /** Product, and variant where it is named. */
  readonly key: string;
  readonly quantity: number;
  /** Of one, in minor units of the site's currency; null: nobody said. */
  readonly priceMinor: number | null;
};

export type Cart = {
  readonly lines: readonly CartLine[];
  /** When it was begun, and when something was put in last, UTC ms; null while it is empty. */
  readonly since: number | null;
  readonly lastAdd: number | null;
};

export const EMPTY_CART: Cart = { lines: [], since: null, lastAdd: null };

const MOST_LINES = 50;
/** A larger one is a mistake of the sender. */
const MOST_PIECES = 10_000;

/** Takes in one event, later than all before it; those that are not about the cart change nothing. */
export function stepCart(cart: Cart, event: Entry): Cart {
  if (event.name === 'Order Completed') return cart.lines.length === 0 ? cart : EMPTY_CART;
  if (event.name === 'Product Added') return add(cart, event);
  return event.name === 'Product Removed' ? remove(cart, event) : cart;
}

/** What lies in it: pieces, and their value in minor units as far as prices are known. */
export function sumCart({ lines }: Cart): { readonly pieces: number; readonly valueMinor: number } {
  let [pieces, valueMinor] = [0, 0];
  for (const { quantity, priceMinor } of lines) {
    pieces += quantity;
    valueMinor += quantity * (priceMinor ?? 0);
  }
  return { pieces, valueMinor };
}

function add(cart: Cart, event: Entry): Cart {
  const key = keyOf(event);
  if (key === null) return cart;
  const known = cart.lines.find((line) => line.key === key);
  const pieces = quantityOf(event.properties.quantity);
  if (pieces === 0) return cart;
  const line = {
    key,
    quantity: Math.min(MOST_PIECES, (known?.quantity ?? 0) + pieces),
    priceMinor: priceOf(event) ?? known?.priceMinor ?? null,
  };
  const others =
    known === undefined ? cart.lines.slice(1 - MOST_LINES) : cart.lines.filter((own) => own !== known);
  return { lines: [...others, line], since: cart.since ?? event.t, lastAdd: event.t };
}

/** A removal that names no quantity is of all of them; one that names no variant, of the variant put in last. */
function remove(cart: Cart, event: Entry): Cart {
  const key = keyOf(event);
  const known =
    cart.lines.find((line) => line.key === key) ??
    cart.lines.findLast((line) => line.key.startsWith(`${key}\0`));
  if (known === undefined) return cart;
  const { quantity } = event.properties;
  const left = quantity === undefined ? 0 : known.quantity - quantityOf(quantity);
  const lines = cart.lines.flatMap((line) => {
    if (line !== known) return [line];
    return left > 0 ? [{ ...line, quantity: left }] : [];
  });
  return lines.length === 0 ? EMPTY_CART : { ...cart, lines };
}

function keyOf({ properties: { product_id: product, variant } }: Entry): string | null {
  if (product === undefined || product === null) return null;
  return typeof variant === 'string' && variant !== '' ? `${product}\0${variant}` : String(product);
}

function quantityOf(quantity: Json | undefined): number {
  if (typeof quantity !== 'number' || !Number.isFinite(quantity)) return 1;
  return Math.min(MOST_PIECES, Math.max(0, quantity));
}
