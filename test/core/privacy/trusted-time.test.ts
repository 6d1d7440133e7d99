import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LastRun, LEAP_MS, reckon } from '../../../core/privacy/trusted-time.ts';

const DAY = 86_400_000;
const T0 = Date.UTC(2026, 5, 1);
const YEARS = 3 * 365 * DAY;

/** What one run leaves for the next. */
const runAt = (now: number, last: LastRun | null): LastRun => {
  const { trusted } = reckon(now, last, null);
  return { ranAt: now, trusted };
};

describe('the instant that terms are counted to', () => {
  it('is what the clock says, run after run', () => {
    let last: LastRun | null = null;
    for (let day = 0; day < 30; day++) last = runAt(T0 + day * DAY, last);
    expect(last).toEqual({ ranAt: T0 + 29 * DAY, trusted: T0 + 29 * DAY });
  });

  it.each([
    ['a week after the last run', LEAP_MS, LEAP_MS],
    ['a millisecond more', LEAP_MS + 1, LEAP_MS],
    ['years after it', YEARS, LEAP_MS],
    ['at the same instant', 0, 0],
    ['before it', -DAY, -DAY],
  ])('%s goes on by no more than a week', (_, ms, moved) => {
    const { trusted, aheadMs } = reckon(T0 + ms, { ranAt: T0, trusted: T0 }, null);
    expect([trusted - T0, aheadMs]).toEqual([moved, ms - moved]);
  });

  it('goes no further for being asked often', () => {
    let last: LastRun = { ranAt: T0, trusted: T0 };
    for (let run = 0; run < 100; run++) last = runAt(T0 + YEARS + run, last);
    expect(last.trusted).toBeLessThan(T0 + LEAP_MS + 1_000);
  });

  it('catches up by a week a day, and is then what the clock says', () => {
    let last: LastRun = { ranAt: T0, trusted: T0 };
    for (let day = 0; day < 62; day++) last = runAt(T0 + 365 * DAY + day * DAY, last);
    expect(last.trusted).toBe(last.ranAt);
  });

  it('is forgotten with the mistake once the clock is set back', () => {
    const leapt = runAt(T0 + YEARS, { ranAt: T0, trusted: T0 });
    expect(reckon(T0 + DAY, leapt, null)).toEqual({ now: T0 + DAY, trusted: T0 + DAY, aheadMs: 0 });
  });

  it('begins at the latest entry where nothing ran before, and at the clock where there is none', () => {
    expect(reckon(T0 + YEARS, null, T0).trusted).toBe(T0 + LEAP_MS);
    expect(reckon(T0 + YEARS, null, null).trusted).toBe(T0 + YEARS);
  });

  it('never lies ahead of the clock, nor more than a week after the run before', () => {
    const run = fc.record({
      ranAt: fc.nat(1e12),
      behind: fc.nat(1e11),
      passed: fc.integer({ min: -1e11, max: 1e12 }),
    });
    fc.assert(
      fc.property(run, ({ ranAt, behind, passed }) => {
        const { now, trusted } = reckon(ranAt + passed, { ranAt, trusted: ranAt - behind }, null);
        expect(trusted).toBeLessThanOrEqual(now);
        expect(trusted).toBeLessThanOrEqual(ranAt - behind + LEAP_MS);
      }),
      { seed: 81 },
    );
  });
});
