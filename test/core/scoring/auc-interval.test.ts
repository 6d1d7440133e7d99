import { describe, expect, it } from 'vitest';
import { measureAuc } from '../../../core/scoring/auc-interval.ts';
import { rocAuc } from '../../../core/scoring/metrics.ts';
import { createDraws } from '../measurement/experiment/arms.ts';

type World = {
  readonly distance: number;
  readonly spread: number;
  readonly sizes: readonly [number, number];
};

/** Normal scores of both labels: the share of intervals that hold the true area. */
function coverageOf({ distance, spread, sizes }: World, truth: number): number {
  const draws = createDraws(17);
  const [positives, negatives] = sizes;
  const labels = Uint8Array.from({ length: positives + negatives }, (_, row) => (row < positives ? 1 : 0));
  const scores = new Float64Array(labels.length);
  let held = 0;
  for (let run = 0; run < 1_000; run++) {
    for (let row = 0; row < scores.length; row++)
      scores[row] = labels[row] === 1 ? distance + spread * draws.normal() : draws.normal();
    const { low, high } = measureAuc(scores, labels).interval;
    if (low <= truth && truth <= high) held += 1;
  }
  return held / 1_000;
}

describe('the interval of an area under the curve', () => {
  it.each<[string, World, number]>([
    ['30 of 100, area 0.76', { distance: 1, spread: 1, sizes: [30, 70] }, 0.7602499389],
    ['10 of 300, area 0.92', { distance: 2, spread: 1, sizes: [10, 290] }, 0.9213503965],
    ['8 of 16, area 0.98', { distance: 3, spread: 1, sizes: [8, 8] }, 0.9830525732],
    ['20 of 200, of a wider spread, area 0.70', { distance: 1.172546, spread: 2, sizes: [20, 180] }, 0.7],
  ])('holds the truth at least 93 times of 100: %s', (_, world, truth) => {
    expect(coverageOf(world, truth)).toBeGreaterThanOrEqual(0.93);
  });

  it.each([
    ['ten without a mistake', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [0, 0, 0, 0, 0, 1, 1, 1, 1, 1], 0.6427, 1],
    [
      'ten with nothing but mistakes',
      [5, 4, 3, 2, 1, 0, -1, -2, -3, -4],
      [0, 0, 0, 0, 0, 1, 1, 1, 1, 1],
      0,
      0.3573,
    ],
    ['ten of one score', Array(10).fill(0), [0, 0, 0, 0, 0, 1, 1, 1, 1, 1], 0.2056, 0.7944],
    ['one of each label', [0, 1], [0, 1], 0.2065, 1],
    ['one label alone', [0, 1], [1, 1], 0, 1],
  ])('of %s is as wide as so few rows ask for', (_, scores, labels, low, high) => {
    const { interval } = measureAuc(scores, labels);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('is around the area itself, and says of how many rows', () => {
    const draws = createDraws(3);
    const labels = Uint8Array.from({ length: 300 }, () => (draws.uniform() < 0.2 ? 1 : 0));
    const scores = Float64Array.from(labels, (label) => Math.round(3 * (label + draws.normal())));
    const { auc, interval, positives, negatives } = measureAuc(scores, labels);
    expect(auc).toBeCloseTo(rocAuc(scores, labels), 12);
    expect(interval.low).toBeLessThan(auc);
    expect(interval.high).toBeGreaterThan(auc);
    expect(positives + negatives).toBe(300);
    expect(positives).toBe(labels.reduce((sum, label) => sum + label, 0));
  });
});
