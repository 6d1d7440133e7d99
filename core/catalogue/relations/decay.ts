/**
 * Counts that halve every 30 days, without a sweep over them. Forward decay: an occurrence weighs the more the later it
 * is, once and for all, and only reading scales sums back to an instant (Cormode, Shkapenyuk, Srivastava and Xu,
 * "Forward Decay: A Practical Time Decay Model for Streaming Systems", ICDE 2009).
 */
const DAY_MS = 86_400_000;
const HALF_LIFE_DAYS = 30;
/** 2026-01-01, which weighs 1. A double holds weights of the 80 years after it. */
const LANDMARK_DAY = 20_454;

/** The UTC day of an instant, counted from 1970. */
export function dayOf(t: number): number {
  return Math.floor(t / DAY_MS);
}

/**
 * What one occurrence of a day weighs. It has 24 significant bits: sums of them in double precision are exact, and so
 * the same in any order, as long as the days of a sum lie within a year and it has fewer than 100,000 terms.
 *
 * @example weightOf(20_484) / weightOf(20_454) // 2
 */
export function weightOf(day: number): number {
  const doublings = (day - LANDMARK_DAY) / HALF_LIFE_DAYS;
  const whole = Math.floor(doublings);
  return Math.fround(2 ** (doublings - whole)) * 2 ** whole;
}

/** How many occurrences of the instant itself a sum of weights is worth. @param now UTC ms */
export function countAt(weight: number, now: number): number {
  return weight * 2 ** ((LANDMARK_DAY - now / DAY_MS) / HALF_LIFE_DAYS);
}
