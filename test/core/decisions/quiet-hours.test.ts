import { describe, expect, it } from 'vitest';
import { clockOn, quietUntil } from '../../../core/decisions/limits.ts';

const NIGHT = { from: '21:00', to: '08:00' };
const iso = (instant: number | null) => (instant === null ? null : new Date(instant).toISOString());
const at = (text: string) => new Date(text).toISOString();

describe('quiet hours', () => {
  it.each<[string, { from: string; to: string } | undefined, string, string, string | null]>([
    ['before they begin', NIGHT, 'UTC', '2026-04-15T20:59:59.999Z', null],
    ['when they begin', NIGHT, 'UTC', '2026-04-15T21:00Z', '2026-04-16T08:00Z'],
    ['after midnight', NIGHT, 'UTC', '2026-04-16T00:00Z', '2026-04-16T08:00Z'],
    ['in their last millisecond', NIGHT, 'UTC', '2026-04-16T07:59:59.999Z', '2026-04-16T08:00Z'],
    ['when they end', NIGHT, 'UTC', '2026-04-16T08:00Z', null],
    ['within a day', { from: '12:00', to: '14:00' }, 'UTC', '2026-04-15T13:30Z', '2026-04-15T14:00Z'],
    ['outside of a day', { from: '12:00', to: '14:00' }, 'UTC', '2026-04-15T14:00Z', null],
    ['up to midnight', { from: '22:00', to: '00:00' }, 'UTC', '2026-04-15T23:59Z', '2026-04-16T00:00Z'],
    ['that are none', undefined, 'UTC', '2026-04-15T23:00Z', null],
    ['that end as they begin', { from: '09:00', to: '09:00' }, 'UTC', '2026-04-15T09:00Z', null],
    ['in the east', NIGHT, 'Pacific/Auckland', '2026-04-15T10:00Z', '2026-04-15T20:00Z'],
    ['of half an hour beside', NIGHT, 'Asia/Kolkata', '2026-04-15T15:30Z', '2026-04-16T02:30Z'],
    ['of the night that clocks go forward', NIGHT, 'Europe/Berlin', '2026-03-28T21:00Z', '2026-03-29T06:00Z'],
    ['of the night that clocks go back', NIGHT, 'Europe/Berlin', '2026-10-24T21:00Z', '2026-10-25T07:00Z'],
    [
      'late on a day of 23 hours',
      { from: '23:30', to: '06:00' },
      'Europe/Berlin',
      '2026-03-29T21:30Z',
      '2026-03-30T04:00Z',
    ],
    [
      'that begin in the hour that is skipped',
      { from: '02:30', to: '05:00' },
      'Europe/Berlin',
      '2026-03-29T01:00Z',
      '2026-03-29T03:00Z',
    ],
    [
      'before the hour that is skipped',
      { from: '02:30', to: '05:00' },
      'Europe/Berlin',
      '2026-03-29T00:59:59.999Z',
      null,
    ],
    [
      'in the hour that comes twice',
      { from: '02:30', to: '05:00' },
      'Europe/Berlin',
      '2026-10-25T00:30Z',
      '2026-10-25T04:00Z',
    ],
  ])('%s', (_, hours, zone, now, end) => {
    expect(iso(quietUntil(hours, Date.parse(now), zone))).toBe(end === null ? null : at(end));
  });
});

describe('a time on a day', () => {
  it.each<[string, string, string, string, string]>([
    ['any day', 'UTC', '2026-04-15T00:00Z', '21:30', '2026-04-15T21:30Z'],
    ['a day in the west', 'America/New_York', '2026-04-15T04:00Z', '21:30', '2026-04-16T01:30Z'],
    ['a day of 23 hours, in the morning', 'Europe/Berlin', '2026-03-28T23:00Z', '01:59', '2026-03-29T00:59Z'],
    ['a day of 23 hours, at noon', 'Europe/Berlin', '2026-03-28T23:00Z', '12:00', '2026-03-29T10:00Z'],
    ['a day of 23 hours, late', 'Europe/Berlin', '2026-03-28T23:00Z', '23:30', '2026-03-29T21:30Z'],
    ['a time that is skipped', 'Europe/Berlin', '2026-03-28T23:00Z', '02:30', '2026-03-29T01:00Z'],
    ['a day of 25 hours, late', 'Europe/Berlin', '2026-10-24T22:00Z', '23:30', '2026-10-25T22:30Z'],
    [
      'a time that comes twice: the first of the two',
      'Europe/Berlin',
      '2026-10-24T22:00Z',
      '02:30',
      '2026-10-25T00:30Z',
    ],
    ['a day without its midnight', 'Africa/Cairo', '2026-04-23T22:00Z', '00:30', '2026-04-23T22:00Z'],
    [
      'a day without its midnight, at noon',
      'Africa/Cairo',
      '2026-04-23T22:00Z',
      '12:00',
      '2026-04-24T09:00Z',
    ],
    ['a change by half an hour', 'Australia/Lord_Howe', '2026-10-03T13:30Z', '23:45', '2026-10-04T12:45Z'],
  ])('%s', (_, zone, day, time, instant) => {
    expect(iso(clockOn(Date.parse(day), time, zone))).toBe(at(instant));
  });
});
