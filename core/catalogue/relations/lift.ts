/** How much more often two products come together than chance would bring them together. */

/** Shrinks towards no relation, as half an occurrence seen and half a one expected would. */
const SHRINKAGE = 0.5;

/**
 * Lower end of the 95 % credibility interval of log2(lift), lift being observed / expected. With O, E for the two and
 * O' = O + ½: log2(O' / (E + ½)) - 3.3 / O'^½ - 2 / O'^(3/2), after Norén, Hopstadius and Bate, "Shrinkage
 * observed-to-expected ratios for robust and transparent large-scale pattern discovery", Statistical Methods in Medical
 * Research 22 (2013), 57-69. Three occurrences reach 0.74 at most, however rare the two products are.
 *
 * @param observed How often they came together.
 * @param expected How often they would, were they independent.
 * @example scoreLift(300, 120) > scoreLift(3, 0.01) // true: 1.1 against 0.7
 */
export function scoreLift(observed: number, expected: number): number {
  const seen = observed + SHRINKAGE;
  return Math.log2(seen / (expected + SHRINKAGE)) - 3.3 / Math.sqrt(seen) - 2 / seen ** 1.5;
}
