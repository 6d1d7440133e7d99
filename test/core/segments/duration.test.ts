import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationMs, formatDuration, LONGEST_MS } from '../../../core/segments/duration.ts';

describe('a duration', () => {
  it.each([
    ['0s', 0],
    ['1ms', 1],
    ['30s', 30_000],
    ['30m', 1_800_000],
    ['12h', 43_200_000],
    ['7d', 604_800_000],
    ['2w', 1_209_600_000],
    ['3653d', LONGEST_MS],
  ])('%s is so many milliseconds', (text, ms) => {
    expect(durationMs(text)).toBe(ms);
  });

  it.each([
    '',
    '7',
    'd',
    '7 d',
    '07d',
    '1.5h',
    '-7d',
    '+7d',
    '7D',
    '7days',
    '1y',
    '3654d',
    '999999999999999w',
  ])('%j is none', (text) => {
    expect(durationMs(text)).toBeNaN();
  });

  it.each([
    [604_800_000, '7d'],
    [5_400_000, '90m'],
    [1_001, '1001ms'],
    [0, '0ms'],
  ])('of %d ms is written in the largest unit that divides it', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it('is written so that it reads as the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: LONGEST_MS }), (ms) => durationMs(formatDuration(ms)) === ms),
      { seed: 1 },
    );
  });
});
