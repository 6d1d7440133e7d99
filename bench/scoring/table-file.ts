/** A table of values separated by commas, as a matrix and what is to be said of each row. */
import { readFileSync } from 'node:fs';
import { createCsvReader } from '../../apps/server/cli/replay/csv.ts';
import { isBad } from '../../apps/server/cli/replay/row.ts';
import type { Feature, Matrix } from '../../core/scoring/matrix.ts';

export type Table = {
  readonly matrix: Matrix;
  readonly targets: Float64Array;
  /** Null where the targets are amounts; else what 0 and 1 stand for. */
  readonly classes: readonly [string, string] | null;
};

export type Wanted = {
  readonly label: string;
  /** Columns of numbers that name something; where left out, what holds anything but numbers. */
  readonly categories?: ReadonlySet<string>;
};

/** Values of a label that a refusal names. */
const MOST_NAMED = 5;

const MISSING = new Set(['', 'na', 'n/a', 'nan', 'null', '?']);

/**
 * Reads a file with names in its first line. A label of two values is one of classes, the latter of both in the order of
 * the alphabet being 1; any other has to be a number. Rows without a label are left out.
 *
 * @throws Error naming the line, or the column, that cannot be read.
 */
export function readTable(path: string, { label, categories }: Wanted): Table {
  const { records, names } = readRecords(path);
  const again = names.find((name, place) => names.indexOf(name) !== place);
  if (again !== undefined) throw new Error(`${path} has two columns ${again}: give one of them another name`);
  if (!names.includes(label)) throw new Error(`${path} has no column ${label}: it has ${names.join(', ')}`);
  const labelled = records.filter((record) => !isMissing(record[label]));
  const columnOf = (name: string) => labelled.map((record) => record[name]?.trim() ?? '');
  const columns = names
    .filter((name) => name !== label)
    .map((name) => toColumn(name, columnOf(name), categories?.has(name) ?? false));
  const matrix = {
    features: columns.map(({ feature }) => feature),
    rows: labelled.length,
    columns: columns.map(({ values }) => values),
  };
  return { matrix, ...toTargets(label, columnOf(label)) };
}

type TextRecord = Readonly<Record<string, string>>;

type File = { readonly records: readonly TextRecord[]; readonly names: readonly string[] };

function readRecords(path: string): File {
  const reader = createCsvReader();
  const records = [...reader.push(readFileSync(path, 'utf8')), ...reader.end()].map((row) => {
    if (isBad(row)) throw new Error(`${path}, line ${row.line}: ${row.fault}; ${row.cure}`);
    return row.record as TextRecord;
  });
  return { records, names: reader.columns() ?? [] };
}

function isMissing(value: string | undefined): boolean {
  return MISSING.has(value?.trim().toLowerCase() ?? '');
}

type Column = { readonly feature: Feature; readonly values: Float64Array };

function toColumn(name: string, texts: readonly string[], isCategory: boolean): Column {
  const present = texts.filter((text) => !isMissing(text));
  if (!isCategory && present.every((text) => Number.isFinite(Number(text)))) {
    const values = Float64Array.from(texts, (text) => (isMissing(text) ? Number.NaN : Number(text)));
    return { feature: { name, kind: 'number' }, values };
  }
  const levels = [...new Set(present)].toSorted();
  const places = new Map(levels.map((level, place) => [level, place]));
  const values = Float64Array.from(texts, (text) => places.get(text) ?? Number.NaN);
  return { feature: { name, kind: 'category', levels }, values };
}

function toTargets(label: string, texts: readonly string[]): Pick<Table, 'targets' | 'classes'> {
  if (texts.length === 0) throw new Error(`no row has a ${label}`);
  const [none, some, ...more] = [...new Set(texts)].toSorted();
  if (none !== undefined && some !== undefined && more.length === 0)
    return { targets: Float64Array.from(texts, (text) => Number(text === some)), classes: [none, some] };
  if (some === undefined) throw new Error(`${label} is ${none} in every row: there is nothing to tell apart`);
  const targets = Float64Array.from(texts, Number);
  const wrong = targets.findIndex((target) => !Number.isFinite(target));
  if (wrong === -1) return { targets, classes: null };
  const values = [none, some, ...more].slice(0, MOST_NAMED).join(', ');
  throw new Error(
    `${label} holds ${texts[wrong]}, which is no number, and ${2 + more.length} values in all (${values}): leave two of them, or have numbers only`,
  );
}
