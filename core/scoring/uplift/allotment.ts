/** Who is to be treated for a budget, in such a way that the next trial can be judged. */

/** Where a budget ends in a ranking. */
export type Cut = {
  /** Who scores more is chosen. */
  readonly threshold: number;
  /** The chance of who scores exactly that, 0 to 1: trees give one score to many. */
  readonly atThreshold: number;
};

/**
 * The cut that spends a budget on those who gain most. It is never below 0: who is expected to buy less often with the
 * treatment costs twice, so that a budget may be left over.
 *
 * @param scores Uplift of those who are served, or of a fair sample of them.
 * @param budget The share of them that may be treated, 0 to 1.
 * @throws RangeError for another budget.
 * @example cutByUplift(scores, 0.2) // { threshold: 0.031, atThreshold: 0 }
 */
export function cutByUplift(scores: Float64Array, budget: number): Cut {
  if (!(budget >= 0 && budget <= 1)) throw new RangeError(`a budget is a share from 0 to 1, not ${budget}`);
  const sorted = scores.filter((score) => score > 0).sort();
  const room = budget * scores.length;
  if (sorted.length <= room) return { threshold: 0, atThreshold: 0 };
  const threshold = sorted[sorted.length - 1 - Math.floor(room)] ?? 0;
  const above = sorted.length - 1 - sorted.lastIndexOf(threshold);
  const tied = sorted.lastIndexOf(threshold) - sorted.indexOf(threshold) + 1;
  return { threshold, atThreshold: (room - above) / tied };
}

/**
 * Rows whom a budget reaches, in their own order.
 *
 * @param random Decides among those who score the same at the cut.
 * @example chooseByUplift(scores, 0.2, createRandom(1)).length / scores.length // 0.2
 */
export function chooseByUplift(scores: Float64Array, budget: number, random: () => number): Uint32Array {
  const cut = cutByUplift(scores, budget);
  return Uint32Array.from([...scores.keys()].filter((row) => random() < chanceAt(scores[row] ?? 0, cut)));
}

export type Allotment = {
  /** The chance of somebody who is not held out. */
  readonly chance: number;
  /** The chance before it is known who is held out: to be logged with the decision, also of those held out. */
  readonly propensity: number;
};

/**
 * With what probability a visitor is treated. Some of the chosen are held out for good and some of the others are
 * treated, or nobody could tell any more whether the ranking is right; the first has to stay above 0.
 *
 * @param shares `holdout`: never treated, 0.05 to 0.1. `exploration`: treated although not chosen; with 0 the next trial
 * knows only the chosen.
 * @throws RangeError where nobody is held out, or shares are none.
 * @example allot(0.08, cut, { holdout: 0.1, exploration: 0.05 }) // { chance: 1, propensity: 0.9 }
 */
export function allot(
  uplift: number,
  cut: Cut,
  { holdout, exploration }: { readonly holdout: number; readonly exploration: number },
): Allotment {
  if (!(holdout > 0 && holdout < 1))
    throw new RangeError(`a holdout lies between 0 and 1: ${holdout} does not`);
  if (!(exploration >= 0 && exploration <= 1))
    throw new RangeError(`an exploration is a share from 0 to 1, not ${exploration}`);
  const chance = Math.max(exploration, chanceAt(uplift, cut));
  return { chance, propensity: chance * (1 - holdout) };
}

function chanceAt(uplift: number, { threshold, atThreshold }: Cut): number {
  if (uplift > threshold) return 1;
  return uplift === threshold ? atThreshold : 0;
}
