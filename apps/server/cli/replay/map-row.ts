/** From a row to the event it tells of: pure, and the same for every order of rows. */
import type { Json } from '../../../../core/entry.ts';
import type { Cell, Cells, CellType, RowMap } from './map.ts';
import type { Fault, Row } from './row.ts';
import { type ReadTime, readTimeAs } from './time-format.ts';

/** An event as `POST /v1/events` takes it, but for its id where the file gives none. `time` is UTC ms. */
export type MappedEvent = {
  readonly id?: string;
  readonly name: string;
  readonly time: number;
  readonly properties: { readonly [key: string]: Json };
  readonly [field: string]: Json | undefined;
};

/** `skip`: the map leaves this row out. */
export type MapRow = (row: Row) => Mapped;
export type Mapped = { readonly event: MappedEvent } | Fault | 'skip';

const IDENTITIES = ['userId', 'device', 'visitor', 'email'] as const;
/** What is not a property where a file without a map says it. */
const FIELDS = ['id', 'name', 'time', 'source', 'consent', 'context', 'account', 'inner', ...IDENTITIES];
const NO_COLUMN: Json = '';
const readIso = readTimeAs('iso') as ReadTime;

/** @example createMapRow(map)(row) // { event: { name: 'Product Viewed', time: 1569888000000, userId: '5', … } } */
export function createMapRow(map: RowMap): MapRow {
  const readTime = readTimeAs(map.time.format ?? 'iso') ?? readIso;
  return (row) => {
    if (!isWanted(row, map)) return 'skip';
    const target = nameOf(row, map);
    if (target === 'skip' || 'fault' in target) return target;
    const time = readTime(textOf(valueAt(row, map.time.column)));
    if (time === null) return badTime(map.time.column, map.time.format ?? 'iso');
    const properties = { ...readCells(row, map.properties), ...readCells(row, target.properties) };
    const id = map.id === undefined ? undefined : readCell(row, map.id);
    const event = {
      ...(id === undefined ? {} : { id: textOf(id) }),
      name: target.name,
      time,
      ...identityOf(row, map),
      ...(map.source === undefined ? {} : { source: map.source }),
      ...(map.consent === undefined ? {} : { consent: stated(map.consent) }),
      properties,
    };
    return { event };
  };
}

/** Columns that a CSV file without a map has to have, each with the place that a fault of it names. */
export const NEEDED_COLUMNS: ReadonlyMap<string, string> = new Map([
  ['name', 'name'],
  ['time', 'time'],
]);

/** A file without a map: rows are events, by the field names of `POST /v1/events`; other columns are properties. */
export function takeAsIs({ record }: Row): Mapped {
  const { name, time } = record;
  if (typeof name !== 'string' || name === '') {
    return { fault: 'it has no event name', cure: 'add a column "name", or describe the file with --map' };
  }
  const t = typeof time === 'string' || typeof time === 'number' ? readEventTime(time) : null;
  if (t === null) return badTime('time', 'iso');
  const isField = (key: string): boolean => FIELDS.includes(key);
  const given = Object.entries(record).filter(([key, value]) => key !== 'properties' && value !== '');
  const fields = Object.fromEntries(given.filter(([key]) => isField(key)));
  const others = Object.fromEntries(given.filter(([key]) => !isField(key)));
  const nested = record.properties;
  const properties = isObject(nested) ? { ...others, ...nested } : others;
  const { id, ...rest } = fields;
  return { event: { ...(id === undefined ? {} : { id: textOf(id) }), ...rest, name, time: t, properties } };
}

/** ISO 8601 or epoch milliseconds, which CSV gives as digits. */
function readEventTime(time: string | number): number | null {
  return typeof time === 'string' && /^\d{9,}$/.test(time) ? Number(time) : readIso(time);
}

function isWanted(row: Row, { where }: RowMap): boolean {
  return Object.entries(where ?? {}).every(([column, rule]) => {
    const value = textOf(valueAt(row, column));
    return 'in' in rule ? rule.in.includes(value) : !rule.notIn.includes(value);
  });
}

type Target = { readonly name: string; readonly properties?: Cells | undefined };

function nameOf(row: Row, { name }: RowMap): Target | Fault | 'skip' {
  if ('value' in name) return { name: name.value };
  const said = textOf(valueAt(row, name.column));
  const target = Object.hasOwn(name.events, said) ? name.events[said] : undefined;
  if (target !== undefined) return typeof target === 'string' ? { name: target } : target;
  if (name.others === 'skip') return 'skip';
  return {
    fault: `${name.column} says something that name.events does not name`,
    cure: 'name it there, or set "others": "skip"',
  };
}

function identityOf(row: Row, { visitor }: RowMap): { [kind: string]: string } {
  const identity: { [kind: string]: string } = {};
  for (const kind of IDENTITIES) {
    const column = visitor?.[kind];
    const value = column === undefined ? '' : textOf(valueAt(row, column));
    if (value !== '') identity[kind] = value;
  }
  return identity;
}

function readCells(row: Row, properties: Cells = {}): { [property: string]: Json } {
  const read: { [property: string]: Json } = {};
  for (const [name, source] of Object.entries(properties)) {
    const value = readCell(row, source);
    if (value !== undefined) read[name] = value;
  }
  return read;
}

function stated(consent: NonNullable<RowMap['consent']>): { [purpose: string]: boolean } {
  const given = Object.entries(consent).filter((entry): entry is [string, boolean] => entry[1] !== undefined);
  return Object.fromEntries(given);
}

/** Undefined where the row says nothing: an empty cell is no value. */
function readCell(row: Row, source: Cell): Json | undefined {
  if (typeof source === 'string') return present(valueAt(row, source));
  if ('value' in source) return source.value;
  if ('items' in source) return source.items.map((item) => readCells(row, item));
  if ('column' in source) return convert(present(valueAt(row, source.column)), source.type ?? 'text');
  const parts = source.join.map((column) => textOf(valueAt(row, column)));
  return parts.every((part) => part === '') ? undefined : parts.join(source.with ?? ':');
}

/** A value that is not of its type stays what it is: the tracking plan then says so. */
function convert(value: Json | undefined, type: CellType): Json | undefined {
  if (typeof value !== 'string' || type === 'text') return value;
  if (type === 'json') return parseOrKeep(value);
  if (type === 'number') return Number.isFinite(Number(value)) ? Number(value) : value;
  return TRUTHS.get(value.toLowerCase()) ?? value;
}

const TRUTHS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['yes', true],
  ['false', false],
  ['0', false],
  ['no', false],
]);

function parseOrKeep(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

function present(value: Json): Json | undefined {
  return value === '' || value === null ? undefined : value;
}

/** The column of that name, else, in NDJSON, what lies at that dotted path. */
function valueAt({ record }: Row, column: string): Json {
  if (Object.hasOwn(record, column)) return record[column] ?? NO_COLUMN;
  let value: Json = record;
  for (const key of column.split('.')) {
    if (!isObject(value) || !Object.hasOwn(value, key)) return NO_COLUMN;
    value = value[key] ?? NO_COLUMN;
  }
  return value;
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: Json): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '');
}

function badTime(column: string, format: string): Fault {
  return {
    fault: `${column} holds no time`,
    cure: `write it as ${format}, or change time.format in the map`,
  };
}
