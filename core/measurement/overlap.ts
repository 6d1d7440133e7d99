/** How many members two segments share. */

export type Overlap = {
  /** Places in the list of segments, `a < b`. */
  readonly a: number;
  readonly b: number;
  /** Members of each. */
  readonly inA: number;
  readonly inB: number;
  /** In both; in at least one. */
  readonly both: number;
  readonly either: number;
  /** `both / either`: 1 for the same members, 0 for none in common. */
  readonly jaccard: number;
};

const MEMBERS_A_SLICE = 5_000;

/**
 * Overlaps of all pairs that have a member in common, the largest first.
 *
 * @param lists Members of each segment, each of them once.
 * @example await inSlices(countOverlaps([['ann', 'ben'], ['ben']])) // [{ a: 0, b: 1, inA: 2, inB: 1, both: 1, either: 2, jaccard: 0.5 }]
 */
export function* countOverlaps(lists: readonly (readonly string[])[]): Generator<void, readonly Overlap[]> {
  const segmentsOf = new Map<string, number[]>();
  let done = 0;
  for (const [segment, members] of lists.entries()) {
    for (const member of members) {
      const own = segmentsOf.get(member);
      if (own === undefined) segmentsOf.set(member, [segment]);
      else own.push(segment);
      if (++done % MEMBERS_A_SLICE === 0) yield;
    }
  }
  const counts = new Uint32Array(lists.length ** 2);
  let added = 0;
  for (const segments of segmentsOf.values()) {
    addPairs(counts, segments, lists.length);
    added += segments.length ** 2;
    if (added > MEMBERS_A_SLICE) {
      added = 0;
      yield;
    }
  }
  return listPairs(counts, lists);
}

/** @param segments Ascending. */
function addPairs(counts: Uint32Array, segments: readonly number[], width: number): void {
  for (const [at, a] of segments.entries()) {
    for (const b of segments.slice(at + 1)) {
      const place = a * width + b;
      counts[place] = (counts[place] ?? 0) + 1;
    }
  }
}

function listPairs(counts: Uint32Array, lists: readonly (readonly string[])[]): readonly Overlap[] {
  const pairs: Overlap[] = [];
  for (const [a, { length: inA }] of lists.entries()) {
    for (const [b, { length: inB }] of lists.entries()) {
      const both = counts[a * lists.length + b] ?? 0;
      if (both === 0) continue;
      const either = inA + inB - both;
      pairs.push({ a, b, inA, inB, both, either, jaccard: both / either });
    }
  }
  return pairs.toSorted((x, y) => y.jaccard - x.jaccard || x.a - y.a || x.b - y.b);
}
