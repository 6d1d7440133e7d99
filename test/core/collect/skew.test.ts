import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockOffsetMs, eventTime, isLate } from '../../../core/collect/skew.ts';

const NOW = Date.UTC(2026, 0, 5);
const STEP = 300_000;

describe('the distance of two clocks', () => {
  it.each([
    [0, 0],
    [149_999, 0],
    [150_000, 0],
    [150_001, STEP],
    [-150_000, 0],
    [-150_001, -STEP],
    [450_000, STEP],
    [450_001, 2 * STEP],
    [-450_000, -STEP],
    [14 * 86_400_000, 14 * 86_400_000],
  ])('%i ms is %i ms in steps of five minutes, ties toward 0', (distance, offset) => {
    expect(Object.is(clockOffsetMs(NOW - distance, NOW), offset)).toBe(true);
  });

  it('leaves at most half a step, and the same for both directions', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (distance) => {
        const offset = clockOffsetMs(NOW, NOW + distance);
        expect(offset % STEP === 0).toBe(true);
        expect(Math.abs(distance - offset)).toBeLessThanOrEqual(STEP / 2);
        expect(offset + clockOffsetMs(NOW + distance, NOW) === 0).toBe(true);
      }),
      { seed: 1 },
    );
  });
});

describe('the time of an event', () => {
  it.each([
    ['in the past', NOW - 5, 0, { t: NOW - 5, clamped: false }],
    ['corrected', NOW - 5 - STEP, STEP, { t: NOW - 5, clamped: false }],
    ['with a fraction', NOW - 5.4, 0, { t: NOW - 5, clamped: false }],
    ['five minutes ahead', NOW + STEP, 0, { t: NOW, clamped: false }],
    ['further ahead', NOW + STEP + 1, 0, { t: NOW, clamped: true }],
    ['the first instant of 2000', 946_684_800_000, 0, { t: 946_684_800_000, clamped: false }],
    ['the last instant of 1999', 946_684_799_999, 0, null],
    ['the last instant of 2099', 4_102_444_799_999, 0, { t: NOW, clamped: true }],
    ['the first instant of 2100', 4_102_444_800_000, 0, null],
    ['1970', 0, 0, null],
    ['no number', Number.NaN, 0, null],
    ['beyond numbers', Number.POSITIVE_INFINITY, 0, null],
    ['corrected beyond numbers', NOW, Number.NEGATIVE_INFINITY, null],
  ])('%s', (_title, clientTime, offset, expected) => {
    expect(eventTime(clientTime, offset, NOW)).toEqual(expected);
  });

  it('is late after a day, to the millisecond', () => {
    expect([isLate(NOW - 86_400_000, NOW), isLate(NOW - 86_400_001, NOW)]).toEqual([false, true]);
  });
});
