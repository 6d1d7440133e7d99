import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FEATURES } from '../../../../core/scoring/features/table.ts';
import { buildDataset, type Piece, splitByTime, toDataset } from '../../../../core/scoring/labels/dataset.ts';
import type { Example } from '../../../../core/scoring/labels/examples.ts';

function example(t: number, target: number, about = `s${t}`): Example {
  return { t, target, about, features: Float64Array.from(FEATURES, (_, at) => t * 1_000 + at) };
}

describe('examples as a data set', () => {
  it('are in time order, features and targets with them', () => {
    const { times, targets, matrix } = toDataset([example(3, 1), example(1, 0), example(2, 1)]);
    expect([[...times], [...targets]]).toEqual([
      [1, 2, 3],
      [0, 1, 1],
    ]);
    expect(matrix.columns.map((column) => [...column])).toEqual(
      FEATURES.map((_, at) => [1_000 + at, 2_000 + at, 3_000 + at]),
    );
  });

  it('are the same in whatever order they come', () => {
    const examples = [example(1, 0, 'b'), example(1, 1, 'a'), example(2, 0, 'c')];
    expect(toDataset(examples.toReversed())).toEqual(toDataset(examples));
  });

  it('count what they are about, not their rows', () => {
    const rows = [example(1, 1, 'order'), example(2, 1, 'order'), example(3, 0, 'x'), example(4, 0, 'y')];
    expect(toDataset(rows)).toMatchObject({ positives: 1, negatives: 2 });
  });

  it('are in time order when they are very many, and are put so in slices', () => {
    const rows = 9_000;
    const features = Float64Array.from(FEATURES, () => 0);
    const examples = Array.from({ length: rows }, (_, at) => {
      const t = (at * 4_999) % rows;
      return { t, target: t % 2, about: `s${t}`, features };
    });
    let slices = 0;
    for (const work = buildDataset(examples); ; slices++) {
      const step = work.next();
      if (step.done !== true) continue;
      expect([...step.value.times]).toEqual(Array.from({ length: rows }, (_, t) => t));
      expect(step.value).toMatchObject({ positives: rows / 2, negatives: rows / 2 });
      break;
    }
    expect(slices).toBeGreaterThan(10);
  });

  it('can be none', () => {
    expect(toDataset([])).toMatchObject({ matrix: { rows: 0 }, positives: 0, negatives: 0 });
  });
});

describe('the split by time', () => {
  const piece = (times: readonly number[]): Piece =>
    toDataset(times.map((t, at) => example(t, at % 2, `about ${at}`)));
  const spread = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 200 });

  it('lets no label of a piece reach into the next one', () => {
    fc.assert(
      fc.property(spread, fc.integer({ min: 0, max: 300 }), (times, horizon) => {
        const { train, tune, test } = splitByTime(piece(times), horizon);
        const [tuneFrom, testFrom] = [tune.times[0] ?? Infinity, test.times[0] ?? Infinity];
        for (const t of train.times) expect(t + horizon).toBeLessThan(Math.min(tuneFrom, testFrom));
        for (const t of tune.times) expect(t + horizon).toBeLessThan(testFrom);
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it('has every row once at most, and leaves out none but those whose label may reach over', () => {
    fc.assert(
      fc.property(spread, fc.integer({ min: 0, max: 300 }), (times, horizon) => {
        const whole = piece(times);
        const { train, tune, test } = splitByTime(whole, horizon);
        const sorted = [...whole.times];
        const from = ({ times: [first = Number.POSITIVE_INFINITY] }: Piece) => first;
        if (test.times.length === 0 || tune.times.length === 0) return;
        expect([...test.times]).toEqual(sorted.filter((t) => t >= from(test)));
        expect([...tune.times]).toEqual(sorted.filter((t) => t >= from(tune) && t + horizon < from(test)));
        expect([...train.times]).toEqual(sorted.filter((t) => t + horizon < from(tune)));
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it.each([
    ['next to nothing', 200, 1],
    ['a seventh of the past', 140, 20],
    ['a fifth of it', 150, 30],
    ['two fifths of it', 100, 40],
  ])('gives each piece its share of what is left where a label looks ahead by %s', (_, days, horizon) => {
    const { train, tune, test } = splitByTime(
      piece(Array.from({ length: 10 * days }, (__, at) => at / 10)),
      horizon,
    );
    const left = 10 * (days - 2 * horizon);
    expect(train.times.length / left).toBeCloseTo(0.65, 1);
    expect(tune.times.length / left).toBeCloseTo(0.15, 1);
    expect(test.times.length / left).toBeCloseTo(0.2, 1);
  });

  it('keeps features and targets beside their times', () => {
    const { train, tune, test } = splitByTime(piece(Array.from({ length: 100 }, (_, t) => t)), 3);
    for (const { matrix, times, targets } of [train, tune, test]) {
      expect([...(matrix.columns[2] ?? [])]).toEqual([...times].map((t) => t * 1_000 + 2));
      expect([...targets]).toEqual([...times].map((t) => t % 2));
    }
    expect([train, tune, test].map(({ times }) => times.length)).toEqual([61, 14, 19]);
  });

  it('of nothing is nothing', () => {
    expect(splitByTime(piece([]), 10).test.times).toHaveLength(0);
  });
});
