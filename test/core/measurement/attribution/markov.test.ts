import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createChain } from '../../../../core/measurement/attribution/markov.ts';

type Way = readonly [rows: readonly number[], isConverting: boolean, times?: number];

function finish<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

function effectsOf(ways: readonly Way[], size: number): readonly number[] {
  const chain = createChain();
  for (const [rows, isConverting, times = 1] of ways) {
    for (let n = 0; n < times; n++) chain.add(rows, isConverting);
  }
  return finish(chain.removalEffects(size));
}

/** Steps of the chain written down and repeated until they settle; rows in `without` end in nothing. */
function chanceByRepeating(ways: readonly Way[], size: number, without: number): number {
  const [start, conversion] = [size, size + 1];
  const steps = Array.from({ length: size + 1 }, () => new Array<number>(size + 2).fill(0));
  const totals = new Array<number>(size + 1).fill(0);
  for (const [rows, isConverting, times = 1] of ways) {
    const walk = [start, ...rows];
    for (const [at, state] of walk.entries()) {
      const next = walk[at + 1] ?? (isConverting ? conversion : null);
      totals[state] = (totals[state] ?? 0) + times;
      const row = steps[state];
      if (row !== undefined && next !== null) row[next] = (row[next] ?? 0) + times;
    }
  }
  let chances = new Array<number>(size + 2).fill(0).with(conversion, 1);
  for (let n = 0; n < 3_000; n++) {
    chances = chances.map((chance, state) => {
      if (state === conversion) return 1;
      if (state === without) return 0;
      const counted = steps[state]?.reduce((sum, count, to) => sum + count * (chances[to] ?? 0), 0) ?? 0;
      return totals[state] ? counted / (totals[state] ?? 1) : chance;
    });
  }
  return chances[start] ?? 0;
}

describe('the removal effect', () => {
  // Puzyrov, Markov chain attribution: simple explanation of removal effect (2019): Google Ads twice alone, mailing once,
  // both once, Google Ads once in vain. 0.8 in all; 0.2 without Google Ads, 0.4 without mailing.
  it('is that of a published example of four paths', () => {
    const effects = effectsOf(
      [
        [[0], true, 2],
        [[1], true],
        [[0, 1], true],
        [[0], false],
      ],
      2,
    );
    expect(effects).toEqual([expect.closeTo(0.75, 12), expect.closeTo(0.5, 12)]);
  });

  // Bryl, Multi-channel attribution model with R (2016): C1 C2 C3 bought, C1 did not, C2 C3 did not.
  it('is that of a published example of three channels', () => {
    const effects = effectsOf(
      [
        [[0, 1, 2], true],
        [[0], false],
        [[1, 2], false],
      ],
      3,
    );
    expect(effects).toEqual([0.5, 1, 1].map((effect) => expect.closeTo(effect, 12)));
  });

  // Cross Validated 336227: half each begin at Social (0) and Store (1), which lead to each other (0.3, 0.4) and to the
  // Notification Center (2; 0.15, 0.1), where nothing comes of it; 11.4 % buy. By hand: s = .05 + .3 t, t = .1 + .4 s, so
  // s = 1/11, t = 3/22, all = 5/44; .05 without Social, .025 without Store.
  it('is exact where paths go round in circles', () => {
    const ways: readonly Way[] = [
      [[0], true, 7],
      [[0], false, 18],
      [[0, 2], false, 21],
      [[1, 0], false, 52],
      [[1], true, 13],
      [[1], false, 10],
      [[1, 2], false, 13],
      [[0, 1], false, 42],
    ];
    expect(chanceByRepeating(ways, 3, -1)).toBeCloseTo(5 / 44, 9);
    expect(effectsOf(ways, 3)).toEqual([0.56, 0.78, 0].map((effect) => expect.closeTo(effect, 12)));
  });

  it('agrees with the chain walked step by step, whatever the paths', () => {
    const rows = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 5 });
    const way = fc.tuple(rows, fc.boolean());
    fc.assert(
      fc.property(fc.array(way, { minLength: 1, maxLength: 12 }), (ways) => {
        const all = chanceByRepeating(ways, 5, -1);
        const effects = effectsOf(ways, 5);
        for (const [row, effect] of effects.entries()) {
          const expected = all === 0 ? 0 : 1 - chanceByRepeating(ways, 5, row) / all;
          expect(effect).toBeCloseTo(expected, 6);
        }
      }),
      { seed: 20_260_105, numRuns: 60 },
    );
  });

  it('is none where nothing converts, and where there are no paths', () => {
    expect(effectsOf([[[0, 1], false]], 2)).toEqual([0, 0]);
    expect(effectsOf([], 2)).toEqual([0, 0]);
  });
});
