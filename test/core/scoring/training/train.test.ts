import { describe, expect, it } from 'vitest';
import { calibrate } from '../../../../core/scoring/calibration/calibrate.ts';
import { FEATURES } from '../../../../core/scoring/features/table.ts';
import { type Dataset, type Piece, splitByTime } from '../../../../core/scoring/labels/dataset.ts';
import { readRow } from '../../../../core/scoring/matrix.ts';
import { logLoss } from '../../../../core/scoring/metrics.ts';
import {
  createScorer,
  marginOf,
  type ScoreModel,
  scoreOf,
  sharesOf,
} from '../../../../core/scoring/model.ts';
import {
  type CandidateName,
  type Champion,
  type Progress,
  type Training,
  train,
} from '../../../../core/scoring/training/train.ts';
import { buys, labelOf, plant, shuffleTargets, type Target } from './planted.ts';

const PURCHASE = labelOf('purchase_7d');
const CHURN = labelOf('churn_30d');
const VALUE = labelOf('order_value');
const NEXT = labelOf('next_action');
/** Of 500 days: the labels look 7 and 30 days ahead. */
const ROWS = 2_000;

function trainOn(
  dataset: Dataset,
  label = PURCHASE,
  champion: Champion | null = null,
  progress: Progress = () => true,
): Training {
  const training = train({ label, dataset, champion, seed: 7 }, progress);
  if (training === null) throw new Error('there were no rows');
  return training;
}

function candidate({ candidates }: Training, wanted: CandidateName) {
  const found = candidates.find(({ name }) => name === wanted);
  if (found === undefined) throw new Error(`${wanted} was no candidate`);
  return found;
}
const aucOf = (training: Training, name: CandidateName) => candidate(training, name).measures?.auc.auc ?? 0;

const planted = plant(ROWS, 1, buys);
const told: number[] = [];
const trained = trainOn(planted, PURCHASE, null, (done) => told.push(done) > 0);

describe('a rule in the data', () => {
  it('is found: the model is promoted, and ranks better than the heuristic', () => {
    const { kind } = trained.model.trained;
    expect([trained.verdict, kind]).toEqual(['promoted', 'boosting']);
    expect(aucOf(trained, kind)).toBeGreaterThan(aucOf(trained, 'heuristic') + 0.1);
    expect(candidate(trained, kind).loss).toBeLessThan(candidate(trained, 'logistic').loss);
    expect(trained.candidates.map(({ name }) => name)).toEqual([
      'logistic',
      'boosting',
      'heuristic',
      'constant',
    ]);
  });

  it('is foretold by probabilities that come true', () => {
    const measures = candidate(trained, trained.model.trained.kind).measures;
    const ofPoints = candidate(trained, 'heuristic').measures?.ece ?? 0;
    // What chance alone leaves of an even outcome in ten bins (docs/scoring.md), and half of it.
    expect(measures?.ece).toBeLessThan(1.5 * Math.sqrt((0.25 * 10) / trained.rows.test));
    expect(measures?.ece).toBeLessThan(ofPoints / 2);
    expect(aucOf(trained, 'constant')).toBe(0.5);
  });

  it('is learned from the earliest rows and judged by the latest', () => {
    const { train: first, tune, test } = splitByTime(planted, PURCHASE.withinMs);
    expect(trained.rows).toEqual({
      train: first.times.length,
      tune: tune.times.length,
      test: test.times.length,
    });
    const { window } = trained;
    expect(window.train[1] + PURCHASE.withinMs).toBeLessThan(window.tune[0]);
    expect(window.tune[1] + PURCHASE.withinMs).toBeLessThan(window.test[0]);
    expect(window.test[1]).toBe(planted.times.at(-1));
  });

  it('makes the same model for the same seed, which does not replace one that is as good', () => {
    const again = trainOn(planted, PURCHASE, { model: trained.model, knownTo: Number.POSITIVE_INFINITY });
    expect(again.model.trained).toEqual(trained.model.trained);
    expect([again.verdict, candidate(again, 'champion').loss]).toEqual([
      'no_better_than_served',
      candidate(again, again.model.trained.kind).loss,
    ]);
  });

  it('replaces one that was made for other times', () => {
    const turned: Target = (row, random) => 1 - buys(row, random);
    const model = trainOn(plant(ROWS, 2, turned)).model;
    expect(trainOn(planted, PURCHASE, { model, knownTo: 0 }).verdict).toBe('promoted');
  });

  it('leaves the heuristic the more of the margin, the less there is', () => {
    expect(trained.model.heuristicShare).toBe(100 / (100 + planted.positives));
    const row = readRow(planted.matrix, 5);
    const alone = marginOf({ ...trained.model, heuristicShare: 0 }, row);
    const points = marginOf({ ...trained.model, heuristicShare: 1 }, row);
    const share = trained.model.heuristicShare;
    expect(marginOf(trained.model, row)).toBeCloseTo((1 - share) * alone + share * points, 12);
  });

  it('tells how far it is, never backwards', () => {
    expect(told.every((done, at) => done >= 0 && done <= 1 && done >= (told[at - 1] ?? 0))).toBe(true);
    expect(told.length).toBeGreaterThan(5);
  });
});

describe('probabilities', () => {
  const { tune, test } = splitByTime(planted, PURCHASE.withinMs);
  const marginsOf = ({ matrix, times }: Piece) =>
    Array.from(times, (_, row) => marginOf(trained.model, readRow(matrix, row)));
  const lossOf = (model: ScoreModel) =>
    logLoss(
      Array.from(test.times, (_, row) => scoreOf(model, readRow(test.matrix, row)).p),
      test.targets,
    );
  const byTune = {
    ...trained.model,
    calibrator: calibrate(marginsOf(tune), tune.targets),
  };

  it('are judged as the middle piece alone makes them, whatever the last one says of them', () => {
    expect(candidate(trained, trained.model.trained.kind).loss).toBe(lossOf(byTune));
    expect(lossOf(trained.model)).toBeLessThan(lossOf(byTune));
  });

  it('are fitted to both once they are served, which the card and the watch are told', () => {
    const both = [...tune.targets, ...test.targets];
    expect(trained.model.calibrator).toEqual(calibrate([...marginsOf(tune), ...marginsOf(test)], both));
    expect(trained.calibration).toEqual({
      pieces: ['tune', 'test'],
      rows: both.length,
      window: [trained.window.tune[0], trained.window.test[1]],
    });
    expect(trained.reference?.logLoss).toBe(lossOf(trained.model));
  });

  it('of a model that is not served stay as they were judged', () => {
    const again = trainOn(planted, PURCHASE, { model: trained.model, knownTo: Number.POSITIVE_INFINITY });
    expect(again.model).toEqual(byTune);
    expect(again.calibration).toEqual({
      pieces: ['tune'],
      rows: tune.targets.length,
      window: trained.window.tune,
    });
  });

  it.each([
    ['have seen a judge are judged without what that told them', 1, byTune],
    ['have seen none are judged as they are', 0, trained.model],
  ] as const)('of a champion that %s', (_, later, judge) => {
    const knownTo = trained.window.test[0] + later;
    const again = trainOn(planted, PURCHASE, { model: trained.model, knownTo });
    expect(candidate(again, 'champion').loss).toBe(lossOf(judge));
  });
});

describe('reasons', () => {
  const logistic = plant(ROWS, 3, (row, random) => (random() < ((row('visits') || 0) + 1) / 9 ? 1 : 0));
  const regression = trainOn(logistic);
  const value: Target = (row, random) => 1_000 * (1 + (row('visits') || 0)) * (0.5 + random());
  const action: Target = (row, random) =>
    random() < 0.7 ? (row('visits') || 0) % 5 : Math.floor(random() * 5);
  it.each<readonly [string, () => Training]>([
    ['trees', () => trained],
    ['a regression', () => regression],
    ['churn', () => trainOn(plant(ROWS, 4, buys), CHURN)],
    ['amounts', () => trainOn(plant(ROWS, 5, value), VALUE)],
    ['next actions', () => trainOn(plant(1_000, 6, action), NEXT)],
  ])('of %s add up to the margin', (_, made) => {
    const { model, verdict } = made();
    expect(verdict).toBe('promoted');
    const score = createScorer(model);
    for (let at = 0; at < 60; at += 1) {
      const row = readRow(planted.matrix, at);
      const { p, margin, base, reasons } = score(row);
      const sum = reasons.reduce((total, { shap }) => total + shap, 0);
      expect(Math.abs(sum - (margin - base))).toBeLessThan(1e-9);
      expect(reasons.filter(({ shap }) => shap === 0)).toEqual([]);
      expect(p).toBe(scoreOf(model, row).p);
      if (model.label.kind !== 'next') expect(margin).toBe(marginOf(model, row));
      const shares = sharesOf(model, row);
      if (shares.length > 0)
        expect([Math.max(...shares), shares.reduce((a, b) => a + b)]).toEqual([p, expect.closeTo(1, 9)]);
    }
  });

  it('of a regression are those of the regression', () => {
    const { model } = regression;
    expect(model.trained.kind).toBe('logistic');
    const visits = FEATURES.findIndex(({ name }) => name === 'visits');
    const rows = [1, 7].map((value) => readRow(logistic.matrix, 0).with(visits, value));
    const [few, many] = rows.map((row) =>
      createScorer(model)(row).reasons.find(({ feature }) => feature === 'visits'),
    );
    expect([few?.value, many?.value]).toEqual([1, 7]);
    expect((many?.shap ?? 0) - (few?.shap ?? 0)).toBeGreaterThan(1);
  });
});

describe('chance', () => {
  it('is not promoted: of shuffled labels nothing is learned, 20 times', () => {
    const trainings = Array.from({ length: 20 }, (_, seed) =>
      trainOn(shuffleTargets(plant(800, seed, buys), 1_000 + seed)),
    );
    expect(trainings.filter(({ verdict }) => verdict === 'promoted')).toEqual([]);
    const areas = trainings.map((training) => aucOf(training, training.model.trained.kind));
    const mean = areas.reduce((sum, area) => sum + area, 0) / areas.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.02);
  });

  it.each([
    ['amounts', VALUE, (_: unknown, random: () => number) => 1_000 * (0.5 + random())],
    ['next actions', NEXT, (_: unknown, random: () => number) => Math.floor(random() * 5)],
  ] as const)('is not promoted: %s', (_, label, target) => {
    expect(trainOn(plant(1_500, 8, target), label).verdict).toBe('no_better_than_the_rate');
  });

  it('is what few things can be told from, however many rows are about them', () => {
    const few = { ...planted, positives: 12, negatives: 40 };
    expect(trainOn(few).verdict).toBe('no_better_than_the_rate');
  });
});

describe('too little', () => {
  it.each([
    ['no row', 0],
    ['fewer rows than a piece needs', 90],
  ])('%s: nothing is trained', (_, rows) => {
    expect(train({ label: PURCHASE, dataset: plant(rows, 1, buys), champion: null, seed: 7 })).toBeNull();
  });

  it('whatever the label looks ahead further than the data reach is not learned', () => {
    const dataset = plant(300, 1, buys);
    expect(train({ label: CHURN, dataset, champion: null, seed: 7 })).toBeNull();
  });

  it.each([
    ['nobody', () => 0],
    ['everybody', () => 1],
  ])('where %s does it, there is nothing to test by', (_, target) => {
    expect(trainOn(plant(1_000, 1, target)).verdict).toBe('too_little_to_test');
  });

  it('where the last do it and nobody before, the model is not promoted', () => {
    let row = 0;
    const dataset = plant(1_500, 1, () => (row++ > 1_300 && row % 5 === 0 ? 1 : 0));
    expect(trainOn(dataset).verdict).toBe('no_better_than_the_rate');
  });
});
