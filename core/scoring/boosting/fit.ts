/** Gradient boosting of trees: Friedman (2001), with the second order of Chen and Guestrin (2016). */
import { type Matrix, readRow } from '../matrix.ts';
import { binColumns } from './binning.ts';
import { type Forest, joinForests, sumLeaves } from './forest.ts';
import { createGrower, type GrownTree, type Seedbed } from './grow.ts';
import { layOut } from './histogram.ts';
import { createObjective, type Objective, type Slopes } from './losses.ts';
import { type BoostedModel, MODEL_VERSION } from './model.ts';
import { type BoostingOptions, completeOptions, readMonotone, type Settings } from './options.ts';
import { type LabelledMatrix, splitRows } from './rows.ts';
import { createDraw, type Draw } from './sampling.ts';

/**
 * Fits boosted trees. Rows are in time order where a share of them is held out.
 *
 * @param matrix Rows and features; NaN is missing, and goes at each split where it lowered the loss most.
 * @param targets One a row, in the unit of `options.loss`.
 * @returns Trees up to the round that was best on the holdout, or all of them without one. Targets that are all alike
 *   give a model that always answers the same.
 * @throws RangeError when rows, targets, weights or options cannot be fitted; it names the first place, and the cure.
 * @example
 * const model = fitBoosting(toMatrix(rows), bought, { holdout: 0.2 });
 * predict(model, row)[0]; // probability
 */
export function fitBoosting(
  matrix: Matrix,
  targets: ArrayLike<number>,
  options: BoostingOptions = {},
): BoostedModel {
  const settings = completeOptions(options);
  const signs = readMonotone(matrix.features, options);
  const classes = settings.loss === 'softmax' ? countClasses(targets, options) : 1;
  const { weights } = options;
  const whole = weights === undefined ? { matrix, targets } : { matrix, targets, weights };
  const { grown, held } = splitRows(whole, options, { loss: settings.loss, classes });
  const objective = createObjective(grown, settings, classes);
  const columns = binColumns(grown.matrix);
  const { features } = matrix;
  const { largestStep } = objective;
  const layout = layOut(columns);
  const grow = createGrower({ features, layout, settings, signs, largestStep, weights: grown.weights });
  const draw = createDraw(grown.matrix.rows, features.length, settings);
  const trees = boost({ grown, held, objective, settings, grow, draw, onRound: options.onRound });
  const { outputs, base } = objective;
  return {
    ...joinForests(trees),
    kind: 'boosting',
    version: MODEL_VERSION,
    loss: settings.loss,
    features,
    outputs,
    base,
  };
}

const MOST_CLASSES = 1_000;

function countClasses(targets: ArrayLike<number>, { classes }: BoostingOptions): number {
  const count =
    classes ??
    Array.from(targets).reduce((most, target) => (target >= most ? Math.floor(target) + 1 : most), 1);
  if (Number.isInteger(count) && count >= 1 && count <= MOST_CLASSES) return count;
  throw new RangeError(
    `options.classes (or the largest target and 1) is ${count}: give a whole number from 1 to ${MOST_CLASSES}`,
  );
}

type Boosting = {
  readonly grown: LabelledMatrix;
  readonly held: LabelledMatrix | null;
  readonly objective: Objective;
  readonly settings: Settings;
  readonly grow: (seedbed: Seedbed) => GrownTree;
  readonly draw: Draw;
  readonly onRound: BoostingOptions['onRound'];
};

type Margins = readonly Float64Array[];

function boost(boosting: Boosting): readonly Forest[] {
  const { grown, objective, settings, onRound } = boosting;
  const margins = startMargins(objective, grown.matrix.rows);
  const slopes = { gradients: copyOf(margins), hessians: copyOf(margins) };
  const judge = createJudge(boosting);
  const trees: Forest[] = [];
  for (let round = 1; round <= settings.rounds; round++) {
    objective.derive(margins, slopes);
    const grownNow = growRound(boosting, slopes, margins);
    if (isBarren(grownNow, settings)) break;
    trees.push(...grownNow);
    const loss = judge.judgeRound(round, grownNow);
    if (onRound?.(round, loss) === false || round - judge.bestRound() >= settings.patience) break;
  }
  return trees.slice(0, Math.min(trees.length, judge.bestRound() * objective.outputs));
}

type Judge = {
  /** The loss on the holdout; null without one. */
  readonly judgeRound: (round: number, trees: readonly Forest[]) => number | null;
  /** Without a holdout none is ever too late. */
  readonly bestRound: () => number;
};

function createJudge({ held, objective }: Boosting): Judge {
  if (held === null) return { judgeRound: () => null, bestRound: () => Number.POSITIVE_INFINITY };
  const margins = startMargins(objective, held.matrix.rows);
  let best = { loss: objective.measure(margins, held), round: 0 };
  return {
    judgeRound: (round, trees) => {
      for (const [output, tree] of trees.entries()) addTree(tree, held.matrix, margins[output]);
      const loss = objective.measure(margins, held);
      if (loss < best.loss) best = { loss, round };
      return loss;
    },
    bestRound: () => best.round,
  };
}

/** No split, though nothing was left to chance: the next round would find none either. */
function isBarren(trees: readonly Forest[], { rowShare, columnShare }: Settings): boolean {
  return rowShare === 1 && columnShare === 1 && trees.every(({ feature }) => feature.length === 1);
}

function startMargins({ base }: Objective, rows: number): Margins {
  return Array.from(base, (margin) => new Float64Array(rows).fill(margin));
}

function copyOf(margins: Margins): Float64Array[] {
  return margins.map((margin) => new Float64Array(margin.length));
}

/** A tree an output, all from the margins before the round. */
function growRound({ grown, grow, draw }: Boosting, slopes: Slopes, margins: Margins): readonly Forest[] {
  const drawnRows = draw.rows();
  return margins.map((own, output) => {
    const rows = drawnRows.slice();
    const gradients = slopes.gradients[output] as Float64Array;
    const hessians = slopes.hessians[output] as Float64Array;
    const { forest, leaves } = grow({ gradients, hessians, rows, drawn: draw.features() });
    if (rows.length < grown.matrix.rows) addTree(forest, grown.matrix, own);
    else for (const { begin, end, value } of leaves) addTo(own, rows.subarray(begin, end), value);
    return forest;
  });
}

function addTo(margins: Float64Array, rows: Int32Array, value: number): void {
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as number;
    margins[row] = (margins[row] as number) + value;
  }
}

const ONE_TREE = { first: 0, step: 1 };

function addTree(tree: Forest, matrix: Matrix, margins: Float64Array | undefined): void {
  if (margins === undefined) return;
  const row = new Float64Array(matrix.columns.length);
  for (let at = 0; at < matrix.rows; at++)
    margins[at] = (margins[at] as number) + sumLeaves(tree, readRow(matrix, at, row), ONE_TREE);
}
