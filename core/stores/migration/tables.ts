/** What a store holds, told so that it says the same of either store: rows of tables, in one order that both keep. */
import type { LoggedEntry, SiteId, VisitorId } from '../../entry.ts';
import type { ArmSums, HeldPlace, ProfileRow } from '../../ports.ts';
import { encodeRest } from '../codec.ts';
import { encodeContributions } from '../contributions.ts';

export type BaseLine = {
  readonly site: SiteId;
  readonly visitor: VisitorId;
  readonly since: number;
  readonly version: number;
  /** JSON text. */
  readonly data: string;
};

/** What ended visitor-days left of a campaign: sums, of nobody. */
export type EndedLine = ArmSums & { readonly site: SiteId; readonly campaign: string };

/** All places of one unit, by id and key. */
export type LedgerLine = {
  readonly site: SiteId;
  readonly unit: string;
  readonly places: readonly HeldPlace[];
};

/** An id that stays taken: of the id itself only a hash is kept. */
export type RetiredLine = {
  readonly site: SiteId;
  readonly hash: string;
  readonly visitor: VisitorId | null;
};

/** Of a copy that an entry superseded: whom it was recorded under, or the account that it named. */
export type SupersededLine = {
  readonly seq: number;
  readonly site: SiteId;
  readonly visitor: VisitorId | null;
  readonly account: string | null;
};

/** The key as it is stored (`toSortable`), the value as text, also one that is damaged. */
export type RecordLine = {
  readonly collection: string;
  readonly site: string;
  readonly key: string;
  readonly value: string;
};

export type Rows = {
  readonly records: RecordLine;
  readonly claims: { readonly site: SiteId; readonly key: string; readonly owner: string };
  readonly entries: LoggedEntry;
  readonly retired: RetiredLine;
  readonly superseded: SupersededLine;
  readonly bases: BaseLine;
  readonly accountBases: BaseLine & { readonly account: string };
  readonly ledgers: LedgerLine;
  readonly profiles: ProfileRow;
  readonly ended: EndedLine;
};

export type TableName = keyof Rows;

type Place = readonly (string | number)[];

/** Where a row stands among the others, and the text of all that it holds. */
export type Shape<Row> = { readonly place: (row: Row) => Place; readonly text: (row: Row) => string };

function shape<Row>(place: (row: Row) => Place, rest: (row: Row) => readonly unknown[]): Shape<Row> {
  return { place, text: (row) => JSON.stringify([...place(row), ...rest(row)]) };
}

const UNIT_NAMES = ['campaign', 'version', 'arm', 'unit'] as const;

/** In the order in which they are copied. */
export const SHAPES: { readonly [T in TableName]: Shape<Rows[T]> } = {
  records: shape(
    ({ collection, site, key }) => [collection, site, key],
    ({ value }) => [value],
  ),
  claims: shape(
    ({ site, key }) => [site, key],
    ({ owner }) => [owner],
  ),
  entries: shape(
    ({ seq }) => [seq],
    ({ page = null, ...entry }) => {
      const { site, id, type, source, name, t, receivedAt, visitor } = entry;
      return [site, id, type, source, name, t, receivedAt, visitor, page, encodeRest(entry)];
    },
  ),
  retired: shape(
    // One text: sites of which one begins with the other stand in the order of what follows the name.
    ({ site, hash }) => [`${site}:${hash}`],
    ({ visitor }) => [visitor],
  ),
  superseded: shape(
    ({ seq, visitor, account }) => [seq, visitor ?? '', account ?? ''],
    ({ site }) => [site],
  ),
  bases: shape(
    ({ site, visitor, since }) => [site, visitor, since],
    ({ version, data }) => [version, data],
  ),
  accountBases: shape(
    ({ site, account, visitor, since }) => [site, account, visitor, since],
    ({ version, data }) => [version, data],
  ),
  ledgers: shape(
    ({ site, unit }) => [site, unit],
    ({ places }) => places.map(({ id, key, at, expiresAt, state }) => [id, key, at, expiresAt, state]),
  ),
  profiles: shape(
    ({ site, visitor }) => [site, visitor],
    ({ seq, due, last, members, contributions, data }) => [
      seq,
      due,
      last,
      members,
      encodeContributions(contributions),
      data,
    ],
  ),
  ended: shape(
    (line) => [line.site, ...UNIT_NAMES.map((name) => line[name]), Number(line.isMixed)],
    ({ n, y, yy, x, xx, xy, converted, clicked, dismissed, shown }) => [
      ...[n, y, yy, x, xx, xy],
      ...[converted, clicked, dismissed, shown],
    ],
  ),
};

export const TABLES = Object.keys(SHAPES) as readonly TableName[];

/** Texts as both databases order them: by the bytes of UTF-8. */
export function comparePlaces(a: Place, b: Place): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (left === right) continue;
    if (typeof left === 'number' && typeof right === 'number') return left - right;
    const order = Buffer.compare(Buffer.from(String(left)), Buffer.from(String(right)));
    if (order !== 0) return order;
  }
  return 0;
}

/** A table of a store: its rows one after the other, in order of their places. */
export type ReadTable<Row> = { count(): Promise<number>; read(): AsyncIterable<Row> };

export type WriteTable<Row> = ReadTable<Row> & {
  /** Whatever stands at their places. */
  write(rows: readonly Row[]): Promise<void>;
  remove(rows: readonly Row[]): Promise<void>;
};

/** How far the log goes, and how far the profiles know it. */
export type LogMarks = { readonly checkpoint: number; readonly last: number };

export type ReadTables = {
  readonly tables: { readonly [T in TableName]: ReadTable<Rows[T]> };
  readMarks(): Promise<LogMarks>;
};

export type WriteTables = {
  readonly tables: { readonly [T in TableName]: WriteTable<Rows[T]> };
  readMarks(): Promise<LogMarks>;
  writeMarks(marks: LogMarks): Promise<void>;
};
