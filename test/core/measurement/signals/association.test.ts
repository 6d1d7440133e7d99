import { describe, expect, it } from 'vitest';
import {
  adjustedLift,
  chanceGain,
  type FourFold,
  gainChance,
  informationGain,
  liftOf,
} from '../../../../core/measurement/signals/association.ts';

const table = (did: readonly [number, number], didNot: readonly [number, number]): FourFold => ({
  did: { did: did[0], of: did[1] },
  didNot: { did: didNot[0], of: didNot[1] },
});

describe('the lift', () => {
  // Agresti, Categorical Data Analysis (2002), section 3.1: infarctions of physicians with placebo and with aspirin.
  it('is a published ratio of shares with its interval', () => {
    const lift = liftOf(table([189, 11_034], [104, 11_037]));
    expect(lift).toEqual({
      value: expect.closeTo(1.818, 3),
      low: expect.closeTo(1.433, 3),
      high: expect.closeTo(2.306, 3),
    });
  });

  it.each([
    ['nobody who did it not', table([10, 20], [0, 20])],
    ['nobody who did it', table([0, 20], [10, 20])],
  ])('has a finite interval where %s stayed', (_, edge) => {
    const { low, value, high } = liftOf(edge);
    expect(low).toBeGreaterThan(0);
    expect(low).toBeLessThan(value);
    expect(high).toBeGreaterThan(value);
    expect(high).toBeLessThan(1e6);
  });
});

/** Admissions to Berkeley by department (Bickel, Hammel, O'Connell, Science 187, 1975): men, then women. */
const BERKELEY = [
  table([512, 825], [89, 108]),
  table([353, 560], [17, 25]),
  table([120, 325], [202, 593]),
  table([138, 417], [131, 375]),
  table([53, 191], [94, 393]),
  table([22, 373], [24, 341]),
];

/** By the formulas of Greenland and Robins 1985, worked out apart from this code. */
const ADJUSTED = { value: 0.9449, low: 0.8665, high: 1.0305 };

describe('the adjusted lift', () => {
  it('takes away what the strata explain', () => {
    expect(liftOf(table([1198, 2691], [557, 1835])).value).toBeCloseTo(1.467, 3);
    const adjusted = adjustedLift(BERKELEY);
    expect(adjusted?.value).toBeCloseTo(ADJUSTED.value, 4);
    expect(adjusted?.low).toBeCloseTo(ADJUSTED.low, 4);
    expect(adjusted?.high).toBeCloseTo(ADJUSTED.high, 4);
    expect(adjusted?.high).toBeLessThan(1.06);
  });

  it('is the lift itself in one stratum', () => {
    const one = table([30, 60], [20, 80]);
    const [raw, adjusted] = [liftOf(one), adjustedLift([one])];
    expect(adjusted).toEqual({
      value: expect.closeTo(raw.value, 12),
      low: expect.closeTo(raw.low, 12),
      high: expect.closeTo(raw.high, 12),
    });
  });

  it.each([
    ['no stratum has both sides', [table([5, 9], [0, 0]), table([0, 0], [4, 9])]],
    ['nobody stayed on one side', [table([5, 9], [0, 9])]],
    ['there are no strata', []],
  ])('is none where %s', (_, strata) => {
    expect(adjustedLift(strata)).toBeNull();
  });
});

describe('the information gain', () => {
  it.each([
    ['one bit where the deed says all', table([10, 10], [0, 10]), 1],
    ['nothing where it says nothing', table([5, 10], [5, 10]), 0],
    // Quinlan 1986, the attribute "windy": 14 days, 9 good ones; 3 of 6 windy, 6 of 8 calm. He gives 0.048 bits.
    ['that of a published example', table([3, 6], [6, 8]), 0.048],
  ])('is %s', (_, given, expected) => {
    expect(informationGain(given)).toBeCloseTo(expected, 3);
  });

  it('by chance alone is that of a chi-square with one degree of freedom', () => {
    expect(chanceGain(500)).toBeCloseTo(0.001443, 6);
    expect(gainChance(chanceGain(500), 500)).toBeCloseTo(0.3173, 4);
  });

  // 95 %, 99 % and 99.9 % points of chi-square with one degree of freedom, from any table; and far out, 2 (1 - Phi(6)).
  it.each([
    [3.841459, 0.05],
    [6.634897, 0.01],
    [10.827566, 0.001],
    [36, 1.973175e-9],
    [0, 1],
  ])('with G = %d has the chance %d', (g, chance) => {
    expect(gainChance(g / (2 * 100 * Math.LN2), 100) / chance).toBeCloseTo(1, 5);
  });
});
