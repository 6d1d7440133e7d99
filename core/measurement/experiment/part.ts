/** A part of a report, or why it is not there: JSON has no word for what is not a number. */

export type Missing =
  /** Fewer than two in an arm. */
  | 'too_few_visitors'
  /** Everybody did the same. */
  | 'no_variance'
  /** What is relative to nothing, or to what may be nothing, says nothing. */
  | 'control_not_above_zero'
  /** The covariate is not given, or the same for everybody. */
  | 'no_covariate'
  | 'not_a_conversion'
  /** No share is large enough, or nothing is known of the control. */
  | 'not_detectable';

export type Part<T> =
  | { readonly value: T; readonly reason: null }
  | { readonly value: null; readonly reason: Missing };

export function known<T>(value: T): Part<T> {
  return { value, reason: null };
}

export function missing(reason: Missing): Part<never> {
  return { value: null, reason };
}

/** @example mapPart(effect, (known) => welchTest(known, degrees, alpha)) */
export function mapPart<T, R>(part: Part<T>, map: (value: T) => R): Part<R> {
  return part.reason === null ? known(map(part.value)) : part;
}
