/** What a campaign's test leaves behind: who was treated by chance, and what came of it. */
import { type Matrix, pickRows } from '../matrix.ts';

/** By row, one row a visitor: the first decision, for a second one would be as if a visitor were two. */
export type Trial = {
  /** What was known of the visitor before the draw. */
  readonly matrix: Matrix;
  /** 1: was given the treatment. 0: was not, be it for the control arm or because the draw passed over. */
  readonly treated: Uint8Array;
  /** 1 where the goal was reached, else 0. */
  readonly outcomes: Float64Array;
  /** With what probability the visitor was to be treated, as logged with the decision: above 0, below 1. */
  readonly propensities: Float64Array;
};

/**
 * @throws RangeError for parts of different lengths, and for a visitor who could only have come into one arm: nobody
 * in the other one says what would have been otherwise, so that such rows have to be left out before.
 */
export function checkTrial({ matrix, treated, outcomes, propensities }: Trial): void {
  const lengths = [treated.length, outcomes.length, propensities.length];
  if (lengths.some((length) => length !== matrix.rows))
    throw new RangeError(`a trial of ${matrix.rows} rows has parts of ${lengths.join(', ')}`);
  const certain = propensities.findIndex((propensity) => !(propensity > 0 && propensity < 1));
  if (certain >= 0)
    throw new RangeError(`row ${certain} has the propensity ${propensities[certain]}: leave it out`);
  const other = outcomes.findIndex((outcome) => outcome !== 0 && outcome !== 1);
  if (other >= 0) throw new RangeError(`row ${other} has the outcome ${outcomes[other]}: write 0 or 1`);
}

/** How many visitors each row stands for: 1 over the probability of the arm it is in (Horvitz and Thompson 1952). */
export function weighRows({ treated, propensities }: Trial): Float64Array {
  return propensities.map((propensity, row) => 1 / (treated[row] === 1 ? propensity : 1 - propensity));
}

/** Rows of one arm. @example rowsOf(trial, 1).length // how many were treated */
export function rowsOf({ treated }: Pick<Trial, 'treated'>, arm: 0 | 1): Uint32Array {
  return Uint32Array.from([...treated.keys()].filter((row) => treated[row] === arm));
}

/** Some of its visitors. @param rows Their places, in the order that is wanted. */
export function pickTrial(trial: Trial, rows: readonly number[]): Trial {
  return {
    matrix: pickRows(trial.matrix, rows),
    treated: Uint8Array.from(rows, (row) => trial.treated[row] ?? 0),
    outcomes: Float64Array.from(rows, (row) => trial.outcomes[row] ?? 0),
    propensities: Float64Array.from(rows, (row) => trial.propensities[row] ?? 0),
  };
}
