/** Lengths of time and limits as they are written in a bundle, which has been read by a server's rules before. */

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds; NaN where it is none. @example durationMs('5m') // 300000 */
export function durationMs(duration: string): number {
  return Number.parseInt(duration, 10) * (UNITS[duration.replace(/\d+/, '')] ?? Number.NaN);
}

export const ENDLESS = Number.POSITIVE_INFINITY;
