/** `--csv FILE --label COLUMN`: the same measures on any table, five folds drawn by a seed. */
import type { BenchRun, Figure, Report } from '../report.ts';
import { answerFolds, boosting, crossValidate, drawFolds, type Labelled, logistic } from './quality.ts';
import { readTable, type Table } from './table-file.ts';

const FOLDS = 5;
const SEED = 1;

export function measureTable({ csv, label }: { csv: string; label: string }, { say }: BenchRun): Report {
  const table = readTable(csv, { label });
  const { features, rows } = table.matrix;
  refuseFew(table, label);
  const categories = features.filter(({ kind }) => kind === 'category').map(({ name }) => name);
  say(
    `${rows} rows; categories: ${categories.join(', ') || 'none'}; numbers: ${features.length - categories.length}`,
  );
  say(
    table.classes === null
      ? `${label} is an amount`
      : `${label} is ${table.classes[1]}, or ${table.classes[0]}`,
  );
  const figures = table.classes === null ? amountFigures(table) : classFigures(table);
  for (const [name, { value, unit }] of Object.entries(figures))
    say(`${name.padEnd(20)} ${value.toFixed(4)} ${unit}`);
  return { name: 'scoring', figures, notes: [`${FOLDS} folds drawn by the seed ${SEED}; defaults`] };
}

/** Each fold learns from four fifths, and keeps some of those to end by. */
const LEAST_ROWS = 50;
const LEAST_OF_A_CLASS = 10;

function refuseFew({ matrix: { rows }, targets, classes }: Table, label: string): void {
  const rule = `at least ${LEAST_ROWS} with a ${label}, and ${LEAST_OF_A_CLASS} of each of two values`;
  if (rows < LEAST_ROWS) throw new Error(`${rows} rows are too few to tell anything by: ${rule}`);
  if (classes === null) return;
  const positives = targets.reduce((sum, target) => sum + target, 0);
  const [rare, count] = positives * 2 < rows ? [classes[1], positives] : [classes[0], rows - positives];
  if (count < LEAST_OF_A_CLASS) throw new Error(`${label} is ${rare} in ${count} rows alone: ${rule}`);
}

function classFigures(rows: Labelled): Report['figures'] {
  const folds = drawFolds(rows.matrix.rows, FOLDS, SEED);
  const sides = { boosted: boosting({}), logistic };
  return Object.fromEntries(
    Object.entries(sides).flatMap(([side, learn]): [string, Figure][] => {
      const { auc, logLoss, ece } = crossValidate(rows, folds, learn);
      return [
        [`${side}Auc`, { value: auc, unit: 'AUC' }],
        [`${side}LogLoss`, { value: logLoss, unit: 'nats' }],
        [`${side}Ece`, { value: ece, unit: 'ECE' }],
      ];
    }),
  );
}

/** Root mean square error, beside that of always answering the mean. */
function amountFigures(rows: Labelled): Report['figures'] {
  const folds = drawFolds(rows.matrix.rows, FOLDS, SEED);
  const errorOf = (errors: readonly number[]) =>
    Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
  const errors = answerFolds(rows, folds, boosting({ loss: 'squared' })).flatMap(({ answers, targets }) =>
    answers.map((answer, at) => answer - (targets[at] ?? Number.NaN)),
  );
  const mean = rows.targets.reduce((sum, target) => sum + target, 0) / rows.targets.length;
  return {
    boostedError: { value: errorOf(errors), unit: 'RMSE' },
    meanError: { value: errorOf(Array.from(rows.targets, (target) => target - mean)), unit: 'RMSE' },
  };
}
