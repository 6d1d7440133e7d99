/** What a model says of one row, and why; one that little data made is held back by points. Loads nothing. */
import type { HeuristicScore } from './points.ts';
import type { Reason } from './reason.ts';

/** Of one row. For amounts `p` is the amount, for next actions the probability of the likeliest. */
export type Score = {
  readonly p: number;
  readonly margin: number;
  readonly base: number;
  /** With `base` they add up to `margin`. */
  readonly reasons: readonly Reason[];
};

/** What each feature adds to the margin of a row; with `base` they add up to it. */
export type Contributions = {
  readonly margin: number;
  readonly base: number;
  /** By place of the feature. */
  readonly contributions: Float64Array;
};

/** The part of the margin that is left to points. */
export type Held = {
  /** 0 to 1. */
  readonly share: number;
  readonly general: HeuristicScore;
};

/**
 * The margin of a model, of which a share is left to points. @example blendMargin(-2.1, { share: 0.4, general })
 *
 * @param held Null: the model alone speaks.
 */
export function blendMargin(own: number, held: Held | null): number {
  return held === null ? own : (1 - held.share) * own + held.share * held.general.margin;
}

/**
 * What the features add, of a model and of points together.
 *
 * @param placeOf Of a feature that points speak of.
 * @example blend(explainLogistic(model, row), held, (feature) => places.get(feature) ?? -1)
 */
export function blend(
  own: Contributions,
  held: Held | null,
  placeOf: (feature: string) => number,
): Contributions {
  if (held === null) return own;
  const { share, general } = held;
  const contributions = own.contributions.map((shap) => (1 - share) * shap);
  for (const { feature, shap } of general.reasons) {
    const at = placeOf(feature);
    contributions[at] = (contributions[at] ?? 0) + share * shap;
  }
  const base = (1 - share) * own.base + share * general.base;
  return { margin: blendMargin(own.margin, held), base, contributions };
}

/** Those that say something. @example toReasons(explained.contributions, row, FEATURES) */
export function toReasons(
  contributions: Float64Array,
  row: ArrayLike<number>,
  features: readonly { readonly name: string }[],
): readonly Reason[] {
  return features.flatMap(({ name }, at) => {
    const shap = contributions[at] ?? 0;
    return shap === 0 ? [] : [{ feature: name, value: row[at] ?? Number.NaN, shap }];
  });
}
