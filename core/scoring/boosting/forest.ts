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
  /** Left is what is not above it; where levels are looked at, how many of them there are; 0 at a leaf. */
  readonly threshold: Float64Array;
  /** The right child; 0 at a leaf. */
  readonly right: Int32Array;
  /** What a leaf adds to the margin; 0 elsewhere. */
  readonly value: Float64Array;
  /** Rows that came by at training, or their weights. */
  readonly cover: Float64Array;
  /** 1 where missing values go left. */
  readonly missingLeft: Uint8Array;
  /** Where the levels that go left begin in `levelSets`; -1: a number, or a leaf. */
  readonly setAt: Int32Array;
  /** A bit a level, from the lowest of the first word. */
  readonly levelSets: Uint32Array;
};

/**
 * The leaf that a row comes to.
 *
 * @param root One of `forest.roots`.
 */
export function findLeaf(forest: Forest, root: number, row: ArrayLike<number>): number {
  const { feature, threshold, right, missingLeft, setAt } = forest;
  let node = root;
  for (let looked = feature[node] as number; looked >= 0; looked = feature[node] as number) {
    const value = row[looked] as number;
    let isLeft = value <= (threshold[node] as number);
    if ((setAt[node] as number) >= 0) isLeft = isLevelLeft(forest, node, value);
    else if (Number.isNaN(value)) isLeft = missingLeft[node] === 1;
    node = isLeft ? node + 1 : (right[node] as number);
  }
  return node;
}

/** Whether a value goes left at a node that splits. */
export function goesLeft(forest: Forest, node: number, value: number): boolean {
  if ((forest.setAt[node] as number) >= 0) return isLevelLeft(forest, node, value);
  if (Number.isNaN(value)) return forest.missingLeft[node] === 1;
  return value <= (forest.threshold[node] as number);
}

/** What is no level is missing. */
function isLevelLeft(
  { threshold, missingLeft, setAt, levelSets }: Forest,
  node: number,
  value: number,
): boolean {
  const level = value >>> 0;
  if (level !== value || level >= (threshold[node] as number)) return missingLeft[node] === 1;
  const word = levelSets[(setAt[node] as number) + (level >>> 5)] as number;
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
