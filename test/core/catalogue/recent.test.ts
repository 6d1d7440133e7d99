import { describe, expect, it } from 'vitest';
import { cartProducts } from '../../../core/catalogue/recent.ts';
import type { Entry, Properties } from '../../../core/entry.ts';

type Told = readonly [name: string, properties: Properties];
const entry = ([name, properties]: Told): Entry => ({ name, properties, currency: 'EUR' }) as Entry;
const cartAfter = (...told: readonly Told[]) =>
  cartProducts(told.map(entry)).map(({ product, variant, quantity = 1 }) => [product, variant, quantity]);

const pens = { product_id: 'p1', variant_id: '11' };
const blue = { product_id: 'p1', variant_id: '12' };

describe('a cart, as events tell of it', () => {
  it('has as many as were added, less those that were taken out', () => {
    expect(
      cartAfter(
        ['Product Added', { ...pens, quantity: 2 }],
        ['Product Added', pens],
        ['Product Removed', { ...pens, quantity: 1 }],
      ),
    ).toEqual([['p1', '11', 2]]);
  });

  it('has a line for each variant, the latest first', () => {
    expect(cartAfter(['Product Added', pens], ['Product Added', blue])).toEqual([
      ['p1', '12', 1],
      ['p1', '11', 1],
    ]);
  });

  it('has nothing of a product that was taken out, where nobody says how many or which', () => {
    const filled: readonly Told[] = [
      ['Product Added', { ...pens, quantity: 3 }],
      ['Product Added', { product_id: 'p2' }],
    ];
    expect(cartAfter(...filled, ['Product Removed', pens])).toEqual([['p2', undefined, 1]]);
    expect(cartAfter(...filled, ['Product Removed', { product_id: 'p1' }])).toEqual([['p2', undefined, 1]]);
  });

  it('has a line without a variant that goes with one, and one of several that goes without', () => {
    expect(cartAfter(['Product Added', { product_id: 'p1' }], ['Product Removed', pens])).toEqual([]);
    expect(
      cartAfter(
        ['Product Added', pens],
        ['Product Added', blue],
        ['Product Removed', { product_id: 'p1', quantity: 1 }],
      ),
    ).toEqual([['p1', '11', 1]]);
  });

  it('has a thousand of one thing at most', () => {
    expect(cartAfter(['Product Added', { ...pens, quantity: 1e9 }])).toEqual([['p1', '11', 1_000]]);
    expect(cartAfter(['Product Added', { ...pens, quantity: 1e300 }])).toEqual([['p1', '11', 1]]);
  });

  it('is what a page shows of it, from then on', () => {
    const products = [{ ...blue, quantity: 4 }, { product_id: 'p2' }];
    expect(cartAfter(['Product Added', pens], ['Cart Viewed', { products }])).toEqual([
      ['p2', undefined, 1],
      ['p1', '12', 4],
    ]);
  });

  it.each([0, -2, 1.5, 'three'])('counts one where it is said to be %j', (quantity) => {
    expect(cartAfter(['Product Added', { ...pens, quantity }])).toEqual([['p1', '11', 1]]);
  });
});
