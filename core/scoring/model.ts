/** One model as it is served: log-odds of trees or of a regression, held back by the heuristic while data is thin, calibrated. */
import type { BoostedModel } from './boosting/model.ts';
import { predict, predictMargins } from './boosting/predict.ts';
import { applyCalibration, type Calibrator } from './calibration/calibrator.ts';
import { FEATURES } from './features/table.ts';
import { POINTS_TABLES, scoreByPoints } from './heuristic.ts';
import type { Label } from './labels/label.ts';
import { explainLogistic, type LogisticModel, marginLogistic } from './logistic/model.ts';
import type { Reason } from './reason.ts';
import { createTreeExplainer } from './shap/trees.ts';

export type Trained =
  | { readonly kind: 'logistic'; readonly model: LogisticModel }
  | { readonly kind: 'boosting'; readonly model: BoostedModel };

export type ScoreModel = {
  readonly label: Label;
  readonly trained: Trained;
  /** Null where the label is not a yes or no. */
  readonly calibrator: Calibrator | null;
  /** Share of the heuristic in the margin, 0 to 1: what little data cannot say is left to it. */
  readonly heuristicShare: number;
};

/** Of one row. For amounts `p` is the amount, for next actions the probability of the likeliest. */
export type Score = {
  readonly p: number;
  readonly margin: number;
  readonly base: number;
  /** With `base` they add up to `margin`. */
  readonly reasons: readonly Reason[];
};

const PLACES: ReadonlyMap<string, number> = new Map(FEATURES.map(({ name }, at) => [name, at]));

/** The value of a feature in a row of all of them; NaN for a name that is none. */
export function valueIn(row: ArrayLike<number>, feature: string): number {
  return row[PLACES.get(feature) ?? -1] ?? Number.NaN;
}

/** By the table of points alone; null where the label has none. */
export function scoreHeuristically(label: string, row: ArrayLike<number>): Score | null {
  const table = POINTS_TABLES.get(label);
  if (table === undefined) return null;
  const score = scoreByPoints(table, (feature) => valueIn(row, feature));
  return { ...score, p: 1 / (1 + Math.exp(-score.margin)) };
}

/**
 * Log-odds before calibration, or the logarithm of an amount.
 *
 * @example marginOf(model, readFeatures(subject))
 */
export function marginOf({ label, trained, heuristicShare }: ScoreModel, row: Float64Array): number {
  const own =
    trained.kind === 'logistic'
      ? marginLogistic(trained.model, row)
      : (predictMargins(trained.model, row)[0] ?? 0);
  const general = heuristicShare === 0 ? null : scoreHeuristically(label.key, row);
  return general === null ? own : (1 - heuristicShare) * own + heuristicShare * general.margin;
}

/** The score alone, without its reasons: what every event asks for. */
export function scoreOf(model: ScoreModel, row: Float64Array): Pick<Score, 'p' | 'margin'> {
  const margin = marginOf(model, row);
  return { margin, p: toScore(model, row, margin) };
}

function toScore({ calibrator, trained }: ScoreModel, row: Float64Array, margin: number): number {
  if (calibrator !== null) return applyCalibration(calibrator, margin);
  if (trained.kind === 'logistic') return 1 / (1 + Math.exp(-margin));
  return Math.max(...predict(trained.model, row));
}

/** Probability of each of `NEXT_ACTIONS`; empty for other labels. */
export function sharesOf({ label, trained }: ScoreModel, row: Float64Array): readonly number[] {
  return label.kind === 'next' && trained.kind === 'boosting' ? [...predict(trained.model, row)] : [];
}

/**
 * Scores with their reasons, for many rows of one model.
 *
 * @example createScorer(model)(row).reasons
 */
export function createScorer(model: ScoreModel): (row: Float64Array) => Score {
  const explain = createExplainer(model.trained);
  return (row) => {
    const { p, margin } = scoreOf(model, row);
    const own = explain(row, likeliest(model, row));
    const general = model.heuristicShare === 0 ? null : scoreHeuristically(model.label.key, row);
    const share = general === null ? 0 : model.heuristicShare;
    const contributions = own.contributions.map((shap) => (1 - share) * shap);
    for (const { feature, shap } of general?.reasons ?? []) {
      const at = PLACES.get(feature) ?? -1;
      contributions[at] = (contributions[at] ?? 0) + share * shap;
    }
    const base = (1 - share) * own.base + share * (general?.base ?? 0);
    const ownMargin = model.label.kind === 'next' ? own.margin : margin;
    return { p, margin: ownMargin, base, reasons: toReasons(contributions, row) };
  };
}

type Explained = { readonly margin: number; readonly base: number; readonly contributions: Float64Array };

function createExplainer(trained: Trained): (row: Float64Array, output: number) => Explained {
  if (trained.kind === 'logistic') return (row) => explainLogistic(trained.model, row);
  const explain = createTreeExplainer(trained.model);
  return (row, output) =>
    explain(row)[output] ?? { margin: 0, base: 0, contributions: new Float64Array(row.length) };
}

function likeliest(model: ScoreModel, row: Float64Array): number {
  const shares = sharesOf(model, row);
  return Math.max(0, shares.indexOf(Math.max(...shares)));
}

function toReasons(contributions: Float64Array, row: Float64Array): readonly Reason[] {
  return FEATURES.flatMap(({ name }, at) => {
    const shap = contributions[at] ?? 0;
    return shap === 0 ? [] : [{ feature: name, value: row[at] ?? Number.NaN, shap }];
  });
}
