import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Cart, formatCart, parseCart } from './cart.ts';
import { type Fields, readField } from './visit.ts';

/** An order as the confirmation page shows it; who placed it is in nothing the shop keeps or links. */
export type Order = { readonly id: string; readonly checkoutId: string; readonly cart: Cart };

export type Orders = {
  /** A new checkout's id: 32 hex digits. */
  startCheckout(): string;
  /** The id a form carries, or a new one where it carries none that could be ours. */
  readCheckoutId(fields: Fields): string;
  /** The order of a checkout. The same checkout with the same cart is the same order, however often it is sent. */
  place(checkoutId: string, cart: Cart): Order;
  /** What a link to the confirmation page carries. */
  toParameters(order: Order): Readonly<Record<string, string>>;
  /** The inverse: null for a link this shop did not make. */
  read(fields: Fields): Order | null;
};

/** Crockford's alphabet: nothing in it is mistaken for something else on the telephone. https://www.crockford.com/base32.html */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const ID_LETTERS = 8;

function spell(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, ID_LETTERS), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}

/**
 * Orders without a database: an order's number follows from its checkout, and the link to its confirmation is signed,
 * so that nobody can write one by hand.
 * @param random Cryptographic randomness; its first 32 bytes are the signing key and live as long as the process.
 */
export function createOrders(random: (bytes: number) => Uint8Array): Orders {
  const key = random(32);
  const mac = (...parts: readonly string[]): Buffer =>
    createHmac('sha256', key).update(parts.join('\n')).digest();
  const startCheckout = (): string => Buffer.from(random(16)).toString('hex');
  const place = (checkoutId: string, cart: Cart): Order => ({
    id: `QC-${spell(mac('order', checkoutId, formatCart(cart)))}`,
    checkoutId,
    cart,
  });
  const sign = (order: Order): Buffer =>
    mac('link', order.id, order.checkoutId, formatCart(order.cart)).subarray(0, 16);
  return {
    startCheckout,
    readCheckoutId(fields) {
      const id = readField(fields, 'checkout');
      return /^[0-9a-f]{32}$/.test(id) ? id : startCheckout();
    },
    place,
    toParameters: (order) => ({
      checkout: order.checkoutId,
      order: formatCart(order.cart),
      signature: sign(order).toString('hex'),
    }),
    read(fields) {
      const order = place(readField(fields, 'checkout'), parseCart(readField(fields, 'order')));
      const signature = Buffer.from(readField(fields, 'signature'), 'hex');
      const expected = sign(order);
      return signature.length === expected.length && timingSafeEqual(signature, expected) ? order : null;
    },
  };
}
