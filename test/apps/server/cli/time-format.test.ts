import { describe, expect, it } from 'vitest';
import { readTimeAs } from '../../../../apps/server/cli/replay/time-format.ts';

describe('instants as files write them', () => {
  it.each([
    ['iso', '2019-10-01T00:00:05Z', Date.UTC(2019, 9, 1, 0, 0, 5)],
    ['iso', '2019-10-01T02:00:05+02:00', Date.UTC(2019, 9, 1, 0, 0, 5)],
    ['iso', '2019-10-01 00:00:05 UTC', Date.UTC(2019, 9, 1, 0, 0, 5)],
    ['iso', '2019-10-01T00:00:05', Date.UTC(2019, 9, 1, 0, 0, 5)],
    ['iso', '2019-10-01', Date.UTC(2019, 9, 1)],
    ['iso', 1_569_888_005_000, 1_569_888_005_000],
    ['epoch_ms', '1569888005000', 1_569_888_005_000],
    ['epoch_s', '1569888005.25', 1_569_888_005_250],
    ['YYYY-MM-DD HH:mm:ss UTC', '2019-10-01 00:00:05 UTC', Date.UTC(2019, 9, 1, 0, 0, 5)],
    ['YYYYMMDD', '19970103', Date.UTC(1997, 0, 3)],
    ['DD.MM.YYYY HH:mm', '29.02.2024 13:07', Date.UTC(2024, 1, 29, 13, 7)],
    ['YYYY-MM-DD HH:mm:ss.SSS', '2019-10-01 00:00:05.250', Date.UTC(2019, 9, 1, 0, 0, 5, 250)],
  ])('%s reads %s', (format, text, instant) => {
    expect(readTimeAs(format)?.(text)).toBe(instant);
  });

  it.each([
    ['iso', 'yesterday'],
    ['iso', '01.10.2019'],
    ['iso', ''],
    ['epoch_ms', '12e5'],
    ['epoch_s', ''],
    ['YYYYMMDD', '19970231'],
    ['YYYYMMDD', '19971301'],
    ['YYYY-MM-DD HH:mm', '2019-10-01 24:00'],
    ['YYYY-MM-DD HH:mm:ss UTC', '2019-10-01 00:00:05'],
    ['DD.MM.YYYY', '01x10x2019'],
  ])('%s does not take "%s"', (format, text) => {
    expect(readTimeAs(format)?.(text)).toBeNull();
  });

  it.each(['', 'HH:mm', 'YYYY-MM', 'tomorrow', 'YYYYYYYY-MM-DD', 'YYYY-MM-DD ss:ss'])(
    '"%s" is no format: it names no day, or a part of it twice',
    (format) => {
      expect(readTimeAs(format)).toBeNull();
    },
  );
});
