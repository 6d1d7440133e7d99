import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareInRounds,
  findMisses,
  keepReport,
  median,
  microsPerOperation,
  percentile,
  processCpuMicros,
  readCpuTicks,
} from '../../bench/report.ts';

describe('percentile', () => {
  it.each([
    [0, 15],
    [0.05, 15],
    [0.3, 20],
    [0.4, 20],
    [0.5, 35],
    [1, 50],
  ])('of 15, 20, 35, 40, 50 at %d is %d (nearest rank)', (share, expected) => {
    expect(percentile([15, 20, 35, 40, 50], share)).toBe(expected);
  });

  it('is a value that at least this share does not exceed, and the smallest such', () => {
    const values = fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 100 }), (unsorted, hundredths) => {
        const sorted = unsorted.toSorted((a, b) => a - b);
        const found = percentile(sorted, hundredths / 100);
        const notAbove = sorted.filter((value) => value <= found).length;
        const below = sorted.filter((value) => value < found).length;
        expect(notAbove * 100).toBeGreaterThanOrEqual(hundredths * sorted.length);
        expect(below * 100).toBeLessThan(hundredths * sorted.length);
      }),
      { seed: 20261123 },
    );
  });

  it('of nothing is refused', () => {
    expect(() => percentile([], 0.5)).toThrow(RangeError);
  });
});

describe('median', () => {
  it.each([
    [[3], 3],
    [[4, 1], 2.5],
    [[9, 1, 5], 5],
    [[1, 2, 3, 10], 2.5],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });
});

describe('gates', () => {
  it.each([
    ['a value on its least', { value: 0.25, unit: 'ratio', atLeast: 0.25 }, 0],
    ['a value below its least', { value: 0.249, unit: 'ratio', atLeast: 0.25 }, 1],
    ['a value on its most', { value: 6_000, unit: 'bytes', atMost: 6_000 }, 0],
    ['a value above its most', { value: 6_001, unit: 'bytes', atMost: 6_000 }, 1],
    ['no number', { value: Number.NaN, unit: 'ratio', atLeast: 0 }, 1],
    ['a value without a gate', { value: 1, unit: 'posts/s' }, 0],
  ])('%s', (_, figure, misses) => {
    expect(findMisses({ figure })).toHaveLength(misses);
  });
});

describe('a kept report', () => {
  const kept = keepReport(
    { name: 'fold', figures: { cpu: { value: 12, unit: 'us' } } },
    Date.UTC(2026, 10, 23, 23, 59),
  );

  it('says when it was made, and on what', () => {
    expect(kept).toMatchObject({
      name: 'fold',
      date: '2026-11-23',
      machine: { node: process.versions.node },
    });
  });

  it('names nothing but the figures and the kind of machine', () => {
    expect(Object.keys(kept).sort()).toEqual(['date', 'figures', 'machine', 'name']);
    expect(Object.keys(kept.machine).sort()).toEqual(['cores', 'memoryGb', 'node', 'system']);
  });

  it('is refused where a figure is no number', () => {
    expect(() =>
      keepReport({ name: 'fold', figures: { cpu: { value: Number.NaN, unit: 'us' } } }, 0),
    ).toThrow();
  });
});

describe('a comparison', () => {
  it('alternates, so that neither side always comes first', async () => {
    const order: string[] = [];
    const side = (name: string, value: number) => async () => {
      order.push(name);
      return value;
    };
    const compared = await compareInRounds({ rounds: 4, ours: side('ours', 30), base: side('base', 100) });
    expect(order.join(' ')).toBe('base ours ours base base ours ours base');
    expect(compared).toEqual({ ratio: 0.3, least: 0.3, greatest: 0.3, ours: 30, base: 100 });
  });

  it('divides within a round: a machine that slows down for both changes nothing', async () => {
    let round = 0;
    const slowing = (value: number) => async () => value / (1 + Math.floor(round++ / 2));
    const { ratio, least, greatest } = await compareInRounds({
      rounds: 5,
      ours: slowing(50),
      base: slowing(100),
    });
    expect([ratio, least, greatest]).toEqual([0.5, 0.5, 0.5]);
  });
});

describe('processor time', () => {
  it('is divided by the operations', async () => {
    const { cpuMicros, wallMicros } = await microsPerOperation(1_000, () => {
      for (let sum = 0; sum < 1_000_000; sum += 1) Math.sqrt(sum);
    });
    expect(cpuMicros).toBeGreaterThan(0);
    expect(wallMicros).toBeGreaterThan(0);
  });

  it('is read behind a process name with blanks and brackets', () => {
    const stat = '42 (no (de) x) S 1 42 42 0 -1 4194560 100 0 0 0 250 40 0 0 20 0 11 0 12345 1000 200';
    expect(readCpuTicks(stat)).toBe(290);
  });

  it('of a process that is gone is unknown', () => {
    expect(processCpuMicros(2 ** 30)).toBeNull();
  });

  it.skipIf(process.platform !== 'linux')('of this process is known [needs Linux: /proc]', () => {
    expect(processCpuMicros(process.pid)).toBeGreaterThan(0);
  });
});
