/** Between an entry and its document. */
import type { Entry, LoggedEntry, SiteId, VisitorId } from '../../core/entry.ts';
import { InklingError } from '../../core/errors.ts';
import type { Head } from '../../core/ports.ts';
import {
  encodeRest,
  fromTypeCode,
  readEntryRow,
  toSortable,
  toSourceCode,
  toTypeCode,
} from '../../core/stores/codec.ts';
import type { EntryDocument } from './collections.ts';
import type { Reading } from './damage.ts';
import { keyOf } from './keys.ts';

/** Ids as texts that sort as the product sorts them. */
export function entryKey(entry: Pick<Entry, 'site' | 'id'>): string {
  return keyOf(entry.site, toSortable(entry.id));
}

/** How an entry came into the log. */
export type Writing = { readonly by?: string; readonly isReplacing?: boolean };

/**
 * @throws InklingError `invalid_value` for an entry that no document can hold.
 * @example entries.insertOne(encodeEntry(entry, 12))
 */
export function encodeEntry(entry: Entry, seq: number, writing: Writing = {}): EntryDocument {
  const { page, ...rest } = entry;
  const account = entry.type === 'event' && entry.visitor !== null ? entry.context?.account : undefined;
  const to = entry.type === 'link' ? entry.properties.to : undefined;
  return {
    _id: entryKey(entry),
    s: entry.site,
    v: entry.visitor,
    q: seq,
    i: toSortable(entry.id),
    k: toTypeCode(entry.type),
    o: toSourceCode(entry.source),
    n: entry.name,
    t: entry.t,
    r: entry.receivedAt,
    d: encodeRest(rest),
    ...(page !== undefined && { g: page }),
    ...(account !== undefined && { a: account }),
    ...(typeof to === 'string' && { to }),
    ...(writing.by !== undefined && { w: writing.by }),
    ...(writing.isReplacing === true && { x: true as const }),
  };
}

/** For entries that are not asked for by name. */
export const ENTRIES: Reading<EntryDocument, LoggedEntry> = { read: readDocument, name: nameEntry };

/** @throws InklingError `entry_unreadable` for a document that was damaged. */
export function decodeDocument(document: EntryDocument): LoggedEntry {
  const entry = readDocument(document);
  if (entry !== null) return entry;
  throw new InklingError(
    'entry_unreadable',
    'mongodb',
    `one of the ${nameEntry(document)[1]} is damaged`,
    'put the database back from a backup, or remove that document',
  );
}

function nameEntry({
  _id,
  q,
}: Pick<EntryDocument, 'q'> & { readonly _id?: string }): readonly [string, string] {
  return Number.isSafeInteger(q) ? [`entries ${q}`, `entries at place ${q}`] : [`entries ${_id}`, 'entries'];
}

function readDocument(document: EntryDocument): LoggedEntry | null {
  const { q, s, i, k, o, n, t, r, v, d, g } = document;
  const isWhole = isHead(document) && areTexts(i, n, d, g ?? '') && areInstants(t, r);
  if (!isWhole || !Number.isSafeInteger(o)) return null;
  const row = {
    seq: q,
    site: s,
    id: i,
    type: k,
    source: o,
    name: n,
    t,
    received: r,
    visitor: v ?? '',
    data: d,
  };
  const read = readEntryRow(row);
  if (read === null) return null;
  const { properties, currency, flags, context, ...rest } = read;
  return {
    ...rest,
    ...(g !== undefined && { page: g }),
    ...(context !== undefined && { context }),
    properties,
    ...(currency !== undefined && { currency }),
    ...(flags !== undefined && { flags }),
  };
}

type HeadDocument = Pick<EntryDocument, 'q' | 's' | 'v' | 'k' | 'a' | 'w' | 'x'>;

/** What {@link createHeads} reads. */
export const HEAD_FIELDS = { _id: 0, q: 1, s: 1, v: 1, k: 1, a: 1, w: 1, x: 1 } as const;

/** @param node Name of this process among those that share the database. @example damage.readAll(createHeads('node-1'), found) */
export function createHeads(node: string): Reading<HeadDocument, Head> {
  return {
    name: nameEntry,
    read: (document) => {
      const { q, s, v, k, a, w, x } = document;
      const type = fromTypeCode(k);
      if (type === null || !isHead(document)) return null;
      return {
        seq: q,
        site: s as SiteId,
        visitor: (v ?? null) as VisitorId | null,
        type,
        account: a ?? null,
        isOwn: w === node,
        isReplacing: x === true,
      };
    },
  };
}

function isHead({ q, s, v, k, a }: HeadDocument): boolean {
  return Number.isSafeInteger(q) && areTexts(s, v ?? '', a ?? '') && fromTypeCode(k) !== null;
}

function areTexts(...all: readonly unknown[]): boolean {
  return all.every((one) => typeof one === 'string');
}

function areInstants(...all: readonly unknown[]): boolean {
  return all.every((one) => typeof one === 'number' && !Number.isNaN(new Date(one).getTime()));
}
