/**
 * Whether a session ends in an order, told after its first 1, 2, 3, 5 and 8 events: three hours of a real shop, learned
 * from the first 70 % of its sessions by start and measured on the others. `REES46_CSV=path npm run bench -- intent`
 * says where the sample lies. Nothing is gated: some dozens of buyers prove no digit.
 */
import { existsSync } from 'node:fs';
import { type ScoreModel, scoreHeuristically, scoreOf } from '../core/scoring/model.ts';
import { fitBinary, mapRows } from '../core/scoring/training/fitting.ts';
import { figuresOf, measure, type Scorer } from './intent/measures.ts';
import { LABEL, PLACES, type Prefixes, readPrefixes } from './intent/prefixes.ts';
import type { BenchRun, Figure, Report } from './report.ts';
import { readStream } from './segments/stream.ts';

const SEED = 1;

export default async function measureIntent({ isQuick, say }: BenchRun): Promise<Report> {
  const path = process.env.REES46_CSV ?? '../shared/data/rees46_sample.csv';
  if (!existsSync(path)) throw new TypeError(`there is no ${path}: REES46_CSV says where the sample lies`);
  const { events } = readStream(path);
  const prefixes = readPrefixes(isQuick ? events.slice(-6_000) : events);
  const { split, positives } = prefixes;
  const models = fitBinary(split, { label: LABEL, positives, seed: SEED });
  const scores = scoreAll(prefixes, models);
  const figures = PLACES.map((place) => measureAt(place, prefixes, scores));
  say(`${prefixes.sessions.learned} sessions to learn from, ${prefixes.sessions.tested} others`);
  return {
    name: 'intent',
    figures: { ...countsOf(prefixes, models.boosting), ...Object.assign({}, ...figures) },
    notes: [
      'the REES46 sample; what a session did after the end of the file is taken for nothing',
      `the label is an order within 30 minutes; split by the start of sessions, without an embargo; seed ${SEED}`,
    ],
  };
}

type Scores = Readonly<Record<Scorer, Float64Array>>;

/** Probabilities of the test rows. The rate is that of what was learned from, of each number of events its own. */
function scoreAll(
  { split: { test }, rateAt, places }: Prefixes,
  { logistic, boosting }: Readonly<Record<'logistic' | 'boosting', ScoreModel>>,
): Scores {
  return {
    boosting: mapRows(test.matrix, (row) => scoreOf(boosting, row).p),
    logistic: mapRows(test.matrix, (row) => scoreOf(logistic, row).p),
    heuristic: mapRows(test.matrix, (row) => scoreHeuristically(LABEL.key, row)?.p ?? 0),
    rate: Float64Array.from(places, (place) => rateAt.get(place) ?? 0),
  };
}

function measureAt(
  place: number,
  { split: { test }, places }: Prefixes,
  scores: Scores,
): Readonly<Record<string, Figure>> {
  const rows = places.flatMap((own, row) => (own === place ? [row] : []));
  const pick = (values: Float64Array) => Float64Array.from(rows, (row) => values[row] ?? 0);
  const targets = pick(test.targets);
  const measured = Object.entries(scores).map(([scorer, probabilities]) =>
    figuresOf(scorer as Scorer, place, measure(pick(probabilities), targets)),
  );
  return {
    [`sessionsAt${place}`]: { value: targets.length, unit: 'sessions' },
    [`buyersAt${place}`]: { value: targets.reduce((sum, target) => sum + target, 0), unit: 'sessions' },
    ...Object.assign({}, ...measured),
  };
}

function countsOf(
  { split: { train, tune }, sessions, positives }: Prefixes,
  { heuristicShare }: ScoreModel,
): Readonly<Record<string, Figure>> {
  return {
    sessionsLearned: { value: sessions.learned, unit: 'sessions' },
    sessionsTested: { value: sessions.tested, unit: 'sessions' },
    rowsTrained: { value: train.times.length, unit: 'rows' },
    rowsTuned: { value: tune.times.length, unit: 'rows' },
    ordersLearned: { value: positives, unit: 'orders' },
    heuristicShare: { value: Number(heuristicShare.toFixed(3)), unit: 'share' },
  };
}
