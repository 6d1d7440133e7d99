/** Records as a store keeps them, in memory. */
import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../../core/entry.ts';
import type { RecordStore } from '../../core/ports.ts';

export type RecordShelf = RecordStore & {
  /** From now on nothing can be written. */
  isFull: boolean;
  /** Everything as it lies there. */
  dump(): string;
};

/** @example const shelf = createRecordShelf(); await createAuditLog(shelf, clock, keys).write(site, act) */
export function createRecordShelf(): RecordShelf {
  const rows = new Map<string, Json>();
  const nameOf = (...parts: readonly string[]): string => JSON.stringify(parts);
  const shelf: RecordShelf = {
    isFull: false,
    dump: () => JSON.stringify([...rows]),
    getRecord: async (...name) => rows.get(nameOf(...name)),
    putRecord: async (collection, site, key, value, standing) => {
      if (shelf.isFull) throw new Error('full');
      const name = nameOf(collection, site, key);
      if (standing !== undefined && !isDeepStrictEqual(rows.get(name), standing.was)) return false;
      rows.set(name, value);
      return true;
    },
    deleteRecord: async (collection, site, key, standing) => {
      const name = nameOf(collection, site, key);
      if (standing !== undefined && !isDeepStrictEqual(rows.get(name), standing.was)) return false;
      return rows.delete(name);
    },
    listRecords: async (collection, site, after, limit, order = 'up') => {
      const sign = order === 'up' ? 1 : -1;
      return [...rows]
        .map(([name, value]) => ({ name: JSON.parse(name) as string[], value }))
        .filter(({ name }) => name[0] === collection && name[1] === site)
        .map(({ name, value }) => ({ key: name[2] ?? '', value }))
        .toSorted((a, b) => (a.key < b.key ? -sign : sign))
        .filter(({ key }) => after === null || (order === 'up' ? key > after : key < after))
        .slice(0, limit);
    },
  };
  return shelf;
}
