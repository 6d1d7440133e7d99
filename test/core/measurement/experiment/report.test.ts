import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Moments, NO_MOMENTS } from '../../../../core/measurement/experiment/moments.ts';
import { adjustBenjaminiHochberg, adjustHolm } from '../../../../core/measurement/experiment/multiple.ts';
import { compareArms, type Experiment, type Guard } from '../../../../core/measurement/experiment/report.ts';
import { sequentialMultiplier, tuneRho } from '../../../../core/measurement/experiment/sequential.ts';
import type { Arm } from '../../../../core/measurement/experiment/treatment.ts';
import { amounts, gather, shares } from './arms.ts';

const arm = (key: string, moments: Moments, weight = 1): Arm => ({ key, weight, moments });

/** Hillstrom's e-mail experiment: orders within two weeks. */
const HILLSTROM: Experiment = {
  goal: 'conversion',
  control: arm('none', shares(122, 21_306)),
  treatments: [arm('mens', shares(267, 21_307)), arm('womens', shares(189, 21_387))],
  days: 14,
};

const only = (experiment: Partial<Experiment>) => {
  const { treatments } = compareArms({ ...HILLSTROM, ...experiment });
  return treatments[0] ?? expect.fail('no treatment was reported');
};

describe('the report of an experiment', () => {
  const report = compareArms(HILLSTROM);

  it('says what the tests say, each treatment against the control', () => {
    const [mens, womens] = report.treatments;
    expect(report.control).toMatchObject({ key: 'none', visitors: 21_306 });
    expect(womens?.arm.mean.value).toBeCloseTo(189 / 21_387, 15);
    expect(womens?.proportions.value?.z).toBeCloseTo(3.77956, 5);
    expect(womens?.welch.absolute.value?.interval.low).toBeCloseTo(0.00149863, 8);
    expect(womens?.exactChanceToWin.value).toBeCloseTo(0.999923849, 9);
    expect(mens?.bayes.relative.value?.chanceToWin).toBeGreaterThan(0.999);
    expect(mens?.detectable.value?.sequential).toBeGreaterThan(mens?.detectable.value?.fixed ?? 1);
  });

  it('finds both better, and the one with the larger effect the winner', () => {
    expect(report.treatments.map(({ verdict }) => verdict.word)).toEqual(['ship', 'ship']);
    expect(report.winner).toBe('mens');
  });

  it('judges them as Holm does: the surer one at half alpha, the other at all of it', () => {
    const [mens, womens] = report.treatments;
    expect([mens?.level, womens?.level]).toEqual([0.025, 0.05]);
    expect(womens?.adjusted.sequentialHolm).toBe(womens?.sequential.absolute.value?.p);
    expect(mens?.adjusted.sequentialHolm).toBe(2 * (mens?.sequential.absolute.value?.p ?? 0));
  });

  it('tunes the sequential interval for the visitors that were planned, and for all comparisons', () => {
    const { level, sequential, arm: mens } = only({ plannedVisitors: 43_000 });
    const { estimate, standardError, interval } = sequential.absolute.value ?? expect.fail('it is not there');
    const tuning = { visitors: 21_306 + mens.visitors, rho: tuneRho(0.025, 43_000), alpha: level };
    expect((interval.high - estimate) / standardError).toBeCloseTo(sequentialMultiplier(tuning), 10);
  });

  it('adjusts what is read once, too', () => {
    const ps = report.treatments.map(({ welch }) => welch.absolute.value?.p ?? 1);
    const adjusted = report.treatments.map((treatment) => treatment.adjusted);
    expect(adjusted.map(({ welchHolm }) => welchHolm)).toEqual(adjustHolm(ps));
    expect(adjusted.map((one) => one.welchBenjaminiHochberg)).toEqual(adjustBenjaminiHochberg(ps));
  });

  it('asks more of each where more is compared elsewhere', () => {
    const more = compareArms({ ...HILLSTROM, comparisons: 20 });
    expect(more.treatments.map(({ level }) => level)).toEqual([0.05 / 20, 0.05 / 19]);
    expect(more.treatments.map(({ verdict }) => verdict.word)).toEqual(['ship', 'keep_running']);
  });

  it.each([
    ['a failed sample ratio', { control: arm('none', shares(122, 22_306)) }, 'broken'],
    ['too few days', { days: 6 }, 'not_enough_data'],
    [
      'a visitor in an arm of weight 0',
      { treatments: [...HILLSTROM.treatments, arm('gone', shares(0, 1), 0)] },
      'broken',
    ],
  ] as const)('has no winner with %s', (_, more, word) => {
    const { treatments, winner } = compareArms({ ...HILLSTROM, ...more });
    expect(treatments.map(({ verdict }) => verdict.word)).toContain(word);
    expect(winner).toBeNull();
  });

  it('compares a closed arm that nobody is in with nothing', () => {
    const closed = compareArms({
      ...HILLSTROM,
      treatments: [...HILLSTROM.treatments, arm('gone', NO_MOMENTS, 0)],
    });
    expect(closed.sampleRatio).toMatchObject({ state: 'quiet', degrees: 2 });
    expect(closed.treatments[2]?.welch.absolute).toEqual({ value: null, reason: 'too_few_visitors' });
    expect(closed.treatments[2]?.verdict.word).toBe('not_enough_data');
    expect(closed.treatments.slice(0, 2).map(({ level }) => level)).toEqual([0.025, 0.05]);
    expect(closed.winner).toBe('mens');
  });

  it('warns of visitors who were shown two arms', () => {
    expect(report.exposures.warning).toBeNull();
    expect(compareArms({ ...HILLSTROM, seenInSeveral: 900 }).exposures.warning).toContain('900 visitors');
  });
});

describe('the basis of a verdict', () => {
  /** A covariate that tells nearly all there is to tell of who pays how much. */
  const paying = (extra: number) =>
    gather(Array.from({ length: 400 }, (_, n) => ({ y: 100 * n + extra + (n % 7), x: n })));
  const told = {
    goal: 'revenue',
    control: arm('none', paying(0)),
    treatments: [arm('blue', paying(300))],
  } as const;

  it('is CUPED where there is a covariate, and sees what else would be lost', () => {
    const { basis, cuped, sequential, verdict } = only(told);
    expect(basis).toBe('cuped');
    expect(sequential.absolute.value?.interval.low).toBeLessThan(0);
    expect(cuped.value?.sequential.absolute.value?.interval.low).toBeGreaterThan(0);
    expect(cuped.value?.varianceReduction).toBeGreaterThan(0.99);
    expect(verdict.word).toBe('ship');
  });

  it('is the plain arms where there is none', () => {
    const without = ({ moments }: Arm): Moments => ({ ...moments, sumX: 0n, sumXSquares: 0n, sumXY: 0n });
    const { basis, cuped, verdict } = only({
      ...told,
      control: arm('none', without(told.control)),
      treatments: [arm('blue', without(told.treatments[0]))],
    });
    expect(basis).toBe('plain');
    expect(cuped).toEqual({ value: null, reason: 'no_covariate' });
    expect(verdict.word).toBe('keep_running');
  });

  it('takes in the guard goals of the same visitors', () => {
    const lost = { none: shares(20_000, 21_306), mens: shares(19_000, 21_307) };
    const kept: Guard = { key: 'kept', goal: 'conversion', moments: lost };
    const guards = [kept];
    expect(only({ guards }).verdict).toMatchObject({ word: 'stop', code: 'guard_lost' });
    expect(only({ guards: [kept, kept] }).verdict.reason).toContain('98.8 %');
    expect(only({ guards, thresholds: { guard: 0.1 } }).verdict.word).toBe('ship');
    expect(only({ guards: [{ ...kept, moments: {} }] }).verdict.word).toBe('ship');
  });

  it('wants some who do not convert, too', () => {
    const [control, treatment] = [arm('none', shares(4_990, 5_000)), arm('blue', shares(4_999, 5_000))];
    expect(only({ control, treatments: [treatment] }).verdict.code).toBe('too_few_conversions');
  });

  it('counts one who pays nearly everything for one', () => {
    const many = gather(Array.from({ length: 200 }, (_, n) => ({ y: n === 0 ? 9_000_000 : 1, x: 0 })));
    const { verdict } = only({
      goal: 'revenue',
      control: arm('none', many),
      treatments: [arm('blue', many)],
    });
    expect(verdict.code).toBe('too_few_conversions');
  });
});

describe('what cannot be had', () => {
  it.each([
    ['nobody', NO_MOMENTS, NO_MOMENTS, 'too_few_visitors', 'too_few_visitors'],
    ['one visitor', shares(1, 1), shares(1, 9), 'too_few_visitors', 'too_few_visitors'],
    ['all alike', shares(0, 9), shares(0, 9), 'no_variance', 'no_variance'],
    ['a control that does nothing', shares(0, 900), shares(90, 900), null, 'control_not_above_zero'],
    ['a control that may do nothing', shares(2, 900), shares(90, 900), null, 'control_not_above_zero'],
    ['a treatment that does nothing', shares(90, 900), shares(0, 900), null, 'no_variance'],
    ['a control that does something', shares(9, 900), shares(90, 900), null, null],
  ])('is null with its reason: %s', (_, control, treatment, absolute, relative) => {
    const { welch, sequential, bayes } = only({
      control: arm('none', control),
      treatments: [arm('blue', treatment)],
    });
    for (const scales of [welch, sequential]) {
      expect([scales.absolute.reason, scales.relative.reason]).toEqual([absolute, relative]);
    }
    expect(bayes.relative.reason).toBe(relative);
  });

  it.each([
    ['nobody', NO_MOMENTS, 'too_few_visitors', 'too_few_visitors'],
    ['all alike', shares(9, 9), 'no_variance', 'no_variance'],
    ['too few for any lift to show', shares(3, 5), null, 'not_detectable'],
  ])('is said of two shares and of what they could show: %s', (_, moments, ofShares, ofLift) => {
    const { proportions, detectable } = only({
      control: arm('none', moments),
      treatments: [arm('blue', moments)],
    });
    expect([proportions.reason, detectable.reason]).toEqual([ofShares, ofLift]);
  });

  it('is said of what only conversions have', () => {
    const { proportions, exactChanceToWin } = only({
      goal: 'revenue',
      control: arm('none', amounts(1396.87, 52_377.9767, 3407)),
      treatments: [arm('blue', amounts(2422.7, 134_698.29, 3461))],
    });
    expect(proportions.reason).toBe('not_a_conversion');
    expect(exactChanceToWin.reason).toBe('not_a_conversion');
  });

  it('scales a prior of relative effects to absolute ones', () => {
    const { bayes } = only({ prior: { mean: 0, variance: 0.04 } });
    const { absolute, relative } = bayes;
    const control = 122 / 21_306;
    expect(267 / 21_307 / control - 1).toBeGreaterThan(1);
    expect((absolute.value?.estimate ?? 1) / control).toBeLessThan(0.8);
    expect(relative.value?.estimate).toBeLessThan(0.8);
  });
});

describe('any report', () => {
  const contribution = fc.record({ y: fc.integer({ min: -50, max: 500 }), x: fc.nat(9) });
  const some = fc.oneof(
    fc.array(contribution, { maxLength: 30 }).map(gather),
    fc.record({ did: fc.nat(400), more: fc.nat(4_000) }).map(({ did, more }) => shares(did, did + more)),
  );
  const experiments: fc.Arbitrary<Experiment> = fc.record({
    goal: fc.constantFrom('revenue' as const, 'count' as const),
    control: some.map((moments) => arm('none', moments)),
    treatments: fc
      .array(fc.tuple(some, fc.nat(2)), { maxLength: 4 })
      .map((all) => all.map(([moments, weight], at) => arm(`t${at}`, moments, weight))),
    days: fc.nat(40),
    seenInSeveral: fc.nat(60),
    prior: fc.constant({ mean: 0.1, variance: 0.2 }),
  });

  it('is plain JSON without a number that is none, with every p and chance from 0 to 1', () => {
    fc.assert(
      fc.property(experiments, (experiment) => {
        const report = compareArms(experiment);
        expect(JSON.parse(JSON.stringify(report))).toEqual(report);
        const numbers = JSON.stringify(report, (key, value) => {
          if (key === 'p' || key === 'chanceToWin')
            expect(value === null || (value >= 0 && value <= 1)).toBe(true);
          return value;
        });
        expect(numbers).not.toContain('undefined');
        const words = report.treatments.map(({ verdict }) => verdict.word);
        expect(report.winner !== null).toBe(words.includes('ship'));
      }),
      { seed: 11, numRuns: 400 },
    );
  });
});
