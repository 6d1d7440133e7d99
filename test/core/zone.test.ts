import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isZone, localDate, nextMidnight } from '../../core/zone.ts';

const at = (text: string) => Date.parse(text);

describe('the day of an instant', () => {
  it.each([
    ['2026-11-23T11:00:00Z', 'Pacific/Auckland', '2026-11-24'],
    ['2026-11-23T10:59:59.999Z', 'Pacific/Auckland', '2026-11-23'],
    ['2026-01-01T04:59:59.999Z', 'America/New_York', '2025-12-31'],
    ['2026-03-08T04:59:59.999Z', 'America/New_York', '2026-03-07'],
    ['2026-03-09T03:59:59.999Z', 'America/New_York', '2026-03-08'],
    ['2026-11-02T04:59:59.999Z', 'America/New_York', '2026-11-01'],
    ['2026-01-01T18:14:59.999Z', 'Asia/Kathmandu', '2026-01-01'],
    ['2026-01-01T18:15:00Z', 'Asia/Kathmandu', '2026-01-02'],
    ['2026-01-01T10:00:00Z', 'Pacific/Kiritimati', '2026-01-02'],
    ['2024-02-29T23:59:59.999Z', 'UTC', '2024-02-29'],
  ])('%s in %s is %s', (instant, zone, day) => {
    expect(localDate(at(instant), zone)).toBe(day);
  });
});

describe('the next midnight', () => {
  it.each([
    ['an ordinary day', '2026-01-05T12:00:00Z', 'UTC', '2026-01-06T00:00:00Z'],
    ['midnight itself', '2026-01-05T00:00:00Z', 'UTC', '2026-01-06T00:00:00Z'],
    ['the last millisecond', '2026-01-05T23:59:59.999Z', 'UTC', '2026-01-06T00:00:00Z'],
    ['a day of 23 hours', '2026-03-08T05:00:00Z', 'America/New_York', '2026-03-09T04:00:00Z'],
    ['a day of 25 hours', '2026-11-01T04:00:00Z', 'America/New_York', '2026-11-02T05:00:00Z'],
    ['a day of 25 hours in the south', '2026-04-04T11:00:00Z', 'Pacific/Auckland', '2026-04-05T12:00:00Z'],
    ['a midnight that the clocks skip', '2026-09-05T12:00:00Z', 'America/Santiago', '2026-09-06T04:00:00Z'],
  ])('after %s', (_title, instant, zone, midnight) => {
    expect(new Date(nextMidnight(at(instant), zone)).toISOString()).toBe(new Date(midnight).toISOString());
  });

  it('is the first instant of another day, everywhere and always', () => {
    const zone = fc.constantFrom(
      'UTC',
      'America/New_York',
      'Pacific/Auckland',
      'Asia/Kathmandu',
      'America/Santiago',
      'Africa/Cairo',
    );
    fc.assert(
      fc.property(fc.integer({ min: at('2000-01-01'), max: at('2030-01-01') }), zone, (t, name) => {
        const midnight = nextMidnight(t, name);
        expect(midnight).toBeGreaterThan(t);
        expect(localDate(midnight - 1, name)).toBe(localDate(t, name));
        expect(localDate(midnight, name)).not.toBe(localDate(t, name));
      }),
      { seed: 11, numRuns: 300 },
    );
  });
});

describe('a zone', () => {
  it.each([
    ['Pacific/Auckland', true],
    ['UTC', true],
    ['Mars/Phobos', false],
    ['', false],
    ['Europe/Berlin; DROP', false],
  ])('"%s" is one: %s', (zone, expected) => {
    expect([isZone(zone), isZone(zone)]).toEqual([expected, expected]);
  });
});
