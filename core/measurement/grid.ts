/** The instants at which something is looked at over time. */
import { accept, type Outcome, refuse } from '../errors.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Lengths that people read a clock and a calendar by. */
const ROUND_STEPS_MS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7, 14, 28, 56, 91, 182, 364].map((days) => days * DAY_MS),
];
const USUAL_STEPS = 12;
export const MOST_INSTANTS = 1_000;

export type GridRequest = {
  /** Of the events that there are, UTC ms. */
  readonly first: number;
  readonly last: number;
  /** UTC ms; left out, the grid begins at the first round instant with an event before it. */
  readonly from?: number | undefined;
  /** UTC ms; left out, it ends at the first round instant after the last event, or before now. */
  readonly to?: number | undefined;
  /** Left out, the shortest round step that makes at most twelve. */
  readonly everyMs?: number | undefined;
  readonly now: number;
};

/**
 * Ascending instants, UTC ms, at least one and at most {@link MOST_INSTANTS}.
 *
 * @returns `invalid_value` at `to` where it lies before `from`, at `every` where that makes too many.
 * @example makeGrid({ first, last: first + 3600000, everyMs: 1800000, now })
 */
export function makeGrid({ first, last, from, to, everyMs, now }: GridRequest): Outcome<readonly number[]> {
  const begin = from ?? Math.min(first, to ?? first);
  const end = to ?? Math.max(last, begin);
  if (end < begin) return refuse('invalid_value', 'to', 'write an instant that is not before --from');
  const step = everyMs ?? roundStep(end - begin);
  const start = from ?? Math.min(roundUp(begin, step), end);
  const stop = to ?? Math.max(start, Math.min(roundUp(end - start, step) + start, now));
  const steps = Math.floor((stop - start) / step);
  if (steps >= MOST_INSTANTS) {
    return refuse(
      'invalid_value',
      'every',
      `write a longer step: at most ${MOST_INSTANTS} instants are told`,
    );
  }
  return accept(Array.from({ length: steps + 1 }, (_, n) => start + n * step));
}

function roundStep(spanMs: number): number {
  const round = ROUND_STEPS_MS.find((step) => step * USUAL_STEPS >= spanMs);
  return round ?? Math.ceil(spanMs / USUAL_STEPS / DAY_MS) * DAY_MS;
}

function roundUp(t: number, step: number): number {
  return Math.ceil(t / step) * step;
}
