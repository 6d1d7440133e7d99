/** Models that share out one conversion among the touches before it: the shares of a conversion add up to 1. */

export const CREDIT_MODELS = ['last', 'first', 'linear', 'timeDecay', 'position'] as const;
export type CreditModel = (typeof CREDIT_MODELS)[number];

/**
 * Over so long a time the weight of a touch halves: the default of Google Analytics' time decay model, which most
 * tools took over. A convention, and no measurement.
 */
export const HALF_LIFE_MS = 7 * 86_400_000;

/** Of the first touch and of the last, as in Google Analytics' position based model; the ones between share the rest. */
const END_SHARE = 0.4;

/**
 * The share of each touch, by model.
 *
 * @param ages How long before the conversion each touch was, ms, in the order of the touches; at least one.
 * @example creditOf([1_209_600_000, 0], 604_800_000).timeDecay // [0.2, 0.8]
 */
export function creditOf(
  ages: readonly number[],
  halfLifeMs = HALF_LIFE_MS,
): Readonly<Record<CreditModel, readonly number[]>> {
  const last = ages.length - 1;
  return {
    last: ages.map((_, at) => (at === last ? 1 : 0)),
    first: ages.map((_, at) => (at === 0 ? 1 : 0)),
    linear: ages.map(() => 1 / ages.length),
    timeDecay: decay(ages, halfLifeMs),
    position: ages.map((_, at) => positionShare(at, ages.length)),
  };
}

/** Ages count from the youngest, so that the weights of old paths do not vanish; their ratios are the same. */
function decay(ages: readonly number[], halfLifeMs: number): readonly number[] {
  const youngest = ages.reduce((a, b) => Math.min(a, b));
  const weights = ages.map((age) => 2 ** ((youngest - age) / halfLifeMs));
  const sum = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / sum);
}

function positionShare(at: number, length: number): number {
  if (length <= 2) return 1 / length;
  return at === 0 || at === length - 1 ? END_SHARE : (1 - 2 * END_SHARE) / (length - 2);
}
