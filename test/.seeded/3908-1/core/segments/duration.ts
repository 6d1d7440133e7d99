/** Lengths of time as they are written in conditions: a whole number and a unit, always an exact multiple. */

const UNITS_MS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 604_800_000],
]);
/** A week is seven days to everybody who reads one, so nothing is written in weeks. */
const WRITTEN = ['d', 'h', 'm', 's', 'ms'] as const;
const SHAPE = /^(0|[1-9]\d{0,14})(ms|s|m|h|d|w)$/;

/** Ten years, three of them leap. */
export const LONGEST_MS = 3_653 * 86_400_000;

/**
 * Milliseconds of a duration. A day is 24 hours.
 * @returns NaN where it is none, or longer than 10 years.
 * @example durationMs('7d') // 604800000
 */
export function durationMs(duration: string): number {
  const match = SHAPE.exec(duration);
  if (match === null) return Number.NaN;
  const ms = Number(match[1]) * (UNITS_MS.get(match[2] ?? '') ?? Number.NaN);
  return ms <= LONGEST_MS ? ms : Number.NaN;
}

/**
 * A duration in the largest unit up to days that divides it.
 * @param ms A whole number of milliseconds from 0 on.
 * @example formatDuration(604800000) // '7d'
 * @example formatDuration(5400000) // '90m'
 */
export function formatDuration(ms: number): string {
  const unit = WRITTEN.find((name) => ms !== 0 && ms % (UNITS_MS.get(name) ?? 1) === 0) ?? 'ms';
  return `${ms / (UNITS_MS.get(unit) ?? 1)}${unit}`;
}
