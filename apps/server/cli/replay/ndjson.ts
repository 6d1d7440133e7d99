/** One JSON object a line: https://github.com/ndjson/ndjson-spec */
import type { Json } from '../../../../core/entry.ts';
import { InklingError } from '../../../../core/errors.ts';
import { type BadRow, LONGEST_ROW, type Row, type RowReader } from './row.ts';

/** @throws InklingError `malformed_ndjson` at a line of more than {@link LONGEST_ROW} characters. */
export function createNdjsonReader(): RowReader {
  let rest = '';
  let line = 0;
  const read = (text: string): readonly (Row | BadRow)[] => {
    line += 1;
    const raw = text.trim();
    return raw === '' ? [] : [parse(raw, line)];
  };
  return {
    push: (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > LONGEST_ROW) {
        throw new InklingError(
          'malformed_ndjson',
          `line ${line + 1}`,
          'the line is longer than 1 MB',
          'write one event a line',
        );
      }
      return lines.flatMap(read);
    },
    end: () => {
      const rows = read(rest);
      rest = '';
      return rows;
    },
    columns: () => null,
  };
}

function parse(raw: string, line: number): Row | BadRow {
  try {
    const value: Json = JSON.parse(raw);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { line, raw, record: value as Row['record'] };
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return { line, raw, fault: 'it is not a JSON object', cure: 'write one JSON object a line' };
}
