/** Comma-separated values by RFC 4180, read in pieces: https://www.rfc-editor.org/rfc/rfc4180 */
import { InklingError } from '../../../../core/errors.ts';
import { type BadRow, LONGEST_ROW, type Row, type RowReader } from './row.ts';

export type CsvShape = {
  /** One character; a comma unless said. */
  readonly delimiter?: string | undefined;
  /** Names of the columns of a file whose first line is data already. */
  readonly columns?: readonly string[] | undefined;
};

const QUOTE = '"';

/**
 * A record ends at the first end of line outside quotes; inside them, lines end and commas stand as they like.
 *
 * @throws InklingError `malformed_csv` at a quote that does not close within {@link LONGEST_ROW} characters.
 * @example createCsvReader().push('a,b\n1,"x,y"\n') // [{ line: 2, raw: '1,"x,y"', record: { a: '1', b: 'x,y' } }]
 */
export function createCsvReader({ delimiter = ',', columns }: CsvShape = {}): RowReader {
  let header = columns ?? null;
  let rest = '';
  let line = 1;

  function read(raw: string, rows: (Row | BadRow)[]): void {
    if (raw !== '') {
      const fields = splitRecord(raw, delimiter);
      if (header === null) header = fields.map((name) => name.trim());
      else rows.push(toRow(header, fields, { line, raw }));
    }
    line += 1 + countOf(raw, '\n');
  }

  return {
    push: (text) => {
      const rows: (Row | BadRow)[] = [];
      const whole = rest + text;
      let start = 0;
      for (let end = recordEnd(whole, start); end !== -1; end = recordEnd(whole, start)) {
        read(withoutReturn(whole.slice(start, end)), rows);
        start = end + 1;
      }
      rest = whole.slice(start);
      if (rest.length > LONGEST_ROW) throw endlessRow(line);
      return rows;
    },
    end: () => {
      const rows: (Row | BadRow)[] = [];
      if (countOf(rest, QUOTE) % 2 === 1) throw endlessRow(line);
      read(withoutReturn(rest), rows);
      rest = '';
      return rows;
    },
    columns: () => header,
  };
}

/** Place of the end of line that ends the record, or -1: quotes up to it are even in number. */
function recordEnd(text: string, start: number): number {
  let isQuoted = false;
  let from = start;
  for (let end = text.indexOf('\n', from); end !== -1; end = text.indexOf('\n', from)) {
    for (let quote = text.indexOf(QUOTE, from); quote !== -1 && quote < end; ) {
      isQuoted = !isQuoted;
      quote = text.indexOf(QUOTE, quote + 1);
    }
    if (!isQuoted) return end;
    from = end + 1;
  }
  return -1;
}

function splitRecord(raw: string, delimiter: string): readonly string[] {
  if (!raw.includes(QUOTE)) return raw.split(delimiter);
  const fields: string[] = [];
  for (let at = 0; at <= raw.length; ) {
    const end = fieldEnd(raw, at, delimiter);
    fields.push(unquote(raw.slice(at, end)));
    at = end + delimiter.length;
  }
  return fields;
}

function fieldEnd(raw: string, start: number, delimiter: string): number {
  let isQuoted = false;
  for (let at = start; at < raw.length; at += 1) {
    if (raw[at] === QUOTE) isQuoted = !isQuoted;
    else if (!isQuoted && raw.startsWith(delimiter, at)) return at;
  }
  return raw.length;
}

function unquote(field: string): string {
  if (!field.startsWith(QUOTE) || !field.endsWith(QUOTE) || field.length < 2) return field;
  return field.slice(1, -1).replaceAll('""', QUOTE);
}

function toRow(
  header: readonly string[],
  fields: readonly string[],
  place: Pick<Row, 'line' | 'raw'>,
): Row | BadRow {
  if (fields.length !== header.length) {
    return {
      ...place,
      fault: `it has ${fields.length} columns, the header ${header.length}`,
      cure: 'quote values that hold a delimiter',
    };
  }
  return { ...place, record: Object.fromEntries(header.map((name, i) => [name, fields[i] ?? ''])) };
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

function countOf(text: string, character: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1)) count += 1;
  return count;
}

function endlessRow(line: number): InklingError {
  return new InklingError('malformed_csv', `line ${line}`, 'the row has no end', 'close its quotes');
}
