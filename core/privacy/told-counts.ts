/**
 * Crowds answer for periods. What else may be chosen freely (how far to look back, how many days, which goal) cuts a crowd
 * again, and so does what comes late: two numbers of one crowd could differ by a single visitor. So they are told in steps
 * of k: fewer than k are none, and what is more stands in the middle of its step, which is nobody's own number.
 */

/** Sums of thirds come out a little below the whole. */
const TINY = 1e-9;

/**
 * It goes by the number alone: asking again averages nothing away. Of what is told beside it, tell the whole and the part,
 * and take the rest as the difference of the two: a rest that had steps of its own would narrow both.
 *
 * @param count Not below 0; shares of conversions are told likewise.
 * @param k Visitors, 3 or more.
 * @example tellCount(9, 10) // 0
 * @example tellCount(14, 10) // 15: from 10 to 19
 */
export function tellCount(count: number, k: number): number {
  const steps = Math.floor(count / k + TINY);
  return steps === 0 ? 0 : steps * k + Math.floor(k / 2);
}
