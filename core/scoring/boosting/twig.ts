/** The nodes of a tree while it grows, and how they are laid flat. */
import type { Feature } from '../matrix.ts';
import type { BinnedColumn } from './binning.ts';
import type { Forest } from './forest.ts';
import type { Best, Bounds, Sums } from './gain.ts';

/** A leaf, until it forks. Its rows are `rows.subarray(begin, end)` of the tree's. */
export type Twig = Sums &
  Bounds & {
    readonly begin: number;
    readonly end: number;
    /** The learning rate's share of its step. */
    value: number;
    cover: number;
    fork: Fork | null;
  };

type Fork = {
  readonly feature: number;
  /** By code: 1 goes left; the last is that of missing values. */
  readonly codesLeft: Uint8Array;
  readonly bin: number;
  readonly left: Twig;
  readonly right: Twig;
};

/**
 * Which codes go left. Levels without rows in this leaf go with the missing ones; where nothing was missing either, with
 * the larger side.
 */
export function codesLeftOf(
  best: Best,
  leaf: Sums,
  column: BinnedColumn,
  countOf: (code: number) => number,
): Uint8Array {
  const { bins } = column;
  const isMissingThere = countOf(bins) > 0;
  const isLeft = isMissingThere ? best.isMissingLeft : best.count * 2 >= leaf.count;
  if (best.codesLeft === null) {
    const codes = new Uint8Array(bins + 1).fill(1, 0, best.bin + 1);
    codes[bins] = Number(isLeft);
    return codes;
  }
  return best.codesLeft.map((code, at) => (countOf(at) > 0 ? code : Number(isLeft)));
}

/** A tree laid flat, in the order in which its nodes are first come by. */
export function layFlat(root: Twig, columns: readonly BinnedColumn[], features: readonly Feature[]): Forest {
  const nodes = listNodes(root);
  const places = new Map(nodes.map((node, place) => [node, place]));
  const sets: number[] = [];
  const setAt = nodes.map(({ fork }) => {
    const codes = fork && columns[fork.feature]?.levelCodes;
    if (!fork || !codes) return -1;
    const set = levelSetOf(fork.codesLeft, codes);
    return sets.push(...set) - set.length;
  });
  return {
    roots: Int32Array.of(0),
    feature: Int32Array.from(nodes, ({ fork }) => fork?.feature ?? -1),
    threshold: Float64Array.from(nodes, ({ fork }) => (fork ? thresholdOf(fork, columns, features) : 0)),
    right: Int32Array.from(nodes, ({ fork }) => (fork ? (places.get(fork.right) ?? 0) : 0)),
    value: Float64Array.from(nodes, ({ fork, value }) => (fork ? 0 : value)),
    cover: coversOf(nodes, places),
    missingLeft: Uint8Array.from(nodes, ({ fork }) => fork?.codesLeft.at(-1) ?? 0),
    setAt: Int32Array.from(setAt),
    levelSets: Uint32Array.from(sets),
  };
}

function listNodes(root: Twig): readonly Twig[] {
  const nodes: Twig[] = [];
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    nodes.push(node);
    if (node.fork) open.push(node.fork.right, node.fork.left);
  }
  return nodes;
}

/** Sums are taken from the leaves up, as they are when a model is read from a file. */
function coversOf(nodes: readonly Twig[], places: ReadonlyMap<Twig, number>): Float64Array {
  const covers = new Float64Array(nodes.length);
  for (let place = nodes.length - 1; place >= 0; place--) {
    const node = nodes[place] as Twig;
    const right = node.fork && places.get(node.fork.right);
    covers[place] = right === null ? node.cover : (covers[place + 1] ?? 0) + (covers[right ?? 0] ?? 0);
  }
  return covers;
}

/** Only what is missing goes right of the last bin. */
function thresholdOf(
  { feature, bin }: Fork,
  columns: readonly BinnedColumn[],
  features: readonly Feature[],
): number {
  const looked = features[feature];
  if (looked?.kind === 'category') return Number.NaN;
  return columns[feature]?.bounds?.[bin] ?? Number.POSITIVE_INFINITY;
}

function levelSetOf(codesLeft: Uint8Array, levelCodes: Uint8Array): Uint32Array {
  const set = new Uint32Array(1 + Math.ceil(levelCodes.length / 32));
  set[0] = levelCodes.length;
  for (const [level, code] of levelCodes.entries()) {
    const word = 1 + (level >>> 5);
    if (codesLeft[code] === 1) set[word] = (set[word] as number) | (1 << (level & 31));
  }
  return set;
}
