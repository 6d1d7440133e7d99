/** Newton's method on the penalized log loss: iteratively reweighted least squares. */
import { solveSymmetric } from './cholesky.ts';
import type { Design } from './design.ts';

export type Problem = {
  readonly design: Design;
  /** 1 or 0, both of them there. */
  readonly labels: Float64Array;
  /** Half of it times the sum of squared weights, all but the intercept's, is added to the summed log loss. */
  readonly l2: number;
};

type Point = { readonly weights: Float64Array; readonly margins: Float64Array; readonly loss: number };
type Surface = { readonly gradient: Float64Array; readonly curvature: Float64Array };

const MOST_STEPS = 100;
const MOST_HALVINGS = 40;
/** Share of the loss that a last step saved: what is left to save then is about its square. */
const SAVED = 1e-9;

/**
 * The weights where the penalized loss is least, that of the intercept last. From the base rate it takes some seven steps,
 * each halved until it does not climb (Nocedal and Wright 2006, section 3.1).
 *
 * @example minimizeLoss({ design, labels, l2: 1 }).at(-1) // the intercept
 */
export function minimizeLoss(problem: Problem): Float64Array {
  let point = startAt(problem);
  for (let step = 0; step < MOST_STEPS; step++) {
    const surface = surfaceAt(problem, point);
    const direction = directionOf(problem.design, surface);
    const saving = dot(surface.gradient, direction) / 2;
    const next = descend(problem, point, direction);
    if (next === null) break;
    point = next;
    if (saving <= SAVED * Math.max(1, point.loss)) break;
  }
  return point.weights.subarray(0, problem.design.width);
}

/** One place more than there are weights: what a row takes none of counts for 0 there. */
function startAt(problem: Problem): Point {
  const weights = new Float64Array(problem.design.width + 1);
  const rate = problem.labels.reduce((sum, label) => sum + label, 0) / problem.labels.length;
  weights[problem.design.width - 1] = Math.log(rate / (1 - rate));
  return pointAt(problem, weights);
}

function descend(problem: Problem, from: Point, direction: Float64Array): Point | null {
  for (let halving = 0, share = 1; halving < MOST_HALVINGS; halving++, share /= 2) {
    const weights = from.weights.map((weight, at) => weight - share * (direction[at] ?? 0));
    const point = pointAt(problem, weights);
    if (point.loss <= from.loss) return point;
  }
  return null;
}

function pointAt({ design, labels, l2 }: Problem, weights: Float64Array): Point {
  const margins = marginsOf(design, weights);
  let loss = 0;
  for (let row = 0; row < design.rows; row++) {
    const margin = margins[row] as number;
    // ln(1 + e^margin) - label margin, with no e^ of anything above 0.
    loss += Math.log1p(Math.exp(-Math.abs(margin))) + Math.max(margin, 0) - (labels[row] as number) * margin;
  }
  for (let at = 0; at < design.width - 1; at++) loss += (l2 / 2) * (weights[at] as number) ** 2;
  return { weights, margins, loss };
}

function marginsOf({ rows, dense, active }: Design, weights: Float64Array): Float64Array {
  const margins = new Float64Array(rows);
  for (const [at, column] of dense.entries()) {
    const weight = weights[at] as number;
    for (let row = 0; row < rows; row++) (margins[row] as number) += weight * (column[row] as number);
  }
  for (const places of active) {
    for (let row = 0; row < rows; row++) (margins[row] as number) += weights[places[row] as number] as number;
  }
  return margins;
}

function surfaceAt(problem: Problem, { weights, margins }: Point): Surface {
  const { design, labels, l2 } = problem;
  const { rows, width } = design;
  const [errors, spreads] = [new Float64Array(rows), new Float64Array(rows)];
  for (let row = 0; row < rows; row++) {
    const p = 1 / (1 + Math.exp(-(margins[row] as number)));
    errors[row] = p - (labels[row] as number);
    spreads[row] = p * (1 - p);
  }
  const gradient = gradientOf(design, errors);
  const curvature = curvatureOf(design, spreads);
  for (let at = 0; at < width - 1; at++) {
    (gradient[at] as number) += l2 * (weights[at] as number);
    (curvature[at * (width + 1) + at] as number) += l2;
  }
  return { gradient, curvature };
}

function gradientOf({ rows, width, dense, active }: Design, errors: Float64Array): Float64Array {
  const gradient = new Float64Array(width + 1);
  for (const [at, column] of dense.entries()) gradient[at] = dot(column, errors);
  for (const places of active) {
    for (let row = 0; row < rows; row++) (gradient[places[row] as number] as number) += errors[row] as number;
  }
  gradient[width] = 0;
  return gradient;
}

/** The lower triangle, by pairs of columns. */
function curvatureOf(design: Design, spreads: Float64Array): Float64Array {
  const { rows, width, dense, active } = design;
  const stride = width + 1;
  const curvature = new Float64Array(stride * stride);
  const weighed = new Float64Array(rows);
  for (const [at, column] of dense.entries()) {
    for (let row = 0; row < rows; row++) weighed[row] = (column[row] as number) * (spreads[row] as number);
    for (let other = 0; other <= at; other++)
      curvature[at * stride + other] = dot(weighed, dense[other] as Float64Array);
    for (const places of active) addAt({ curvature, stride, places }, at, weighed);
  }
  for (const [at, places] of active.entries()) {
    for (const others of active.slice(0, at)) addPairs({ curvature, stride, places }, others, spreads);
    addPairs({ curvature, stride, places }, places, spreads);
  }
  return curvature;
}

type Target = { readonly curvature: Float64Array; readonly stride: number; readonly places: Int32Array };

function addAt({ curvature, stride, places }: Target, column: number, values: Float64Array): void {
  for (let row = 0; row < places.length; row++)
    (curvature[(places[row] as number) * stride + column] as number) += values[row] as number;
}

function addPairs({ curvature, stride, places }: Target, others: Int32Array, values: Float64Array): void {
  for (let row = 0; row < places.length; row++)
    (curvature[(places[row] as number) * stride + (others[row] as number)] as number) += values[
      row
    ] as number;
}

function directionOf({ width }: Design, { gradient, curvature }: Surface): Float64Array {
  const vector = gradient.slice();
  solveSymmetric({ matrix: curvature, stride: width + 1, vector, size: width });
  return vector;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] as number) * (b[at] as number);
  return sum;
}
