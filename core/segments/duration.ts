/** Durations as conditions write them: a whole number and a unit, always exact multiples (a day is 24 h). */

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** @returns ms. @throws RangeError where the text is none: parse conditions first. @example durationMs('7d') // 604800000 */
export function durationMs(text: string): number {
  const match = /^(\d+)(ms|s|m|h|d|w)$/.exec(text);
  const unit = match && UNITS[match[2] ?? ''];
  if (!unit) throw new RangeError(`no duration: ${text}`);
  return Number(match?.[1]) * unit;
}
