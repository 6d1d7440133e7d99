/**
 * One tree: the leaf whose split gains most is split next (leaf-wise, as Ke et al., LightGBM, NIPS 2017). Of two
 * children only the smaller one's histogram is summed; the other's is what remains of their parent's.
 */
import type { Feature } from '../matrix.ts';
import type { Forest } from './forest.ts';
import { type Best, type Bounds, type SideRules, type Sums, scoreOf, startBest, stepOf } from './gain.ts';
import { fillHistogram, type Layout, type LeafRows, NUMBERS_A_BIN, subtractHistogram } from './histogram.ts';
import type { Settings } from './options.ts';
import { searchCategories } from './split-categories.ts';
import { searchNumbers } from './split-numbers.ts';
import { codesLeftOf, layFlat, type Twig } from './twig.ts';

export type Ground = {
  readonly features: readonly Feature[];
  readonly layout: Layout;
  readonly settings: Settings;
  /** By feature: 1 or -1 where its steps may only rise or fall. */
  readonly signs: Int8Array;
  readonly largestStep: number;
  readonly weights: Float64Array | null;
};

/** What a tree grows from. */
export type Seedbed = {
  /** By row. */
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
  /** The rows that were drawn; put into the order of the leaves. */
  readonly rows: Int32Array;
  /** The features that were drawn. */
  readonly drawn: readonly number[];
};

export type GrownTree = { readonly forest: Forest; readonly leaves: readonly Twig[] };

/** A leaf that may be split, with what is needed for it. */
type Bud = {
  readonly twig: Twig;
  readonly histogram: Float64Array;
  readonly best: Best;
  readonly gain: number;
};

/** A gain smaller than this share of what it is the difference of is rounding. */
const ROUNDING = 1e-10;

/** Histograms and scratch are made once, and used by every tree. */
export function createGrower(ground: Ground): (seedbed: Seedbed) => GrownTree {
  const pool = createPool(ground.layout.length);
  return (seedbed) => {
    const scratch = createScratch(seedbed.rows.length);
    const place = { ground, seedbed, scratch, pool };
    const root = startRoot(place);
    const leaves = new Set([root]);
    const buds: Bud[] = [];
    openRoot(place, root, buds);
    while (leaves.size < ground.settings.leaves) {
      const bud = takeBest(buds);
      if (bud === undefined) break;
      const fork = splitBud(place, bud);
      leaves.delete(bud.twig);
      leaves.add(fork.left).add(fork.right);
      if (leaves.size < ground.settings.leaves) openChildren(place, bud, buds);
      else pool.give(bud.histogram);
    }
    for (const { histogram } of buds) pool.give(histogram);
    for (const leaf of leaves) settle(leaf, place);
    return { forest: layFlat(root, ground.layout.columns, ground.features), leaves: [...leaves] };
  };
}

type Pool = { readonly take: () => Float64Array; readonly give: (histogram: Float64Array) => void };

type Scratch = {
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
  readonly rows: Int32Array;
};

type Place = {
  readonly ground: Ground;
  readonly seedbed: Seedbed;
  readonly scratch: Scratch;
  readonly pool: Pool;
};

function createPool(length: number): Pool {
  const free: Float64Array[] = [];
  return {
    take: () => free.pop() ?? new Float64Array(length),
    give: (histogram) => void free.push(histogram),
  };
}

function createScratch(rows: number): Scratch {
  return { gradients: new Float64Array(rows), hessians: new Float64Array(rows), rows: new Int32Array(rows) };
}

function startRoot({ ground, seedbed: { rows, gradients, hessians } }: Place): Twig {
  let [gradient, hessian] = [0, 0];
  for (let at = 0; at < rows.length; at++) {
    gradient += gradients[rows[at] as number] as number;
    hessian += hessians[rows[at] as number] as number;
  }
  const bounds = { lower: -ground.largestStep, upper: ground.largestStep };
  return startTwig({ gradient, hessian, count: rows.length }, bounds, 0);
}

function startTwig(sums: Sums, { lower, upper }: Bounds, begin: number): Twig {
  return { ...sums, lower, upper, begin, end: begin + sums.count, value: 0, cover: 0, fork: null };
}

function openRoot(place: Place, root: Twig, buds: Bud[]): void {
  const histogram = place.pool.take();
  fillHistogram(histogram, readRows(place, root), place.ground.layout, place.seedbed.drawn);
  openTwig(place, root, histogram, buds);
}

/** A leaf too small for two of them needs no histogram, unless its sibling's is made from it. */
function openChildren(place: Place, { twig, histogram }: Bud, buds: Bud[]): void {
  const { ground, seedbed, pool } = place;
  const { left, right } = twig.fork ?? {};
  if (!left || !right) return;
  const [smaller, larger] = left.count <= right.count ? [left, right] : [right, left];
  if (larger.count < 2 * ground.settings.minLeaf) {
    pool.give(histogram);
    return;
  }
  const own = pool.take();
  fillHistogram(own, readRows(place, smaller), ground.layout, seedbed.drawn);
  subtractHistogram(histogram, own);
  openTwig(place, smaller, own, buds);
  openTwig(place, larger, histogram, buds);
}

function readRows({ seedbed, scratch }: Place, { begin, end }: Twig): LeafRows {
  const { gradients, hessians } = scratch;
  const rows = seedbed.rows.subarray(begin, end);
  for (let at = 0; at < rows.length; at++) {
    gradients[at] = seedbed.gradients[rows[at] as number] as number;
    hessians[at] = seedbed.hessians[rows[at] as number] as number;
  }
  return { rows, gradients, hessians, count: rows.length };
}

/** Looks for its best split, and keeps it for later where there is one. */
function openTwig(place: Place, twig: Twig, histogram: Float64Array, buds: Bud[]): void {
  const best = startBest();
  const { ground, seedbed, pool } = place;
  if (twig.count >= 2 * ground.settings.minLeaf) {
    for (const feature of seedbed.drawn) searchFeature(ground, feature, { twig, histogram, best });
  }
  const before = scoreOf(twig.gradient, twig.hessian, rulesFor(ground, twig, 0));
  const gain = best.score - before;
  if (gain > ROUNDING * (Math.abs(best.score) + Math.abs(before))) buds.push({ twig, histogram, best, gain });
  else pool.give(histogram);
}

function searchFeature(ground: Ground, feature: number, { twig, histogram, best }: Omit<Bud, 'gain'>): void {
  const { columns, starts } = ground.layout;
  const { bins, levelCodes } = columns[feature] ?? { bins: 0, levelCodes: null };
  const part = { histogram, start: starts[feature] as number, bins, feature };
  const rules = rulesFor(ground, twig, ground.signs[feature] as number);
  if (levelCodes === null) searchNumbers(part, twig, rules, best);
  else searchCategories(part, twig, rules, best);
}

function rulesFor({ settings }: Ground, { lower, upper }: Bounds, sign: number): SideRules {
  const { minLeaf, minHessian, l2 } = settings;
  const isFree = lower === Number.NEGATIVE_INFINITY && upper === Number.POSITIVE_INFINITY;
  return { minLeaf, minHessian, l2, lower, upper, sign, isFree };
}

function takeBest(buds: Bud[]): Bud | undefined {
  let place = 0;
  for (let at = 1; at < buds.length; at++) if ((buds[at]?.gain ?? 0) > (buds[place]?.gain ?? 0)) place = at;
  return buds.splice(place, 1)[0];
}

function splitBud(
  place: Place,
  { twig, histogram, best }: Bud,
): { readonly left: Twig; readonly right: Twig } {
  const { ground, seedbed, scratch } = place;
  const { feature, bin } = best;
  const column = ground.layout.columns[feature];
  if (column === undefined) throw new RangeError(`a split of feature ${feature}, which is none`);
  const start = ground.layout.starts[feature] as number;
  const countOf = (code: number) => histogram[start + code * NUMBERS_A_BIN + 2] as number;
  const codesLeft = codesLeftOf(best, twig, column, countOf);
  partition(seedbed.rows.subarray(twig.begin, twig.end), column.codes, { codesLeft, scratch });
  const fork = { feature, bin, codesLeft, ...childrenOf(ground, twig, best) };
  twig.fork = fork;
  return fork;
}

/**
 * Where a feature has a direction, no step left of the split may pass the middle between both, and none right of it: what
 * grows below them later keeps to it.
 */
function childrenOf(ground: Ground, twig: Twig, best: Best): { readonly left: Twig; readonly right: Twig } {
  const { gradient, hessian, count } = best;
  const rest = {
    gradient: twig.gradient - gradient,
    hessian: twig.hessian - hessian,
    count: twig.count - count,
  };
  const sign = ground.signs[best.feature] as number;
  const rules = rulesFor(ground, twig, sign);
  const middle = (stepOf(gradient, hessian, rules) + stepOf(rest.gradient, rest.hessian, rules)) / 2;
  const below = { lower: twig.lower, upper: sign === 0 ? twig.upper : middle };
  const above = { lower: sign === 0 ? twig.lower : middle, upper: twig.upper };
  const [leftBounds, rightBounds] = sign < 0 ? [above, below] : [below, above];
  return {
    left: startTwig({ gradient, hessian, count }, leftBounds, twig.begin),
    right: startTwig(rest, rightBounds, twig.begin + count),
  };
}

/** Rows that go left to the front; on both sides they keep their order. */
function partition(
  rows: Int32Array,
  codes: Uint8Array,
  { codesLeft, scratch }: { readonly codesLeft: Uint8Array; readonly scratch: Scratch },
): void {
  const right = scratch.rows;
  let [toLeft, toRight] = [0, 0];
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as number;
    if (codesLeft[codes[row] as number] === 1) rows[toLeft++] = row;
    else right[toRight++] = row;
  }
  rows.set(right.subarray(0, toRight), toLeft);
}

function settle(leaf: Twig, { ground, seedbed }: Place): void {
  const step = stepOf(leaf.gradient, leaf.hessian, rulesFor(ground, leaf, 0));
  leaf.value = ground.settings.learningRate * step;
  leaf.cover = leaf.count;
  if (ground.weights === null) return;
  leaf.cover = 0;
  for (let at = leaf.begin; at < leaf.end; at++)
    leaf.cover += ground.weights[seedbed.rows[at] as number] as number;
}
