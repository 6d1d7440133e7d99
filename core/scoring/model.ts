/** One model as it is served: log-odds of trees or of a regression, held back by the heuristic while data is thin, calibrated. */
import type { BoostedModel } from './boosting/model.ts';
import { predict, predictMargins } from './boosting/predict.ts';
import { applyCalibration, type Calibrator } from './calibration/calibrator.ts';
import { FEATURES } from './features/table.ts';
import { POINTS_TABLES } from './heuristic.ts';
import type { Label } from './labels/label.ts';
import { type LogisticModel, marginLogistic } from './logistic/model.ts';
import { type ServedLogistic, scoreLogistic } from './logistic/score.ts';
import { scoreByPoints } from './points.ts';
import { toProbability } from './probability.ts';
import { blend, blendMargin, type Held, type Score, toReasons } from './score.ts';
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
  return { ...score, p: toProbability(score.margin) };
}

/**
 * Log-odds before calibration, or the logarithm of an amount.
 *
 * @example marginOf(model, readFeatures(subject))
 */
export function marginOf(model: ScoreModel, row: Float64Array): number {
  const { trained } = model;
  const own =
    trained.kind === 'logistic'
      ? marginLogistic(trained.model, row)
      : (predictMargins(trained.model, row)[0] ?? 0);
  return blendMargin(own, holdBack(model, row));
}

/** Null where all is left to the model. */
function holdBack({ label, heuristicShare: share }: ScoreModel, row: Float64Array): Held | null {
  const general = share === 0 ? null : scoreHeuristically(label.key, row);
  return general === null ? null : { share, general };
}

/**
 * What a page is given of a model: it reads all features, in the order of the table. Null for trees, which stay in the
 * server.
 *
 * @example JSON.stringify(toServedLogistic(score))
 */
export function toServedLogistic(score: ScoreModel): ServedLogistic | null {
  return score.trained.kind === 'logistic' ? toServed(score, score.trained.model) : null;
}

function toServed({ label, calibrator, heuristicShare }: ScoreModel, model: LogisticModel): ServedLogistic {
  return { model, calibrator, heuristicShare, points: POINTS_TABLES.get(label.key) ?? null };
}

/** The score alone, without its reasons: what every event asks for. */
export function scoreOf(model: ScoreModel, row: Float64Array): Pick<Score, 'p' | 'margin'> {
  const margin = marginOf(model, row);
  return { margin, p: toScore(model, row, margin) };
}

function toScore({ calibrator, trained }: ScoreModel, row: Float64Array, margin: number): number {
  if (calibrator !== null) return applyCalibration(calibrator, margin);
  if (trained.kind === 'logistic') return toProbability(margin);
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
export function createScorer(score: ScoreModel): (row: Float64Array) => Score {
  const { trained } = score;
  return trained.kind === 'logistic'
    ? createSumScorer(score, trained.model)
    : createTreeScorer(score, trained.model);
}

function createSumScorer(score: ScoreModel, model: LogisticModel): (row: Float64Array) => Score {
  const served = toServed(score, model);
  return (row) => scoreLogistic(served, row);
}

function createTreeScorer(score: ScoreModel, model: BoostedModel): (row: Float64Array) => Score {
  const explain = createTreeExplainer(model);
  return (row) => {
    const { p, margin } = scoreOf(score, row);
    const own = explain(row)[likeliest(score, row)];
    if (own === undefined) throw new RangeError(`the trees of ${score.label.key} have no such output`);
    const { base, contributions } = blend(own, holdBack(score, row), (feature) => PLACES.get(feature) ?? -1);
    const ownMargin = score.label.kind === 'next' ? own.margin : margin;
    return { p, margin: ownMargin, base, reasons: toReasons(contributions, row, FEATURES) };
  };
}

function likeliest(score: ScoreModel, row: Float64Array): number {
  const shares = sharesOf(score, row);
  return Math.max(0, shares.indexOf(Math.max(...shares)));
}
