/**
 * What would be missing without a row: paths as a first-order Markov chain of start, rows, conversion and nothing
 * (Anderl, Becker, von Wangenheim, Schumann: Mapping the customer journey, International Journal of Research in
 * Marketing 33, 2016). Solved exactly, not simulated.
 */
import { invert } from './inverse.ts';

export type Chain = {
  /** @param rows Places of the rows in their order, at least one. */
  add(rows: readonly number[], isConverting: boolean): void;
  /**
   * How much smaller the chance of a conversion would be if whoever comes to the row went away instead, from 0 to 1;
   * by place. All 0 where nothing converts.
   */
  removalEffects(size: number): Generator<void, readonly number[]>;
};

type Counts = { readonly to: Map<number, number>; toConversion: number; total: number };

const START = -1;

/**
 * Counts steps only, so that its size depends on the rows and not on the paths.
 *
 * @example chain.add([0, 1], true); chain.add([0], false); await inSlices(chain.removalEffects(2)) // [1, 1]
 */
export function createChain(): Chain {
  const states = new Map<number, Counts>();
  const countsOf = (state: number): Counts => {
    const known = states.get(state) ?? { to: new Map(), toConversion: 0, total: 0 };
    states.set(state, known);
    return known;
  };
  return {
    add: (rows, isConverting) => {
      let state = START;
      for (const row of rows) {
        const counts = countsOf(state);
        counts.to.set(row, (counts.to.get(row) ?? 0) + 1);
        counts.total += 1;
        state = row;
      }
      const end = countsOf(state);
      end.total += 1;
      if (isConverting) end.toConversion += 1;
    },
    removalEffects: (size) => solve(states, size),
  };
}

/**
 * With N = (I - Q)^-1, the expected visits between rows, a walk from the start ever comes to row x with the chance
 * f = (s N)_x / N_xx (Kemeny and Snell, Finite Markov Chains, 1960, theorem 3.2.4), and what is lost without x is f
 * times the chance of a conversion from x: one inverse answers for all rows.
 */
function* solve(states: ReadonlyMap<number, Counts>, size: number): Generator<void, readonly number[]> {
  const start = states.get(START);
  if (start === undefined) return new Array<number>(size).fill(0);
  const visits = yield* invert(withoutSteps(states, size), size);
  const toConversion = Array.from({ length: size }, (_, row) => shareOf(states.get(row), 'conversion'));
  const chances = toConversion.map((_, row) =>
    toConversion.reduce((sum, share, to) => sum + (visits[row * size + to] ?? 0) * share, 0),
  );
  const all = chances.reduce((sum, chance, row) => sum + shareOf(start, row) * chance, 0);
  if (all === 0) return chances.map(() => 0);
  return chances.map((chance, row) => {
    let met = 0;
    for (const first of start.to.keys()) met += shareOf(start, first) * (visits[first * size + row] ?? 0);
    return ((met / (visits[row * size + row] ?? 1)) * chance) / all;
  });
}

/** I - Q. */
function withoutSteps(states: ReadonlyMap<number, Counts>, size: number): Float64Array {
  const matrix = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    matrix[row * size + row] = 1;
    const counts = states.get(row);
    for (const to of counts?.to.keys() ?? []) {
      const place = row * size + to;
      matrix[place] = (matrix[place] ?? 0) - shareOf(counts, to);
    }
  }
  return matrix;
}

function shareOf(counts: Counts | undefined, to: number | 'conversion'): number {
  if (counts === undefined) return 0;
  return (to === 'conversion' ? counts.toConversion : (counts.to.get(to) ?? 0)) / counts.total;
}
