/** Between an entry and its row: ids as bytes, types and sources as small numbers, the rest as one JSON text. */
import type { Entry, EntryType, Json, LoggedEntry, Properties, SiteId, Source, VisitorId } from '../entry.ts';
import { InklingError } from '../errors.ts';
import type { Standing } from '../ports.ts';

/** A place in these lists is what the file holds: lengthen them, never reorder. */
const TYPES: readonly EntryType[] = [
  'event',
  'consent',
  'link',
  'decision',
  'exposure',
  'notice',
  'fact',
  'score',
];
const SOURCES: readonly Source[] = ['web', 'email', 'server'];

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const VISITOR = /^[0-9a-f]{32}$/;

/** Properties an entry's amount is looked for in, best first. */
const AMOUNTS = ['revenue', 'total', 'value', 'price'] as const;

/**
 * SQLite orders text by code point, the product by UTF-16 code unit. Moving each unit from U+D800 up to
 * a code point of its own makes the two orders one, and keeps unpaired surrogates apart.
 */
const HIGH_UNIT = /[\ud800-\uffff]/g;
const LIFTED_UNIT = /[\u{1d800}-\u{1ffff}]/gu;
const LIFT = 0x10000;

/** Text whose order in SQLite is the code unit order of `text`. */
export function toSortable(text: string): string {
  return text.replace(HIGH_UNIT, (unit) => String.fromCodePoint(LIFT + unit.charCodeAt(0)));
}

export function fromSortable(text: string): string {
  return text.replace(LIFTED_UNIT, (lifted) => String.fromCharCode((lifted.codePointAt(0) ?? LIFT) - LIFT));
}

/** A UUID as its 16 bytes, any other id as text. */
export function toStoredId(id: string): string | Uint8Array {
  return UUID.test(id) ? Buffer.from(id.replaceAll('-', ''), 'hex') : toSortable(id);
}

/** The 16 bytes of a visitor id; anything else finds nobody. */
export function toStoredVisitor(visitor: VisitorId | string): Uint8Array {
  return Buffer.from(visitor, 'hex');
}

export function toTypeCode(type: EntryType): number {
  return TYPES.indexOf(type);
}

/** Null for a code that no type has. */
export function fromTypeCode(code: number): EntryType | null {
  return TYPES[code] ?? null;
}

export function toSourceCode(source: Source): number {
  return SOURCES.indexOf(source);
}

/** One bit a type; all bits when nothing is asked for. */
export function toTypeMask(types: readonly EntryType[] | undefined): number {
  return types ? types.reduce((mask, type) => mask | (1 << toTypeCode(type)), 0) : -1;
}

/**
 * Entries as columns: measured cheapest to hand to a thread, as long lists of texts and numbers are
 * cloned in one go each while objects repeat their keys.
 */
export type EntryColumns = {
  readonly site: SiteId[];
  readonly id: string[];
  readonly type: number[];
  readonly source: number[];
  readonly name: string[];
  readonly t: number[];
  readonly received: number[];
  readonly visitor: (VisitorId | null)[];
  readonly value: (number | null)[];
  readonly data: string[];
};

export function createColumns(): EntryColumns {
  return {
    site: [],
    id: [],
    type: [],
    source: [],
    name: [],
    t: [],
    received: [],
    visitor: [],
    value: [],
    data: [],
  };
}

/** Minor units of the first amount an entry names, for sums over a site without opening its JSON. */
export function amountOf(properties: Properties): number | null {
  for (const key of AMOUNTS) {
    const amount = properties[key];
    if (Number.isSafeInteger(amount)) return Number(amount);
  }
  return null;
}

function assertStorable(entry: Entry): void {
  const known = TYPES.includes(entry.type) && SOURCES.includes(entry.source);
  const timed = Number.isFinite(entry.t) && Number.isFinite(entry.receivedAt);
  if (known && timed && (entry.visitor === null || VISITOR.test(entry.visitor))) return;
  throw new InklingError(
    'invalid_value',
    'embedded store',
    `an entry's ${known ? (timed ? 'visitor' : 'time') : 'type or source'} is not what core/entry.ts allows`,
    'validate entries before they reach the log',
  );
}

/**
 * The parts of an entry that are only ever read whole, under one-letter keys.
 *
 * @throws InklingError `invalid_value` for an entry that no row can hold.
 */
export function encodeRest(entry: Entry): string {
  assertStorable(entry);
  const { properties: p, context: c, page: g, currency: m, flags: f } = entry;
  return JSON.stringify({ p, c, g, m, f });
}

/** Adds an entry to the columns; `data` is its {@link encodeRest}. */
export function pushEntry(columns: EntryColumns, entry: Entry, data: string): void {
  columns.site.push(entry.site);
  columns.id.push(entry.id);
  columns.type.push(toTypeCode(entry.type));
  columns.source.push(toSourceCode(entry.source));
  columns.name.push(entry.name);
  columns.t.push(entry.t);
  columns.received.push(entry.receivedAt);
  columns.visitor.push(entry.visitor);
  columns.value.push(amountOf(entry.properties));
  columns.data.push(data);
}

type Rest = {
  readonly p: Properties;
  readonly c?: NonNullable<Entry['context']>;
  readonly g?: string;
  readonly m?: string;
  readonly f?: NonNullable<Entry['flags']>;
};

/** What {@link ENTRY_COLUMNS} selects. */
export type EntryRow = {
  readonly seq: number;
  readonly site: string;
  readonly id: string;
  readonly type: number;
  readonly source: number;
  readonly name: string;
  readonly t: number;
  readonly received: number;
  readonly visitor: string;
  readonly data: string;
};

/** The select list that {@link decodeEntry} reads. */
export const ENTRY_COLUMNS = `seq, (SELECT site FROM sites WHERE code = entries.site) AS site, id_text AS id,
  type, source, name, t, received, lower(hex(visitor)) AS visitor, data`;

/**
 * Not with what the parser says of a damaged row: that quotes the text, and errors go into the log of the server.
 *
 * @throws InklingError `entry_unreadable` for a row that was damaged.
 * @example rows.map(decodeEntry)
 */
export function decodeEntry(row: EntryRow): LoggedEntry {
  const entry = readEntryRow(row);
  if (entry !== null) return entry;
  throw new InklingError(
    'entry_unreadable',
    'embedded store',
    `entry ${row.seq} of the log is damaged`,
    'stop the server, check the disk, and put a backup of the data folder back',
  );
}

/** Null for a row that was damaged. @example rows.flatMap((row) => readEntryRow(row) ?? []) */
export function readEntryRow(row: EntryRow): LoggedEntry | null {
  const rest = readRest(row);
  if (rest === null) return null;
  return {
    seq: row.seq,
    site: row.site as SiteId,
    id: fromSortable(row.id),
    type: TYPES[row.type] ?? 'event',
    name: row.name,
    t: row.t,
    receivedAt: row.received,
    visitor: row.visitor === '' ? null : (row.visitor as VisitorId),
    source: SOURCES[row.source] ?? 'server',
    ...(rest.g !== undefined && { page: rest.g }),
    ...(rest.c !== undefined && { context: rest.c }),
    properties: rest.p,
    ...(rest.m !== undefined && { currency: rest.m }),
    ...(rest.f !== undefined && { flags: rest.f }),
  };
}

function readRest({ data }: EntryRow): Rest | null {
  try {
    const rest: Partial<Rest> | null = JSON.parse(data);
    return typeof rest?.p === 'object' && rest.p !== null ? (rest as Rest) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** The row that a copy in the columns would become: what a taken id is compared with. */
export function rowAt(columns: EntryColumns, index: number): EntryRow {
  const { site, id, type, source, name, t, received, visitor, data } = columns;
  return {
    seq: 0,
    site: site[index] ?? '',
    id: id[index] ?? '',
    type: type[index] ?? 0,
    source: source[index] ?? 0,
    name: name[index] ?? '',
    t: t[index] ?? 0,
    received: received[index] ?? 0,
    visitor: visitor[index] ?? '',
    data: data[index] ?? '',
  };
}

export function isOfServer({ source }: EntryColumns, index: number): boolean {
  return SOURCES[source[index] ?? 0] === 'server';
}

/** Whether it was no more than a page's word. A damaged row says nothing: it may go all the same. */
export function isClaimed({ data }: EntryRow): boolean {
  return /"f":\[[^\]]*"unconfirmed"[^\]]*\]\}$/.test(data);
}

/** What stands in a record as it lies there; null: nothing, or that does not matter. */
export function encodeStanding(standing: Standing | undefined): { readonly was: string | null } | null {
  if (standing === undefined) return null;
  return { was: standing.was === undefined ? null : encodeJson(standing.was) };
}

export function encodeJson(value: Json): string {
  return JSON.stringify(value);
}

export function decodeJson(text: string): Json {
  return JSON.parse(text);
}

/** Equal sets have equal texts; none is null, which costs a row nothing. */
export function encodeMembers(members: readonly string[]): string | null {
  return members.length === 0 ? null : JSON.stringify([...new Set(members)].sort());
}

export function decodeMembers(text: string | null): readonly string[] {
  return text === null ? [] : JSON.parse(text);
}
