/** One row of a file, whatever the file's format. */
import type { Json } from '../../../../core/entry.ts';

export type Row = {
  /** Where it begins, counted from 1. */
  readonly line: number;
  /** As it stands in the file, without the end of its line: what its id is made of. */
  readonly raw: string;
  readonly record: { readonly [column: string]: Json };
};

/** What is wrong with a row, and what to do about it. */
export type Fault = { readonly fault: string; readonly cure: string };
export type BadRow = Pick<Row, 'line' | 'raw'> & Fault;

/** Takes a file's text in pieces and gives its rows. Holds no more than the row that is not whole yet. */
export type RowReader = {
  push(text: string): readonly (Row | BadRow)[];
  /** After the last piece. */
  end(): readonly (Row | BadRow)[];
  /** Names of the columns once the header is read; null where each row names its own. */
  columns(): readonly string[] | null;
};

/** A longer row is a fault of the file, mostly a quote that nobody closed: reading on would fill the memory. */
export const LONGEST_ROW = 1024 * 1024;

export function isBad(row: Row | BadRow): row is BadRow {
  return 'fault' in row;
}
