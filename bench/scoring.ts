/**
 * How well intent is told on a data set that others have measured too, and what it costs: areas and losses on folds that
 * no setting was chosen by, times beside those of XGBoost in the same run.
 */
import { writeBoosting } from '../core/scoring/boosting/codec.ts';
import { fitBoosting } from '../core/scoring/boosting/fit.ts';
import type { BoostedModel } from '../core/scoring/boosting/model.ts';
import { predict } from '../core/scoring/boosting/predict.ts';
import { fitLogistic } from '../core/scoring/logistic/fit.ts';
import { type Matrix, pickRows, readRow } from '../core/scoring/matrix.ts';
import { logLoss, rocAuc } from '../core/scoring/metrics.ts';
import { createTreeExplainer, type TreeExplanation } from '../core/scoring/shap/trees.ts';
import type { BenchRun, Figure, Report } from './report.ts';
import { measureTable } from './scoring/own-table.ts';
import { answerHeld, boosting, crossValidate, drawFolds, logistic } from './scoring/quality.ts';
import { readShoppers, type Shoppers, withoutPageValues } from './scoring/shoppers.ts';
import { leastMicros, leastSeconds, stepThousandTimes } from './scoring/speed.ts';
import { findXgboost, runXgboost } from './scoring/xgboost.ts';
import { importXgboost } from './scoring/xgboost-model.ts';

const SEEDS = [1, 2, 3];
/** A model of 200 trees of 15 leaves is what times are stated for. */
const ROUNDS = 200;
const LEAVES = 15;
/** The last rows of each training set, by which it ends: the file is in the order of months. */
const HOLDOUT = 0.2;
const TIMED_ROWS = 1_000;
const TURNS = 4;

type Figures = Readonly<Record<string, Figure>>;

export default async function measureScoring(run: BenchRun): Promise<Report> {
  if (run.own !== undefined) return measureTable(run.own, run);
  const shoppers = readShoppers();
  const figures = { ...measureQuality(shoppers, run), ...measureCost(shoppers, run) };
  say(figures, run);
  return {
    name: 'scoring',
    figures,
    notes: [
      'Online Shoppers; AUC and log loss: mean of five stored folds; ECE: ten bins of all rows together; split: stored, 70 to 30',
      `defaults, and an end by the last ${100 * HOLDOUT} % of the training rows; of all rounds: without it, on all training rows; reseeded: least AUC and greatest log loss over folds drawn by ${SEEDS.length} seeds`,
      'PageValues knows the outcome: what a shop can expect within a session is the figure without it',
      `times: ${ROUNDS} trees of ${LEAVES} leaves, least disturbed round; training in processor time, all threads; reference: 1,000 dependent steps of xorshift`,
      `ratios: least disturbed of ${TURNS} turns on either side; XGBoost hist, one thread, same rows, rounds and leaves; Shapley values on the very trees that it grew; absent where there is no Python with xgboost`,
    ],
  };
}

function measureQuality(shoppers: Shoppers, { isQuick }: BenchRun): Figures {
  const boosted = boosting(isQuick ? { holdout: HOLDOUT, rounds: 20 } : { holdout: HOLDOUT });
  const whole = crossValidate(shoppers, shoppers.folds, boosting(isQuick ? { rounds: 20 } : {}));
  const blind = withoutPageValues(shoppers);
  const own = crossValidate(shoppers, shoppers.folds, boosted);
  const blindly = crossValidate(blind, shoppers.folds, boosted);
  const split = answerHeld(shoppers, new Set(shoppers.heldRows), boosted);
  const linear = crossValidate(shoppers, shoppers.folds, logistic);
  const reseeded = (isQuick ? SEEDS.slice(0, 1) : SEEDS).map((seed) =>
    crossValidate(shoppers, drawFolds(shoppers.matrix.rows, 5, seed), boosted),
  );
  return {
    boostedAuc: { value: floorTo(own.auc, 4), unit: 'AUC', atLeast: 0.93 },
    boostedLogLoss: { value: ceilTo(own.logLoss, 4), unit: 'nats', atMost: 0.226 },
    boostedEce: { value: ceilTo(own.ece, 4), unit: 'ECE', atMost: 0.02 },
    boostedAucWithoutPageValues: { value: floorTo(blindly.auc, 4), unit: 'AUC', atLeast: 0.78 },
    boostedLogLossWithoutPageValues: { value: ceilTo(blindly.logLoss, 4), unit: 'nats' },
    boostedAucReseeded: { value: floorTo(Math.min(...reseeded.map(({ auc }) => auc)), 4), unit: 'AUC' },
    boostedLogLossReseeded: {
      value: ceilTo(Math.max(...reseeded.map((quality) => quality.logLoss)), 4),
      unit: 'nats',
    },
    boostedAucOfAllRounds: { value: floorTo(whole.auc, 4), unit: 'AUC' },
    boostedLogLossOfAllRounds: { value: ceilTo(whole.logLoss, 4), unit: 'nats' },
    boostedAucSplit: { value: floorTo(rocAuc(split.answers, split.targets), 4), unit: 'AUC', atLeast: 0.928 },
    boostedLogLossSplit: {
      value: ceilTo(logLoss(split.answers, split.targets), 4),
      unit: 'nats',
      atMost: 0.232,
    },
    logisticAuc: { value: floorTo(linear.auc, 4), unit: 'AUC', atLeast: 0.89 },
    logisticLogLoss: { value: ceilTo(linear.logLoss, 4), unit: 'nats', atMost: 0.297 },
    logisticEce: { value: ceilTo(linear.ece, 4), unit: 'ECE' },
    logisticAucWithoutPageValues: {
      value: floorTo(crossValidate(blind, shoppers.folds, logistic).auc, 4),
      unit: 'AUC',
    },
  };
}

/** Rows of four folds to train on; those of the fifth are asked about. */
function measureCost(shoppers: Shoppers, run: BenchRun): Figures {
  const repeats = run.isQuick ? 1 : 7;
  const placesOf = (isHeld: boolean) =>
    shoppers.folds.flatMap((fold, place) => ((fold === 0) === isHeld ? [place] : []));
  const learnt = pickRows(shoppers.matrix, placesOf(false));
  const targets = Float64Array.from(placesOf(false), (place) => shoppers.targets[place] ?? Number.NaN);
  const held = pickRows(shoppers.matrix, placesOf(true).slice(0, TIMED_ROWS));
  const options = { rounds: run.isQuick ? 20 : ROUNDS, leaves: LEAVES };
  const model = fitBoosting(learnt, targets, options);
  const trainSeconds = leastSeconds(repeats, () => fitBoosting(learnt, targets, options));
  const logisticSeconds = leastSeconds(repeats, () => fitLogistic(learnt, targets));
  return {
    trainSeconds: { value: ceilTo(trainSeconds, 3), unit: 's' },
    logisticTrainSeconds: { value: ceilTo(logisticSeconds, 3), unit: 's' },
    ...measureRows(model, rowsOf(held), repeats),
    modelBytes: { value: JSON.stringify(writeBoosting(model)).length, unit: 'bytes', atMost: 110_000 },
    ...compareWithXgboost({ learnt, targets, held, options }, run),
  };
}

function measureRows(model: BoostedModel, rows: readonly Float64Array[], repeats: number): Figures {
  const into = new Float64Array(1);
  const explain = createTreeExplainer(model);
  const offBy = rows.map((row) => {
    const [own] = explain(row);
    const sum = own?.contributions.reduce((total, contribution) => total + contribution, own.base);
    return Math.abs((sum ?? Number.NaN) - (own?.margin ?? Number.NaN));
  });
  const predictMicros = leastMicros(repeats * 3, rows, (row) => predict(model, row, into));
  const referenceMicros = leastMicros(repeats * 3, rows, (row) => stepThousandTimes(row.length));
  return {
    predictMicros: { value: ceilTo(predictMicros, 2), unit: 'us/row', atMost: 10 },
    referenceMicros: { value: ceilTo(referenceMicros, 2), unit: 'us/1,000 steps' },
    explainMicros: { value: ceilTo(leastMicros(repeats, rows, explain), 0), unit: 'us/row' },
    additivity: { value: Math.max(...offBy), unit: 'log-odds', atMost: 1e-9 },
  };
}

type Compared = {
  readonly learnt: Matrix;
  readonly targets: Float64Array;
  readonly held: Matrix;
  readonly options: { readonly rounds: number; readonly leaves: number };
};

/** Both in turns, and of each its least disturbed turn. */
function compareWithXgboost({ learnt, targets, held, options }: Compared, run: BenchRun): Figures {
  const python = findXgboost();
  if (python === null) {
    run.say('no Python here has numpy and xgboost (Debian: python3-xgboost): the ratios are not measured');
    return {};
  }
  const [rows, asked] = [rowsOf(learnt).map((row) => [...row]), rowsOf(held).map((row) => [...row])];
  const floats = asked.map((row) => Float64Array.from(row, Math.fround));
  const turns = Array.from({ length: run.isQuick ? 1 : TURNS }, () => {
    const theirs = runXgboost(python, { rows, targets: [...targets], held: asked, ...options });
    const explain = createTreeExplainer(importXgboost(theirs.model, 0));
    return {
      theirs,
      explain,
      trainSeconds: leastSeconds(2, () => fitBoosting(learnt, targets, options)),
      explainMicros: leastMicros(2, floats, explain),
    };
  });
  const least = (measure: (turn: (typeof turns)[number]) => number) => Math.min(...turns.map(measure));
  const theirs = {
    train: least((turn) => turn.theirs.trainSeconds),
    explain: least((turn) => turn.theirs.explainMicros),
  };
  const offBy = turns.flatMap((turn) =>
    floats.map((row, at) => differenceOf(turn.explain(row), turn.theirs.contributions[at])),
  );
  const { version } = turns[0]?.theirs ?? {};
  run.say(
    `XGBoost ${version} trains in ${theirs.train.toFixed(3)} s, explains a row in ${theirs.explain.toFixed(0)} us`,
  );
  return {
    trainRatio: {
      value: ceilTo(least((turn) => turn.trainSeconds) / theirs.train, 2),
      unit: 'ratio',
      atMost: 5,
    },
    explainRatio: {
      value: ceilTo(least((turn) => turn.explainMicros) / theirs.explain, 2),
      unit: 'ratio',
      atMost: 3,
    },
    explainDifference: { value: Math.max(...offBy), unit: 'log-odds', atMost: 1e-5 },
  };
}

/** The furthest of contributions and base. */
function differenceOf([own]: readonly TreeExplanation[], theirs: readonly number[] = []): number {
  const all = [...(own?.contributions ?? []), own?.base ?? Number.NaN];
  return Math.max(...all.map((value, place) => Math.abs(value - (theirs[place] ?? Number.NaN))));
}

function rowsOf(matrix: Matrix): readonly Float64Array[] {
  return Array.from({ length: matrix.rows }, (_, row) => readRow(matrix, row));
}

function say(figures: Figures, run: BenchRun): void {
  for (const [name, { value, unit, atLeast, atMost }] of Object.entries(figures)) {
    const gate =
      atLeast === undefined ? (atMost === undefined ? '' : `at most ${atMost}`) : `at least ${atLeast}`;
    run.say(`${name.padEnd(32)} ${String(value).padStart(10)} ${unit.padEnd(14)} ${gate}`);
  }
}

/** Figures are never rounded to the better side. */
function floorTo(value: number, digits: number): number {
  return Math.floor(value * 10 ** digits) / 10 ** digits;
}

function ceilTo(value: number, digits: number): number {
  return Math.ceil(value * 10 ** digits) / 10 ** digits;
}
