import { findProduct } from './catalogue.ts';
import { type Choices, type Product, unitPrice } from './product.ts';

/**
 * A cart is text in a link, so that nothing is kept on the device or on the server: lines joined by `-`,
 * a line is the product's id, one letter per option for the choice taken, a dot and the quantity.
 * `p1bc.2-i4a.1` is two Herons (second nib, third colour) and one Lichen (first bottle).
 * Prices are never in it; what a link claims is checked against the catalogue.
 */
export type CartLine = { readonly product: Product; readonly choices: Choices; readonly quantity: number };
export type Cart = readonly CartLine[];

const MAX_LINES = 20;
const MAX_QUANTITY = 9;
const LINE = /^([a-z]\d{1,2})([a-z]*)\.(\d{1,4})$/;
/** Longer text than the longest possible cart is not looked at. */
const MAX_TEXT = 400;
const FIRST_LETTER = 'a'.charCodeAt(0);

/** How many pieces of a product one cart may hold: its stock, at most nine. */
export function mostOf(product: Product): number {
  return Math.min(product.stock, MAX_QUANTITY);
}

/** Which line it is: product and choices without the quantity, for example `p1bc`. */
export function lineKey(line: Pick<CartLine, 'product' | 'choices'>): string {
  const letters = line.product.options.map((option, index) => {
    const choice = line.choices[index];
    const place = choice === undefined ? 0 : option.choices.indexOf(choice);
    return String.fromCharCode(FIRST_LETTER + place);
  });
  return line.product.id + letters.join('');
}

function chooseByLetters(product: Product, letters: string): Choices | null {
  if (letters.length !== product.options.length) return null;
  const choices = product.options.flatMap(
    (option, index) => option.choices[letters.charCodeAt(index) - FIRST_LETTER] ?? [],
  );
  return choices.length === letters.length ? choices : null;
}

function parseLine(text: string): CartLine | null {
  const [, id = '', letters = '', quantity = ''] = LINE.exec(text) ?? [];
  const product = findProduct(id);
  const choices = product === undefined ? null : chooseByLetters(product, letters);
  return product === undefined || choices === null ? null : { product, choices, quantity: Number(quantity) };
}

function countOf(cart: Cart, product: Product): number {
  return cart.reduce((sum, line) => sum + (line.product === product ? line.quantity : 0), 0);
}

/**
 * The cart with more of something; as much as the stock and the size of a cart allow.
 * @param added A line; its quantity is how many to add, at least 1.
 */
export function addLine(cart: Cart, added: CartLine): Cart {
  const room = mostOf(added.product) - countOf(cart, added.product);
  const extra = Math.min(added.quantity, room);
  if (!(extra >= 1)) return cart;
  const key = lineKey(added);
  if (cart.some((line) => lineKey(line) === key)) {
    return cart.map((line) => (lineKey(line) === key ? { ...line, quantity: line.quantity + extra } : line));
  }
  return cart.length < MAX_LINES ? [...cart, { ...added, quantity: extra }] : cart;
}

/** One piece fewer of a line; the last one takes the line away. */
export function takeOne(cart: Cart, key: string): Cart {
  return cart.flatMap((line) => {
    if (lineKey(line) !== key) return line;
    return line.quantity > 1 ? { ...line, quantity: line.quantity - 1 } : [];
  });
}

export function removeLine(cart: Cart, key: string): Cart {
  return cart.filter((line) => lineKey(line) !== key);
}

/**
 * Reads a cart from a link. Never fails: unknown products and choices are left out, quantities are cut to what is
 * in stock, equal lines become one.
 * @example parseCart('p1bc.2-zz.1') // one line: two of p1
 */
export function parseCart(text: string): Cart {
  if (text.length > MAX_TEXT) return [];
  return text.split('-').reduce<Cart>((cart, part) => {
    const line = parseLine(part);
    return line === null ? cart : addLine(cart, line);
  }, []);
}

/** The inverse of {@link parseCart}. */
export function formatCart(cart: Cart): string {
  return cart.map((line) => `${lineKey(line)}.${line.quantity}`).join('-');
}

export type Totals = {
  readonly subtotalMinor: number;
  readonly shippingMinor: number;
  readonly totalMinor: number;
};

const SHIPPING_MINOR = 490;
/** From this subtotal on, delivery costs nothing. */
export const FREE_SHIPPING_FROM_MINOR = 5000;

/** What one line costs, in minor units. */
export function lineTotal(line: CartLine): number {
  return unitPrice(line.product, line.choices) * line.quantity;
}

/** Sums in minor units; an empty cart costs nothing, delivery included. */
export function totalsOf(cart: Cart): Totals {
  const subtotalMinor = cart.reduce((sum, line) => sum + lineTotal(line), 0);
  const isFree = subtotalMinor === 0 || subtotalMinor >= FREE_SHIPPING_FROM_MINOR;
  const shippingMinor = isFree ? 0 : SHIPPING_MINOR;
  return { subtotalMinor, shippingMinor, totalMinor: subtotalMinor + shippingMinor };
}

/** How many pieces are in it. */
export function countPieces(cart: Cart): number {
  return cart.reduce((sum, line) => sum + line.quantity, 0);
}
