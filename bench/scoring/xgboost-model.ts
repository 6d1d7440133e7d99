/** A model that XGBoost saved as JSON, as one of ours: for checks against it, and for comparing on the same trees. */
import * as z from 'zod';
import { type Forest, joinForests } from '../../core/scoring/boosting/forest.ts';
import { type BoostedModel, MODEL_VERSION } from '../../core/scoring/boosting/model.ts';

const numbers = z.array(z.number());

const treeShape = z.object({
  left_children: numbers,
  right_children: numbers,
  split_indices: numbers,
  split_conditions: numbers,
  default_left: numbers,
  sum_hessian: numbers,
});

const modelShape = z.object({
  learner: z.object({
    feature_names: z.array(z.string()),
    gradient_booster: z.object({ model: z.object({ trees: z.array(treeShape) }) }),
  }),
});

type Tree = z.infer<typeof treeShape>;

/**
 * Trees on numbers, for one output. XGBoost works in float32: rows have to be given through `Math.fround`.
 *
 * @param input What `JSON.parse` made of the file.
 * @param base The margin before the first tree.
 */
export function importXgboost(input: unknown, base: number): BoostedModel {
  const { feature_names, gradient_booster } = modelShape.parse(input).learner;
  return {
    ...joinForests(gradient_booster.model.trees.map(importTree)),
    kind: 'boosting',
    version: MODEL_VERSION,
    loss: 'logistic',
    features: feature_names.map((name) => ({ name, kind: 'number' })),
    outputs: 1,
    base: Float64Array.of(base),
  };
}

function importTree(tree: Tree): Forest {
  const nodes = listNodes(tree);
  const places = new Map(nodes.map((node, place) => [node, place]));
  const isLeaf = (node: number) => tree.left_children[node] === -1;
  const at = (from: readonly number[], node: number) => from[node] ?? 0;
  return {
    roots: Int32Array.of(0),
    feature: Int32Array.from(nodes, (node) => (isLeaf(node) ? -1 : at(tree.split_indices, node))),
    threshold: Float64Array.from(nodes, (node) =>
      isLeaf(node) ? 0 : floatBelow(at(tree.split_conditions, node)),
    ),
    right: Int32Array.from(nodes, (node) =>
      isLeaf(node) ? 0 : (places.get(at(tree.right_children, node)) ?? 0),
    ),
    value: Float64Array.from(nodes, (node) =>
      isLeaf(node) ? Math.fround(at(tree.split_conditions, node)) : 0,
    ),
    cover: Float64Array.from(nodes, (node) => at(tree.sum_hessian, node)),
    missingLeft: Uint8Array.from(nodes, (node) => at(tree.default_left, node)),
    setAt: new Int32Array(nodes.length).fill(-1),
    levelSets: new Uint32Array(0),
  };
}

/** A branch after the other, the left one first. */
function listNodes({ left_children, right_children }: Tree): readonly number[] {
  const nodes: number[] = [];
  const open = [0];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    nodes.push(node);
    const [left, right] = [left_children[node] ?? -1, right_children[node] ?? -1];
    if (left !== -1) open.push(right, left);
  }
  return nodes;
}

/** There, less than the threshold goes left; here, what is not above it. */
function floatBelow(threshold: number): number {
  const bits = new DataView(new ArrayBuffer(4));
  bits.setFloat32(0, threshold);
  const float = bits.getFloat32(0);
  if (float === 0) return -(2 ** -149);
  bits.setInt32(0, bits.getInt32(0) + (float > 0 ? -1 : 1));
  return bits.getFloat32(0);
}
