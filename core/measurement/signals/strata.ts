/** Visitors of about the same activity, so that they can be compared with each other. */
import type { FourFold } from './association.ts';

const MOST_STRATA = 20;
/** In each: more strata say less about each of them. */
const LEAST_VISITORS = 50;

/**
 * The stratum of each visitor: quantiles of the activity, at most twenty, equal ones together.
 *
 * @param activity By visitor, whole numbers from 0 on.
 * @example levelsOf([0, 0, 9, 9]) // [0, 0, 0, 0]: too few to tell apart
 */
export function levelsOf(activity: readonly number[]): readonly number[] {
  const strata = Math.max(1, Math.min(MOST_STRATA, Math.floor(activity.length / LEAST_VISITORS)));
  const sorted = Float64Array.from(activity).sort();
  const edges = Array.from(
    { length: strata - 1 },
    (_, at) => sorted[Math.floor(((at + 1) * sorted.length) / strata)] ?? 0,
  );
  const distinct = [...new Set(edges)];
  return activity.map((one) => countUpTo(distinct, one));
}

/** How many edges are not above it. */
function countUpTo(edges: readonly number[], value: number): number {
  let [from, to] = [0, edges.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((edges[middle] ?? 0) <= value) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** By visitor. */
export type Levelled = {
  readonly levels: readonly number[];
  readonly did: Uint8Array;
  readonly stayed: readonly boolean[];
};

/** A table of four counts for each stratum. */
export function countStrata({ levels, did, stayed }: Levelled): readonly FourFold[] {
  const strata: { did: { did: number; of: number }; didNot: { did: number; of: number } }[] = [];
  for (const [visitor, level] of levels.entries()) {
    const stratum = strata[level] ?? { did: { did: 0, of: 0 }, didNot: { did: 0, of: 0 } };
    strata[level] = stratum;
    const side = did[visitor] === 1 ? stratum.did : stratum.didNot;
    side.of += 1;
    if (stayed[visitor]) side.did += 1;
  }
  return strata.filter((stratum) => stratum !== undefined);
}
