/** What a trial shows of two rankings of its visitors, and how sure that is. */
import { createRandom } from '../random.ts';
import type { Rankings } from './out-of-fold.ts';
import { createSums, qiniOf, type Standing, type Sums, standRows, sumBlocks, upliftAmong } from './qini.ts';
import type { Trial } from './trial.ts';

export type Estimate = { readonly value: number; readonly low: number; readonly high: number };

export type RankingEvidence = {
  /** Per treated visitor; 0 is a random order. */
  readonly qini: Estimate;
  /** What the treatment changes among the first of the ranking, where these are not too few. */
  readonly top: readonly { readonly share: number; readonly uplift: number }[];
};

export type UpliftEvidence = {
  readonly uplift: RankingEvidence;
  readonly likelyBuyers: RankingEvidence;
  /** Qini of the one, less Qini of the other. */
  readonly advantage: Estimate;
  /** What treating everybody changes: a share of the visitors. */
  readonly everybody: number;
};

export type Resampling = {
  /** How often visitors are drawn anew. */
  readonly repeats: number;
  readonly seed: number;
  /** So often an interval may be wrong: 0.05 for 95 %. */
  readonly alpha: number;
};

/**
 * Drawing visitors anew leaves their scores as they are, and these hang together: what was noise in one fold taught the
 * model that judges another, and the other way round, so that each pair of folds counts one noise twice. Where there is
 * nothing to find, that is all there is, and the variance is twice what the draws show.
 */
const WIDENING = Math.SQRT2;

const SHARES = [0.1, 0.3, 0.5, 1] as const;
/** A rate of fewer visitors says too much about each of them, and nothing of anybody else. */
const LEAST_AMONG = 20;

/**
 * Intervals are percentiles of the bootstrap (Efron 1979), widened by the root of 2 around the estimate. Both rankings
 * are judged on each draw, so that what is chance for both of them falls out of their difference.
 *
 * @param rankings Made without the rows they rank.
 * @example compareRankings(trial, rankings, { repeats: 500, seed: 1, alpha: 0.05 }).advantage // { value: 0.0078, low: 0.005, … }
 */
export function compareRankings(
  trial: Trial,
  { uplift, likelyBuyers }: Rankings,
  resampling: Resampling,
): UpliftEvidence {
  const own = standRows(uplift, trial);
  const other = standRows(likelyBuyers, trial);
  const { ownQinis, otherQinis } = drawQinis(own, other, resampling);
  const advantages = ownQinis.map((qini, draw) => qini - (otherQinis[draw] ?? 0));
  const [ownSums, otherSums] = [sumOnce(own), sumOnce(other)];
  const [ownQini, otherQini] = [qiniOf(ownSums), qiniOf(otherSums)];
  const { alpha } = resampling;
  return {
    uplift: { qini: estimate(ownQini, ownQinis, alpha), top: topOf(ownSums, trial) },
    likelyBuyers: { qini: estimate(otherQini, otherQinis, alpha), top: topOf(otherSums, trial) },
    advantage: estimate(ownQini - otherQini, advantages, alpha),
    everybody: upliftAmong(ownSums, 1),
  };
}

function sumOnce(standing: Standing): Sums {
  return sumBlocks(standing, null, createSums(standing.ranked.ends.length));
}

function topOf(sums: Sums, { matrix: { rows } }: Trial): RankingEvidence['top'] {
  return SHARES.filter((share) => share * rows >= LEAST_AMONG).map((share) => ({
    share,
    uplift: upliftAmong(sums, share),
  }));
}

function drawQinis(own: Standing, other: Standing, { repeats, seed }: Resampling) {
  const random = createRandom(seed);
  const rows = own.treated.length;
  const times = new Uint16Array(rows);
  const [ownSums, otherSums] = [createSums(own.ranked.ends.length), createSums(other.ranked.ends.length)];
  const [ownQinis, otherQinis] = [new Float64Array(repeats), new Float64Array(repeats)];
  for (let draw = 0; draw < repeats; draw++) {
    times.fill(0);
    for (let drawn = 0; drawn < rows; drawn++) {
      const row = Math.floor(random() * rows);
      times[row] = (times[row] as number) + 1;
    }
    ownQinis[draw] = qiniOf(sumBlocks(own, times, ownSums));
    otherQinis[draw] = qiniOf(sumBlocks(other, times, otherSums));
  }
  return { ownQinis, otherQinis };
}

function estimate(value: number, draws: Float64Array, alpha: number): Estimate {
  const sorted = draws.toSorted();
  const edge = Math.floor((alpha / 2) * sorted.length);
  const widen = (end: number): number => value + WIDENING * (end - value);
  return { value, low: widen(sorted[edge] ?? value), high: widen(sorted[sorted.length - 1 - edge] ?? value) };
}
