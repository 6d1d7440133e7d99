import { describe, expect, it } from 'vitest';
import { drawSizes } from '../../../../apps/server/cli/sizes-table.ts';

const HOUR = 3_600_000;
const EVENING = Date.UTC(2026, 3, 15, 22);

describe('the table of sizes', () => {
  it('has segments as rows, instants as columns, and says where a day begins', () => {
    const instants = [EVENING, EVENING + HOUR, EVENING + 2 * HOUR];
    const items = [
      { segment: 'keen', sizes: [0, 12, 1_234] },
      { segment: 'quiet', sizes: [7, 8, 9] },
    ];
    expect(drawSizes({ instants, items }, 80).split('\n')).toEqual([
      '         04-15         04-16',
      'segment  22:00  23:00  00:00',
      'keen         0     12  1,234',
      'quiet        7      8      9',
      '',
      'Visitors in each segment as of these instants, UTC, from 2026 on.',
    ]);
  });

  it('tells seconds where an instant is at no whole minute', () => {
    const items = [{ segment: 'keen', sizes: [0, 1] }];
    const table = drawSizes({ instants: [EVENING, EVENING + 41_000], items }, 80);
    expect(table.split('\n')[1]).toBe('segment  22:00:00  22:00:41');
  });

  it('leaves out columns evenly where they do not fit, and never the last', () => {
    const instants = Array.from({ length: 100 }, (_, n) => EVENING + n * HOUR);
    const sizes = instants.map((_, n) => n * 10_000);
    const [, , row = '', , note] = drawSizes(
      { instants, items: [{ segment: 'k'.repeat(30), sizes }] },
      80,
    ).split('\n');
    const shown = row.split(/ +/).slice(1);
    expect(row.length).toBeLessThanOrEqual(80);
    expect(shown).toEqual(['190,000', '390,000', '590,000', '790,000', '990,000']);
    expect(note).toContain('95 of 100 instants are left out here');
  });
});
