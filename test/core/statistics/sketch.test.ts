import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addTraces,
  EMPTY_SKETCH,
  estimateOf,
  isSketch,
  joinSketches,
  leastOf,
  SKETCH_ERROR,
  traceOf,
} from '../../../core/statistics/sketch.ts';

const tracesOf = (from: number, to: number, salt = 'st_1 2026-05-01 seen') =>
  Array.from({ length: to - from }, (_, n) => traceOf(salt, `visitor ${from + n}`));

describe('a sketch of visitors', () => {
  it.each([0, 1, 10, 100, 1_000, 10_000, 50_000])('estimates %d of them', (count) => {
    const estimate = estimateOf(addTraces(EMPTY_SKETCH, tracesOf(0, count)));
    // Four standard errors: of a hash that is fair, one seed in 16,000 is further off.
    expect(Math.abs(estimate - count)).toBeLessThanOrEqual(Math.max(0.5, 4 * SKETCH_ERROR * count));
  });

  it('is the same in whatever order, however often and in whatever parts they come', () => {
    const traces = fc
      .array(fc.nat(2_000), { maxLength: 1_500 })
      .map((all) => all.map((n) => traceOf('s', `${n}`)));
    const property = fc.property(traces, fc.nat(1_500), (all, cut) => {
      const whole = addTraces(EMPTY_SKETCH, all);
      const [a, b] = [all.slice(0, cut), all.slice(cut)].map((part) => addTraces(EMPTY_SKETCH, part));
      expect(joinSketches(b ?? [], a ?? [])).toEqual(whole);
      expect(addTraces(whole, all.toReversed())).toEqual(whole);
      expect(isSketch(JSON.parse(JSON.stringify(whole)))).toBe(true);
    });
    fc.assert(property, { numRuns: 30, seed: 3 });
  });

  it('says how many there are at least', () => {
    for (const count of [9, 10, 1_000]) {
      const least = leastOf(addTraces(EMPTY_SKETCH, tracesOf(0, count)));
      expect(least).toBeLessThanOrEqual(count);
      expect(least).toBeGreaterThan(0.8 * count);
    }
  });

  it('of one day says nothing of another: the same visitors leave other traces', () => {
    const [one, other] = [tracesOf(0, 300), tracesOf(0, 300, 'st_1 2026-05-02 seen')];
    const both = new Set(one.filter((trace) => other.includes(trace)));
    // Chance alone: 300 x 300 pairs, 4,096 groups, one in three of equal rank.
    expect(both.size).toBeLessThan(30);
    expect(estimateOf(addTraces(EMPTY_SKETCH, [...one, ...other]))).toBeGreaterThan(500);
  });
});
