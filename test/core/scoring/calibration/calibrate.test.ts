import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrate } from '../../../../core/scoring/calibration/calibrate.ts';
import {
  applyCalibration,
  type Calibrator,
  shiftIntercept,
} from '../../../../core/scoring/calibration/calibrator.ts';
import { readCalibrator } from '../../../../core/scoring/calibration/codec.ts';
import { fitIsotonic } from '../../../../core/scoring/calibration/isotonic.ts';
import { findShift, priorShift } from '../../../../core/scoring/calibration/shift.ts';
import { expectedCalibrationError, logLoss, rocAuc } from '../../../../core/scoring/metrics.ts';
import { rankScores } from '../../../../core/scoring/ranking.ts';
import { createDraws } from '../../measurement/experiment/arms.ts';

type Rows = { readonly margins: Float64Array; readonly labels: Uint8Array };

const sigmoid = (margin: number): number => 1 / (1 + Math.exp(-margin));
const applyAll = (calibrator: Calibrator, margins: Float64Array): Float64Array =>
  margins.map((margin) => applyCalibration(calibrator, margin));
const sumOf = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0);

/** The margins say `said(truth)` where the truth is normal around -2. */
function drawRows(seed: number, count: number, said: (truth: number) => number): Rows {
  const draws = createDraws(seed);
  const truths = Float64Array.from({ length: count }, () => -2 + 1.5 * draws.normal());
  const labels = Uint8Array.from(truths, (truth) => (draws.uniform() < sigmoid(truth) ? 1 : 0));
  return { margins: truths.map(said), labels };
}

const tooSure = (truth: number): number => 2 * truth + 1;
const bent = (truth: number): number => (truth > -2 ? truth + 3 * (truth + 2) : truth);

/** The best rising probabilities by their definition (max-min formula), with one row of the mean rate at either end. */
function isotonicByDefinition(hits: readonly number[], rows: readonly number[]): readonly number[] {
  const rate = sumOf(hits) / sumOf(rows);
  const [allHits, allRows] = [
    [rate, ...hits, rate],
    [1, ...rows, 1],
  ];
  const mean = (from: number, to: number) =>
    sumOf(allHits.slice(from, to + 1)) / sumOf(allRows.slice(from, to + 1));
  const places = [...allHits.keys()];
  return places
    .map((at) =>
      Math.max(
        ...places
          .filter((from) => from <= at)
          .map((from) => Math.min(...places.filter((to) => to >= at).map((to) => mean(from, to)))),
      ),
    )
    .slice(1, -1);
}

/** Of ascending numbers: rounding makes two of one rate. */
function leaveOutEqual(numbers: readonly number[]): readonly number[] {
  return numbers.filter((number, at) => at === 0 || number > (numbers[at - 1] ?? 0) + 1e-9);
}

describe('a calibrator', () => {
  it.each([
    ['of few rows: a curve', 4_000, 'platt', tooSure],
    ['of many rows: steps that are joined by lines', 20_000, 'isotonic', bent],
  ])('%s, is true of other rows', (_, count, kind, said) => {
    const [own, others] = [drawRows(1, count, said), drawRows(2, 20_000, said)];
    const calibrator = calibrate(own.margins, own.labels);
    const [raw, calibrated] = [others.margins.map(sigmoid), applyAll(calibrator, others.margins)];
    expect(calibrator.kind).toBe(kind);
    expect(expectedCalibrationError(raw, others.labels)).toBeGreaterThan(0.03);
    expect(expectedCalibrationError(calibrated, others.labels)).toBeLessThan(0.015);
    expect(logLoss(calibrated, others.labels)).toBeLessThan(logLoss(raw, others.labels) - 0.01);
    expect(Math.abs(rocAuc(calibrated, others.labels) - rocAuc(others.margins, others.labels))).toBeLessThan(
      0.001,
    );
  });

  it('never falls while the margin rises, and is never sure', () => {
    const margins = fc.array(fc.double({ min: -800, max: 800, noNaN: true }), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(margins, fc.integer(), fc.integer({ min: -9, max: 9 }), (all, bits, shift) => {
        const ranking = rankScores(
          all,
          all.map((_, at) => (bits >> at) & 1),
        );
        const calibrators: readonly Calibrator[] = [
          calibrate(
            all,
            all.map((_, at) => (bits >> at) & 1),
          ),
          ...(ranking.total.positives * ranking.total.negatives === 0
            ? []
            : [{ version: 1, kind: 'isotonic', shift: 0, ...fitIsotonic(ranking) } as const]),
        ];
        for (const calibrator of calibrators) {
          const asked = [-1e6, ...all.toSorted((a, b) => a - b), 1e6];
          const given = asked.map((margin) => applyCalibration(shiftIntercept(calibrator, shift), margin));
          expect(given.every((p) => p > 0 && p < 1)).toBe(true);
          for (const [at, p] of given.entries())
            expect(p).toBeGreaterThanOrEqual((given[at - 1] ?? 0) - 1e-12);
          expect(readCalibrator(JSON.parse(JSON.stringify(calibrator)))).toEqual({
            ok: true,
            value: calibrator,
          });
        }
      }),
      { seed: 8, numRuns: 300 },
    );
  });

  it('has the likeliest rising probabilities of its rows', () => {
    const groups = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 })), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(groups, (drawn) => {
        const counted = drawn.filter(([hits, misses]) => hits + misses > 0);
        const [hits, rows] = [counted.map(([hit]) => hit), counted.map(([hit, miss]) => hit + miss)];
        fc.pre(sumOf(hits) > 0 && sumOf(hits) < sumOf(rows));
        const margins = counted.flatMap(([hit, miss], at) => Array<number>(hit + miss).fill(at));
        const labels = counted.flatMap(([hit, miss]) => [...Array(hit).fill(1), ...Array(miss).fill(0)]);
        const steps = fitIsotonic(rankScores(margins, labels));
        const [found, wanted] = [steps.probabilities, isotonicByDefinition(hits, rows)].map(leaveOutEqual);
        expect(found).toEqual(wanted?.map((p) => expect.closeTo(p, 9)));
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it.each([
    ['ranks the wrong way round', [1, 2, 3, 4], [1, 1, 0, 0], 0.5],
    ['gives everybody one margin', [3, 3, 3, 3], [1, 0, 0, 0], 2 / 6],
    ['never saw the label 1', [1, 2, 3, 4], [0, 0, 0, 0], 1 / 6],
    ['never saw the label 0', [1, 2], [1, 1], 3 / 4],
  ])('says the rate, as far as it is known, where the model %s', (_, margins, labels, rate) => {
    const calibrator = calibrate(margins, labels);
    for (const margin of [-50, 2, 50]) expect(applyCalibration(calibrator, margin)).toBeCloseTo(rate, 12);
  });

  it('of separated labels is as sure as the rows are many', () => {
    const margins = Float64Array.from({ length: 40 }, (_, at) => (at < 20 ? -1 : 1));
    const calibrator = calibrate(
      margins,
      margins.map((margin) => +(margin > 0)),
    );
    expect(applyCalibration(calibrator, 1)).toBeCloseTo(21 / 22, 6);
    expect(applyCalibration(calibrator, -1)).toBeCloseTo(1 / 22, 6);
  });

  it('is not made of nothing', () => {
    expect(() => calibrate([], [])).toThrow(new RangeError('there are no rows to calibrate by'));
  });
});

describe('a change of the rate alone', () => {
  it('is found exactly and cured by a shift, the ranking staying as it was', () => {
    const own = drawRows(1, 20_000, bent);
    const calibrator = calibrate(own.margins, own.labels);
    const draws = createDraws(9);
    const told = applyAll(calibrator, own.margins);
    const labels = told.map((p) => +(draws.uniform() < sigmoid(Math.log(p / (1 - p)) + 0.7)));
    const shift = findShift(told, sumOf(labels));
    const shifted = applyAll(shiftIntercept(calibrator, shift), own.margins);
    expect(Math.abs(shift - 0.7)).toBeLessThan(0.05);
    expect(Math.abs(sumOf(shifted) - sumOf(labels))).toBeLessThan(1);
    expect(expectedCalibrationError(shifted, labels)).toBeLessThan(0.015);
    expect(rocAuc(shifted, labels)).toBe(rocAuc(told, labels));
  });

  it('has an answer where every label is the same', () => {
    expect(findShift([0.5, 0.5, 0.5], 3)).toBeCloseTo(Math.log(7), 9);
    expect(findShift([0.5, 0.5, 0.5], 0)).toBeCloseTo(-Math.log(7), 9);
    expect(() => findShift([], 0)).toThrow(RangeError);
    expect(() => findShift([0.5], 2)).toThrow(new RangeError('2 labels of 1 rows are 1'));
  });

  it('between two shares of the same visitors is the difference of their log-odds', () => {
    expect(priorShift({ trained: 0.5, real: 0.02 })).toBeCloseTo(-Math.log(49), 12);
  });
});

describe('a stored calibrator', () => {
  const platt = { version: 1, kind: 'platt', shift: 0, slope: 1, intercept: 0 };
  const isotonic = { version: 1, kind: 'isotonic', shift: 0, margins: [0, 1], probabilities: [0.1, 0.9] };

  it.each([
    ['nothing', undefined, ''],
    ['one of a later program', { ...platt, version: 2 }, 'version'],
    ['one that falls', { ...platt, slope: -1 }, 'slope'],
    ['one of an unknown kind', { ...platt, kind: 'beta' }, 'kind'],
    ['without steps', { ...isotonic, margins: [], probabilities: [] }, 'margins'],
    ['one whose margins fall', { ...isotonic, margins: [1, 0] }, 'margins'],
    ['one that is sure', { ...isotonic, probabilities: [0.1, 1] }, 'probabilities'],
    ['one with a probability too many', { ...isotonic, probabilities: [0.1, 0.5, 0.9] }, 'probabilities'],
  ])('is refused where it is %s', (_, input, at) => {
    expect(readCalibrator(input)).toEqual({ ok: false, code: 'invalid_value', at, hint: expect.any(String) });
  });
});
