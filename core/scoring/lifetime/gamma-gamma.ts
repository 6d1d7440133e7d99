/**
 * What a purchase brings: the gamma-gamma model of Fader and Hardie ("The Gamma-Gamma Model of Monetary Value", 2013). A
 * customer's purchases vary around an own mean, and the means vary between customers. It assumes that who buys more often
 * does not spend more or less each time; `correlate` says how far that holds.
 */

export type GammaGammaParams = {
  /** Shape of a customer's purchases: the larger, the more alike they are. */
  readonly p: number;
  /** Shape and scale of the gamma distribution of the customers' rates; the scale is in minor units. */
  readonly q: number;
  readonly vMinor: number;
};

/** What is known of a customer's purchases. */
export type SpendHistory = {
  /** Purchases whose value is known. */
  readonly purchases: number;
  /** Their mean, in minor units. */
  readonly meanMinor: number;
};

/**
 * Mean value of a purchase over all customers, in minor units: p v / (q - 1).
 *
 * @returns null where q is 1 or less: so few customers spend so much that there is no mean.
 * @example meanValueMinor({ p: 6.25, q: 3.74, vMinor: 1544 }) // 3521.9
 */
export function meanValueMinor({ p, q, vMinor }: GammaGammaParams): number | null {
  return q > 1 ? (p * vMinor) / (q - 1) : null;
}

/**
 * Mean value of a customer's future purchases, in minor units: between the mean of all customers, for who has none, and
 * the customer's own, the closer to it the more purchases there were (equation 5).
 *
 * @param params With q above 1.
 * @example expectedValueMinor({ p: 6.25, q: 3.74, vMinor: 1544 }, { purchases: 2, meanMinor: 2235 }) // 2466
 */
export function expectedValueMinor(
  { p, q, vMinor }: GammaGammaParams,
  { purchases, meanMinor }: SpendHistory,
): number {
  return (p * (vMinor + purchases * meanMinor)) / (p * purchases + q - 1);
}
