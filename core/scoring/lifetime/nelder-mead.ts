/** Minimizing a function of a few numbers without its derivatives. */

export type Minimum = {
  readonly point: readonly number[];
  readonly value: number;
  /** How often the function was asked. */
  readonly evaluations: number;
  /** False: it was still falling when the evaluations were used up. */
  readonly isConverged: boolean;
};

export type Search = {
  readonly start: readonly number[];
  /** How far the first look goes along each number. 0.5 unless said. */
  readonly step?: number;
  /** A search that lowers the value by less than this share of it (of 1 below 1) is the last one. 1e-11 unless said. */
  readonly tolerance?: number;
  /** 10,000 unless said. */
  readonly mostEvaluations?: number;
};

type Vertex = { readonly point: readonly number[]; readonly value: number };
type Evaluate = (point: readonly number[]) => Vertex;

const USUAL_STEP = 0.5;
const USUAL_TOLERANCE = 1e-11;
const USUAL_EVALUATIONS = 10_000;

/**
 * The downhill simplex of Nelder and Mead (Computer Journal 7, 1965) with reflection 1, expansion 2, contraction and
 * shrinking 1/2. A simplex may go flat before it is there, so a fresh one is laid around what it found, until that finds
 * nothing lower any more. The same function and start find the same place on every machine.
 *
 * It may be interrupted after every step.
 *
 * @param f NaN counts as higher than everything.
 * @example inSlices(minimize(([x = 0]) => (x - 2) ** 2, { start: [0] })) // point [2]
 */
export function* minimize(
  f: (point: readonly number[]) => number,
  { start, step = USUAL_STEP, tolerance = USUAL_TOLERANCE, mostEvaluations = USUAL_EVALUATIONS }: Search,
): Generator<void, Minimum> {
  let evaluations = 0;
  const evaluate: Evaluate = (point) => {
    evaluations += 1;
    const value = f(point);
    return { point, value: Number.isNaN(value) ? Number.POSITIVE_INFINITY : value };
  };
  let best = evaluate(start);
  for (let isFirst = true; ; isFirst = false) {
    let simplex = layAround(best, isFirst ? step : step / 5, evaluate);
    while (isWide(simplex, tolerance) && evaluations < mostEvaluations) {
      simplex = improve(simplex, evaluate);
      yield;
    }
    const found = simplex[0] ?? best;
    const isConverged = best.value - found.value <= leastFall(found, tolerance) && !isFirst;
    best = found;
    if (isConverged || evaluations >= mostEvaluations) return { ...best, evaluations, isConverged };
  }
}

function layAround(best: Vertex, step: number, evaluate: Evaluate): readonly Vertex[] {
  const others = best.point.map((value, at) => evaluate(best.point.with(at, value + step)));
  return [best, ...others].toSorted(byValue);
}

/** Its vertices are ordered by value. */
function isWide(simplex: readonly Vertex[], tolerance: number): boolean {
  const [lowest, highest] = [simplex[0] as Vertex, simplex.at(-1) as Vertex];
  const isLevel = highest.value - lowest.value <= leastFall(lowest, tolerance) / 10;
  return !isLevel || sizeOf(simplex) > Math.sqrt(tolerance);
}

/** Sums over many customers are large, and their last digits are rounding. */
function leastFall({ value }: Vertex, tolerance: number): number {
  return tolerance * Math.max(1, Math.abs(value));
}

function sizeOf(simplex: readonly Vertex[]): number {
  const first = simplex[0]?.point ?? [];
  return Math.max(
    ...simplex.flatMap(({ point }) => point.map((value, at) => Math.abs(value - (first[at] ?? 0)))),
  );
}

function improve(simplex: readonly Vertex[], evaluate: Evaluate): readonly Vertex[] {
  const [lowest, highest] = [simplex[0] as Vertex, simplex.at(-1) as Vertex];
  const others = simplex.slice(0, -1);
  const centre = centreOf(others);
  /** On the line from the highest vertex through the centre: 1 is its mirror image. */
  const look = (far: number): Vertex =>
    evaluate(centre.map((middle, at) => middle + far * (middle - (highest.point[at] ?? 0))));
  const mirrored = look(1);
  const second = others.at(-1) as Vertex;
  if (mirrored.value < lowest.value) {
    const further = look(2);
    return [...others, further.value < mirrored.value ? further : mirrored].toSorted(byValue);
  }
  if (mirrored.value < second.value) return [...others, mirrored].toSorted(byValue);
  const nearer = look(mirrored.value < highest.value ? 0.5 : -0.5);
  if (nearer.value < Math.min(mirrored.value, highest.value)) return [...others, nearer].toSorted(byValue);
  const halfWay = (point: readonly number[]): readonly number[] =>
    point.map((value, at) => (value + (lowest.point[at] ?? 0)) / 2);
  return [lowest, ...simplex.slice(1).map(({ point }) => evaluate(halfWay(point)))].toSorted(byValue);
}

function centreOf(vertices: readonly Vertex[]): readonly number[] {
  const [first] = vertices;
  return (first?.point ?? []).map(
    (_, at) => vertices.reduce((sum, { point }) => sum + (point[at] ?? 0), 0) / vertices.length,
  );
}

function byValue(a: Vertex, b: Vertex): number {
  return a.value - b.value;
}
