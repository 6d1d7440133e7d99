/**
 * Reference values of other programs, to the digits they are printed with: gbstats 0.8.0 of GrowthBook (its own tests),
 * and scipy for the Hillstrom e-mail experiment (women's e-mail against none). The Beta-Bernoulli ones are of mpmath 1.3.0,
 * by quadrature and by the sum alike.
 */
import { describe, expect, it } from 'vitest';
import { beliefOf } from '../../../../core/measurement/experiment/bayes.ts';
import { chanceOfLarger } from '../../../../core/measurement/experiment/beta-bernoulli.ts';
import {
  absoluteEffect,
  type Effect,
  relativeEffect,
  type Tested,
} from '../../../../core/measurement/experiment/effect.ts';
import type { GoalKind, Pair } from '../../../../core/measurement/experiment/sample.ts';
import { confidenceSequence, tuneRho } from '../../../../core/measurement/experiment/sequential.ts';
import { checkSampleRatio } from '../../../../core/measurement/experiment/srm.ts';
import { twoProportionTest } from '../../../../core/measurement/experiment/two-proportions.ts';
import { welchDegrees, welchTest } from '../../../../core/measurement/experiment/welch.ts';
import { amounts, pairOf, shares } from './arms.ts';

const ALPHA = 0.05;

const welch = (pair: Pair, effect: Effect): Tested => welchTest(effect, welchDegrees(pair), ALPHA);

const sequential = (pair: Pair, effect: Effect, planned: number): Tested =>
  confidenceSequence(effect, {
    visitors: pair.control.n + pair.treatment.n,
    rho: tuneRho(ALPHA, planned),
    alpha: ALPHA,
  });

const flat = ({ estimate, interval, p }: Tested, unit = 1) => [
  estimate / unit,
  interval.low / unit,
  interval.high / unit,
  p,
];

const SPENT = pairOf(amounts(1396.87, 52_377.9767, 3407), amounts(2422.7, 134_698.29, 3461), 'revenue');
const SPENT_3000 = pairOf(amounts(1396.87, 52_377.9767, 3000), amounts(2422.7, 134_698.29, 3461), 'revenue');
const bought = (a: readonly [number, number], b: readonly [number, number]): Pair =>
  pairOf(shares(...a), shares(...b), 'conversion' satisfies GoalKind);
const HALVES = bought([14, 28], [16, 30]);
const MANY = bought([1396, 3000], [2422, 3461]);
const WOMENS = bought([122, 21_306], [189, 21_387]);
const WOMENS_VISIT = bought([2262, 21_306], [3238, 21_387]);
const FIFTIES = relativeEffect(bought([49, 100], [51, 100]));
const TENS = relativeEffect(pairOf(amounts(100, 1002.25, 10), amounts(105, 1111.5, 10), 'revenue'));

type Row = readonly [what: string, got: readonly number[], expected: readonly number[], digits: number];

const believed = (effect: Effect, prior: Parameters<typeof beliefOf>[1]) => {
  const { estimate, interval, chanceToWin, risk } = beliefOf(effect, prior, ALPHA);
  return { estimate, interval, chanceToWin, risk };
};
const fifties = believed(FIFTIES, null);
const tens = believed(TENS, null);
const tensExpected = believed(TENS, { mean: 0.1, variance: 0.1 });
const pooled = twoProportionTest({ did: 122, of: 21_306 }, { did: 189, of: 21_387 }, ALPHA);
const pooledVisit = twoProportionTest({ did: 2262, of: 21_306 }, { did: 3238, of: 21_387 }, ALPHA);
const womensWelch = welch(WOMENS, absoluteEffect(WOMENS));
const womensSequential = sequential(WOMENS, absoluteEffect(WOMENS), 5000);
const unit = confidenceSequence(
  { estimate: 0, standardError: 0.01 },
  { visitors: 10_000, rho: tuneRho(ALPHA, 5000), alpha: ALPHA },
);

const ratio = (...arms: readonly (readonly [visitors: number, weight: number])[]) => {
  const { chiSquare, p } = checkSampleRatio(arms.map(([visitors, weight]) => ({ visitors, weight })));
  return [p ?? -1, chiSquare ?? -1];
};

const ROWS: readonly Row[] = [
  ['Welch, relative', flat(welch(SPENT, relativeEffect(SPENT))), [0.70732, -0.03526, 1.44989, 0.06191], 5],
  [
    'Welch, absolute',
    flat(welch(SPENT, absoluteEffect(SPENT)), 100).with(3, welch(SPENT, absoluteEffect(SPENT)).p),
    [0.29, 0.04538, 0.53462, 0.02016],
    5,
  ],
  [
    'Welch of shares, relative',
    flat(welch(HALVES, relativeEffect(HALVES))),
    [0.06667, -0.47767, 0.61101, 0.80707],
    5,
  ],
  [
    'sequential, N* = 1,000, relative',
    flat(sequential(SPENT_3000, relativeEffect(SPENT_3000), 1000)),
    [0.50336, -0.55844, 1.56516, 1],
    5,
  ],
  [
    'sequential of shares, N* = 5,000, relative',
    flat(sequential(MANY, relativeEffect(MANY), 5000)),
    [0.50386, 0.40098, 0.60675, 0],
    5,
  ],
  [
    'Bayes, flat, 49 and 51 of 100',
    [fifties.estimate, fifties.interval.low, fifties.interval.high, fifties.chanceToWin],
    [0.04082, -0.24779, 0.32943, 0.60918],
    5,
  ],
  ['Bayes, flat, risk', [fifties.risk.control, fifties.risk.treatment], [0.0814, 0.04058], 5],
  ['Bayes, amounts, flat', [tens.estimate, tens.interval.low, tens.interval.high], [0.05, -0.02, 0.12], 5],
  ['Bayes, amounts, flat, chance', [tens.chanceToWin], [0.91923], 5],
  [
    'Bayes, amounts, prior N(0.1, 0.1)',
    [tensExpected.estimate, tensExpected.chanceToWin],
    [0.05063, 0.92315],
    5,
  ],
  [
    'Beta-Bernoulli, 49 and 51 of 100',
    [chanceOfLarger({ did: 49, of: 100 }, { did: 51, of: 100 })],
    [0.6107705227],
    10,
  ],
  [
    "Beta-Bernoulli, women's orders",
    [chanceOfLarger({ did: 122, of: 21_306 }, { did: 189, of: 21_387 })],
    [0.999923849],
    10,
  ],
  ["pooled z of women's orders", [pooled?.z ?? 0], [3.77956], 5],
  ['p of it', [pooled?.absolute.p ?? 0], [1.571e-4], 7],
  [
    "Welch of women's orders, absolute",
    [womensWelch.interval.low, womensWelch.interval.high],
    [0.00149863, 0.00472348],
    8,
  ],
  [
    "sequential of women's orders, absolute",
    [womensSequential.interval.low, womensSequential.interval.high],
    [0.00046151, 0.0057606],
    8,
  ],
  ['p of it, always valid', [womensSequential.p], [0.0072167], 7],
  ["pooled z of women's visits", [pooledVisit?.z ?? 0], [13.94918], 5],
  [
    "Welch of women's visits, relative",
    flat(welch(WOMENS_VISIT, relativeEffect(WOMENS_VISIT))).slice(0, 3),
    [0.4260551, 0.3543987, 0.4977114],
    7,
  ],
  [
    "sequential of women's visits, relative",
    flat(sequential(WOMENS_VISIT, relativeEffect(WOMENS_VISIT), 5000)).slice(1, 3),
    [0.3083091, 0.543801],
    7,
  ],
  ['SRM of 1000 and 1100', ratio([1000, 1], [1100, 1]).slice(0, 1), [0.0290963], 7],
  ['SRM of 310, 98 and 95', ratio([310, 0.6], [98, 0.2], [95, 0.2]).slice(0, 1), [0.7401803], 7],
  ["SRM of Hillstrom's three arms", ratio([21_306, 1], [21_307, 1], [21_387, 1]), [0.903693, 0.2025313], 7],
  ['rho of 0.05 and N* = 5,000', [tuneRho(ALPHA, 5000)], [0.0398400668], 10],
  ['half-width at variance 1 and 10,000 visitors', [unit.interval.high], [0.0306147722], 10],
];

describe('experiment statistics agree with other programs', () => {
  it.each(ROWS)('%s', (_, got, expected, digits) => {
    expect(got.map((value) => value.toFixed(digits))).toEqual(expected.map((value) => value.toFixed(digits)));
  });
});
