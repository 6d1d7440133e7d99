import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { measureTable } from '../../../bench/scoring/own-table.ts';
import { readTable } from '../../../bench/scoring/table-file.ts';
import { makeDataFolder } from '../../support/data-folder.ts';

function write(text: string): string {
  const path = join(makeDataFolder(), 'table.csv');
  writeFileSync(path, text);
  return path;
}

it.each([
  ['two rows', 'x,y\n1,a\n2,b\n', '2 rows are too few to tell anything by: at least 50 with a y'],
  [
    'one of a kind',
    `x,y\n${Array.from({ length: 60 }, (_, n) => `${n},${n === 7 ? 'b' : 'a'}`).join('\n')}\n`,
    'y is b in 1 rows alone',
  ],
])('a table with %s is refused before anything is learned', (_, text, fault) => {
  const run = { isQuick: false, own: undefined, say: () => undefined };
  expect(() => measureTable({ csv: write(text), label: 'y' }, run)).toThrow(fault);
});

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
    ['x,x,y\n1,2,a\n', 'y', 'has two columns x: give one of them another name'],
    ['x,y\n1,a\n2,a\n', 'y', 'y is a in every row'],
    ['x,y\n1,\n2,\n', 'y', 'no row has a y'],
    [
      'x,y\n1,a\n2,b\n3,c\n',
      'y',
      'y holds a, which is no number, and 3 values in all (a, b, c): leave two of them, or have numbers only',
    ],
    ['x,y\n1\n', 'y', 'line 2'],
  ])('%j with label %s is refused', (text, label, fault) => {
    expect(() => readTable(write(text), { label })).toThrow(fault);
  });
});
