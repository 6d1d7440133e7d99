/**
 * Exact Shapley values of a sum of trees, where a feature that is left out follows the training rows: both ways, by
 * their cover (path-dependent TreeSHAP, Lundberg, Erion and Lee, arXiv 1802.03888, algorithm 2).
 *
 * A leaf's answer to a set of known features is its value, times a factor for each feature on its path. Known, that is 1
 * where the row goes the leaf's way (such a feature is hot) and 0 where it does not (cold); unknown, it is the covers'
 * ratio z. Only sets of hot features answer at all, and those of size s add up to the coefficient of t to the s in the
 * product of (t + z) over the hot ones. So a leaf costs the square of its hot features, not of its depth.
 */
import { type Forest, goesLeft } from '../boosting/forest.ts';
import type { BoostedModel } from '../boosting/model.ts';
import { predictMargins } from '../boosting/predict.ts';
import type { Row } from '../matrix.ts';

export type TreeExplanation = {
  /** What the row's margin is. */
  readonly margin: number;
  /** The mean margin of the rows it was fitted to, by cover. */
  readonly base: number;
  /** One a feature, in margin units; with the base they add up to the margin. */
  readonly contributions: Float64Array;
};

/**
 * Why the model answers what it answers.
 *
 * @param row One value a feature, in the order of `model.features`; NaN is missing.
 * @returns One explanation an output.
 * @throws RangeError when the row has another length than there are features.
 * @example explainTrees(model, row)[0]?.contributions // Float64Array [0.9, -0.2]
 */
export function explainTrees(model: BoostedModel, row: Row): readonly TreeExplanation[] {
  return createTreeExplainer(model)(row);
}

/**
 * As {@link explainTrees}, for many rows of one model: what is the same for all of them is made once.
 *
 * @example const explain = createTreeExplainer(model); rows.map(explain)
 */
export function createTreeExplainer(model: BoostedModel): (row: Row) => readonly TreeExplanation[] {
  const { outputs, features, roots } = model;
  const walk = startWalk(model);
  const bases = meanMargins(model);
  return (row) => {
    const margins = predictMargins(model, row);
    return Array.from(margins, (margin, output) => {
      const contributions = new Float64Array(features.length);
      for (let tree = output; tree < roots.length; tree += outputs)
        visit(walk, { row, contributions }, roots[tree] as number);
      return { margin, base: bases[output] as number, contributions };
    });
  };
}

/** Features on the way from a root to a node, each once. */
type Walk = {
  readonly forest: Forest;
  readonly features: Int32Array;
  /** Product of the covers' ratios. */
  readonly ratios: Float64Array;
  /** 1 where the row goes this way at every split by the feature. */
  readonly hot: Uint8Array;
  /** By feature, where it stands on the way; -1: nowhere. */
  readonly places: Int32Array;
  /** Coefficients of the product over the hot ones. */
  readonly product: Float64Array;
  /** By the length of the way, then by the size of a set: s! (length - 1 - s)! / length!. */
  readonly weights: readonly Float64Array[];
  length: number;
};

type Target = { readonly row: Row; readonly contributions: Float64Array };

function startWalk(model: BoostedModel): Walk {
  const most = Math.min(deepestLeaf(model), model.features.length);
  return {
    forest: model,
    features: new Int32Array(most),
    ratios: new Float64Array(most),
    hot: new Uint8Array(most),
    places: new Int32Array(model.features.length).fill(-1),
    product: new Float64Array(most + 1),
    weights: Array.from({ length: most + 1 }, (_, length) => weightsOf(length)),
    length: 0,
  };
}

function weightsOf(length: number): Float64Array {
  const weights = new Float64Array(length).fill(1 / length);
  for (let size = 1; size < length; size++)
    weights[size] = ((weights[size - 1] as number) * size) / (length - size);
  return weights;
}

function deepestLeaf({ feature, right, roots }: Forest): number {
  const depths = new Int32Array(feature.length);
  let deepest = 0;
  for (let node = 0; node < feature.length; node++) {
    const depth = depths[node] as number;
    deepest = Math.max(deepest, depth);
    if ((feature[node] as number) < 0) continue;
    depths[node + 1] = depth + 1;
    depths[right[node] as number] = depth + 1;
  }
  return roots.length === 0 ? 0 : deepest;
}

function meanMargins({ base, outputs, roots, value, cover, feature }: BoostedModel): Float64Array {
  const means = Float64Array.from(base);
  for (const [tree, root] of roots.entries()) {
    const end = roots[tree + 1] ?? feature.length;
    let sum = 0;
    for (let node = root; node < end; node++) sum += (value[node] as number) * (cover[node] as number);
    means[tree % outputs] = (means[tree % outputs] as number) + sum / (cover[root] as number);
  }
  return means;
}

function visit(walk: Walk, target: Target, node: number): void {
  const { feature, right, cover } = walk.forest;
  const looked = feature[node] as number;
  if (looked < 0) {
    if (walk.length > 0) addLeaf(walk, target.contributions, node);
    return;
  }
  const isNew = walk.places[looked] === -1;
  const place = isNew ? enter(walk, looked) : (walk.places[looked] as number);
  const [ratio, hot] = [walk.ratios[place] as number, walk.hot[place] as number];
  const isLeft = goesLeft(walk.forest, node, target.row[looked] as number);
  for (let child = node + 1, way = 0; way < 2; way++, child = right[node] as number) {
    walk.ratios[place] = (ratio * (cover[child] as number)) / (cover[node] as number);
    walk.hot[place] = isLeft === (way === 0) ? hot : 0;
    visit(walk, target, child);
  }
  walk.ratios[place] = ratio;
  walk.hot[place] = hot;
  if (isNew) leave(walk, looked);
}

/** @returns The place of a feature that was not on the way before: nothing is known of it yet. */
function enter(walk: Walk, looked: number): number {
  const place = walk.length++;
  walk.features[place] = looked;
  walk.places[looked] = place;
  walk.ratios[place] = 1;
  walk.hot[place] = 1;
  return place;
}

function leave(walk: Walk, looked: number): void {
  walk.length--;
  walk.places[looked] = -1;
}

function addLeaf(walk: Walk, contributions: Float64Array, leaf: number): void {
  const { features, ratios, hot, length, product } = walk;
  const hots = multiplyHot(walk);
  const weights = walk.weights[length] as Float64Array;
  let scale = walk.forest.value[leaf] as number;
  for (let place = 0; place < length; place++) if (hot[place] === 0) scale *= ratios[place] as number;
  let cold = 0;
  if (hots < length)
    for (let size = 0; size <= hots; size++) cold -= (weights[size] as number) * (product[size] as number);
  for (let place = 0; place < length; place++) {
    const ratio = ratios[place] as number;
    const share = hot[place] === 1 ? (1 - ratio) * sumWithout(product, weights, { hots, ratio }) : cold;
    const looked = features[place] as number;
    contributions[looked] = (contributions[looked] as number) + scale * share;
  }
}

/** The product of (t + z) over the hot features, from the lowest coefficient. @returns How many there are. */
function multiplyHot({ ratios, hot, length, product }: Walk): number {
  let hots = 0;
  product[0] = 1;
  for (let place = 0; place < length; place++) {
    if (hot[place] === 0) continue;
    const ratio = ratios[place] as number;
    product[hots + 1] = 1;
    for (let at = hots; at > 0; at--)
      product[at] = (product[at - 1] as number) + ratio * (product[at] as number);
    product[0] = ratio * (product[0] as number);
    hots += 1;
  }
  return hots;
}

type Without = { readonly hots: number; readonly ratio: number };

/** Weighted coefficients of the product divided by (t + ratio); from the highest down, errors shrink by the ratio. */
function sumWithout(product: Float64Array, weights: Float64Array, { hots, ratio }: Without): number {
  let quotient = 1;
  let sum = weights[hots - 1] as number;
  for (let size = hots - 1; size > 0; size--) {
    quotient = (product[size] as number) - ratio * quotient;
    sum += (weights[size - 1] as number) * quotient;
  }
  return sum;
}
