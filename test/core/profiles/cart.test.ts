import { describe, expect, it } from 'vitest';
import type { Entry, Flag, Properties } from '../../../core/entry.ts';
import { type Cart, EMPTY_CART, stepCart, sumCart } from '../../../core/profiles/cart.ts';
import { event, MINUTE, START } from './world.ts';

type Step = readonly [name: string, properties?: Properties, flags?: readonly Flag[]];

/** A step a minute. */
function cartAfter(steps: readonly Step[]): Cart {
  const events = steps.map(
    ([name, properties = {}, flags], at): Entry =>
      event(name, { t: START + at * MINUTE, properties, ...(flags && { flags }) }),
  );
  return events.reduce(stepCart, EMPTY_CART);
}

const add = (properties: Properties, flags?: readonly Flag[]): Step =>
  flags === undefined ? ['Product Added', properties] : ['Product Added', properties, flags];
const remove = (properties: Properties): Step => ['Product Removed', properties];
const A = { product_id: 'a', price: 500 };
const RED = { ...A, variant: 'red' };
const BLUE = { ...A, variant: 'blue' };

describe('what lies in the cart', () => {
  it.each<readonly [string, readonly Step[], pieces: number, valueMinor: number]>([
    ['nothing at first', [], 0, 0],
    ['one piece where no quantity is named', [add(A)], 1, 500],
    ['as many as are named', [add({ ...A, quantity: 3 })], 3, 1_500],
    ['pieces of one product add up, at the latest price', [add(A), add({ ...A, price: 400 })], 2, 800],
    ['a price that is left out is the one known', [add(A), add({ product_id: 'a' })], 2, 1_000],
    ['variants are lines of their own', [add(RED), add({ ...BLUE, price: 700 })], 2, 1_200],
    ['an empty variant is none', [add(A), add({ ...A, variant: '' })], 2, 1_000],
    [
      'a product numbered is the product named so',
      [add({ product_id: 7 }), remove({ product_id: '7' })],
      0,
      0,
    ],
    ['pieces of a foreign price are worth nothing known', [add(A, ['currency_mismatch'])], 1, 0],
    [
      'a price below 0 or with a fraction is none',
      [add({ ...A, price: -1 }), add({ ...A, price: 0.5 })],
      2,
      0,
    ],
    ['what is put in without a product is not known', [add({ price: 500 })], 0, 0],
    [
      'an add of none or fewer changes nothing',
      [add({ ...A, quantity: 0 }), add({ ...A, quantity: -2 })],
      0,
      0,
    ],
    ['a quantity that is no number is one', [add({ ...A, quantity: 'two' })], 1, 500],
    ['at most 10,000 pieces a line', [add({ ...A, quantity: 1e9 }), add(A)], 10_000, 5_000_000],
    ['a removal takes all where it names no quantity', [add({ ...A, quantity: 3 }), remove(A)], 0, 0],
    [
      'a removal takes as many as it names',
      [add({ ...A, quantity: 3 }), remove({ ...A, quantity: 2 })],
      1,
      500,
    ],
    ['a removal of more than there are takes all', [add(A), remove({ ...A, quantity: 5 })], 0, 0],
    ['a removal of what is not there changes nothing', [add(A), remove({ product_id: 'b' })], 1, 500],
    ['a removal takes its own variant', [add(RED), add({ ...BLUE, price: 700 }), remove(RED)], 1, 700],
    [
      'without a variant it takes the one put in last',
      [add(RED), add({ ...BLUE, price: 700 }), remove(A)],
      1,
      500,
    ],
    ['a longer product id is another product', [add({ product_id: 'ab', price: 1 }), remove(A)], 1, 1],
    ['an order empties it', [add(A), add(RED), ['Order Completed', { order_id: 'o' }]], 0, 0],
    ['looking at it changes nothing', [add(A), ['Cart Viewed', { products: [] }]], 1, 500],
  ])('%s', (_, steps, pieces, valueMinor) => {
    expect(sumCart(cartAfter(steps))).toEqual({ pieces, valueMinor });
  });

  it('holds 50 lines, those put in last', () => {
    const cart = cartAfter(Array.from({ length: 60 }, (_, n) => add({ product_id: `p${n}`, price: 1 })));
    expect([cart.lines.length, cart.lines[0]?.key, cart.lines.at(-1)?.key]).toEqual([50, 'p10', 'p59']);
  });
});

describe('since when', () => {
  it('it is there, and when something was put in last', () => {
    const { since, lastAdd } = cartAfter([add(A), add({ product_id: 'b' }), remove({ product_id: 'b' })]);
    expect([since, lastAdd]).toEqual([START, START + MINUTE]);
  });

  it('is forgotten with the last piece', () => {
    expect(cartAfter([add(A), remove(A)])).toBe(EMPTY_CART);
    const again = cartAfter([add(A), remove(A), add(A)]);
    expect([again.since, again.lastAdd]).toEqual([START + 2 * MINUTE, START + 2 * MINUTE]);
  });

  it('an order of an empty cart leaves it as it is', () => {
    expect(cartAfter([['Order Completed']])).toBe(EMPTY_CART);
  });
});
