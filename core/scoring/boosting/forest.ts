/** Trees laid out flat, a node after the other: a node is followed by its left child's whole branch. */

/**
 * Arrays have one place a node. The cover of a node that splits is the sum of its children's, and a left child is the
 * next node.
 */
export type Forest = {
  /** The first node of each tree; trees of a round stand together, one an output. */
  readonly roots: Int32Array;
  /** What is looked at; -1: a leaf. */
  readonly feature: Int32Array;
  /** Left is what is not above it; NaN where levels are looked at; 0 at a leaf. */
  readonly threshold: Float64Array;
  /** The right child; 0 at a leaf. */
  readonly right: Int32Array;
  /** What a leaf adds to the margin; 0 elsewhere. */
  readonly value: Float64Array;
  /** Rows that came by at training, or their weights. */
  readonly cover: Float64Array;
  /** 1 where missing values go left. */
  readonly missingLeft: Uint8Array;
  /** Where the node's levels begin in `levelSets`; -1: a number, or a leaf. */
  readonly setAt: Int32Array;
  /** Of each set how many levels there are, then a bit a level, from the lowest of the first word: 1 goes left. */
  readonly levelSets: Uint32Array;
};

/** Which trees: every `step`-th from the one at `first`. */
export type Every = { readonly first: number; readonly step: number };

/**
 * Sum of the leaves that a row comes to. What is not to be compared, a missing value or a level, is neither above the
 * threshold nor not above it.
 */
export function sumLeaves(forest: Forest, row: ArrayLike<number>, { first, step }: Every): number {
  const { roots, feature, threshold, right, value } = forest;
  let sum = 0;
  for (let tree = first; tree < roots.length; tree += step) {
    let node = roots[tree] as number;
    for (let looked = feature[node] as number; looked >= 0; looked = feature[node] as number) {
      const given = row[looked] as number;
      const bound = threshold[node] as number;
      if (given <= bound) node += 1;
      else if (given > bound) node = right[node] as number;
      else node = isLevelLeft(forest, node, given) ? node + 1 : (right[node] as number);
    }
    sum += value[node] as number;
  }
  return sum;
}

/** Whether a value goes left at a node that splits. */
export function goesLeft(forest: Forest, node: number, value: number): boolean {
  const bound = forest.threshold[node] as number;
  return value <= bound || (!(value > bound) && isLevelLeft(forest, node, value));
}

/** What is no level is missing, and so is NaN where no levels are looked at. */
function isLevelLeft({ missingLeft, setAt, levelSets }: Forest, node: number, value: number): boolean {
  const set = setAt[node] as number;
  const level = value >>> 0;
  if (set < 0 || level !== value || level >= (levelSets[set] as number)) return missingLeft[node] === 1;
  const word = levelSets[set + 1 + (level >>> 5)] as number;
  return ((word >>> (level & 31)) & 1) === 1;
}

/** @example joinForests([first, second]).roots // Int32Array [0, 29] */
export function joinForests(forests: readonly Forest[]): Forest {
  const nodesBefore = sumBefore(forests.map(({ feature }) => feature.length));
  const wordsBefore = sumBefore(forests.map(({ levelSets }) => levelSets.length));
  const shift = (places: Int32Array, by: number, from: number): Int32Array =>
    places.map((place) => (place < from ? place : place + by));
  return {
    roots: joinWhole(forests.map(({ roots }, at) => shift(roots, nodesBefore[at] ?? 0, 0))),
    feature: joinWhole(forests.map(({ feature }) => feature)),
    threshold: joinReal(forests.map(({ threshold }) => threshold)),
    right: joinWhole(forests.map(({ right }, at) => shift(right, nodesBefore[at] ?? 0, 1))),
    value: joinReal(forests.map(({ value }) => value)),
    cover: joinReal(forests.map(({ cover }) => cover)),
    missingLeft: Uint8Array.from(forests.flatMap(({ missingLeft }) => Array.from(missingLeft))),
    setAt: joinWhole(forests.map(({ setAt }, at) => shift(setAt, wordsBefore[at] ?? 0, 0))),
    levelSets: Uint32Array.from(forests.flatMap(({ levelSets }) => Array.from(levelSets))),
  };
}

function sumBefore(sizes: readonly number[]): readonly number[] {
  let sum = 0;
  return sizes.map((size) => {
    sum += size;
    return sum - size;
  });
}

function joinWhole(parts: readonly Int32Array[]): Int32Array {
  return Int32Array.from(parts.flatMap((part) => Array.from(part)));
}

function joinReal(parts: readonly Float64Array[]): Float64Array {
  return Float64Array.from(parts.flatMap((part) => Array.from(part)));
}
