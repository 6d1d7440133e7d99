import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toMatrix } from '../../../../core/scoring/matrix.ts';
import {
  createSums,
  qiniOf,
  standRows,
  sumBlocks,
  upliftAmong,
} from '../../../../core/scoring/uplift/qini.ts';
import { checkTrial, type Trial } from '../../../../core/scoring/uplift/trial.ts';
import { CLEAR, drawTrial, drawVisitors } from './planted.ts';

type Line = readonly [score: number, treated: 0 | 1, outcome: 0 | 1, propensity?: number];

function trialOf(lines: readonly Line[]): { trial: Trial; scores: Float64Array } {
  return {
    scores: Float64Array.from(lines, ([score]) => score),
    trial: {
      matrix: toMatrix(lines.map(([score]) => [score])),
      treated: Uint8Array.from(lines, ([, treated]) => treated),
      outcomes: Float64Array.from(lines, ([, , outcome]) => outcome),
      propensities: Float64Array.from(lines, ([, , , propensity = 0.5]) => propensity),
    },
  };
}

function sumsOf({ trial, scores }: { trial: Trial; scores: Float64Array }, times: Uint16Array | null = null) {
  const standing = standRows(scores, trial);
  return sumBlocks(standing, times, createSums(standing.ranked.ends.length));
}

const qini = (lines: readonly Line[]): number => qiniOf(sumsOf(trialOf(lines)));

/** The definition read literally: each point of the curve is counted anew from all lines. */
function literalQini(lines: readonly Line[]): number {
  const weigh = (of: readonly Line[], arm: 0 | 1, isGain: boolean): number =>
    of
      .filter(([, treated, outcome]) => treated === arm && (!isGain || outcome === 1))
      .reduce((sum, [, , , propensity = 0.5]) => sum + 1 / (arm === 1 ? propensity : 1 - propensity), 0);
  const all = weigh(lines, 1, false);
  const points = [...new Set(lines.map(([score]) => score))]
    .sort((a, b) => b - a)
    .map((edge) => lines.filter(([score]) => score >= edge))
    .filter((first) => weigh(first, 1, false) > 0 && weigh(first, 0, false) > 0)
    .map((first) => ({
      x: first.length / lines.length,
      y:
        (weigh(first, 1, true) - (weigh(first, 0, true) * weigh(first, 1, false)) / weigh(first, 0, false)) /
        all,
    }));
  let [area, from] = [0, { x: 0, y: 0 }];
  for (const to of points) {
    area += ((to.x - from.x) * (to.y + from.y)) / 2;
    from = to;
  }
  return area - from.y / 2;
}

const line = fc.tuple(
  fc.integer({ min: 0, max: 6 }),
  fc.constantFrom<0 | 1>(0, 1),
  fc.constantFrom<0 | 1>(0, 1),
  fc.constantFrom(0.1, 0.5, 0.8),
);
/** Both arms are there. */
const trials = fc
  .array(line, { minLength: 2, maxLength: 40 })
  .map((lines): readonly Line[] => [[3, 0, 0, 0.5], [3, 1, 1, 0.5], ...lines]);
const seeded = { seed: 11, numRuns: 300 };

describe('the Qini coefficient', () => {
  it.each<{ ranking: string; lines: readonly Line[]; expected: number }>([
    {
      ranking: 'whom it changes comes first: the curve rises to 0.5 at half and stays',
      lines: [
        [2, 1, 1],
        [2, 0, 0],
        [1, 1, 0],
        [1, 0, 0],
      ],
      expected: 0.125,
    },
    {
      ranking: 'whom it changes comes last',
      lines: [
        [2, 1, 0],
        [2, 0, 0],
        [1, 1, 1],
        [1, 0, 0],
      ],
      expected: -0.125,
    },
    {
      ranking: 'sure buyers come first: they buy in both arms',
      lines: [
        [2, 1, 1],
        [2, 0, 1],
        [1, 1, 1],
        [1, 0, 0],
      ],
      expected: -0.125,
    },
    {
      ranking: 'all the same score',
      lines: [
        [1, 1, 1],
        [1, 0, 0],
        [1, 1, 0],
        [1, 0, 0],
      ],
      expected: 0,
    },
    {
      ranking: 'only the treated',
      lines: [
        [1, 1, 1],
        [0, 1, 0],
      ],
      expected: 0,
    },
  ])('is $expected where $ranking', ({ lines, expected }) => {
    expect(qini(lines)).toBeCloseTo(expected, 12);
  });

  it('is what its definition says, with ties and unequal chances of treatment', () => {
    fc.assert(
      fc.property(trials, (lines) => {
        expect(qini(lines)).toBeCloseTo(literalQini(lines), 10);
      }),
      seeded,
    );
  });

  it('asks only for the order: rows may come otherwise, and scores on another scale', () => {
    fc.assert(
      fc.property(trials, (lines) => {
        const other = lines.toReversed().map(([score, ...rest]): Line => [Math.exp(score), ...rest]);
        expect(qini(other)).toBeCloseTo(qini(lines), 10);
      }),
      seeded,
    );
  });

  it('of rows that count several times is that of a trial which has them several times', () => {
    fc.assert(
      fc.property(trials, fc.infiniteStream(fc.integer({ min: 1, max: 3 })), (lines, stream) => {
        const times = Uint16Array.from(lines, () => Number(stream.next().value));
        const repeated = lines.flatMap((one, at) => Array.from({ length: Number(times[at]) }, () => one));
        expect(qiniOf(sumsOf(trialOf(lines), times))).toBeCloseTo(qini(repeated), 10);
      }),
      seeded,
    );
  });

  it('of whoever is sure to gain more is higher than of likely buyers, though these were treated nine times as often', () => {
    const visitors = drawVisitors(CLEAR, 20_000, 5);
    const { matrix, bases, effects } = visitors;
    const truth = drawTrial(visitors, 6);
    const skewed = drawTrial(visitors, 7, (row) => (Number(bases[row]) > 0.3 ? 0.9 : 0.1));
    const misread = { ...skewed, propensities: new Float64Array(matrix.rows).fill(0.5) };
    const [fair, weighted, naive] = [truth, skewed, misread].map((trial) =>
      qiniOf(sumsOf({ trial, scores: effects })),
    );
    expect(Math.abs(Number(weighted) - Number(fair))).toBeLessThan(0.004);
    expect(Math.abs(Number(naive) - Number(fair))).toBeGreaterThan(0.01);
  });
});

describe('uplift among the first of a ranking', () => {
  const lines: readonly Line[] = [
    [3, 1, 1],
    [3, 0, 0],
    [2, 1, 1],
    [2, 0, 1],
    [1, 1, 0],
    [1, 0, 0],
    [1, 1, 0],
    [1, 0, 0],
  ];

  it.each([
    [0.25, 1],
    [0.5, 0.5],
    [1, 0.25],
    // Half of the last block, whose members cannot be told apart.
    [0.75, 1 / 3],
  ])('of the share %d is %d', (share, expected) => {
    expect(upliftAmong(sumsOf(trialOf(lines)), share)).toBeCloseTo(expected, 12);
  });
});

describe('a trial', () => {
  const { trial } = trialOf([
    [1, 1, 1],
    [0, 0, 0],
  ]);

  it.each<{ what: string; parts: Partial<Trial>; said: RegExp }>([
    {
      what: 'a part of another length',
      parts: { treated: new Uint8Array(3) },
      said: /2 rows has parts of 3, 2, 2/,
    },
    {
      what: 'somebody sure to be treated',
      parts: { propensities: Float64Array.of(0.5, 1) },
      said: /row 1.*leave it out/,
    },
    {
      what: 'somebody never to be treated',
      parts: { propensities: Float64Array.of(0, 0.5) },
      said: /row 0.*leave it out/,
    },
    {
      what: 'an unknown propensity',
      parts: { propensities: Float64Array.of(0.5, Number.NaN) },
      said: /row 1/,
    },
    { what: 'an amount for an outcome', parts: { outcomes: Float64Array.of(19.9, 0) }, said: /write 0 or 1/ },
  ])('with $what is refused', ({ parts, said }) => {
    expect(() => checkTrial({ ...trial, ...parts })).toThrow(said);
  });

  it('is drawn with the propensities that are asked for', () => {
    const drawn = drawTrial(drawVisitors(CLEAR, 5_000, 1), 2, () => 0.3);
    const share = drawn.treated.reduce((sum, one) => sum + one, 0) / 5_000;
    expect(Math.abs(share - 0.3)).toBeLessThan(0.02);
  });
});
