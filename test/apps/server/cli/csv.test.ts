import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCsvReader } from '../../../../apps/server/cli/replay/csv.ts';
import { LONGEST_ROW } from '../../../../apps/server/cli/replay/row.ts';

function readAll(pieces: readonly string[], shape = {}) {
  const reader = createCsvReader(shape);
  return [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()];
}

function quote(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

describe('CSV by RFC 4180', () => {
  it.each([
    ['plain', 'a,b\n1,2\n', [{ a: '1', b: '2' }]],
    ['no end of line at the end', 'a,b\n1,2', [{ a: '1', b: '2' }]],
    ['CRLF', 'a,b\r\n1,2\r\n', [{ a: '1', b: '2' }]],
    ['empty fields', 'a,b\n,\n', [{ a: '', b: '' }]],
    ['a comma inside quotes', 'a,b\n"1,5",2\n', [{ a: '1,5', b: '2' }]],
    ['an end of line inside quotes', 'a,b\n"1\n5",2\n', [{ a: '1\n5', b: '2' }]],
    ['doubled quotes', 'a,b\n"say ""hi""",2\n', [{ a: 'say "hi"', b: '2' }]],
    ['an empty quoted field', 'a,b\n"",2\n', [{ a: '', b: '2' }]],
    ['empty lines', 'a,b\n\n1,2\n\n\n', [{ a: '1', b: '2' }]],
    ['spaces in the header', 'a , b\n1,2\n', [{ a: '1', b: '2' }]],
    ['a header alone', 'a,b\n', []],
    [
      'a column named like a prototype',
      '__proto__,b\n1,2\n',
      [
        Object.fromEntries([
          ['__proto__', '1'],
          ['b', '2'],
        ]),
      ],
    ],
  ])('reads %s', (_, text, records) => {
    expect(readAll([text]).map((row) => ('record' in row ? row.record : row))).toEqual(records);
  });

  it('names the line each row begins on', () => {
    const rows = readAll(['a,b\n"1\n1",2\n\n3,4\n']);
    expect(rows.map(({ line }) => line)).toEqual([2, 5]);
  });

  it('tells a row with too many or too few columns, and reads on', () => {
    const rows = readAll(['a,b\n1\n1,2\n1,2,3\n']);
    expect(rows.map((row) => ('fault' in row ? row.fault : 'fine'))).toEqual([
      'it has 1 columns, the header 2',
      'fine',
      'it has 3 columns, the header 2',
    ]);
  });

  it('takes another delimiter, and names for a file without a header', () => {
    expect(readAll(['1;"2;3"\n'], { delimiter: ';', columns: ['a', 'b'] })).toEqual([
      { line: 1, raw: '1;"2;3"', record: { a: '1', b: '2;3' } },
    ]);
  });

  it('stops at a quote that nobody closes, with its line', () => {
    expect(() => readAll(['a,b\n1,2\n"1,2\n3,4\n'])).toThrow(/line 3.*close its quotes/);
  });

  it('does not take a whole file into memory for an open quote', () => {
    const reader = createCsvReader();
    reader.push('a,b\n"');
    expect(() => reader.push('x'.repeat(LONGEST_ROW + 1))).toThrow(/line 2/);
  });

  it('gives back every table, however it is cut into pieces', () => {
    const field = fc.stringMatching(/^[ab",;\r\n é]{0,6}$/);
    const table = fc.array(fc.tuple(field, field, field), { maxLength: 8 });
    fc.assert(
      fc.property(table, fc.array(fc.nat(200), { maxLength: 6 }), (rows, cuts) => {
        // A record of three fields is never an empty line, so none of them is passed over.
        const text = ['x,y,z', ...rows.map((row) => row.map(quote).join(','))].join('\n');
        const places = [
          0,
          ...cuts.map((cut) => Math.min(cut, text.length)).sort((a, b) => a - b),
          text.length,
        ];
        const pieces = places.slice(1).map((end, i) => text.slice(places[i], end));
        const read = readAll(pieces).map((row) => ('record' in row ? Object.values(row.record) : row.fault));
        expect(read).toEqual(rows);
      }),
      { seed: 4180, numRuns: 400 },
    );
  });
});
