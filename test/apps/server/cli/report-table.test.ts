import { describe, expect, it } from 'vitest';
import { drawReport } from '../../../../apps/server/cli/report-table.ts';

describe('a table of a report', () => {
  it('sets numbers to the right', () => {
    expect(
      drawReport(
        ['name', 'n'],
        [
          ['a', '1'],
          ['b', '1,000'],
        ],
      ),
    ).toBe(['name      n', 'a         1', 'b     1,000'].join('\n'));
  });

  it('takes the middle out of names that do not fit, and nothing out of those that do', () => {
    const wide = 'x'.repeat(60);
    const [, long = '', short = ''] = drawReport(
      ['name', wide],
      [
        [`first ${'-'.repeat(40)} last`, '1'],
        ['abcdefghijklmnopqr', '2'],
      ],
    ).split('\n');
    expect(long).toBe(`first ---…--- last${'1'.padStart(62)}`);
    expect(short).toBe(`abcdefghijklmnopqr${'2'.padStart(62)}`);
    expect(long).toHaveLength(80);
  });

  it('leaves eight columns for names at the least', () => {
    const [, row = ''] = drawReport(['name', 'x'.repeat(90)], [['a name that is long', '1']]).split('\n');
    expect(row.slice(0, 8)).toBe('a na…ong');
  });
});
