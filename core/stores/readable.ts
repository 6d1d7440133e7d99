/**
 * Records as texts. One that is no JSON (a disk, or somebody's hand) stops no start: a list goes on without it, and says that
 * it did. One that is asked for by name is a fault, since whoever takes it for missing would write over it.
 */
import type { Json } from '../entry.ts';
import { InklingError } from '../errors.ts';
import type { RecordRow } from '../ports.ts';
import { decodeJson, fromSortable } from './codec.ts';

/** A record as a store holds it: its key in the order of the product. */
export type StoredRecord = { readonly key: string; readonly value: string };

/** Where a record lies. */
type Place = readonly [collection: string, site: string];

/** Null where it is none. In a damaged row it may be no text either. */
function readJson(text: unknown): { readonly value: Json } | null {
  if (typeof text !== 'string') return null;
  try {
    return { value: decodeJson(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/**
 * @param store Whose words a refusal has, and how a record is put right in it.
 * @example const readable = createReadable('embedded store', 'put the data folder back from a backup, or remove that row')
 */
export function createReadable(store: string, cure: string) {
  const found = new Map<string, string>();

  function note([collection, site]: Place, key: string): void {
    found.set(JSON.stringify([collection, site, key]), collection);
  }

  return {
    /** Collections of records that could not be read, once for each record. */
    unreadable: (): readonly string[] => [...found.values()],
    /** @throws InklingError `store_unavailable` for a text that is no JSON. */
    read(place: Place, key: string, text: string): Json {
      const read = readJson(text);
      if (read !== null) return read.value;
      note(place, key);
      throw new InklingError('store_unavailable', store, `a record of "${place[0]}" is no JSON`, cure);
    },
    /**
     * A page of as many records as are wanted, where there are so many that can be read.
     *
     * @param fetch Gives at most `limit` records after a key, in order.
     */
    async readPage(
      place: Place,
      after: string | null,
      limit: number,
      fetch: (after: string | null, limit: number) => Promise<readonly StoredRecord[]>,
    ): Promise<readonly RecordRow[]> {
      const page: RecordRow[] = [];
      for (let from = after; page.length < limit; ) {
        const wanted = limit - page.length;
        const rows = await fetch(from, wanted);
        for (const row of rows) {
          const [key, read] = [fromSortable(row.key), readJson(row.value)];
          from = key;
          if (read === null) note(place, key);
          else page.push({ key, ...read });
        }
        // A page that is not full is the last one.
        if (rows.length < wanted) break;
      }
      return page;
    },
  };
}
