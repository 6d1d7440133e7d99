import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMeans } from '../../../../core/scoring/clusters/k-means.ts';
import { toPoints } from '../../../../core/scoring/clusters/points.ts';
import { agreementOf, applyRule } from '../../../../core/scoring/clusters/rule.ts';
import { findRule } from '../../../../core/scoring/clusters/rule-search.ts';
import { measurePairs, silhouetteOf } from '../../../../core/scoring/clusters/silhouette.ts';
import { adjustedRand } from '../../../../core/scoring/clusters/stability.ts';
import { toMatrix } from '../../../../core/scoring/matrix.ts';
import { createRandom } from '../../../../core/scoring/random.ts';

const seeded = { seed: 5, numRuns: 200 };
const line = (...values: number[]) => ({
  data: Float64Array.from(values),
  rows: values.length,
  dimensions: 1,
});

describe('the adjusted Rand index', () => {
  it.each([
    { a: [0, 0, 1, 1], b: [1, 1, 0, 0], expected: 1 },
    { a: [0, 0, 1, 1], b: [0, 1, 0, 1], expected: -0.5 },
    // Pairs together in both 2, in a 4, in b 2, of 10: (2 - 0.8) / (3 - 0.8).
    { a: [0, 0, 0, 1, 1], b: [0, 0, 1, 2, 2], expected: 1.2 / 2.2 },
    { a: [0, 0, 0], b: [0, 0, 0], expected: 1 },
  ])('of $a and $b is $expected', ({ a, b, expected }) => {
    expect(adjustedRand(Uint8Array.from(a), Uint8Array.from(b), 3)).toBeCloseTo(expected, 12);
  });

  it('is 0 on average for labels by chance, whatever their number', () => {
    const random = createRandom(3);
    const draw = () => Uint8Array.from({ length: 200 }, () => Math.floor(random() * 4));
    const mean =
      Array.from({ length: 200 }, () => adjustedRand(draw(), draw(), 4)).reduce((a, b) => a + b) / 200;
    expect(Math.abs(mean)).toBeLessThan(0.002);
  });
});

describe('the silhouette', () => {
  it('of 0, 1 and 10, 11 is the mean of 1 - 1 / 10.5 and 1 - 1 / 9.5', () => {
    const labels = Uint8Array.of(0, 0, 1, 1);
    expect(silhouetteOf(measurePairs(line(0, 1, 10, 11)), labels, 2)).toBeCloseTo(
      1 - (1 / 10.5 + 1 / 9.5) / 2,
      6,
    );
  });

  it('counts a cluster of one point as 0, and one cluster alone too', () => {
    expect(silhouetteOf(measurePairs(line(0, 0, 9)), Uint8Array.of(0, 0, 1), 2)).toBeCloseTo(2 / 3, 6);
    expect(silhouetteOf(measurePairs(line(0, 5)), Uint8Array.of(0, 0), 1)).toBe(0);
  });
});

describe('k-means', () => {
  it('finds three heaps that lie apart', () => {
    const { labels, cost } = findMeans(line(0, 1, 20, 21, 50, 51), 3, { random: createRandom(1), starts: 4 });
    expect(adjustedRand(labels, Uint8Array.of(0, 0, 1, 1, 2, 2), 3)).toBe(1);
    expect(cost).toBe(1.5);
  });

  it('never costs more with one center more', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 4, maxLength: 20 }), (values) => {
        const costs = [1, 2, 3].map(
          (k) => findMeans(line(...values), k, { random: createRandom(2), starts: 20 }).cost,
        );
        expect(Number(costs[1])).toBeLessThanOrEqual(Number(costs[0]) + 1e-9);
        expect(Number(costs[2])).toBeLessThanOrEqual(Number(costs[1]) + 1e-9);
      }),
      seeded,
    );
  });
});

describe('points', () => {
  it('are on one scale whatever their unit, a rare deed included, and one excess does not stretch them', () => {
    const rows = Array.from({ length: 400 }, (_, at) => [
      at % 20,
      (at % 20) * 1_000,
      at % 20 === 0 ? 1 : 0,
      7,
    ]);
    rows[0] = [1e9, 0, 0, 7];
    const { data, dimensions } = toPoints(toMatrix(rows));
    expect(dimensions).toBe(3);
    expect(Math.max(...data.map(Math.abs))).toBeLessThanOrEqual(5);
    const widths = [0, 1, 2].map((of) => Math.max(...data.filter((_, at) => at % 3 === of && at > 3)));
    for (const width of widths) expect(width).toBeGreaterThan(0.5);
  });
});

describe('a rule', () => {
  const features = ['a', 'b'].map((name) => ({ name, kind: 'number' as const }));

  it('is found with bounds that can be read', () => {
    const random = createRandom(9);
    const rows = Array.from({ length: 600 }, () => [Math.floor(random() * 1_000), Math.floor(random() * 8)]);
    const inside = Uint8Array.from(rows, ([a = 0, b = 0]) => Number(a >= 400 && b >= 2 && b <= 4));
    const rule = findRule(toMatrix(rows, features), inside);
    expect(rule).toEqual([
      { feature: 'a', op: 'gte', value: 400 },
      { feature: 'b', op: 'between', value: [2, 4] },
    ]);
    expect(applyRule(rule, toMatrix(rows, features))).toEqual(inside);
  });

  it('is none where nothing tells the sessions apart', () => {
    const random = createRandom(2);
    const rows = Array.from({ length: 400 }, () => [Math.floor(random() * 9), 0]);
    const inside = Uint8Array.from(rows, () => 1);
    expect(findRule(toMatrix(rows, features), inside)).toEqual([]);
  });

  it('never has more than four conditions', () => {
    const names = Array.from({ length: 7 }, (_, at) => ({ name: `f${at}`, kind: 'number' as const }));
    const random = createRandom(6);
    const rows = Array.from({ length: 1_000 }, () => names.map(() => Math.floor(random() * 10)));
    const inside = Uint8Array.from(rows, (row) => Number(row.every((value) => value >= 1)));
    expect(findRule(toMatrix(rows, names), inside).length).toBe(4);
  });

  it('agrees with a cluster as far as both mean the same', () => {
    const { precision, recall, f1, kappa } = agreementOf({ both: 30, meant: 40, inside: 50, all: 100 });
    expect([precision, recall]).toEqual([0.75, 0.6]);
    expect(f1).toBeCloseTo(2 / 3, 12);
    // 70 of 100 alike, 50 by chance.
    expect(kappa).toBeCloseTo(0.4, 12);
  });

  it('that means everything agrees with nothing beyond chance, however large the cluster', () => {
    expect(agreementOf({ both: 95, meant: 100, inside: 95, all: 100 }).kappa).toBe(0);
  });
});
