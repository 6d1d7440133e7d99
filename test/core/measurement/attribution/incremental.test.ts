import { describe, expect, it } from 'vitest';
import { addAssigned, assignedArms, NO_ARMS } from '../../../../core/measurement/attribution/arms.ts';
import { addIncrements, incrementOf } from '../../../../core/measurement/attribution/incremental.ts';
import { conversionsOf } from '../../../../core/measurement/attribution/path.ts';
import { DAY, exposure, holdout, order } from './entries.ts';

const RANGE = { windowMs: 3 * DAY, from: 0, to: 100 * DAY };

function armsOf(entries: Parameters<typeof conversionsOf>[0], range = RANGE) {
  const exposures = entries.filter(({ type }) => type === 'exposure');
  return assignedArms(exposures, conversionsOf(entries, 'Order Completed'), range).map(
    ({ campaign, arm, did, valueMinor }) => [campaign, arm, did, valueMinor],
  );
}

describe('the arm of a visitor', () => {
  it.each([
    [
      'is treated who was shown it',
      [exposure('shown', DAY, 'a'), order(DAY + 1, 5)],
      [['a', 'treated', true, 5]],
    ],
    [
      'is control from whom it was withheld',
      [exposure('withheld', DAY, 'a'), order(DAY + 1, 5)],
      [['a', 'control', true, 5]],
    ],
    [
      'is holdout from whom everything was',
      [holdout(DAY, 'a'), order(DAY + 1, 5)],
      [['a', 'holdout', true, 5]],
    ],
    [
      'does not count what came before',
      [order(DAY - 1, 5), exposure('withheld', DAY, 'a')],
      [['a', 'control', false, 0]],
    ],
    [
      'does not count what came after the window',
      [exposure('shown', DAY, 'a'), order(4 * DAY, 5)],
      [['a', 'treated', false, 0]],
    ],
    [
      'is that of the first exposure, and its clock begins there',
      [
        exposure('withheld', DAY, 'a'),
        exposure('shown', 2 * DAY, 'a'),
        order(3 * DAY, 5),
        order(4.5 * DAY, 5),
      ],
      [['a', 'control', true, 5]],
    ],
    [
      'stands once for each campaign, with all its orders',
      [exposure('shown', DAY, 'a'), exposure('withheld', DAY, 'b'), order(DAY + 1, 5), order(DAY + 2, 7)],
      [
        ['a', 'treated', true, 12],
        ['b', 'control', true, 12],
      ],
    ],
    ['is none for who closed it unseen', [exposure('dismissed', DAY, 'a')], []],
  ])('%s', (_, entries, expected) => {
    expect(armsOf(entries)).toEqual(expected);
  });

  it('is of the period', () => {
    const entries = [exposure('shown', DAY, 'a'), order(DAY + 5, 5)];
    expect(armsOf(entries, { ...RANGE, from: DAY + 1 })).toEqual([]);
    expect(armsOf(entries, { ...RANGE, to: DAY - 1 })).toEqual([]);
    expect(armsOf(entries, { ...RANGE, to: DAY + 4 })).toEqual([['a', 'treated', false, 0]]);
  });

  it('is added to its campaign', () => {
    const one = { campaign: 'a', channel: 'onsite' };
    const shown = addAssigned(NO_ARMS, { ...one, arm: 'treated', did: true, valueMinor: 500 });
    expect(addAssigned(shown, { ...one, arm: 'control', did: false, valueMinor: 0 })).toEqual({
      treated: { of: 1, did: 1, valueMinor: 500 },
      control: { of: 1, did: 0, valueMinor: 0 },
      holdout: { of: 0, did: 0, valueMinor: 0 },
    });
  });
});

describe('what a campaign added', () => {
  const NOBODY = [0, 0, 0] as const;
  type Given = readonly [of: number, did: number, valueMinor: number];
  const arms = (treated: Given, control: Given, held: Given = NOBODY) => {
    const arm = ([of, did, valueMinor]: Given) => ({ of, did, valueMinor });
    return { treated: arm(treated), control: arm(control), holdout: arm(held) };
  };

  // Newcombe 1998, table II, example (a): 56/70 - 48/80 = 0.2, method 10: 0.0524 to 0.3339.
  it('is the difference of the shares times who was shown it', () => {
    expect(incrementOf(arms([70, 56, 70_000], [80, 48, 40_000]))).toMatchObject({
      ok: true,
      incremental: {
        value: expect.closeTo(14, 9),
        low: expect.closeTo(70 * 0.0524, 2),
        high: expect.closeTo(70 * 0.3339, 2),
        valueMinor: expect.closeTo(35_000, 6),
      },
    });
  });

  it('is measured against the control arm, and against the holdout where there is none', () => {
    const against = (given: ReturnType<typeof arms>) => {
      const increment = incrementOf(given);
      return increment.ok && [increment.incremental.against, increment.incremental.value];
    };
    expect(against(arms([100, 50, 0], [100, 30, 0], [100, 10, 0]))).toEqual([
      'control',
      expect.closeTo(20, 9),
    ]);
    expect(against(arms([100, 50, 0], NOBODY, [100, 10, 0]))).toEqual(['holdout', expect.closeTo(40, 9)]);
  });

  it('may be less than nothing', () => {
    const increment = incrementOf(arms([100, 10, 0], [100, 30, 0]));
    expect(increment.ok && increment.incremental.high).toBeLessThan(0);
  });

  it.each([
    ['no control arm: it was withheld from nobody', arms([5, 1, 1], [0, 0, 0])],
    ['it was withheld from everybody', arms([0, 0, 0], [5, 1, 1])],
    ['nobody was shown it in this period', NO_ARMS],
  ])('is not known: %s', (why, given) => {
    expect(incrementOf(given)).toEqual({ ok: false, why });
  });

  it('of several campaigns is their sum, with margins that add as squares', () => {
    const sum = addIncrements([
      { value: 10, low: 7, high: 14, valueMinor: 100, against: 'control' },
      { value: 20, low: 16, high: 23, valueMinor: 50, against: 'holdout' },
    ]);
    expect(sum).toEqual({ value: 30, low: 25, high: 35, valueMinor: 150, against: 'both' });
  });
});
