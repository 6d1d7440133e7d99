/**
 * Training: candidates learn from the earliest rows, are tuned and calibrated on later ones, and judged on the latest. The
 * regression is the baseline; trees are taken where they beat it, and nothing is where neither beats what is there. Whatever
 * is to be served is then calibrated anew, on what it was judged by as well.
 */
import { predict } from '../boosting/predict.ts';
import { createReference, type DriftReference } from '../drift/reference.ts';
import type { Dataset, Piece, Split } from '../labels/dataset.ts';
import { splitByTime } from '../labels/dataset.ts';
import { isBinary, type Label, NEXT_ACTIONS } from '../labels/label.ts';
import { pickRows, readRow } from '../matrix.ts';
import { createScorer, marginOf, type ScoreModel, scoreHeuristically, scoreOf } from '../model.ts';
import { calibrateOn, fitBinary, grow, mapRows, type Progress } from './fitting.ts';
import { classLogLoss, gammaDeviance, judgeBinary } from './judge.ts';
import { type Candidate, type CandidateName, decide, type Verdict } from './verdict.ts';

export type { Progress } from './fitting.ts';
export type { Candidate, CandidateName, Verdict } from './verdict.ts';

export type TrainingInput = {
  readonly label: Label;
  readonly dataset: Dataset;
  /** What is served now; null: nothing is. */
  readonly champion: Champion | null;
  readonly seed: number;
};

export type Champion = {
  readonly model: ScoreModel;
  /** UTC ms: its probabilities were fitted to labels that were decided by then. */
  readonly knownTo: number;
};

export type Training = {
  readonly verdict: Verdict;
  /** The better of those that were trained; served if it was promoted. */
  readonly model: ScoreModel;
  readonly calibration: CalibrationRows | null;
  readonly candidates: readonly Candidate[];
  readonly rows: { readonly train: number; readonly tune: number; readonly test: number };
  /** UTC ms: of the first and the last row of each piece. */
  readonly window: Readonly<Record<keyof Split, readonly [from: number, to: number]>>;
  /** Mean of what each feature moves the margin by, on test rows, the strongest first. */
  readonly importance: readonly Importance[];
  /** What drift is measured against; null where the label is no yes or no, or no test row counts for itself. */
  readonly reference: DriftReference | null;
};

/** What the probabilities of a model were fitted to; null where the label is no yes or no. */
export type CalibrationRows = {
  /** The tested ones are among them once they have judged: a candidate is judged by what `tune` alone says. */
  readonly pieces: readonly (keyof Split)[];
  readonly rows: number;
  /** UTC ms: of the first and the last of them. */
  readonly window: readonly [from: number, to: number];
};

export type Importance = { readonly feature: string; readonly meanAbsoluteShap: number };

const LEAST_ROWS = 20;

/** Null where a piece is left without rows to learn from or to judge by. */
export function train(input: TrainingInput, progress: Progress = () => true): Training | null {
  const { label, dataset } = input;
  const split = splitByTime(dataset, label.withinMs);
  if ([split.train, split.tune, split.test].some(({ times }) => times.length < LEAST_ROWS)) return null;
  const judged = isBinary(label) ? trainBinary(input, split, progress) : trainOther(input, split, progress);
  const trained = { ...judged, ...calibrateJudged(judged, split) };
  const rows = {
    train: split.train.times.length,
    tune: split.tune.times.length,
    test: split.test.times.length,
  };
  return {
    ...trained,
    importance: importanceOf(trained.model, split.test),
    reference: referenceOf(trained.model, split.test),
    rows,
    window: { train: spanOf(split.train), tune: spanOf(split.tune), test: spanOf(split.test) },
  };
}

/**
 * Judged, a model may learn from its judges: the verdict and its figures stand, and probabilities rest on twice as much, and
 * on the latest.
 */
function calibrateJudged({ verdict, model }: Judged, split: Split): Pick<Training, 'model' | 'calibration'> {
  if (model.calibrator === null) return { model, calibration: null };
  const isServed = verdict === 'promoted';
  const pieces = isServed ? (['tune', 'test'] as const) : (['tune'] as const);
  const own = pieces.map((piece) => split[piece]);
  const [first, last] = [spanOf(own[0] ?? split.tune), spanOf(own.at(-1) ?? split.tune)];
  return {
    model: isServed ? calibrateOn(model, own) : model,
    calibration: {
      pieces,
      rows: own.reduce((rows, { times }) => rows + times.length, 0),
      window: [first[0], last[1]],
    },
  };
}

/** Explaining a row takes a hundred times as long as scoring it. */
const EXPLAINED_ROWS = 500;

function importanceOf(model: ScoreModel, { matrix }: Piece): readonly Importance[] {
  const score = createScorer(model);
  const sums = new Map<string, number>();
  const step = Math.max(1, Math.floor(matrix.rows / EXPLAINED_ROWS));
  let rows = 0;
  for (let row = 0; row < matrix.rows; row += step, rows++) {
    for (const { feature, shap } of score(readRow(matrix, row)).reasons)
      sums.set(feature, (sums.get(feature) ?? 0) + Math.abs(shap));
  }
  return [...sums]
    .map(([feature, sum]) => ({ feature, meanAbsoluteShap: sum / rows }))
    .toSorted((a, b) => b.meanAbsoluteShap - a.meanAbsoluteShap);
}

/** Of rows as they are watched later. */
function referenceOf(model: ScoreModel, { matrix, targets, apart }: Piece): DriftReference | null {
  const places = [...apart.keys()].filter((row) => apart[row] === 1);
  if (model.calibrator === null || places.length === 0) return null;
  const own = pickRows(matrix, places);
  return createReference({
    matrix: own,
    margins: mapRows(own, (row) => marginOf(model, row)),
    probabilities: mapRows(own, (row) => scoreOf(model, row).p),
    labels: places.map((row) => targets[row] ?? 0),
  });
}

function spanOf({ times }: Piece): readonly [number, number] {
  return [times[0] ?? 0, times.at(-1) ?? 0];
}

type Judged = Pick<Training, 'verdict' | 'model' | 'candidates'>;

function trainBinary(
  { label, dataset, champion, seed }: TrainingInput,
  split: Split,
  progress: Progress,
): Judged {
  const { logistic, boosting } = fitBinary(split, { label, positives: dataset.positives, seed }, progress);
  const score = (model: ScoreModel) => mapRows(split.test.matrix, (row) => scoreOf(model, row).p);
  const [plain, grown] = [
    judged('logistic', score(logistic), split),
    judged('boosting', score(boosting), split),
  ];
  const rivals = [
    ...(champion === null ? [] : [judged('champion', score(unfamiliar(champion, split)), split)]),
    ...judgeHeuristic(label, split),
    judged('constant', new Float64Array(split.test.times.length).fill(rateOf(split.train)), split),
  ];
  // Trees have to beat the baseline, not to equal it.
  const isGrown = grown.loss < plain.loss;
  const model = isGrown ? boosting : logistic;
  const best = isGrown ? grown : plain;
  return { verdict: decide(best, rivals, dataset), model, candidates: [plain, grown, ...rivals] };
}

/** Whoever has seen some of the judges is judged by what it would say without them, as its rivals are. */
function unfamiliar({ model, knownTo }: Champion, { tune, test }: Split): ScoreModel {
  return knownTo <= spanOf(test)[0] ? model : calibrateOn(model, [tune]);
}

function judged(name: CandidateName, probabilities: Float64Array, { test }: Split): Candidate {
  const measures = judgeBinary(probabilities, test.targets);
  return { name, loss: measures.logLoss, measures };
}

function judgeHeuristic({ key }: Label, split: Split): readonly Candidate[] {
  if (scoreHeuristically(key, readRow(split.test.matrix, 0)) === null) return [];
  const probabilities = mapRows(split.test.matrix, (row) => scoreHeuristically(key, row)?.p ?? 0);
  return [judged('heuristic', probabilities, split)];
}

function rateOf({ targets }: Piece): number {
  const positives = targets.reduce((sum, target) => sum + target, 0);
  return (positives + 0.5) / (targets.length + 1);
}

function trainOther(
  { label, dataset, champion, seed }: TrainingInput,
  split: Split,
  progress: Progress,
): Judged {
  const loss = label.kind === 'amount' ? 'gamma' : 'softmax';
  const classes = label.kind === 'next' ? { classes: NEXT_ACTIONS.length } : {};
  const model: ScoreModel = {
    label,
    trained: { kind: 'boosting', model: grow(split, { loss, seed, ...classes }, progress) },
    calibrator: null,
    heuristicShare: 0,
  };
  const best: Candidate = { name: 'boosting', loss: lossOf(model, split), measures: null };
  const rivals: readonly Candidate[] = [
    ...(champion === null
      ? []
      : [{ name: 'champion' as const, loss: lossOf(champion.model, split), measures: null }]),
    { name: 'constant', loss: constantLoss(label, split), measures: null },
  ];
  return { verdict: decide(best, rivals, dataset), model, candidates: [best, ...rivals] };
}

function lossOf({ label, trained }: ScoreModel, { test }: Split): number {
  if (trained.kind === 'logistic') return Number.POSITIVE_INFINITY;
  if (label.kind === 'amount') {
    return gammaDeviance(
      mapRows(test.matrix, (row) => predict(trained.model, row)[0] ?? 0),
      test.targets,
    );
  }
  const shares = Array.from(test.times, (_, row) => predict(trained.model, readRow(test.matrix, row)));
  return classLogLoss(shares, test.targets);
}

/** Of the mean amount, or of how often each class came. */
function constantLoss(label: Label, { train, test }: Split): number {
  if (label.kind === 'amount') {
    const mean = train.targets.reduce((sum, amount) => sum + amount, 0) / train.targets.length;
    return gammaDeviance(
      test.targets.map(() => mean),
      test.targets,
    );
  }
  const counts = NEXT_ACTIONS.map(
    (_, action) => train.targets.filter((target) => target === action).length + 0.5,
  );
  const total = counts.reduce((sum, count) => sum + count, 0);
  const shares = counts.map((count) => count / total);
  return classLogLoss(
    Array.from(test.targets, () => shares),
    test.targets,
  );
}
