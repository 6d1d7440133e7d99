/** Scores and models as they are answered: instants in ISO 8601, levels of categories by name, reasons in words. */
import { FEATURES } from '../../core/scoring/features/table.ts';
import { describeLabel, type Label } from '../../core/scoring/labels/label.ts';
import { type ModelCard, measuredOf, type Recalibrated } from '../../core/scoring/models/card.ts';
import type { LabelState, LastRun } from '../../core/scoring/models/model-book.ts';
import type { Readiness } from '../../core/scoring/models/readiness.ts';
import type { DriftReport } from '../../core/scoring/models/watch-record.ts';
import type { Reason } from '../../core/scoring/reason.ts';
import type { VisitorScore, VisitorScores } from '../../core/scoring/serving/scoring.ts';
import type { Candidate } from '../../core/scoring/training/train.ts';
import { describeReason, type Wording } from '../../core/scoring/words.ts';

export type ReasonView = {
  readonly feature: string;
  /** Null: not known. */
  readonly value: number | string | null;
  /** Of a number: `seconds`, `days`, `minor units` …, as docs/features.md has it. */
  readonly unit: string;
  readonly shap: number;
  readonly text: string;
};

export type ScoreView = Omit<VisitorScore, 'at' | 'reasons'> & {
  readonly at: string;
  /** All of them, the strongest first: with `base` they add up to `margin`. */
  readonly reasons: readonly ReasonView[];
};

const iso = (t: number): string => new Date(t).toISOString();
const LEVELS = new Map(
  FEATURES.flatMap((feature) =>
    feature.kind === 'category' ? [[feature.name, feature.levels] as const] : [],
  ),
);
const UNITS = new Map(FEATURES.map(({ name, unit }) => [name, unit]));

/** @param currency ISO 4217, of the site. */
export function presentScores({ scores, sessionMs }: VisitorScores, currency: string): readonly ScoreView[] {
  const wording = { currency, sessionMs };
  return scores.map(({ at, reasons, ...score }) => ({
    ...score,
    at: iso(at),
    reasons: reasons.map((reason) => presentReason(reason, wording)),
  }));
}

const WHY_NONE = {
  declined: 'they refused `analytics` or `personalization`, or what they allowed is over',
  not_allowed: 'they spoke of consent and did not allow `personalization`: ask them for it',
  no_events: 'nothing that they did is known: scores come with the first event',
} as const;

/** Why a visitor has no scores, where nobody may or can make any. */
export function explainNone(code: keyof typeof WHY_NONE): { readonly code: string; readonly hint: string } {
  return { code, hint: WHY_NONE[code] };
}

function presentReason(reason: Reason, wording: Wording): ReasonView {
  const { feature, value, shap } = reason;
  const level = LEVELS.get(feature)?.[value];
  const known = Number.isNaN(value) ? null : value;
  const unit = UNITS.get(feature) ?? '';
  return { feature, value: level ?? known, unit, shap, text: describeReason(reason, wording) };
}

type Span = { readonly from: string; readonly to: string };

export type CardView = Omit<
  ModelCard,
  'trainedAt' | 'window' | 'calibration' | 'candidates' | 'recalibrated'
> & {
  readonly trainedAt: string;
  readonly window: Readonly<Record<keyof ModelCard['window'], Span>>;
  /** What the probabilities were fitted to; null where the label is no yes or no, and on a card of before. */
  readonly calibration: CalibrationView | null;
  /** Of the model itself, on its test rows, and fitted to `tune` alone; null where the label is no yes or no. */
  readonly measures: Candidate['measures'];
  /** What it was compared with on the same rows. */
  readonly compared: readonly { readonly name: string; readonly loss: number; readonly auc: number | null }[];
  /** Null: it is as it was trained. */
  readonly recalibrated: RecalibratedView | null;
};

type CalibrationView = Omit<NonNullable<ModelCard['calibration']>, 'window'> & { readonly window: Span };
type RecalibratedView = Omit<Recalibrated, 'at' | 'since'> & { readonly at: string; readonly since: string };

export function presentCard(card: ModelCard): CardView {
  const { trainedAt, window, calibration, candidates, recalibrated, ...rest } = card;
  const { train, tune, test } = window;
  const span = ([from, to]: readonly [number, number]): Span => ({ from: iso(from), to: iso(to) });
  return {
    ...rest,
    trainedAt: iso(trainedAt),
    window: { train: span(train), tune: span(tune), test: span(test) },
    calibration: calibration ? { ...calibration, window: span(calibration.window) } : null,
    measures: measuredOf(card)?.measures ?? null,
    compared: candidates.map(({ name, loss, measures }) => ({ name, loss, auc: measures?.auc.auc ?? null })),
    recalibrated: recalibrated && {
      ...recalibrated,
      at: iso(recalibrated.at),
      since: iso(recalibrated.since),
    },
  };
}

export type DriftView = Omit<DriftReport, 'at' | 'since'> & { readonly at: string; readonly since: string };

/** The score and as many features are answered. */
const MOST_FEATURES = 10;

export function presentDrift({ at, since, psi, ...found }: DriftReport): DriftView {
  const features = psi.filter(({ feature }) => feature !== 'score').slice(0, MOST_FEATURES);
  const score = psi.filter(({ feature }) => feature === 'score');
  return { at: iso(at), since: iso(since), ...found, psi: [...score, ...features] };
}

export type ModelView = {
  readonly label: string;
  /** What it foretells, in words. */
  readonly foretells: string;
  readonly definition: Label;
  /** What is served: a model, the heuristic (which says so with every score), or nothing. */
  readonly state: 'model' | 'heuristic' | 'none';
  readonly active: number | null;
  readonly previous: number | null;
  /** Share of a training that is done; null: none is under way. */
  readonly training: number | null;
  readonly lastRun: (Omit<LastRun, 'at'> & { readonly at: string }) | null;
  /** What a model lacks; empty where there is one, or nobody has counted yet. */
  readonly missing: readonly string[];
  /** The same in numbers: what is there, what is needed, and about when. */
  readonly readiness: ReadinessView;
};

type ReadinessView = Omit<Readiness, 'nextLookAt' | 'enoughAt'> & {
  readonly nextLookAt: string;
  readonly enoughAt: string | null;
};

function presentReadiness({ nextLookAt, enoughAt, ...rest }: Readiness): ReadinessView {
  return { ...rest, nextLookAt: iso(nextLookAt), enoughAt: enoughAt === null ? null : iso(enoughAt) };
}

/** Made by an Inkling with other features, or damaged. */
function unreadable(version: number): string {
  return `a model that this Inkling can read: version ${version} is not, so train it again`;
}

export function presentModel(
  { label, active, previous, lastRun }: LabelState,
  { training, state, readiness }: Pick<ModelView, 'training' | 'state'> & { readonly readiness: Readiness },
): ModelView {
  return {
    label: label.key,
    foretells: describeLabel(label),
    definition: label,
    state,
    active,
    previous,
    training,
    lastRun: lastRun && { ...lastRun, at: iso(lastRun.at) },
    missing: state === 'model' ? [] : active === null ? (lastRun?.lack ?? []) : [unreadable(active)],
    readiness: presentReadiness(readiness),
  };
}
