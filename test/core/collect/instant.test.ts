import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readInstant } from '../../../core/collect/instant.ts';

const NOON = Date.UTC(2026, 10, 23, 12);

describe('an instant', () => {
  it.each([
    ['2026-11-23T12:00:00Z', NOON],
    ['2026-11-23T12:00:00.000Z', NOON],
    ['2026-11-23T12:00Z', NOON],
    ['2026-11-23 12:00:00 UTC', NOON],
    ['2026-11-23 12:00:00', NOON],
    ['2026-11-23T12:00:00', NOON],
    ['2026-11-23T13:00:00+01:00', NOON],
    ['2026-11-23T13:00:00+0100', NOON],
    ['2026-11-23 13:00:00+01', NOON],
    ['2026-11-23T06:30:00-05:30', NOON],
    ['2026-11-23', NOON - 12 * 3_600_000],
    ['2026-11-23T12:00:00.1Z', NOON + 100],
    ['2026-11-23T12:00:00.123456789Z', NOON + 123],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
    ['1970-01-01', 0],
    [NOON, NOON],
    [NOON - 0.4, NOON],
    [-1, -1],
  ])('%j is %i', (value, expected) => {
    expect(readInstant(value)).toBe(expected);
  });

  it.each([
    '2026-02-30',
    '2025-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-11-23T24:00:00Z',
    '2026-11-23T12:60:00Z',
    '2026-11-23T12:00:60Z',
    '2026-11-23T12',
    '2026-11-23T12:00:00 CET',
    '+275760-09-13T00:00:00Z',
    '26-11-23',
    '23.11.2026',
    '11/23/2026',
    'today',
    '',
    String(NOON),
    Number.NaN,
    Number.POSITIVE_INFINITY,
    null,
    true,
    [],
    {},
  ])('%j is none', (value) => {
    expect(readInstant(value)).toBeNull();
  });

  it('is read back as it was written, whatever the zone of this machine', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }),
        (date) => {
          expect(readInstant(date.toISOString())).toBe(date.getTime());
          expect(readInstant(date.toISOString().slice(0, -1))).toBe(date.getTime());
        },
      ),
      { seed: 3 },
    );
  });
});
