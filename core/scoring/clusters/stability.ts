/** Whether clusters are found again when other sessions of the same kind are looked at. */
import { assign, findMeans, type Partition } from './k-means.ts';
import { type Points, pickPoints } from './points.ts';

export type Stability = {
  /** Mean adjusted Rand index of the partitions that were found anew. */
  readonly rand: number;
  /** By cluster: the mean of the largest Jaccard index with a cluster found anew (Hennig 2007). */
  readonly jaccards: readonly number[];
};

/** @param k Both labels lie below it. @returns How often each pair of labels occurs: `counts[a * k + b]`. */
function crossTable(a: Uint8Array, b: Uint8Array, k: number): Float64Array {
  const counts = new Float64Array(k * k);
  for (let row = 0; row < a.length; row++) {
    const cell = (a[row] as number) * k + (b[row] as number);
    counts[cell] = (counts[cell] as number) + 1;
  }
  return counts;
}

const pairsOf = (count: number): number => (count * (count - 1)) / 2;

function marginsOf(counts: Float64Array, k: number): { readonly a: Float64Array; readonly b: Float64Array } {
  const [a, b] = [new Float64Array(k), new Float64Array(k)];
  for (const [cell, count] of counts.entries()) {
    a[Math.floor(cell / k)] = (a[Math.floor(cell / k)] as number) + count;
    b[cell % k] = (b[cell % k] as number) + count;
  }
  return { a, b };
}

/**
 * How far two partitions agree about which sessions belong together: 1 wholly, 0 as by chance (Hubert and Arabie 1985).
 *
 * @example adjustedRand(Uint8Array.of(0, 0, 1, 1), Uint8Array.of(1, 1, 0, 0), 2) // 1
 */
export function adjustedRand(a: Uint8Array, b: Uint8Array, k: number): number {
  const counts = crossTable(a, b, k);
  const margins = marginsOf(counts, k);
  const sumPairs = (list: Float64Array): number => list.reduce((sum, count) => sum + pairsOf(count), 0);
  const [both, own, other] = [sumPairs(counts), sumPairs(margins.a), sumPairs(margins.b)];
  const byChance = (own * other) / (pairsOf(a.length) || 1);
  const most = (own + other) / 2;
  return most === byChance ? 1 : (both - byChance) / (most - byChance);
}

/** By cluster of `a`: the largest share that it and one cluster of `b` have in common of both together. */
function largestJaccards(a: Uint8Array, b: Uint8Array, k: number): readonly number[] {
  const counts = crossTable(a, b, k);
  const margins = marginsOf(counts, k);
  return Array.from({ length: k }, (_, own) => {
    const shares = Array.from({ length: k }, (_unused, other) => {
      const both = counts[own * k + other] as number;
      return both / ((margins.a[own] as number) + (margins.b[other] as number) - both || 1);
    });
    return Math.max(...shares);
  });
}

/**
 * Finds the clusters again in sessions that are drawn with replacement, and gives all sessions to them.
 *
 * @example measureStability(points, partition, { random, runs: 10 }).rand // 0.97
 */
export function measureStability(
  points: Points,
  { centers, labels }: Partition,
  { random, runs }: { readonly random: () => number; readonly runs: number },
): Stability {
  const k = centers.length / points.dimensions;
  const found = Array.from({ length: runs }, () => {
    const drawn = Uint32Array.from({ length: points.rows }, () => Math.floor(random() * points.rows));
    const anew = findMeans(pickPoints(points, drawn), k, { random, starts: 3 });
    const all = new Uint8Array(points.rows);
    assign(points, anew.centers, all);
    return { rand: adjustedRand(labels, all, k), jaccards: largestJaccards(labels, all, k) };
  });
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / runs;
  return {
    rand: mean(found.map(({ rand }) => rand)),
    jaccards: Array.from({ length: k }, (_, label) =>
      mean(found.map(({ jaccards }) => jaccards[label] ?? 0)),
    ),
  };
}
