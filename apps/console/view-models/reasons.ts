/** Scores of one visitor with the reasons for each, in words. */
import type { ReasonAnswer, ScoreAnswer } from '../api/answers/models.ts';
import type { FeatureWords } from '../words/features.ts';
import type { IntentWords } from '../words/intent.ts';
import type { Bar } from './bar.ts';
import type { FullFormat as Format } from './full-format.ts';
import { nameLabel } from './intent.ts';

export type ScoreView = {
  readonly key: string;
  readonly name: string;
  readonly value: string;
  readonly note: string | null;
  readonly reasons: readonly Bar[];
};

export type ReasonWords = Pick<IntentWords, 'names' | 'visitor'> & { readonly features: FeatureWords };

/** Weaker ones move nothing that anybody would see. */
const MOST_REASONS = 8;
const LEAST_SHAP = 0.05;

/** @example nameFeature('cart_pieces', words) // 'Pieces in the cart' */
export function nameFeature(feature: string, { names }: Pick<FeatureWords, 'names'>): string {
  return names[feature as keyof typeof names] ?? feature;
}

/**
 * @param currency ISO 4217, of the site.
 * @example viewScore(score, words, format, 'EUR').reasons[0].text // '× 2.5 higher'
 */
export function viewScore(
  { label, p, heuristic, reasons, shares }: ScoreAnswer,
  words: ReasonWords,
  format: Format,
  currency: string,
): ScoreView {
  const told = reasons.filter(({ shap }) => Math.abs(shap) >= LEAST_SHAP).slice(0, MOST_REASONS);
  const most = Math.max(1e-9, ...told.map(({ shap }) => Math.abs(shap)));
  return {
    key: label,
    name: nameLabel(label, words),
    value: writeScore({ label, p, shares }, words, format, currency),
    note: heuristic ? words.visitor.byPoints : null,
    reasons: told.map((reason) => viewReason(reason, most, words, format, currency)),
  };
}

function writeScore(
  { label, p, shares }: Pick<ScoreAnswer, 'label' | 'p'> & { readonly shares: ScoreAnswer['shares'] },
  { visitor }: ReasonWords,
  format: Format,
  currency: string,
): string {
  if (shares === undefined)
    return label === 'order_value' ? format.moneyOfMinor(p, currency) : format.share(p);
  const [action = ''] = Object.entries(shares).toSorted(([, a], [, b]) => b - a)[0] ?? [];
  const name = visitor.actions[action as keyof typeof visitor.actions] ?? action;
  return `${name}, ${format.share(p)}`;
}

function viewReason(
  reason: ReasonAnswer,
  most: number,
  words: ReasonWords,
  format: Format,
  currency: string,
): Bar {
  const { feature, shap } = reason;
  const times = format.decimal(Math.exp(Math.abs(shap)), 1);
  const reach = Math.abs(shap) / most / 2;
  return {
    key: feature,
    label: `${nameFeature(feature, words.features)}: ${writeValue(reason, words.features, format, currency)}`,
    text: shap >= 0 ? words.visitor.raises(times) : words.visitor.lowers(times),
    // To both sides of the middle.
    from: 0.5,
    to: shap >= 0 ? 0.5 + reach : 0.5 - reach,
    look: shap >= 0 ? 'plain' : 'against',
  };
}

const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;

function writeValue(
  { feature, value, unit }: ReasonAnswer,
  { levels, unknown }: FeatureWords,
  format: Format,
  currency: string,
): string {
  if (value === null) return unknown;
  if (typeof value === 'string') return levels[`${feature}_${value}`] ?? levels[value] ?? value;
  if (unit === 'seconds') return format.span(value * SECOND_MS);
  if (feature.startsWith('since_') && unit === 'days') return format.span(value * DAY_MS);
  if (unit === 'minor units') return format.moneyOfMinor(value, currency);
  return Number.isInteger(value) ? format.count(value) : format.decimal(value, 1);
}
