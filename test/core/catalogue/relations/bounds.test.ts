import { describe, expect, it } from 'vitest';
import {
  addCandidate,
  type Candidates,
  FIELDS,
  readCandidate,
} from '../../../../core/catalogue/relations/candidates.ts';
import { shrinkTable } from '../../../../core/catalogue/relations/shrinking.ts';
import {
  createTable,
  extendBasket,
  isOverfull,
  type PairTable,
  type TableBounds,
} from '../../../../core/catalogue/relations/table.ts';
import { countAll, createRandom, listPairs, listSupports, views } from './world.ts';

const INHERITED = 3;

function shrink(table: PairTable): PairTable {
  const work = shrinkTable(table);
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

function fill(bounds: TableBounds, baskets: readonly string[]): PairTable {
  const table = createTable(bounds);
  for (const products of baskets) {
    const basket = { day: 20_454, products: [] };
    for (const product of products.split(' ')) extendBasket(table, basket, product);
  }
  return table;
}

function times(count: number, products: string): readonly string[] {
  return Array.from({ length: count }, () => products);
}

describe('a full list of candidates', () => {
  it.each(Array.from({ length: 10 }, (_, seed) => seed))(
    'has all that come often, and never claims more than there was (seed %i)',
    (seed) => {
      const random = createRandom(seed);
      const places = 20;
      const list: Candidates = [];
      const truth = new Map<number, number>();
      const total = 4_000;
      for (let n = 0; n < total; n += 1) {
        const product = Math.floor(100 * (random(1_000) / 1_000) ** 5);
        truth.set(product, (truth.get(product) ?? 0) + 1);
        addCandidate(list, product, 1, places);
      }
      expect(list).toHaveLength(places * FIELDS);
      const listed = new Map<number, number>();
      for (let at = 0; at < list.length; at += FIELDS) {
        const { product, support, seen } = readCandidate(list, at);
        listed.set(product, seen);
        const there = truth.get(product) ?? 0;
        expect(support).toBe(seen);
        expect(seen).toBeLessThanOrEqual(there);
        expect(seen + (list[at + INHERITED] ?? 0)).toBeGreaterThanOrEqual(there);
      }
      const often = [...truth].filter(([, count]) => count > total / places);
      expect(often.length).toBeGreaterThan(1);
      for (const [product] of often) expect(listed.has(product)).toBe(true);
    },
  );

  it('lets the weakest go, the first of equals', () => {
    const list: Candidates = [];
    for (const product of [1, 2, 3, 1]) addCandidate(list, product, 1, 3);
    expect(addCandidate(list, 4, 1, 3)).toBe(0);
    expect(list).toEqual([1, 2, 2, 0, 4, 1, 1, 1, 3, 1, 1, 0]);
  });
});

describe('a table that outgrows its bounds', () => {
  const few = { products: 10, candidates: 12, allCandidates: 1_000 };

  it('lets the lightest products go, and what it knows of the others stands', () => {
    const heavy = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].flatMap((product) => times(3, `${product} z`));
    const table = fill(few, [...heavy, 'light1 z', 'light2 z', 'light3 z']);
    expect(isOverfull(table)).toBe(true);
    const smaller = shrink(table);
    expect(isOverfull(smaller)).toBe(false);
    const left = ['a', 'z', 'b', 'c', 'd', 'e', 'f', 'g', 'light3'];
    expect(smaller.rows.map(({ product }) => product)).toEqual(left);
    expect(smaller.rows.map(({ number }) => number)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(smaller.byProduct.get('light3')).toBe(smaller.rows[8]);
    const known = listPairs(table).filter((pair) => !/light[12]/.test(pair));
    expect(listPairs(smaller)).toEqual(known);
    expect(smaller.weight).toBe(table.weight);
    expect(smaller.candidates).toBe(listPairs(smaller).length);
    expect([...smaller.changed]).toEqual([0]);
  });

  it('cuts the longest lists, each keeping its strongest', () => {
    const bounds = { products: 100, candidates: 8, allCandidates: 19 };
    const table = fill(bounds, [
      ...['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].flatMap((product, n) => times(n + 1, `x ${product}`)),
      ...times(2, 'y a'),
      ...times(2, 'y b'),
    ]);
    expect([table.candidates, isOverfull(table)]).toEqual([20, true]);
    // To two each: three each would leave 15, and at most 14.25 are to be left.
    const smaller = shrink(table);
    expect(smaller.candidates).toBe(14);
    expect(listPairs(smaller).filter((pair) => pair.startsWith('x'))).toEqual(['x g: 7 (7)', 'x h: 8 (8)']);
  });

  it('changes nothing in the old one', () => {
    const table = fill(few, [...times(3, 'a b'), ...Array.from({ length: 12 }, (_, n) => `p${n} a`)]);
    const before = JSON.stringify(table.rows);
    shrink(table);
    expect(JSON.stringify(table.rows)).toBe(before);
  });

  it('stays within them while a log is counted', async () => {
    const junk = Array.from({ length: 400 }, (_, n) => views(`junk${n}`, n, `v${n % 3}`));
    const good = Array.from({ length: 20 }, (_, n) =>
      [views('a', n * 40 + 1, 'ann'), views('b', n * 40 + 2, 'ann')].flat(),
    ).flat();
    const entries = [...junk, ...good].toSorted((a, b) => a.t - b.t);
    const bounds = { products: 50, candidates: 6, allCandidates: 200 };
    const { viewed } = (await countAll(entries, bounds)).tables;
    expect(viewed.rows.length).toBeLessThanOrEqual(50);
    expect(viewed.candidates).toBeLessThanOrEqual(200);
    expect(listSupports(viewed)).toContain('a b: 20');
  });
});
