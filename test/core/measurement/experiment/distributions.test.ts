/** Against mpmath 1.3.0 with 50 digits. */
import { describe, expect, it } from 'vitest';
import { chanceOfLarger } from '../../../../core/measurement/experiment/beta-bernoulli.ts';
import { regularizedBeta } from '../../../../core/measurement/experiment/incomplete-beta.ts';
import { upperGamma } from '../../../../core/measurement/experiment/incomplete-gamma.ts';
import { normalQuantile, normalUpper } from '../../../../core/measurement/experiment/normal.ts';
import { logBeta } from '../../../../core/measurement/experiment/stirling.ts';
import { studentQuantile, studentUpper } from '../../../../core/measurement/experiment/student.ts';

const errorOf = (got: number, truth: number): number => Math.abs(got - truth) / Math.abs(truth);

const UPPER_GAMMA: readonly (readonly [a: number, x: number, q: number])[] = [
  [0.5, 0.01, 0.8875370839817152],
  [0.5, 1, 0.15729920705028513],
  [0.5, 5, 0.0015654022580025497],
  [0.5, 30, 9.485737571073848e-15],
  [0.5, 80, 1.1314837902432984e-36],
  [0.5, 600, 6.0995688148084334e-263],
  [1.5, 0.01, 0.9992522446606088],
  [1.5, 1, 0.5724067044708798],
  [1.5, 5, 0.018566135463043233],
  [1.5, 30, 5.878230727906912e-13],
  [1.5, 80, 1.8328665315368283e-34],
  [1.5, 600, 7.331671591550678e-260],
  [5, 0.01, 0.9999999999991735],
  [5, 1, 0.9963401531726563],
  [5, 5, 0.4404932850652124],
  [5, 30, 3.6243009520614882e-9],
  [5, 80, 3.240215404422505e-29],
  [5, 600, 1.4408034326399303e-251],
  [50, 0.01, 1.0],
  [50, 1, 1.0],
  [50, 5, 1.0],
  [50, 30, 0.999481108537452],
  [50, 80, 0.00013078397659141034],
  [50, 600, 6.390680383682107e-188],
];

const NORMAL: readonly (readonly [z: number, tail: number])[] = [
  [-3, 0.9986501019683699],
  [-0.1, 0.539827837277029],
  [0, 0.5],
  [0.5, 0.3085375387259869],
  [1.96, 0.024997895148220435],
  [5, 2.866515718791939e-7],
  [15, 3.670966199312751e-51],
  [36, 4.182624065797283e-284],
];

const NORMAL_QUANTILES: readonly (readonly [tail: number, z: number])[] = [
  [0.4, 0.2533471031357997],
  [0.1, 1.2815515655446004],
  [0.025, 1.9599639845400543],
  [1e-6, 4.753424308822899],
  [1e-50, 14.933337534788489],
  [1e-290, 36.420731673207996],
];

const STUDENT: readonly (readonly [t: number, degrees: number, tail: number])[] = [
  [0.001, 1, 0.4996816902199194],
  [1, 1, 0.25],
  [1.96, 1, 0.15017144588801656],
  [9, 1, 0.03522328747727727],
  [0.001, 2.5, 0.49963819136039245],
  [1, 2.5, 0.20203051363913674],
  [1.96, 2.5, 0.081473782236407],
  [9, 2.5, 0.0028739530918040278],
  [0.001, 57.3, 0.4996027944933081],
  [1, 57.3, 0.16075745245186576],
  [1.96, 57.3, 0.027432634911406264],
  [9, 57.3, 7.37294744737558e-13],
  [0.001, 10000000.0, 0.4996010577960625],
  [1, 10000000.0, 0.15865526602999297],
  [1.96, 10000000.0, 0.024997909012657096],
  [9, 10000000.0, 1.1287780826953716e-19],
];

const STUDENT_QUANTILES: readonly (readonly [tail: number, degrees: number, t: number])[] = [
  [0.4, 1, 0.32491969623290623],
  [0.025, 1, 12.706204736174705],
  [1e-8, 1, 31830988.618379056],
  [0.4, 10, 0.26018482949208016],
  [0.025, 10, 2.228138851986275],
  [1e-8, 10, 15.895687652513544],
  [0.4, 57.3, 0.25452660843498626],
  [0.025, 57.3, 2.0022382682313364],
  [1e-8, 57.3, 6.514364773045237],
  [0.4, 10000000.0, 0.25334710987600295],
  [0.025, 10000000.0, 1.9599642217672055],
  [1e-8, 10000000.0, 5.612005803165477],
];

const LOG_BETA: readonly (readonly [a: number, b: number, value: number])[] = [
  [2, 3, -2.4849066497880004],
  [0.5, 0.5, 1.1447298858494002],
  [1, 1, 0.0],
  [123, 21185, -758.1502709931706],
  [190, 21199, -1088.3387876513361],
  [1000000.0, 2000000.0, -1909548.290968533],
  [0.5, 10000000.0, -7.48668287005446],
];

/** By quadrature of the two densities; at the edges by hand. */
const CHANCES: readonly (readonly [
  did: number,
  of: number,
  otherDid: number,
  otherOf: number,
  chance: number,
])[] = [
  [0, 0, 0, 0, 0.5],
  [0, 1, 1, 1, 0.8333333333333333],
  [3, 20, 9, 25, 0.9367322089712599],
  [9, 25, 3, 20, 0.06326779102874008],
  [0, 50, 0, 40, 51 / 92],
  [40, 40, 39, 40, 1 - 1681 / 81 + 20],
  [49, 100, 51, 100, 0.6107705226878394],
  [122, 21306, 189, 21387, 0.9999238490227946],
];

describe('the tail of the gamma distribution', () => {
  it.each(UPPER_GAMMA)('of %d above %d is %d to 13 digits', (a, x, q) => {
    expect(errorOf(upperGamma(a, x), q)).toBeLessThan(1e-13);
  });

  it('is everything from 0 on', () => {
    expect(upperGamma(2, 0)).toBe(1);
  });
});

describe('the normal distribution', () => {
  it.each(NORMAL)('has above %d the probability %d, to 13 digits', (z, tail) => {
    expect(errorOf(normalUpper(z), tail)).toBeLessThan(1e-13);
  });

  it.each(NORMAL_QUANTILES)('has the probability %d above %d, to 14 digits', (tail, z) => {
    expect(errorOf(normalQuantile(tail), z)).toBeLessThan(1e-14);
  });

  it('has its middle at 0 and is the same on both sides', () => {
    expect(normalQuantile(0.5)).toBeCloseTo(0, 15);
    expect(normalQuantile(0.975)).toBeCloseTo(-1.959963984540054, 13);
  });
});

describe("Student's distribution", () => {
  it.each(STUDENT)('has above %d with %d degrees the probability %d, to 12 digits', (t, degrees, tail) => {
    expect(errorOf(studentUpper(t, degrees), tail)).toBeLessThan(1e-12);
  });

  it.each(STUDENT_QUANTILES)(
    'has the probability %d with %d degrees above %d, to 12 digits',
    (tail, degrees, t) => {
      expect(errorOf(studentQuantile(tail, degrees), t)).toBeLessThan(1e-12);
    },
  );

  it('is the same on both sides', () => {
    expect(studentUpper(-1.3, 4) + studentUpper(1.3, 4)).toBeCloseTo(1, 15);
  });
});

describe('the incomplete beta function', () => {
  it.each(LOG_BETA)('is divided by B(%d, %d) with the logarithm %d, to 14 digits', (a, b, value) => {
    expect(Math.abs(logBeta(a, b) - value)).toBeLessThan(1e-14 * Math.max(1, Math.abs(value)));
  });

  it.each([
    [2, 3, 0, 0],
    [2, 3, 1, 1],
    [2, 3, 0.5, 0.6875],
    [1, 1, 0.3, 0.3],
    [5, 2, 0.9, 0.885735],
  ])('with %d and %d is at %d the value %d', (a, b, x, value) => {
    expect(regularizedBeta({ a, b, x, y: 1 - x })).toBeCloseTo(value, 13);
  });
});

describe('the chance that a share is the larger one', () => {
  it.each(CHANCES)('%d of %d, against %d of %d, is %d to 12 digits', (did, of, otherDid, otherOf, chance) => {
    expect(errorOf(chanceOfLarger({ did, of }, { did: otherDid, of: otherOf }), chance)).toBeLessThan(1e-12);
  });

  it.each([
    [500_000, 10_000_000, 501_000, 10_000_000],
    [0, 3_000_000, 12, 3_000_000],
    [3_000_000, 3_000_000, 2_999_990, 3_000_000],
    [122, 21_306, 189, 21_387],
  ])('adds up with its opposite to 1: %d of %d, against %d of %d', (did, of, otherDid, otherOf) => {
    const [a, b] = [
      { did, of },
      { did: otherDid, of: otherOf },
    ];
    expect(chanceOfLarger(a, b) + chanceOfLarger(b, a)).toBeCloseTo(1, 8);
  });
});
