import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bins, countRows, cutBins, findBin } from '../../../../core/scoring/drift/bins.ts';
import {
  kolmogorovSmirnov,
  populationStability,
  psiChance,
} from '../../../../core/scoring/drift/divergence.ts';
import { createDraws } from '../../measurement/experiment/arms.ts';

describe('bins', () => {
  const views: Bins = { name: 'views', kind: 'number', edges: [0, 3] };
  const device: Bins = { name: 'device', kind: 'category', levels: ['phone', 'desktop'] };

  it.each<[string, Bins, number, number]>([
    ['a value on an edge to the bin that ends there', views, 3, 1],
    ['a value between edges to the bin between them', views, 0.5, 1],
    ['the largest to the last', views, Number.POSITIVE_INFINITY, 2],
    ['a missing number to its own', views, Number.NaN, 3],
    ['a level to its own', device, 1, 1],
    ['a missing level to the last', device, Number.NaN, 2],
    ['an unknown level to the last', device, 7, 2],
  ])('take %s', (_, bins, value, bin) => {
    expect(findBin(bins, value)).toBe(bin);
  });

  it('hold as many rows each as can be, equal values together, and none is empty', () => {
    const column = fc.array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.double(), fc.constant(Number.NaN)), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(column, fc.integer({ min: 2, max: 12 }), (values, most) => {
        const bins = cutBins({ name: 'x', kind: 'number' }, Float64Array.from(values), most);
        const counts = countRows(bins, values);
        const present = values.filter((value) => !Number.isNaN(value)).length;
        fc.pre(present > 0);
        expect(counts.length - 1).toBeLessThanOrEqual(most);
        expect(counts.at(-1)).toBe(values.length - present);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(values.length);
        for (const count of counts.slice(0, -1)) expect(count).toBeGreaterThan(0);
      }),
      { seed: 6, numRuns: 300 },
    );
    const even = Float64Array.from({ length: 1_000 }, (_, at) => at);
    expect(countRows(cutBins({ name: 'x', kind: 'number' }, even, 10), even)).toEqual([
      ...Array(10).fill(100),
      0,
    ]);
  });
});

describe('the population stability index', () => {
  it.each([
    ['0 where the shares are the same', [500, 500], [50, 50], 0],
    ['that of the formula', [5_000_000, 5_000_000], [7_500_000, 2_500_000], 0.25 * Math.log(3)],
  ])('is %s', (_, before, now, psi) => {
    expect(populationStability(before, now)).toBeCloseTo(psi, 5);
  });

  it('is finite where a bin was empty, and the same both ways round', () => {
    const [before, now] = [
      [100, 0, 20],
      [0, 40, 60],
    ];
    expect(populationStability(before, now)).toBeGreaterThan(2);
    expect(populationStability(before, now)).toBeLessThan(20);
    expect(populationStability(before, now)).toBeCloseTo(populationStability(now, before), 12);
  });

  it('comes with the chance of one as large: uniform where nothing changed', () => {
    const draws = createDraws(12);
    const draw = (rows: number) => {
      const counts = Array<number>(10).fill(0);
      for (let row = 0; row < rows; row++) {
        const bin = draws.below(10);
        counts[bin] = (counts[bin] ?? 0) + 1;
      }
      return counts;
    };
    const chances = Array.from({ length: 500 }, () => {
      const [before, now] = [draw(1_000), draw(300)];
      return psiChance(populationStability(before, now), before, now);
    });
    for (const level of [0.05, 0.2, 0.5]) {
      const share = chances.filter((chance) => chance < level).length / chances.length;
      expect(Math.abs(share - level)).toBeLessThan(0.06);
    }
  });

  it('is not known without rows', () => {
    expect(populationStability([5, 5], [0, 0])).toBeNaN();
    expect(populationStability([0, 0], [5, 5])).toBeNaN();
    expect(psiChance(Number.NaN, [5, 5], [0, 0])).toBe(1);
  });

  it('of the only bin there is says nothing', () => {
    expect(psiChance(0, [10, 0], [7, 0])).toBe(1);
  });
});

describe('the distance of Kolmogorov and Smirnov', () => {
  it.each([
    ['the largest difference of the cumulative shares', [50, 50], [75, 25], 0.25],
    ['1 where the two do not meet', [10, 0, 0], [0, 0, 5], 1],
    ['not the sum of differences that take each other back', [10, 0, 10, 0], [0, 10, 0, 10], 0.5],
  ])('is %s', (_, before, now, distance) => {
    expect(kolmogorovSmirnov(before, now)).toBeCloseTo(distance, 12);
  });

  it('is not known without rows', () => {
    expect(kolmogorovSmirnov([0, 0], [1, 1])).toBeNaN();
  });
});
