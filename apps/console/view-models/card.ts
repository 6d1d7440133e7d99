/** The card of a model, what was compared with it, how it drifts, and what was trained before. */
import type { CardAnswer, DriftAnswer, Measures, ModelAnswer } from '../api/answers/models.ts';
import type { Tone } from '../ui/skin.ts';
import type { CardWords } from '../words/card.ts';
import type { FeatureWords } from '../words/features.ts';
import type { Bar } from './bar.ts';
import type { FullFormat as Format } from './full-format.ts';
import type { Series } from './plot.ts';
import { nameFeature } from './reasons.ts';

export type CardView = {
  readonly quality: string | null;
  readonly auc: string | null;
  readonly aucText: string | null;
  readonly facts: readonly string[];
  readonly figures: readonly { readonly key: string; readonly label: string; readonly value: string }[];
};

/** From so much on a ranking is called so: what is usual for shops lies between 0.65 and 0.85. */
const QUALITIES = [
  [0.85, 'strong'],
  [0.75, 'good'],
  [0.65, 'fair'],
  [0.55, 'weak'],
] as const;
const DIGITS = 3;

/** @example viewCard(card, words, format).quality // 'It ranks visitors well.' */
export function viewCard(card: CardAnswer, words: CardWords, format: Format): CardView {
  const { measures, window, positives, negatives, visitors, heuristicShare } = card;
  const day = (instant: string): string => format.date(instant);
  const { train, test } = window;
  return {
    ...viewAuc(measures, words, format),
    facts: [
      words.learnedFrom(format.count(visitors ?? 0), day(train.from), day(train.to)),
      words.examples(format.count(positives), format.count(negatives)),
      words.testedOn(day(test.from), day(test.to)),
      ...(card.isSampled ? [words.sampled] : []),
      ...(heuristicShare > 0 ? [words.held(format.share(heuristicShare))] : []),
      ...(measures === null ? [words.noMeasures] : []),
    ],
    figures:
      measures === null
        ? []
        : [
            { key: 'brier', label: words.brier, value: format.decimal(measures.brier, DIGITS) },
            { key: 'logLoss', label: words.logLoss, value: format.decimal(measures.logLoss, DIGITS) },
          ],
  };
}

function viewAuc(
  measures: Measures | null,
  { quality, aucText }: CardWords,
  format: Format,
): Pick<CardView, 'quality' | 'auc' | 'aucText'> {
  if (measures === null) return { quality: null, auc: null, aucText: null };
  const { auc, interval } = measures.auc;
  const [, name = 'chance'] = QUALITIES.find(([from]) => auc >= from) ?? [];
  return {
    quality: quality[name],
    auc: format.decimal(auc, 2),
    aucText: aucText(format.share(auc), format.share(interval.low), format.share(interval.high)),
  };
}

const DIAGONAL = [
  { x: 0, y: 0 },
  { x: 1, y: 1 },
] as const;

/** Of what was said against what came, and the line on which both are alike. */
export function plotCalibration(
  { reliability }: Pick<Measures, 'reliability'>,
  { calibration }: CardWords,
): { readonly series: readonly Series[]; readonly most: number } {
  const most = Math.max(
    ...reliability.flatMap(({ meanProbability, interval }) => [meanProbability, interval.high]),
    0.1,
  );
  return {
    most,
    series: [
      {
        key: 'came',
        label: calibration.came,
        look: 'dots',
        points: reliability.map((bin) => ({ x: bin.meanProbability, y: bin.observedRate })),
        band: reliability.map(({ interval }) => interval),
      },
      {
        key: 'perfect',
        label: calibration.perfect,
        look: 'dashed',
        points: DIAGONAL.map(({ x, y }) => ({ x: x * most, y: y * most })),
      },
    ],
  };
}

/** Null of a card of before. */
export function plotRoc({ roc }: Measures, words: CardWords): readonly Series[] | null {
  if (roc === undefined || roc.length === 0) return null;
  return [
    {
      key: 'found',
      label: words.roc.found,
      points: roc.map((point) => ({ x: point.falsePositives, y: point.truePositives })),
    },
    { key: 'chance', label: words.roc.chance, look: 'dashed', points: DIAGONAL },
  ];
}

export type LiftView = { readonly text: string; readonly bars: readonly Bar[] };

/** @example viewLift(measures, words, format).bars[0].text // '4.9 times' */
export function viewLift({ lift }: Pick<Measures, 'lift'>, words: CardWords, format: Format): LiftView {
  const most = Math.max(1, ...lift.map((tenth) => tenth.lift));
  const times = (value: number): string => format.decimal(value, 1);
  return {
    text: words.lift.text(times(lift[0]?.lift ?? 1), format.share(lift[2]?.captured ?? 0)),
    bars: lift.map((tenth, place) => ({
      key: String(place),
      label: words.lift.tenth(format.count(place + 1)),
      text: words.lift.times(times(tenth.lift)),
      from: 0,
      to: tenth.lift / most,
    })),
  };
}

const MOST_FEATURES = 12;

/** The strongest first. */
export function viewImportance(
  { importance }: Pick<CardAnswer, 'importance'>,
  features: FeatureWords,
  format: Format,
): readonly Bar[] {
  const most = Math.max(1e-9, ...importance.map(({ meanAbsoluteShap }) => meanAbsoluteShap));
  return importance.slice(0, MOST_FEATURES).map(({ feature, meanAbsoluteShap }) => ({
    key: feature,
    label: nameFeature(feature, features),
    text: format.decimal(meanAbsoluteShap, 2),
    from: 0,
    to: meanAbsoluteShap / most,
  }));
}

export type ComparedRow = {
  readonly key: string;
  readonly name: string;
  readonly loss: string;
  readonly auc: string;
};

/** The smallest error first. */
export function viewCompared(
  { compared }: Pick<CardAnswer, 'compared'>,
  words: CardWords,
  format: Format,
): readonly ComparedRow[] {
  return [...compared]
    .sort((a, b) => a.loss - b.loss)
    .map(({ name, loss, auc }) => ({
      key: name,
      name: words.compared.names[name as keyof CardWords['compared']['names']] ?? name,
      loss: format.decimal(loss, DIGITS),
      auc: auc === null ? '–' : format.decimal(auc, 2),
    }));
}

export type DriftView = {
  readonly badge: { readonly text: string; readonly tone: Tone };
  readonly does: string;
  readonly labels: string;
  readonly lookedAt: string;
  readonly rows: readonly {
    readonly key: string;
    readonly name: string;
    readonly psi: string;
    readonly band: { readonly text: string; readonly tone: Tone };
  }[];
};

/** By custom above 0.1 it is looked at, and above 0.2 something is done: docs/scoring.md. */
const BANDS = [
  [0.2, 'moved', 'bad'],
  [0.1, 'watch', 'waiting'],
  [0, 'same', 'good'],
] as const;
/** A PSI of few visitors is never 0: one that chance makes as often as this says nothing. */
const LEAST_CHANCE = 0.01;

/** @example viewDrift(drift, words, features, format).rows[0].band.text // 'as before' */
export function viewDrift(
  { at, kind, what, alarm, labels, observed, expected, psi }: DriftAnswer,
  { drift }: CardWords,
  features: FeatureWords,
  format: Format,
): DriftView {
  const bandOf = (own: DriftAnswer['psi'][number]): DriftView['rows'][number]['band'] => {
    const value = own.chance > LEAST_CHANCE ? 0 : own.psi;
    const [, name = 'same', tone = 'good'] = BANDS.find(([from]) => value >= from) ?? [];
    return { text: drift.bands[name], tone };
  };
  return {
    badge: { text: drift.kinds[kind ?? 'none'], tone: alarm ? 'bad' : kind === null ? 'good' : 'waiting' },
    does: drift.does[what],
    labels:
      labels === 0
        ? drift.noLabels
        : drift.labels(format.count(observed), format.count(labels), format.decimal(expected, 1)),
    lookedAt: drift.lookedAt(format.time(at)),
    rows: psi.map((own) => ({
      key: own.feature,
      name: nameFeature(own.feature, features),
      psi: format.decimal(own.psi, 2),
      band: bandOf(own),
    })),
  };
}

export type HistoryRow = {
  readonly key: string;
  readonly version: string;
  readonly at: string;
  readonly kind: string;
  readonly auc: string;
  readonly became: string;
  readonly isServed: boolean;
};

/** Newest first, as the server has it. */
export function viewHistory(
  { history, active, state }: Pick<ModelAnswer, 'history' | 'active' | 'state'>,
  words: CardWords,
  format: Format,
): readonly HistoryRow[] {
  return history.map(({ version, trainedAt, kind, measures, verdict, recalibrated }) => ({
    key: String(version),
    version: format.count(version),
    at: format.time(recalibrated?.at ?? trainedAt),
    kind: words.history.kinds[kind],
    auc: measures === null ? '–' : format.decimal(measures.auc.auc, 2),
    became:
      recalibrated === null
        ? words.history.verdicts[verdict]
        : words.history.recalibrated(format.count(recalibrated.from)),
    isServed: state === 'model' && version === active,
  }));
}
