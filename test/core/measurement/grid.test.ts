import { describe, expect, it } from 'vitest';
import { type GridRequest, MOST_INSTANTS, makeGrid } from '../../../core/measurement/grid.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MIDNIGHT = Date.UTC(2026, 3, 15);

function grid(request: Partial<GridRequest>): readonly number[] {
  const made = makeGrid({ first: MIDNIGHT, last: MIDNIGHT + DAY, now: MIDNIGHT + 9 * DAY, ...request });
  if (!made.ok) throw new Error(`${made.code} at ${made.at}`);
  return made.value;
}

const every = (step: number, start: number, count: number) =>
  Array.from({ length: count }, (_, n) => start + n * step);

describe('the grid of instants', () => {
  it.each([
    ['a day', DAY, 2 * HOUR, 13],
    ['170 minutes', 170 * MINUTE, 15 * MINUTE, 13],
    ['twelve minutes', 12 * MINUTE, MINUTE, 13],
    ['one instant', 0, MINUTE, 1],
    ['ninety days', 90 * DAY, 14 * DAY, 7],
  ])('takes the shortest round step that makes at most twelve of %s', (_, span, step, count) => {
    const instants = grid({ last: MIDNIGHT + span, now: MIDNIGHT + 999 * DAY });
    expect(instants).toHaveLength(count);
    expect(instants.slice(1).map((t, n) => t - (instants[n] ?? 0))).toEqual(Array(count - 1).fill(step));
  });

  it('begins at the first round instant with an event before it, and ends at the first after the last', () => {
    expect(grid({ first: MIDNIGHT + 1, last: MIDNIGHT + 3 * HOUR - 1, everyMs: HOUR })).toEqual(
      every(HOUR, MIDNIGHT + HOUR, 3),
    );
  });

  it('tells nothing of times to come unless it is asked to', () => {
    const now = MIDNIGHT + 2 * HOUR + 1;
    expect(grid({ last: now, now, everyMs: HOUR })).toEqual(every(HOUR, MIDNIGHT, 3));
    expect(grid({ last: now, now, to: MIDNIGHT + 4 * HOUR, everyMs: HOUR })).toEqual(
      every(HOUR, MIDNIGHT, 5),
    );
  });

  it('counts its steps from the instant that is given', () => {
    const from = MIDNIGHT + 7;
    expect(grid({ from, to: from + HOUR, everyMs: 25 * MINUTE })).toEqual(every(25 * MINUTE, from, 3));
    expect(grid({ from, to: from })).toEqual([from]);
  });

  it('tells an instant before the first event too', () => {
    expect(grid({ to: MIDNIGHT - DAY })).toEqual([MIDNIGHT - DAY]);
  });

  it('is refused where it ends before it begins, or has too many instants', () => {
    const refusal = (request: Partial<GridRequest>) =>
      makeGrid({ first: MIDNIGHT, last: MIDNIGHT, now: MIDNIGHT, ...request });
    expect(refusal({ from: MIDNIGHT, to: MIDNIGHT - 1 })).toMatchObject({ code: 'invalid_value', at: 'to' });
    const to = MIDNIGHT + MOST_INSTANTS;
    expect(refusal({ from: MIDNIGHT, to, everyMs: 1 })).toMatchObject({ code: 'invalid_value', at: 'every' });
    expect(grid({ from: MIDNIGHT, to: to - 1, everyMs: 1 })).toHaveLength(MOST_INSTANTS);
  });
});
