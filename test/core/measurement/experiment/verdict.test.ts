import { describe, expect, it } from 'vitest';
import type { Difference, Evidence } from '../../../../core/measurement/experiment/evidence.ts';
import { checkSampleRatio } from '../../../../core/measurement/experiment/srm.ts';
import { judge, type Thresholds, USUAL_THRESHOLDS } from '../../../../core/measurement/experiment/verdict.ts';

const ratioOf = (...visitors: readonly number[]) =>
  checkSampleRatio(visitors.map((count, arm) => ({ visitors: count, weight: arm < 2 ? 1 : 0 })));

/** Of a control that converts at 5 %, in percentage points. */
const points = (estimate: number, low: number, high: number): Difference => ({
  goal: 'conversion',
  estimate: estimate / 100,
  interval: { low: low / 100, high: high / 100 },
  controlMean: 0.05,
});

const OPEN: Evidence = {
  key: 'blue',
  visitors: { control: 5_000, treatment: 5_000 },
  days: 14,
  sampleRatio: ratioOf(5_000, 5_000),
  difference: points(0.1, -0.5, 0.7),
  level: 0.05,
  dueConversions: 250,
  guards: [],
};

const say = (more: Partial<Evidence>, thresholds: Partial<Thresholds> = {}) =>
  judge({ ...OPEN, ...more }, { ...USUAL_THRESHOLDS, ...thresholds });

const GAIN = points(1, 0.4, 1.6);
const LOSS = points(-1, -1.6, -0.4);
const SMALL_LOSS = points(-0.3, -0.5, -0.1);

describe('the verdict', () => {
  it.each([
    ['an interval above 0', { difference: GAIN }, 'ship', 'gain'],
    ['an interval below 0', { difference: LOSS }, 'stop', 'loss'],
    ['a small loss when the days are over', { difference: SMALL_LOSS }, 'stop', 'loss'],
    ['an interval around 0', {}, 'keep_running', 'undecided'],
    ['a gain before the days are over', { difference: GAIN, days: 6 }, 'not_enough_data', 'too_few_days'],
    ['an open end before that', { days: 6 }, 'not_enough_data', 'too_few_days'],
    ['a small loss before that', { difference: SMALL_LOSS, days: 6 }, 'not_enough_data', 'too_few_days'],
    ['a large loss before that', { difference: LOSS, days: 1 }, 'stop', 'loss'],
    [
      'a gain of too few visitors',
      { difference: GAIN, visitors: { control: 5_000, treatment: 99 } },
      'not_enough_data',
      'too_few_visitors',
    ],
    [
      'a large loss of too few visitors',
      { difference: LOSS, visitors: { control: 99, treatment: 5_000 } },
      'not_enough_data',
      'too_few_visitors',
    ],
    [
      'a gain of arms too small to tell how they were filled',
      { difference: GAIN, sampleRatio: ratioOf(9, 9) },
      'not_enough_data',
      'too_few_visitors',
    ],
    [
      'a gain of too few conversions',
      { difference: GAIN, dueConversions: 9.9 },
      'not_enough_data',
      'too_few_conversions',
    ],
    ['arms in which all did the same', { difference: null }, 'not_enough_data', 'no_variance'],
    [
      'a gain in arms that hold too many and too few',
      { difference: GAIN, sampleRatio: ratioOf(5_200, 4_800) },
      'broken',
      'sample_ratio_mismatch',
    ],
    [
      'a loss with visitors in an arm of weight 0',
      { difference: LOSS, sampleRatio: ratioOf(5_000, 5_000, 1) },
      'broken',
      'stray_visitors',
    ],
    [
      'a gain that a guard goal pays for',
      { difference: GAIN, days: 1, guards: [{ key: 'margin', difference: LOSS, level: 0.05 }] },
      'stop',
      'guard_lost',
    ],
    [
      'a gain beside guard goals that may have lost and that nobody knows',
      {
        difference: GAIN,
        guards: [
          { key: 'margin', difference: points(-1, -2, 0.1), level: 0.05 },
          { key: 'returns', difference: null, level: 0.05 },
        ],
      },
      'ship',
      'gain',
    ],
  ] as const)('on %s is %s', (_, more, word, code) => {
    expect(say(more)).toMatchObject({ word, code });
  });

  it('tolerates what it is told to', () => {
    const guards = [{ key: 'margin', difference: LOSS, level: 0.05 }];
    expect(say({ difference: GAIN, guards }, { guard: 0.08 }).word).toBe('ship');
    expect(say({ difference: GAIN, guards }, { guard: 0.07 }).word).toBe('stop');
    expect(say({ difference: LOSS, days: 1 }, { harm: 0.08 }).word).toBe('not_enough_data');
    expect(say({ difference: LOSS, days: 1 }, { harm: 0.07 }).word).toBe('stop');
    expect(say({ days: 1 }, { leastDays: 1 }).word).toBe('keep_running');
    expect(say({ visitors: { control: 50, treatment: 50 } }, { leastVisitors: 50 }).word).toBe(
      'keep_running',
    );
  });

  it('stops what cannot bring as much as it should', () => {
    expect(say({}, { leastLift: 0.15 })).toMatchObject({ word: 'stop', code: 'no_gain' });
    expect(say({}, { leastLift: 0.13 })).toMatchObject({ word: 'keep_running' });
  });

  it('of a goal whose mean is below 0 still has a direction, and no percentage', () => {
    const difference: Difference = {
      goal: 'revenue',
      estimate: -40,
      interval: { low: -60, high: -20 },
      controlMean: -10,
    };
    expect(say({ difference, days: 1 })).toEqual({
      word: 'stop',
      code: 'loss',
      reason:
        'blue does worse than the control: a difference of -40 minor units a visitor, between -60 and -20 with 95 % for all looks together, among 5,000 visitors in the control and 5,000 in the treatment.',
    });
  });
});

describe('what is tolerated', () => {
  it('is nothing of a control whose mean is below 0', () => {
    const difference: Difference = {
      goal: 'revenue',
      estimate: -0.4,
      interval: { low: -1, high: 0.2 },
      controlMean: -10,
    };
    expect(say({ difference }).word).toBe('keep_running');
  });
});

describe('the reason of a verdict', () => {
  const among = 'among 5,000 visitors in the control and 5,000 in the treatment';

  it.each([
    [
      { difference: GAIN },
      {},
      `blue does 20 % better than the control: a difference of 1 percentage points, between 0.4 and 1.6 with 95 % for all looks together, ${among}.`,
    ],
    [
      { level: 0.025 },
      {},
      `It is open whether blue does better: a difference of 0.1 percentage points, between -0.5 and 0.7 with 97.5 % for all looks together, ${among}.`,
    ],
    [
      {},
      { leastLift: 0.15 },
      `blue brings less than the 15 % that would be worth it: a difference of 0.1 percentage points, between -0.5 and 0.7 with 95 % for all looks together, ${among}.`,
    ],
    [{ days: 3 }, {}, 'It has run for 3 full days: it takes 7.'],
    [
      { visitors: { control: 5_000, treatment: 60 } },
      {},
      'There are 5,000 visitors in the control and 60 in the treatment, too few: it takes 100 in each arm.',
    ],
    [
      { sampleRatio: ratioOf(9, 9), visitors: { control: 100, treatment: 100 } },
      {},
      'There are 100 visitors in the control and 100 in the treatment, too few to tell whether the arms are filled as they should be.',
    ],
    [
      { dueConversions: 4.5 },
      {},
      'There are 5,000 visitors in the control and 5,000 in the treatment, but only about 4 in an arm did otherwise than the rest: it takes 10.',
    ],
    [
      { difference: null },
      {},
      'There are 5,000 visitors in the control and 5,000 in the treatment, and all of them did the same.',
    ],
    [
      { sampleRatio: ratioOf(5_200, 4_800) },
      {},
      'The arms hold 5,200 and 4,800 visitors where 5,000 and 5,000 were due (p 0.0000633), so that assignment or recording is broken and nothing here can be believed.',
    ],
    [
      { sampleRatio: ratioOf(5_000, 5_000, 12) },
      {},
      '12 visitors are in an arm that nobody is given to, so that assignment or recording is broken and nothing here can be believed.',
    ],
    [
      { guards: [{ key: 'margin', difference: LOSS, level: 0.05 }] },
      {},
      'The guard goal margin does worse than it may: a difference of -1 percentage points, between -1.6 and -0.4 with 95 % for all looks together.',
    ],
  ] as const)('is one sentence with the figures: %o', (more, thresholds, reason) => {
    expect(say(more, thresholds).reason).toBe(reason);
  });
});
