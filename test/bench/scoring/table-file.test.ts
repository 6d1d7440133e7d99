import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTable } from '../../../bench/scoring/table-file.ts';
import { makeDataFolder } from '../../support/data-folder.ts';

function write(text: string): string {
  const path = join(makeDataFolder(), 'table.csv');
  writeFileSync(path, text);
  return path;
}

describe('a table of somebody', () => {
  it('has numbers, categories and gaps, and a label of two values', () => {
    const path = write('views,source,bought\r\n3,"a, b",yes\r\n,c,no\r\nNA,,no\r\n1e2,c,\r\n');
    const { matrix, targets, classes } = readTable(path, { label: 'bought' });
    expect(matrix.features).toEqual([
      { name: 'views', kind: 'number' },
      { name: 'source', kind: 'category', levels: ['a, b', 'c'] },
    ]);
    expect(matrix.columns.map((column) => [...column])).toEqual([
      [3, Number.NaN, Number.NaN],
      [0, 1, Number.NaN],
    ]);
    expect([...targets]).toEqual([1, 0, 0]);
    expect(classes).toEqual(['no', 'yes']);
  });

  it('takes numbers for names where told so', () => {
    const { matrix } = readTable(write('browser,y\n2,0\n10,1\n'), {
      label: 'y',
      categories: new Set(['browser']),
    });
    expect(matrix.features).toEqual([{ name: 'browser', kind: 'category', levels: ['10', '2'] }]);
  });

  it('has an amount for a label where it is a number', () => {
    const { targets, classes } = readTable(write('x,y\n1,2.5\n2,-1\n3,0\n'), { label: 'y' });
    expect([...targets]).toEqual([2.5, -1, 0]);
    expect(classes).toBeNull();
  });

  it.each([
    ['x,y\n1,2\n', 'z', 'has no column z: it has x, y'],
    ['x,y\n1,a\n2,b\n3,c\n', 'y', 'y holds a: a label has two values, or is a number'],
    ['x,y\n1\n', 'y', 'line 2'],
  ])('%j with label %s is refused', (text, label, fault) => {
    expect(() => readTable(write(text), { label })).toThrow(fault);
  });
});
