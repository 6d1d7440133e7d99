/**
 * From log-odds to a probability, with additions and multiplications alone: IEEE 754 fixes their last bit, where every
 * engine rounds `Math.exp` in its own way (Node 24 and Chromium differ in one answer of some hundred). So a server, any
 * browser and any other language say the same of the same margin.
 */

/** A double has no number for an odd of e^37 to 1: nothing is so sure. */
const MOST_LOG_ODDS = 36;

const PER_LN2 = 1 / Math.LN2;
/** ln 2 in two parts. The first ends in zeros, so that its small multiples are exact (Cody and Waite 1980). */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
/** 1/n! from n = 13 down: what is left out is below 2^-57, of numbers up to half of ln 2. */
const TERMS = [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0].map((n) => 1 / factorial(n));

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}

/**
 * Above 0 and below 1, whatever the log-odds; NaN of NaN.
 *
 * @example toProbability(-1.4) // 0.1978
 */
export function toProbability(logOdds: number): number {
  return 1 / (1 + toOdds(-logOdds));
}

/** The probability whose log-odds are so many higher. @example shiftProbability(0.2, Math.LN2) // 1/3: the odds are doubled */
export function shiftProbability(p: number, logOdds: number): number {
  const odds = (p / (1 - p)) * toOdds(logOdds);
  return Math.min(MOST, Math.max(LEAST, odds / (1 + odds)));
}

/** e to the power of it, cut off where nothing is so sure. */
function toOdds(logOdds: number): number {
  const within = Math.min(MOST_LOG_ODDS, Math.max(-MOST_LOG_ODDS, logOdds));
  const doublings = Math.round(within * PER_LN2);
  const rest = within - doublings * LN2_HIGH - doublings * LN2_LOW;
  let odds = 0;
  for (const term of TERMS) odds = odds * rest + term;
  return doublings < 0 ? odds / powerOf2(-doublings) : odds * powerOf2(doublings);
}

/** @param n At most 60. */
function powerOf2(n: number): number {
  return n > 30 ? 2 ** 30 * (1 << (n - 30)) : 1 << n;
}

const LEAST = toProbability(-MOST_LOG_ODDS);
const MOST = toProbability(MOST_LOG_ODDS);
