/** Platt scaling: a logistic curve over the margin. */
import type { Ranking } from '../ranking.ts';

type Curve = { readonly slope: number; readonly intercept: number };

/** Sums over the rows of what one step of Newton's method needs; `z` is the standardized margin. */
type Sums = {
  readonly loss: number;
  readonly gradient: readonly [slope: number, intercept: number];
  readonly curvature: readonly [slope: number, both: number, intercept: number];
};

const MOST_STEPS = 100;
const MOST_HALVINGS = 40;
/** Of the loss, which a further step could still save. */
const SAVED = 1e-12;

/**
 * The likeliest curve for labels that are not quite sure: (k + 1) / (k + 2) of k rows of label 1, and 1 / (k + 2) of k
 * rows of label 0 (Platt 1999), found by Newton's method with halved steps (Lin, Lin and Weng, Machine Learning 68, 2007).
 * A curve that falls is one of a model that ranks the wrong way round: it becomes the rate, for all alike.
 *
 * @param ranking Of at least one row.
 * @example fitPlatt(rankScores(margins, labels)) // { slope: 0.93, intercept: -0.04 }
 */
export function fitPlatt(ranking: Ranking): Curve {
  const { positives, negatives } = ranking.total;
  const flat = { slope: 0, intercept: Math.log((positives + 1) / (negatives + 1)) };
  const { mean, deviation } = momentsOf(ranking);
  if (deviation === 0 || positives === 0 || negatives === 0) return flat;
  const z = ranking.scores.map((score) => (score - mean) / deviation);
  const curve = minimize({ ...ranking, scores: z }, flat);
  if (curve.slope <= 0) return flat;
  const slope = curve.slope / deviation;
  return { slope, intercept: curve.intercept - slope * mean };
}

function momentsOf({ scores, positives, negatives }: Ranking) {
  const weightAt = (at: number) => (positives[at] as number) + (negatives[at] as number);
  const sumOf = (valueAt: (score: number) => number) =>
    scores.reduce((sum, score, at) => sum + weightAt(at) * valueAt(score), 0);
  const rows = sumOf(() => 1);
  const mean = sumOf((score) => score) / rows;
  return { mean, deviation: Math.sqrt(sumOf((score) => (score - mean) ** 2) / rows) };
}

function minimize(ranking: Ranking, start: Curve): Curve {
  let curve = start;
  for (let step = 0, sums = sumsAt(ranking, curve); step < MOST_STEPS; step++) {
    const move = moveBy(sums);
    const saving = (move.slope * sums.gradient[0] + move.intercept * sums.gradient[1]) / 2;
    let share = 1;
    let next = stepBy(curve, move, share);
    let after = sumsAt(ranking, next);
    for (let halving = 0; after.loss > sums.loss && halving < MOST_HALVINGS; halving++) {
      share /= 2;
      next = stepBy(curve, move, share);
      after = sumsAt(ranking, next);
    }
    if (!(after.loss <= sums.loss)) return curve;
    curve = next;
    sums = after;
    if (saving <= SAVED * Math.max(1, sums.loss)) return curve;
  }
  return curve;
}

function stepBy({ slope, intercept }: Curve, move: Curve, share: number): Curve {
  return { slope: slope - share * move.slope, intercept: intercept - share * move.intercept };
}

function moveBy({ gradient: [a, b], curvature: [aa, ab, bb] }: Sums): Curve {
  const determinant = aa * bb - ab * ab;
  return { slope: (bb * a - ab * b) / determinant, intercept: (aa * b - ab * a) / determinant };
}

function sumsAt({ scores, positives, negatives, total }: Ranking, { slope, intercept }: Curve): Sums {
  const [sure, unsure] = [(total.positives + 1) / (total.positives + 2), 1 / (total.negatives + 2)];
  let [loss, a, b, aa, ab, bb] = [0, 0, 0, 0, 0, 0];
  for (let at = 0; at < scores.length; at++) {
    const [z, hits, misses] = [scores[at] as number, positives[at] as number, negatives[at] as number];
    const rows = hits + misses;
    const target = hits * sure + misses * unsure;
    const margin = slope * z + intercept;
    const p = 1 / (1 + Math.exp(-margin));
    loss += rows * (Math.log1p(Math.exp(-Math.abs(margin))) + Math.max(margin, 0)) - target * margin;
    const error = rows * p - target;
    const spread = rows * p * (1 - p);
    a += error * z;
    b += error;
    aa += spread * z * z;
    ab += spread * z;
    bb += spread;
  }
  return { loss, gradient: [a, b], curvature: [aa, ab, bb] };
}
