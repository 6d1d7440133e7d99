import { describe, expect, it } from 'vitest';
import { countAt, dayOf, weightOf } from '../../../../core/catalogue/relations/decay.ts';
import { scoreLift } from '../../../../core/catalogue/relations/lift.ts';
import { rankRelated } from '../../../../core/catalogue/relations/ranking.ts';
import {
  createTable,
  extendBasket,
  type PairTable,
  TABLE_BOUNDS,
} from '../../../../core/catalogue/relations/table.ts';
import { createRandom, NOON, shuffle } from './world.ts';

const DAY = 86_400_000;
const TODAY = dayOf(NOON);

/** @param baskets `a b` times so many, on a day. */
function tableOf(baskets: readonly (readonly [products: string, times: number, day?: number])[]): PairTable {
  const table = createTable(TABLE_BOUNDS);
  for (const [products, times, day = TODAY] of baskets) {
    for (let n = 0; n < times; n += 1) {
      const basket = { day, products: [] };
      for (const product of products.split(' ')) extendBasket(table, basket, product);
    }
  }
  return table;
}

describe('the weight of a day', () => {
  it('doubles in 30 days, and reads as one on the day itself', () => {
    expect(weightOf(TODAY + 30) / weightOf(TODAY)).toBe(2);
    expect(weightOf(TODAY + 15) / weightOf(TODAY)).toBeCloseTo(Math.SQRT2, 6);
    expect(countAt(weightOf(TODAY), TODAY * DAY)).toBeCloseTo(1, 6);
    expect(countAt(weightOf(TODAY), (TODAY + 60) * DAY)).toBeCloseTo(0.25, 6);
  });

  it('adds up to the same in any order, to the last bit', () => {
    const random = createRandom(7);
    const weights = Array.from({ length: 20_000 }, () => weightOf(TODAY - random(365)));
    const sum = (list: readonly number[]) => list.reduce((total, weight) => total + weight, 0);
    expect(sum(shuffle(weights, random))).toBe(sum(weights));
  });

  it.each([1970, 2019, 2100])('is a number in %i', (year) => {
    const weight = weightOf(dayOf(Date.UTC(year, 0, 1)));
    expect(weight > 0 && Number.isFinite(weight * 1e9)).toBe(true);
  });
});

describe('the score of a lift', () => {
  it.each([
    [3, 0, 0.738],
    [3, 1, -0.847],
    [300, 2.4, 6.504],
    [300, 120, 1.128],
    [0, 0, -10.324],
  ])('of %d seen where %d were expected is %d', (observed, expected, score) => {
    expect(scoreLift(observed, expected)).toBeCloseTo(score, 3);
  });
});

describe('what goes with a product', () => {
  it('says support, lift and score', () => {
    const table = tableOf([
      ['a b', 6],
      ['a', 2],
      ['c', 12],
    ]);
    // 20 baskets, 8 with a, 6 with b: 6 * 20 / (8 * 6); 2.4 were expected.
    expect(rankRelated(table, 'a', TODAY * DAY)).toEqual([
      { product: 'b', support: 6, lift: 2.5, score: expect.closeTo(scoreLift(6, 2.4), 5) },
    ]);
    expect(rankRelated(table, 'unknown', NOON)).toEqual([]);
  });

  it.each([
    [2, []],
    [3, ['b']],
  ])('says nothing of a pair that %i baskets had, where 3 would', (times, products) => {
    const table = tableOf([
      ['a b', times],
      ['c', 50],
    ]);
    expect(rankRelated(table, 'a', NOON).map(({ product }) => product)).toEqual(products);
    expect(rankRelated(table, 'b', NOON)).toHaveLength(products.length);
  });

  it('puts a pair seen 300 times before one seen 3 times, whose lift is higher', () => {
    const table = tableOf([
      ['a often', 300],
      ['a rare', 3],
      ['often', 300],
      ['c', 20_000],
    ]);
    const [first, second] = rankRelated(table, 'a', NOON);
    expect([first?.product, second?.product]).toEqual(['often', 'rare']);
    expect(second?.lift).toBeGreaterThan(first?.lift ?? Number.POSITIVE_INFINITY);
  });

  it('leaves out what comes together no more often than by chance', () => {
    const table = tableOf([
      ['a b', 25],
      ['a', 25],
      ['b', 25],
      ['c', 25],
    ]);
    expect(rankRelated(table, 'a', NOON)).toEqual([]);
  });

  it('orders equal ones by their ids, whatever came first', () => {
    const table = tableOf([
      ['a z', 5],
      ['a m', 5],
      ['a b', 5],
      ['c', 50],
    ]);
    expect(rankRelated(table, 'a', NOON).map(({ product }) => product)).toEqual(['b', 'm', 'z']);
  });

  it('follows an assortment that changes', () => {
    const table = tableOf([
      ['a old', 20, TODAY - 120],
      ['a new', 8],
      ['c', 100],
      ['c', 100, TODAY - 120],
    ]);
    expect(rankRelated(table, 'a', NOON).map(({ product }) => product)).toEqual(['new', 'old']);
    const before = tableOf([
      ['a old', 20, TODAY - 120],
      ['a new', 8, TODAY - 120],
      ['c', 200, TODAY - 120],
    ]);
    expect(rankRelated(before, 'a', NOON - 120 * DAY).map(({ product }) => product)).toEqual(['old', 'new']);
  });
});
