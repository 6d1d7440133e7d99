/** What a split is worth: how much lower it takes the loss's second-order approximation, twice over. */

/** Sums over the rows of a leaf, or of one side of a split. */
export type Sums = { readonly gradient: number; readonly hessian: number; readonly count: number };

/** Between what a leaf's step may lie. */
export type Bounds = { readonly lower: number; readonly upper: number };

export type Limits = { readonly minLeaf: number; readonly minHessian: number };

/** What is asked of both sides of a split. */
export type SideRules = Bounds &
  Limits & {
    readonly l2: number;
    /** 1: the left step may not be above the right one; -1: nor below; 0: either. */
    readonly sign: number;
    /** Nothing holds the step back, and the score has its short form. */
    readonly isFree: boolean;
  };

/** A leaf's step: the least of its parabola, within bounds. */
export function stepOf(gradient: number, hessian: number, { l2, lower, upper }: SideRules): number {
  const weight = hessian + l2;
  if (!(weight > 0)) return Math.min(Math.max(0, lower), upper);
  return Math.min(Math.max(-gradient / weight, lower), upper);
}

/** How far the parabola lies below 0 at the step, twice over: G squared over H + l2, where nothing bounds it. */
export function scoreOf(gradient: number, hessian: number, rules: SideRules): number {
  const weight = hessian + rules.l2;
  if (rules.isFree) return weight > 0 ? (gradient * gradient) / weight : 0;
  const step = stepOf(gradient, hessian, rules);
  return -step * (2 * gradient + weight * step);
}

/** A split found so far; the search writes a better one over it. */
export type Best = {
  /** Of both sides together. */
  score: number;
  feature: number;
  /** Of numbers: the last bin that goes left. */
  bin: number;
  isMissingLeft: boolean;
  /** Of categories: 1 at the codes that go left, missing ones among them; null for numbers. */
  codesLeft: Uint8Array | null;
  /** Of the left side. */
  gradient: number;
  hessian: number;
  count: number;
};

export function startBest(): Best {
  return {
    score: Number.NEGATIVE_INFINITY,
    feature: -1,
    bin: -1,
    isMissingLeft: false,
    codesLeft: null,
    gradient: 0,
    hessian: 0,
    count: 0,
  };
}
