/** A learner for tests of what stands on learners: 60 boosted trees of depth 3, logistic loss, no chance in it. */
import { type Matrix, type Row, readRow } from '../../../../core/scoring/matrix.ts';

const TREES = 60;
const DEPTH = 3;
const RATE = 0.1;
const BINS = 32;
const LEAST_ROWS = 20;
const L2 = 1;

/** A heap: the children of node n are 2n + 1 and 2n + 2. */
type Tree = { readonly feature: Int32Array; readonly edge: Float64Array; readonly value: Float64Array };

const NODES = 2 ** (DEPTH + 1) - 1;
const FIRST_LEAF = 2 ** DEPTH - 1;

function cutColumn(column: Float64Array): Float64Array {
  const sorted = column.toSorted();
  const cuts = Array.from({ length: BINS - 1 }, (_, at) =>
    Number(sorted[Math.floor(((at + 1) * sorted.length) / BINS)]),
  );
  return Float64Array.from(new Set(cuts));
}

const binOf = (value: number, cuts: Float64Array): number => {
  let bin = 0;
  while (bin < cuts.length && value >= Number(cuts[bin])) bin++;
  return bin;
};

type Data = {
  readonly bins: readonly Uint8Array[];
  readonly cuts: readonly Float64Array[];
  readonly g: Float64Array;
  readonly h: Float64Array;
  /** The node that each row is in. */
  readonly at: Uint8Array;
};

/** Gradient, hessian and rows of a node, by bin. */
function sumBins({ g, h, at }: Data, own: Uint8Array, node: number): Float64Array {
  const sums = new Float64Array(3 * BINS);
  for (let row = 0; row < at.length; row++) {
    if (at[row] !== node) continue;
    const base = 3 * (own[row] as number);
    sums[base] = (sums[base] as number) + (g[row] as number);
    sums[base + 1] = (sums[base + 1] as number) + (h[row] as number);
    sums[base + 2] = (sums[base + 2] as number) + 1;
  }
  return sums;
}

type Split = { readonly gain: number; readonly feature: number; readonly bin: number };

function splitFeature(sums: Float64Array, feature: number): Split {
  const total = (of: number): number => sums.reduce((sum, one, i) => (i % 3 === of ? sum + one : sum), 0);
  const [G, H, N] = [total(0), total(1), total(2)];
  let best: Split = { gain: 1e-9, feature: -1, bin: 0 };
  let [lg, lh, ln] = [0, 0, 0];
  for (let bin = 0; bin < BINS - 1; bin++) {
    lg += Number(sums[3 * bin]);
    lh += Number(sums[3 * bin + 1]);
    ln += Number(sums[3 * bin + 2]);
    if (ln < LEAST_ROWS || N - ln < LEAST_ROWS) continue;
    const gain = lg ** 2 / (lh + L2) + (G - lg) ** 2 / (H - lh + L2) - G ** 2 / (H + L2);
    if (gain > best.gain) best = { gain, feature, bin };
  }
  return best;
}

function growTree(data: Data): Tree {
  const { bins, cuts, at } = data;
  const feature = new Int32Array(NODES).fill(-1);
  const edge = new Float64Array(NODES);
  for (let node = 0; node < FIRST_LEAF; node++) {
    const splits = bins.map((own, of) => splitFeature(sumBins(data, own, node), of));
    const best = splits.reduce((a, b) => (b.gain > a.gain ? b : a));
    if (best.feature < 0) continue;
    feature[node] = best.feature;
    edge[node] = Number(cuts[best.feature]?.[best.bin]);
    const own = bins[best.feature] ?? new Uint8Array();
    for (let row = 0; row < at.length; row++) {
      if (at[row] === node) at[row] = 2 * node + (Number(own[row]) <= best.bin ? 1 : 2);
    }
  }
  return { feature, edge, value: weighLeaves(data) };
}

function weighLeaves({ g, h, at }: Data): Float64Array {
  const [sumG, sumH] = [new Float64Array(NODES), new Float64Array(NODES)];
  for (let row = 0; row < at.length; row++) {
    const leaf = at[row] as number;
    sumG[leaf] = (sumG[leaf] as number) + (g[row] as number);
    sumH[leaf] = (sumH[leaf] as number) + (h[row] as number);
  }
  return sumG.map((sum, leaf) => (-RATE * sum) / (Number(sumH[leaf]) + L2));
}

function leafOf(tree: Tree, row: Row): number {
  let node = 0;
  for (let feature = tree.feature[0] as number; feature >= 0; feature = (tree.feature[node] ?? -1) as number)
    node = 2 * node + (Number(row[feature]) < Number(tree.edge[node]) ? 1 : 2);
  return node;
}

const sigmoid = (margin: number): number => 1 / (1 + Math.exp(-margin));

/** @example fitSmallTrees(matrix, targets)(readRow(matrix, 0)) // a probability */
export function fitSmallTrees(matrix: Matrix, targets: Float64Array): (row: Row) => number {
  const rate = targets.reduce((sum, target) => sum + target, 0) / targets.length;
  const base = Math.log(rate / (1 - rate));
  const cuts = matrix.columns.map(cutColumn);
  const bins = matrix.columns.map((column, feature) =>
    Uint8Array.from(column, (value) => binOf(value, cuts[feature] ?? new Float64Array())),
  );
  const margins = new Float64Array(matrix.rows).fill(base);
  const trees: Tree[] = [];
  for (let round = 0; round < TREES; round++) {
    const g = margins.map((margin, row) => sigmoid(margin) - Number(targets[row]));
    const h = margins.map((margin) => sigmoid(margin) * (1 - sigmoid(margin)));
    const at = new Uint8Array(matrix.rows);
    const tree = growTree({ bins, cuts, g, h, at });
    for (let row = 0; row < at.length; row++)
      margins[row] = Number(margins[row]) + Number(tree.value[Number(at[row])]);
    trees.push(tree);
  }
  return (row) => sigmoid(trees.reduce((sum, tree) => sum + Number(tree.value[leafOf(tree, row)]), base));
}

/** By row. */
export function scoreRows(matrix: Matrix, predict: (row: Row) => number): Float64Array {
  return Float64Array.from({ length: matrix.rows }, (_, row) => predict(readRow(matrix, row)));
}
