/** Between an entry and its document. */
import type { Entry, LoggedEntry } from '../../core/entry.ts';
import { decodeEntry, encodeRest, toSortable, toSourceCode, toTypeCode } from '../../core/stores/codec.ts';
import type { EntryDocument } from './collections.ts';
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

/** @throws InklingError `entry_unreadable` for a document that was damaged. */
export function decodeDocument({ q, s, i, k, o, n, t, r, v, d, g }: EntryDocument): LoggedEntry {
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
  const { properties, currency, flags, context, ...rest } = decodeEntry(row);
  return {
    ...rest,
    ...(g !== undefined && { page: g }),
    ...(context !== undefined && { context }),
    properties,
    ...(currency !== undefined && { currency }),
    ...(flags !== undefined && { flags }),
  };
}
