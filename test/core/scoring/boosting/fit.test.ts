import { describe, expect, it } from 'vitest';
import { fitBoosting } from '../../../../core/scoring/boosting/fit.ts';
import { type Matrix, toMatrix } from '../../../../core/scoring/matrix.ts';
import { answer, countUp, EAGER, line } from './support.ts';

const NAN = Number.NaN;

/** Two levels and more, 30 rows each; the target follows the level. */
function levelled(rates: readonly number[]): { matrix: Matrix; targets: number[] } {
  const levels = rates.map((_, level) => `level ${level}`);
  const rows = countUp(rates.length * 30).map((at) => [at % rates.length]);
  const targets = rows.map(([level], at) =>
    Math.floor(at / rates.length) / 30 < (rates[level ?? 0] ?? 0) ? 1 : 0,
  );
  return { matrix: toMatrix(rows, [{ name: 'source', kind: 'category', levels }]), targets };
}

describe('what boosting learns', () => {
  it('separates what a number separates', () => {
    const model = fitBoosting(
      line(countUp(100)),
      countUp(100).map((at) => (at < 37 ? 0 : 1)),
      EAGER,
    );
    expect(answer(model, [36])).toBeLessThan(0.1);
    expect(answer(model, [37])).toBeGreaterThan(0.9);
  });

  it('where a missing value goes', () => {
    const values = countUp(200).map((at) => (at % 2 === 0 ? NAN : at));
    const model = fitBoosting(
      line(values),
      values.map((value) => (Number.isNaN(value) || value > 150 ? 1 : 0)),
      EAGER,
    );
    expect([NAN, 160, 100].map((value) => Math.round(answer(model, [value])))).toEqual([1, 1, 0]);
  });

  it('sends missing values with most rows where none was there to learn from', () => {
    const targets = countUp(100).map((at) => (at < 30 ? 1 : 0));
    const model = fitBoosting(line(countUp(100)), targets, { ...EAGER, leaves: 2 });
    expect(answer(model, [NAN])).toBe(answer(model, [99]));
  });

  it('one split puts missing values with small numbers, or with large ones', () => {
    const values = countUp(90).map((at) => (at < 30 ? NAN : at));
    for (const side of [0, 1]) {
      const targets = values.map((value) => (Number.isNaN(value) ? side : Number(value >= 60)));
      const model = fitBoosting(line(values), targets, { ...EAGER, leaves: 2, rounds: 1 });
      expect(answer(model, [NAN])).toBe(answer(model, [side === 0 ? 30 : 89]));
      expect(answer(model, [30])).not.toBe(answer(model, [89]));
    }
  });

  it('one split parts few levels from one of them, and many levels in two halves', () => {
    const partsOf = (levels: number) => {
      const { matrix, targets } = levelled(countUp(levels).map((level) => (level % 2 === 0 ? 0.9 : 0.1)));
      const model = fitBoosting(matrix, targets, { ...EAGER, leaves: 2, rounds: 1 });
      return countUp(levels).filter((level) => answer(model, [level]) > 0.5).length;
    };
    expect([1, 7]).toContain(partsOf(8));
    expect(partsOf(12)).toBe(6);
  });

  it.each([
    ['few levels, one by one', [0.9, 0.1, 0.9, 0.1]],
    [
      'many levels, in the order of their own steps',
      countUp(40).map((level) => (level % 2 === 0 ? 0.9 : 0.1)),
    ],
  ])('%s', (_, rates) => {
    const { matrix, targets } = levelled(rates);
    const model = fitBoosting(matrix, targets, { ...EAGER, rounds: 100 });
    const answers = rates.map((_, level) => Math.round(answer(model, [level])));
    expect(answers).toEqual(rates.map(Math.round));
  });

  it('takes what is no level for a missing value', () => {
    const { matrix, targets } = levelled(countUp(12).map((level) => (level % 4 === 0 ? 0.1 : 0.9)));
    const model = fitBoosting(matrix, targets, EAGER);
    expect(model.missingLeft[0]).toBe(1);
    for (const stranger of [12, 31, 32, 1e12, -1, 0.5, Number.POSITIVE_INFINITY])
      expect(answer(model, [stranger])).toBe(answer(model, [NAN]));
  });

  it('300 levels, of which the rarest count as missing', () => {
    const levels = countUp(300).map((level) => `level ${level}`);
    const rows = countUp(300).flatMap((level) => countUp(level < 250 ? 8 : 2).map(() => [level]));
    const targets = rows.map(([level]) => ((level ?? 0) % 2 === 0 || (level ?? 0) >= 255 ? 1 : 0));
    const matrix = toMatrix(rows, [{ name: 'source', kind: 'category', levels }]);
    const model = fitBoosting(matrix, targets, { ...EAGER, minLeaf: 2, rounds: 100 });
    expect([10, 11, 299].map((level) => Math.round(answer(model, [level])))).toEqual([1, 0, 1]);
    expect(answer(model, [299])).toBe(answer(model, [NAN]));
  });

  it('1,000 different numbers in 255 bins, and a frequent one in its own', () => {
    const values = [...countUp(1_000), ...countUp(1_000).map(() => 500.5)];
    const model = fitBoosting(
      line(values),
      values.map((value) => Number(value === 500.5)),
      EAGER,
    );
    expect([500.5, 500, 501].map((value) => Math.round(answer(model, [value])))).toEqual([1, 0, 0]);
  });

  it.each([
    ['neighbours that no number lies between', [1, 1 + Number.EPSILON]],
    ['the largest numbers', [-Number.MAX_VALUE, Number.MAX_VALUE]],
    ['zeros of both signs on one side', [-0, 5e-324]],
  ])('tells apart %s', (_, [low = 0, high = 0]) => {
    const values = countUp(80).map((at) => (at % 2 === 0 ? low : high));
    const targets = countUp(80).map((at) => at % 2);
    const model = fitBoosting(line(values), targets, EAGER);
    expect([low, high].map((value) => Math.round(answer(model, [value])))).toEqual([0, 1]);
  });
});
