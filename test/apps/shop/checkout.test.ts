import { describe, expect, it } from 'vitest';
import { parseCart } from '../../../apps/shop/cart.ts';
import { advanceCheckout } from '../../../apps/shop/checkout.ts';
import { createOrders } from '../../../apps/shop/orders.ts';

const CONTACT = { name: 'Ada Lovelace', email: 'ada@example.com' };
const ADDRESS = { street: '12 Ink Lane', postcode: '1010', city: 'Vienna', country: 'Austria' };
const ALL = { ...CONTACT, ...ADDRESS, payment: 'demo-card' };

const seen = (fields: object): string => {
  const { at, completed, problems } = advanceCheckout({ ...fields });
  const wrong = problems.map(({ name }) => name).join(',');
  return `${at === 'done' ? at : at.key}|${completed?.key ?? ''}|${wrong}`;
};

describe('a checkout goes one step on', () => {
  it.each([
    ['a complete step leads to the next', { step: 'contact', ...CONTACT }, 'address|contact|'],
    ['the second one too', { step: 'address', ...CONTACT, ...ADDRESS }, 'payment|address|'],
    ['the last one ends it', { step: 'payment', ...ALL }, 'done|payment|'],
    ['missing answers are named in their order', { step: 'contact' }, 'contact||name,email'],
    ['spaces are no answer', { step: 'contact', ...CONTACT, name: '  ' }, 'contact||name'],
    ['an address without a domain', { step: 'contact', ...CONTACT, email: 'ada@home' }, 'contact||email'],
    ['a country we do not send to', { step: 'address', ...ALL, country: 'Atlantis' }, 'address||country'],
    ['an earlier answer was changed on the way', { step: 'payment', ...ALL, email: 'x' }, 'contact||email'],
    ['an answer of another shape', { step: 'contact', ...CONTACT, name: { x: 1 } }, 'contact||name'],
    ['an endless answer', { step: 'contact', ...CONTACT, name: 'x'.repeat(5000) }, 'contact||name'],
    ['back, without being asked for anything', { step: 'payment', back: 'address', ...CONTACT }, 'address||'],
    ['an unknown step starts it again', { step: 'teleport', ...ALL }, 'contact||'],
  ])('%s', (_, fields, expected) => {
    expect(seen(fields)).toBe(expected);
  });
});

describe('orders without a database', () => {
  const random = (bytes: number): Uint8Array => new Uint8Array(bytes).fill(7);
  const orders = createOrders(random);
  const cart = parseCart('p1aa.2-a1.1');
  const checkoutId = orders.startCheckout();
  const order = orders.place(checkoutId, cart);

  it('the same checkout sent twice is the same order, another one is not', () => {
    expect(orders.place(checkoutId, cart)).toEqual(order);
    expect(order.id).toMatch(/^QC-[0-9A-HJKMNP-TV-Z]{8}$/);
    expect(orders.place('0'.repeat(32), cart).id).not.toBe(order.id);
    expect(orders.place(checkoutId, parseCart('a1.1')).id).not.toBe(order.id);
  });

  it('reads back the link it made', () => {
    expect(orders.read(orders.toParameters(order))).toEqual(order);
  });

  it.each([
    ['another cart', { order: 'a1.1' }],
    ['another checkout', { checkout: '0'.repeat(32) }],
    ['another signature', { signature: '0'.repeat(32) }],
    ['half a signature', { signature: 'ab' }],
    ['no signature', { signature: undefined }],
    ['a signature of another shape', { signature: ['x', 'y'] }],
  ])('does not read a link with %s', (_, change) => {
    expect(orders.read({ ...orders.toParameters(order), ...change })).toBeNull();
  });

  it('does not read a link of another shop', () => {
    const other = createOrders((bytes) => new Uint8Array(bytes).fill(8));
    expect(other.read(orders.toParameters(order))).toBeNull();
  });

  it('keeps a checkout id that could be its own and replaces any other', () => {
    expect(orders.readCheckoutId({ checkout: 'c'.repeat(32) })).toBe('c'.repeat(32));
    expect(orders.readCheckoutId({ checkout: '"><script>' })).toBe('07'.repeat(16));
  });
});
