import { describe, expect, it } from 'vitest';
import { fitBoosting } from '../../../../core/scoring/boosting/fit.ts';
import type { BoostingOptions } from '../../../../core/scoring/boosting/options.ts';
import { toMatrix } from '../../../../core/scoring/matrix.ts';
import { createRandom } from '../../../../core/scoring/random.ts';
import { answer, countUp, EAGER, line, makeMatrix, rowsOf } from './support.ts';

const NAN = Number.NaN;

describe('when a boosting ends', () => {
  const noise = () => {
    const { matrix } = makeMatrix({ seed: 8, rows: 600, missing: 0 });
    const random = createRandom(9);
    return { matrix, targets: Float64Array.from({ length: 600 }, () => Math.round(random())) };
  };

  it('keeps the rounds up to the best on the last rows, and none where nothing helps', () => {
    const { matrix, targets } = makeMatrix({ seed: 8, rows: 600, missing: 0 });
    const losses: (number | null)[] = [];
    const onRound = (_: number, loss: number | null) => void losses.push(loss);
    const model = fitBoosting(matrix, targets, { holdout: 0.25, minLeaf: 3, learningRate: 0.3, onRound });
    const best = losses.indexOf(
      losses.reduce((least, loss) => ((loss ?? 9) < (least ?? 9) ? loss : least), 9),
    );
    expect(model.roots).toHaveLength(best + 1);
    expect(losses).toHaveLength(best + 1 + 20);
    const made = noise();
    expect(fitBoosting(made.matrix, made.targets, { holdout: 0.25, learningRate: 1 }).roots).toHaveLength(0);
  });

  it('holds out the last rows, so that a share and those rows apart give the same', () => {
    const { matrix, targets } = makeMatrix({ seed: 8, rows: 400, missing: 0.1 });
    const rows = rowsOf(matrix);
    const part = (from: number, to: number) => toMatrix(rows.slice(from, to), matrix.features);
    const holdout = { matrix: part(300, 400), targets: targets.slice(300) };
    const apart = fitBoosting(part(0, 300), targets.slice(0, 300), { holdout });
    expect(fitBoosting(matrix, targets, { holdout: 0.25 })).toEqual(apart);
  });

  it('measures the holdout as one who predicts its rows would', () => {
    const { matrix, targets } = makeMatrix({ seed: 8, rows: 400, missing: 0.1 });
    let last: number | null = null;
    const options: BoostingOptions = {
      holdout: { matrix, targets },
      rounds: 7,
      onRound: (_, loss) => {
        last = loss;
      },
    };
    const model = fitBoosting(matrix, targets, options);
    const losses = rowsOf(matrix).map(
      (row, at) => -Math.log(Math.abs(1 - (targets[at] ?? 0) - answer(model, row))),
    );
    expect(last).toBeCloseTo(losses.reduce((sum, loss) => sum + loss, 0) / 400, 12);
  });

  it('ends when whoever watches says so, with what was grown', () => {
    const { matrix, targets } = makeMatrix({ seed: 8, rows: 200, missing: 0 });
    const rounds: number[] = [];
    const model = fitBoosting(matrix, targets, {
      onRound: (round) => {
        rounds.push(round);
        return round < 4;
      },
    });
    expect(rounds).toEqual([1, 2, 3, 4]);
    expect(model.roots).toHaveLength(4);
  });

  it('grows nothing where all targets are alike, and stays in bounds', () => {
    const never = fitBoosting(
      line(countUp(99)),
      countUp(99).map(() => 0),
    );
    expect(never.roots).toHaveLength(0);
    expect(answer(never, [5])).toBeCloseTo(0.5 / 100, 12);
    const same = fitBoosting(
      line(countUp(99)),
      countUp(99).map(() => 7),
      { loss: 'squared' },
    );
    expect(answer(same, [5])).toBe(7);
  });

  it.each([
    ['all missing', countUp(60).map(() => NAN)],
    ['all the same', countUp(60).map(() => 3)],
  ])('a column that is %s is never looked at', (_, column) => {
    const rows = column.map((value, at) => [value, at]);
    const model = fitBoosting(
      toMatrix(rows),
      rows.map(([, at = 0]) => Number(at > 30)),
      EAGER,
    );
    expect([...new Set(model.feature)].toSorted()).toEqual([-1, 1]);
  });

  it('answers one row by its target', () => {
    expect(answer(fitBoosting(line([1]), [12.5], { loss: 'squared' }), [1])).toBe(12.5);
  });
});
