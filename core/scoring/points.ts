/**
 * Points for what is known of a visitor, added up as log-odds. The tables stand elsewhere (heuristic.ts), so that a
 * browser loads none that it is not given.
 */
import type { Reason } from './reason.ts';

/** Ascending; the last that a value reaches counts: `[from, points]`. */
type Steps = readonly (readonly [from: number, points: number])[];

export type PointsRow = { readonly feature: string; readonly steps: Steps };

export type PointsTable = {
  readonly label: string;
  /** Of a visitor of whom nothing speaks. */
  readonly basePoints: number;
  readonly rows: readonly PointsRow[];
};

/** One point is a tenth in log-odds: 7 points double the odds, 23 make them ten times as high. */
export const POINTS_PER_LOGIT = 10;

export type HeuristicScore = {
  /** In log-odds, as is `base`: what the score is, and would be if nothing spoke for or against it. */
  readonly margin: number;
  readonly base: number;
  /** Add up to `margin - base`; those of 0 are left out. */
  readonly reasons: readonly Reason[];
};

/**
 * @param read The value of a feature; NaN where it is not known, which speaks neither for nor against.
 * @example scoreByPoints(table, (feature) => values[places.get(feature)]).margin
 */
export function scoreByPoints(table: PointsTable, read: (feature: string) => number): HeuristicScore {
  const base = table.basePoints / POINTS_PER_LOGIT;
  const reasons = table.rows.flatMap(({ feature, steps }): readonly Reason[] => {
    const value = read(feature);
    const points = pointsOf(steps, value);
    return points === 0 ? [] : [{ feature, value, shap: points / POINTS_PER_LOGIT }];
  });
  return { margin: reasons.reduce((sum, { shap }) => sum + shap, base), base, reasons };
}

function pointsOf(steps: Steps, value: number): number {
  let reached = 0;
  for (const [from, points] of steps) if (value >= from) reached = points;
  return reached;
}
