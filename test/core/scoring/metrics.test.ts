import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wilsonInterval } from '../../../core/measurement/proportions.ts';
import { liftByDecile } from '../../../core/scoring/lift.ts';
import {
  brier,
  expectedCalibrationError,
  logLoss,
  prAuc,
  reliabilityBins,
  rocAuc,
} from '../../../core/scoring/metrics.ts';
import { createRandom, shufflePlaces } from '../../../core/scoring/random.ts';

const seeded = { seed: 5, numRuns: 300 };
/** Few different scores, so that most tie. */
const scored = fc
  .array(fc.record({ score: fc.constantFrom(0, 0.1, 0.25, 0.5, 0.9, 1), label: fc.constantFrom(0, 1) }), {
    minLength: 2,
    maxLength: 40,
  })
  .filter((rows) => new Set(rows.map(({ label }) => label)).size === 2);

type Scored = { readonly score: number; readonly label: number };
const scoresOf = (rows: readonly Scored[]): number[] => rows.map(({ score }) => score);
const labelsOf = (rows: readonly Scored[]): number[] => rows.map(({ label }) => label);

function aucByPairs(rows: readonly Scored[]): number {
  const [winners, losers] = [1, 0].map((side) => rows.filter(({ label }) => label === side));
  const won = (winners ?? []).flatMap(({ score }) =>
    (losers ?? []).map((loser) => (score > loser.score ? 1 : score === loser.score ? 0.5 : 0)),
  );
  return won.reduce((sum: number, one) => sum + one, 0) / won.length;
}

function precisionByDefinition(rows: readonly Scored[]): number {
  const hits = rows.filter(({ label }) => label === 1);
  const precisions = hits.map(({ score }) => {
    const taken = rows.filter((row) => row.score >= score);
    return taken.filter(({ label }) => label === 1).length / taken.length;
  });
  return precisions.reduce((sum, one) => sum + one, 0) / hits.length;
}

describe('the areas under the curves', () => {
  it.each([
    ['of the example of scikit-learn', [0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1], 0.75, 5 / 6],
    ['without a mistake', [-3, -2, 7], [0, 0, 1], 1, 1],
    ['the wrong way round', [3, 2, 1], [0, 0, 1], 0, 1 / 3],
    ['of one score for all', [0.5, 0.5, 0.5, 0.5], [0, 1, 0, 0], 0.5, 0.25],
    ['of zeros of both signs, which are one score', [0, -0], [0, 1], 0.5, 0.5],
  ])('%s', (_, scores, labels, roc, pr) => {
    expect(rocAuc(scores, labels)).toBe(roc);
    expect(prAuc(scores, labels)).toBeCloseTo(pr, 15);
  });

  it('are what comparing every pair, and asking the precision at every hit, gives', () => {
    fc.assert(
      fc.property(scored, (rows) => {
        expect(rocAuc(scoresOf(rows), labelsOf(rows))).toBeCloseTo(aucByPairs(rows), 12);
        expect(prAuc(scoresOf(rows), labelsOf(rows))).toBeCloseTo(precisionByDefinition(rows), 12);
      }),
      seeded,
    );
  });

  it('do not depend on how the rows stand, nor on the scale of the scores', () => {
    fc.assert(
      fc.property(scored, fc.integer(), (rows, seed) => {
        const moved = Array.from(shufflePlaces(rows.length, createRandom(seed)), (at) => rows[at]).filter(
          (row) => row !== undefined,
        );
        const scaled = scoresOf(moved).map((score) => Math.exp(score) - 40);
        expect(rocAuc(scaled, labelsOf(moved))).toBe(rocAuc(scoresOf(rows), labelsOf(rows)));
        expect(prAuc(scaled, labelsOf(moved))).toBeCloseTo(prAuc(scoresOf(rows), labelsOf(rows)), 12);
      }),
      seeded,
    );
  });

  it('are not known where a label is missing', () => {
    expect(rocAuc([0.1, 0.2], [1, 1])).toBeNaN();
    expect(rocAuc([], [])).toBeNaN();
    expect(prAuc([0.1, 0.2], [0, 0])).toBeNaN();
  });
});

describe('log loss and Brier score', () => {
  it('are those of the definitions', () => {
    expect(logLoss([0.9, 0.2], [1, 0])).toBeCloseTo(-(Math.log(0.9) + Math.log(0.8)) / 2, 15);
    expect(brier([0.9, 0.2], [1, 0])).toBeCloseTo(0.025, 15);
  });

  it('stay finite where the impossible happened', () => {
    expect(logLoss([0, 1], [1, 0])).toBeCloseTo(-Math.log(1e-15), 1);
    expect(logLoss([1, 0], [1, 0])).toBeLessThan(1e-14);
  });
});

describe('reliability', () => {
  it('is measured in bins of as many rows each, with how surely each rate is known', () => {
    const probabilities = Array.from({ length: 100 }, (_, row) => row / 100);
    const labels = probabilities.map((_, row) => (row % 10 < 3 ? 1 : 0));
    const bins = reliabilityBins(probabilities, labels, 5);
    expect(bins).toHaveLength(5);
    expect(bins[1]).toEqual({
      low: 0.2,
      high: 0.39,
      rows: 20,
      meanProbability: expect.closeTo(0.295, 12),
      observedRate: 0.3,
      interval: wilsonInterval({ did: 6, of: 20 }),
    });
  });

  it('keeps rows of one probability together, every row in one bin', () => {
    fc.assert(
      fc.property(scored, fc.integer({ min: 1, max: 12 }), (rows, most) => {
        const bins = reliabilityBins(scoresOf(rows), labelsOf(rows), most);
        expect(bins.length).toBeLessThanOrEqual(most);
        expect(bins.reduce((sum, bin) => sum + bin.rows, 0)).toBe(rows.length);
        const edges = bins.flatMap(({ low, high }) => [low, high]);
        expect(edges).toEqual(edges.toSorted((a, b) => a - b));
        expect(new Set(bins.map(({ low }) => low)).size).toBe(bins.length);
      }),
      seeded,
    );
  });

  it.each([
    ['0 where every bin keeps its word', [0.25, 0.25, 0.25, 0.25, 1], [0, 1, 0, 0, 1], 0],
    ['the distance, be it above or below', [0.5, 0.5, 0.9, 0.9], [1, 1, 1, 0], 0.45],
  ])('the calibration error is %s', (_, probabilities, labels, error) => {
    expect(expectedCalibrationError(probabilities, labels)).toBeCloseTo(error, 12);
  });

  it('the calibration error of true probabilities is no more than chance leaves', () => {
    const random = createRandom(11);
    const probabilities = Float64Array.from({ length: 40_000 }, () => random() ** 3);
    const labels = probabilities.map((p) => (random() < p ? 1 : 0));
    expect(expectedCalibrationError(probabilities, labels)).toBeLessThan(Math.sqrt((0.19 * 10) / 40_000));
    const wrong = probabilities.map((p) => p * 0.6);
    expect(expectedCalibrationError(wrong, labels)).toBeCloseTo(0.1, 2);
  });
});

describe('lift', () => {
  it('is how much oftener the best scored tenth is right, and how much of all is found there', () => {
    const scores = Array.from({ length: 100 }, (_, row) => row);
    const labels = scores.map((row) => (row >= 95 || row < 5 ? 1 : 0));
    const deciles = liftByDecile(scores, labels);
    expect(deciles[0]).toEqual({ positives: 5, rows: 10, lift: 5, captured: 0.5 });
    expect(deciles[1]).toEqual({ positives: 0, rows: 10, lift: 0, captured: 0.5 });
    expect(deciles[9]).toEqual({ positives: 5, rows: 10, lift: 5, captured: 1 });
  });

  it('is 1 everywhere for one score for all, be they ten rows or seven', () => {
    for (const rows of [10, 7, 1]) {
      const lifts = liftByDecile(
        new Float64Array(rows),
        Uint8Array.from({ length: rows }, (_, at) => +!at),
      );
      expect(lifts.map(({ lift }) => lift)).toEqual(Array(10).fill(expect.closeTo(1, 9)));
    }
  });

  it('loses no label', () => {
    fc.assert(
      fc.property(scored, (rows) => {
        const deciles = liftByDecile(scoresOf(rows), labelsOf(rows));
        const hits = labelsOf(rows).filter((label) => label === 1).length;
        expect(deciles.reduce((sum, { positives }) => sum + positives, 0)).toBeCloseTo(hits, 9);
        expect(deciles.at(-1)?.captured).toBeCloseTo(1, 9);
      }),
      seeded,
    );
  });
});

describe('miswired', () => {
  it.each([
    ['fewer labels than scores', [0.1, 0.2], [1], 'there are 2 rows and 1 labels'],
    ['a score that is none', [0.1, Number.NaN], [1, 0], 'the score of row 1 is not a number'],
    ['a label that is none', [0.1, 0.2], [1, 2], 'the label of row 1 is 2: 1 or 0'],
  ])('%s is said', (_, scores, labels, words) => {
    for (const measure of [rocAuc, prAuc, expectedCalibrationError, liftByDecile])
      expect(() => measure(scores, labels)).toThrow(new RangeError(words));
  });
});
