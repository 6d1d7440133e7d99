import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addLine,
  countPieces,
  formatCart,
  mostOf,
  parseCart,
  removeLine,
  takeOne,
  totalsOf,
} from '../../../apps/shop/cart.ts';
import { PRODUCTS } from '../../../apps/shop/catalogue.ts';
import { formatPrice, toDecimal } from '../../../apps/shop/money.ts';

describe('a cart in a link', () => {
  it.each([
    ['one line', 'p1bc.2', 'p1bc.2'],
    ['two lines in their order', 'p1bc.2-i4a.1', 'p1bc.2-i4a.1'],
    ['no options, no letters', 'a1.3', 'a1.3'],
    ['equal lines become one', 'a1.3-a1.2', 'a1.5'],
    ['nine of anything at most', 'a1.100', 'a1.9'],
    ['no more than the stock', 'p5a.9', 'p5a.3'],
    ['the stock is shared by all variants', 'p5a.2-p5b.2', 'p5a.2-p5b.1'],
    ['sold out', 'i7a.1', ''],
    ['an unknown product', 'z9.1-a1.1', 'a1.1'],
    ['a choice that does not exist', 'p1zz.1-a1.1', 'a1.1'],
    ['a choice is missing', 'p1a.1', ''],
    ['a letter too many', 'a1a.1', ''],
    ['none of it', 'a1.0', ''],
    ['less than none', 'a1.-4', ''],
    ['a fraction', 'a1.1.5', ''],
    ['markup', '<script>.1-a1.1', 'a1.1'],
    ['a name of the language itself', '__proto__.1-constructor.1', ''],
    ['nothing', '', ''],
    ['more text than any cart has', `a1.1-${'x'.repeat(400)}`, ''],
  ])('%s', (_, text, expected) => {
    expect(formatCart(parseCart(text))).toBe(expected);
  });

  it('survives any text, and what is read reads the same again', () => {
    const piece = fc.oneof(fc.string(), fc.stringMatching(/^[pina][1-9][a-d]{0,2}\.\d{1,2}$/));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const cart = parseCart(pieces.join('-'));
        expect(parseCart(formatCart(cart))).toEqual(cart);
        for (const { product } of cart) {
          const count = countPieces(cart.filter((line) => line.product === product));
          expect(count).toBeGreaterThan(0);
          expect(count).toBeLessThanOrEqual(mostOf(product));
        }
      }),
      { seed: 20261123, numRuns: 500 },
    );
  });

  it('takes every variant of every product that is in stock', () => {
    for (const product of PRODUCTS.filter(({ stock }) => stock > 0)) {
      const letters = product.options.map(({ choices }) => String.fromCharCode(96 + choices.length)).join('');
      expect(formatCart(parseCart(`${product.id}${letters}.1`))).toBe(`${product.id}${letters}.1`);
    }
  });
});

describe('changing a cart', () => {
  const cart = parseCart('p1aa.2-a1.1');

  it('one fewer, and the last one takes the line away', () => {
    expect(formatCart(takeOne(cart, 'p1aa'))).toBe('p1aa.1-a1.1');
    expect(formatCart(takeOne(cart, 'a1'))).toBe('p1aa.2');
  });

  it('removes a line whatever its quantity', () => {
    expect(formatCart(removeLine(cart, 'p1aa'))).toBe('a1.1');
  });

  it('adds as many as there is room for', () => {
    const [heron] = cart;
    expect(heron && formatCart(addLine(cart, { ...heron, quantity: 50 }))).toBe('p1aa.9-a1.1');
  });

  it.each([0, -1, Number.NaN])('adds nothing for a quantity of %s', (quantity) => {
    const [heron] = cart;
    expect(heron && addLine(cart, { ...heron, quantity })).toBe(cart);
  });
});

describe('sums in minor units', () => {
  it.each([
    ['an empty cart costs nothing', '', 0, 0],
    ['delivery is charged below the limit', 'a1.1', 600, 490],
    ['surcharges of choices count for every piece', 'i1b.2', 4000, 490],
    ['delivery is charged just below the limit', 'i4b.1-n3.1', 4800, 490],
    ['delivery is free from the limit on', 'n2aa.1-n3.1', 5000, 0],
    ['gold costs more', 'p5c.1', 19800, 0],
  ])('%s', (_, text, subtotalMinor, shippingMinor) => {
    const totals = totalsOf(parseCart(text));
    expect(totals).toEqual({ subtotalMinor, shippingMinor, totalMinor: subtotalMinor + shippingMinor });
  });

  it.each([
    [0, '0.00', '€0.00'],
    [5, '0.05', '€0.05'],
    [1150, '11.50', '€11.50'],
    [-490, '-4.90', '−€4.90'],
  ])('%i cents are written %s', (minor, decimal, price) => {
    expect(toDecimal(minor)).toBe(decimal);
    expect(formatPrice(minor)).toBe(price);
  });
});
