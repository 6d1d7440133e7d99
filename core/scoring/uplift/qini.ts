/**
 * How well a ranking puts first whom a treatment changes (Radcliffe 2007, "Using control groups to target on predicted
 * lift"). Nobody is ever seen both ways, so that a ranking is judged by groups: the treated among the first of it
 * against the control among the first of it.
 */
import { type Trial, weighRows } from './trial.ts';

/** Rows by falling score. Whom it gives one score it cannot tell apart: they come in one block. */
export type Ranked = {
  readonly order: Uint32Array;
  /** How many rows there are up to the end of each block. */
  readonly ends: Uint32Array;
};

/** What each row adds, in the order of a ranking. */
export type Standing = {
  readonly ranked: Ranked;
  readonly treated: Uint8Array;
  readonly weights: Float64Array;
  readonly gains: Float64Array;
};

/** Sums over all rows up to the end of each block. */
export type Sums = {
  readonly seen: Float64Array;
  readonly treatedWeight: Float64Array;
  readonly treatedGain: Float64Array;
  readonly controlWeight: Float64Array;
  readonly controlGain: Float64Array;
};

/** @param scores By row of the trial; higher is asked first. */
export function standRows(scores: Float64Array, trial: Trial): Standing {
  const ranked = rankRows(scores);
  const { order } = ranked;
  const weights = weighRows(trial);
  return {
    ranked,
    treated: Uint8Array.from(order, (row) => trial.treated[row] ?? 0),
    weights: Float64Array.from(order, (row) => weights[row] ?? 0),
    gains: Float64Array.from(order, (row) => (weights[row] ?? 0) * (trial.outcomes[row] ?? 0)),
  };
}

function rankRows(scores: Float64Array): Ranked {
  const order = Uint32Array.from(scores.keys()).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const ends: number[] = [];
  for (let at = 1; at <= order.length; at++) {
    if (at === order.length || scores[order[at] ?? 0] !== scores[order[at - 1] ?? 0]) ends.push(at);
  }
  return { order, ends: Uint32Array.from(ends) };
}

export function createSums(blocks: number): Sums {
  return {
    seen: new Float64Array(blocks),
    treatedWeight: new Float64Array(blocks),
    treatedGain: new Float64Array(blocks),
    controlWeight: new Float64Array(blocks),
    controlGain: new Float64Array(blocks),
  };
}

/** @param times How often each row of the trial counts; null: once. */
export function sumBlocks(standing: Standing, times: Uint16Array | null, into: Sums): Sums {
  const { ranked, treated, weights, gains } = standing;
  const { order, ends } = ranked;
  let [seen, treatedWeight, treatedGain, controlWeight, controlGain] = [0, 0, 0, 0, 0];
  for (let block = 0, at = 0; block < ends.length; block++) {
    // The bounds hold by construction; asserting them costs nothing in this loop.
    for (const end = ends[block] as number; at < end; at++) {
      const n = times === null ? 1 : (times[order[at] as number] as number);
      seen += n;
      if (treated[at] === 1) {
        treatedWeight += n * (weights[at] as number);
        treatedGain += n * (gains[at] as number);
      } else {
        controlWeight += n * (weights[at] as number);
        controlGain += n * (gains[at] as number);
      }
    }
    into.seen[block] = seen;
    into.treatedWeight[block] = treatedWeight;
    into.treatedGain[block] = treatedGain;
    into.controlWeight[block] = controlWeight;
    into.controlGain[block] = controlGain;
  }
  return into;
}

/**
 * The area between the Qini curve and the straight line to its end, which is what a random order comes to.
 *
 * The curve at the first rows of a ranking is what the treated among them did, less what the control did times the
 * ratio of their weights, over the weight of all treated. Its ends are 0 and the uplift of treating everybody, its
 * abscissa is the share of visitors, and between the ends of blocks it is straight. While only one arm was seen there
 * is nothing to compare, and it is straight across that too.
 *
 * @example qiniOf(sums) // 0.00689 per treated visitor
 */
export function qiniOf({ seen, treatedWeight, treatedGain, controlWeight, controlGain }: Sums): number {
  const last = seen.length - 1;
  let [area, before, reached] = [0, 0, 0];
  for (let block = 0; block <= last; block++) {
    const [share, own, other] = [seen[block] ?? 0, treatedWeight[block] ?? 0, controlWeight[block] ?? 0];
    if (own === 0 || other === 0) continue;
    const gain = (treatedGain[block] ?? 0) - ((controlGain[block] ?? 0) * own) / other;
    area += ((share - reached) * (gain + before)) / 2;
    [before, reached] = [gain, share];
  }
  const [all, weight] = [seen[last] ?? 0, treatedWeight[last] ?? 0];
  return weight === 0 ? 0 : (area / all - before / 2) / weight;
}

/**
 * What the treatment changes among the first of a ranking: the share of the treated who reached the goal, less that of
 * the control. A block that lies across the edge gives so much of itself as there is room for.
 *
 * @param share Of all visitors, above 0, at most 1.
 * @returns NaN where one arm is missing there.
 * @example upliftAmong(sums, 0.3) // 0.067
 */
export function upliftAmong(sums: Sums, share: number): number {
  const { seen } = sums;
  const target = share * (seen.at(-1) ?? 0);
  const block = Math.max(
    0,
    seen.findIndex((count) => count >= target),
  );
  const [from, to] = [block === 0 ? 0 : (seen[block - 1] ?? 0), seen[block] ?? 0];
  const part = to > from ? (target - from) / (to - from) : 0;
  const at = (sum: Float64Array): number => {
    const before = block === 0 ? 0 : (sum[block - 1] ?? 0);
    return before + part * ((sum[block] ?? 0) - before);
  };
  return at(sums.treatedGain) / at(sums.treatedWeight) - at(sums.controlGain) / at(sums.controlWeight);
}
