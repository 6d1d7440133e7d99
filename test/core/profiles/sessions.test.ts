import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../core/entry.ts';
import {
  NO_SESSIONS,
  type Sessions,
  sessionEnd,
  sessionsAt,
  stepSession,
} from '../../../core/profiles/sessions.ts';
import { DAY, event, HOUR, MINUTE, rules, START } from './world.ts';

const GAP = 30 * MINUTE;

function visit(...events: readonly Entry[]): Sessions {
  return events.reduce((sessions, one) => stepSession(sessions, one, rules), NO_SESSIONS);
}

function visitAt(...times: readonly number[]): Sessions {
  return visit(...times.map((t) => event('Page Viewed', { t: START + t })));
}

describe('a session', () => {
  it.each<[string, readonly number[], number]>([
    ['goes on after a gap of 29:59.999', [0, GAP - 1], 1],
    ['starts anew after 30:00.000', [0, GAP], 2],
    ['counts the gap from its last event', [0, GAP - 1, 2 * GAP - 2], 1],
    ['holds events of one instant', [0, 0, 0], 1],
    ['is over after 12 h, however busy', Array.from({ length: 49 }, (_, n) => n * 15 * MINUTE), 2],
    [
      'goes on up to the last millisecond of 12 h',
      [...Array.from({ length: 48 }, (_, n) => n * 15 * MINUTE), 12 * HOUR - 1],
      1,
    ],
    ['holds 500 events', Array.from({ length: 500 }, (_, n) => n), 1],
    ['begins anew with the 501st', Array.from({ length: 501 }, (_, n) => n), 2],
    ['is not split by midnight', [DAY - MINUTE - 1, DAY - 1, DAY, DAY + MINUTE], 1],
  ])('%s', (_title, times, count) => {
    expect(visitAt(...times).count).toBe(count);
  });

  it('counts events of every source', () => {
    const times = [0, 29 * MINUTE, 58 * MINUTE];
    const events = (['web', 'server', 'email'] as const).map((source, n) =>
      event('Searched', { t: START + (times[n] ?? 0), source }),
    );
    expect(visit(...events)).toMatchObject({ count: 1, open: { events: 3 } });
  });

  it('ends by time alone', () => {
    const sessions = visitAt(0, MINUTE);
    expect(sessionsAt(sessions, START + MINUTE + GAP - 1, rules)).toBe(sessions);
    expect(sessionsAt(sessions, START + MINUTE + GAP, rules)).toMatchObject({
      count: 1,
      ended: 1,
      totalMs: MINUTE,
      open: null,
      recent: [{ start: START, last: START + MINUTE, events: 2 }],
    });
  });

  it('ends at 12 h before its gap is over, and at once when it is full', () => {
    const long = visitAt(...Array.from({ length: 48 }, (_, n) => n * 15 * MINUTE));
    expect(long.open && sessionEnd(long.open, rules)).toBe(START + 12 * HOUR);
    const full = visitAt(...Array.from({ length: 500 }, (_, n) => n));
    expect(full.open && sessionEnd(full.open, rules)).toBe(START + 499);
  });

  it('drops off at its furthest step and its last page', () => {
    const steps = [
      ['Page Viewed', '/'],
      ['Checkout Started', '/checkout'],
      ['Product Viewed', '/shoes'],
      ['Scrolled', undefined],
    ] as const;
    const events = steps.map(([name, path], n) =>
      event(name, { t: START + n, ...(path && { context: { path } }) }),
    );
    const { recent, drops } = sessionsAt(visit(...events), START + DAY, rules);
    expect(recent).toMatchObject([{ entryPath: '/', exitPath: '/shoes', step: 3 }]);
    expect(drops).toEqual([0, 0, 0, 1, 0]);
  });

  it('remembers the last twenty, and counts all', () => {
    const sessions = visitAt(...Array.from({ length: 30 }, (_, n) => n * HOUR));
    expect(sessions).toMatchObject({
      count: 30,
      ended: 29,
      drops: [29, 0, 0, 0, 0],
      open: { start: START + 29 * HOUR },
    });
    expect(sessions.recent.map(({ start }) => start)).toEqual(
      Array.from({ length: 20 }, (_, n) => START + (9 + n) * HOUR),
    );
  });

  it('never spans a gap, 500 events or 12 h, and loses no event', () => {
    const gaps = fc.array(fc.constantFrom(0, 1, MINUTE, 20 * MINUTE, GAP - 1, GAP, HOUR), {
      maxLength: 60,
      size: 'max',
    });
    fc.assert(
      fc.property(gaps, (list) => {
        let t = 0;
        const times = list.map((gap) => (t += gap));
        const { recent, count, drops } = sessionsAt(visitAt(...times), Number.POSITIVE_INFINITY, rules);
        const starts = times.filter((time, n) => n === 0 || time - (times[n - 1] ?? 0) >= GAP).length;
        expect(count).toBeGreaterThanOrEqual(starts);
        expect(drops.reduce((a, b) => a + b)).toBe(count);
        for (const { start, last } of recent) expect(last - start).toBeLessThan(12 * HOUR);
        if (count <= 20) expect(recent.reduce((sum, { events }) => sum + events, 0)).toBe(times.length);
      }),
      { seed: 5, numRuns: 200 },
    );
  });
});
