import { describe, expect, it } from 'vitest';
import { standardErrors } from '../../../../core/scoring/lifetime/curvature.ts';
import { minimize } from '../../../../core/scoring/lifetime/nelder-mead.ts';
import { finish } from './planted.ts';

const rosenbrock = ([x = 0, y = 0]: readonly number[]): number => (1 - x) ** 2 + 100 * (y - x * x) ** 2;
/** Of four numbers, whose minimum is flat in every direction but one sum. */
const powell = ([a = 0, b = 0, c = 0, d = 0]: readonly number[]): number =>
  (a + 10 * b) ** 2 + 5 * (c - d) ** 2 + (b - 2 * c) ** 4 + 10 * (a - d) ** 4;

describe('a search', () => {
  it.each([
    ['along a bent valley', rosenbrock, [-1.2, 1], [1, 1], 4],
    ['where it is flat', powell, [3, -1, 0, 1], [0, 0, 0, 0], 1],
    ['of one number', ([x = 0]: readonly number[]) => (x - 2) ** 2, [0], [2], 4],
  ] as const)('finds the minimum %s', (_, f, start, expected, digits) => {
    const { point, isConverged } = finish(minimize(f, { start, tolerance: 1e-12 }));
    expect(isConverged).toBe(true);
    for (const [at, value] of expected.entries()) expect(point[at]).toBeCloseTo(value, digits);
  });

  it('finds the same place again, to the bit', () => {
    const search = () => finish(minimize(rosenbrock, { start: [-1.2, 1] }));
    expect(search()).toEqual(search());
  });

  it('says that it did not come to an end', () => {
    const { isConverged, evaluations } = finish(
      minimize(([x = 0]) => -x, { start: [0], mostEvaluations: 200 }),
    );
    expect(isConverged).toBe(false);
    expect(evaluations).toBeLessThan(210);
  });

  it('goes around what is no number', () => {
    const f = ([x = 0]: readonly number[]): number => (x < 1 ? Number.NaN : (x - 1.5) ** 2);
    expect(finish(minimize(f, { start: [3] })).point[0]).toBeCloseTo(1.5, 3);
  });
});

describe('standard errors', () => {
  it('are those of a known matrix: the diagonal of the inverse of [[4, 1], [1, 1]] is 1/3 and 4/3', () => {
    const f = ([x = 0, y = 0]: readonly number[]): number => (4 * x * x + 2 * x * y + y * y) / 2;
    const [x = 0, y = 0] = finish(standardErrors(f, [0, 0])) ?? [];
    expect(x).toBeCloseTo(Math.sqrt(1 / 3), 6);
    expect(y).toBeCloseTo(Math.sqrt(4 / 3), 6);
  });

  it('do not exist where a direction is flat', () => {
    expect(finish(standardErrors(([x = 0, y = 0]) => (x + y) ** 2, [0, 0]))).toBeNull();
  });
});
