/** Under whom anything is held: every collection that names visitors, merged page by page. */
import type { Db } from 'mongodb';
import type { VisitorId } from '../../core/entry.ts';
import type { Store } from '../../core/ports.ts';
import { type Collections, openAny } from './collections.ts';

/** Where an id stands: a field that is one, or a text that begins with one. */
type Place = { readonly collection: keyof Collections; readonly field: string; readonly isText?: boolean };

const PLACES: readonly Place[] = [
  { collection: 'entries', field: 'v' },
  { collection: 'entries', field: 'to' },
  { collection: 'profiles', field: 'v' },
  { collection: 'bases', field: 'v' },
  { collection: 'accountBases', field: 'v' },
  { collection: 'retired', field: 'v' },
  { collection: 'ledgers', field: 'u', isText: true },
  { collection: 'ledgerPages', field: 'u', isText: true },
  { collection: 'records', field: 'key', isText: true },
];
const BEGINS = /^[0-9a-f]{32}(:|$)/;
const ID_DIGITS = 32;

/** @example const { listRecorded } = createRecorded(db) */
export function createRecorded(db: Db): Pick<Store, 'listRecorded'> {
  /** From one id to the next, so that who has much recorded costs no more than who has little. */
  async function listPlace(
    { collection, field, isText = false }: Place,
    site: string,
    after: string | null,
    limit: number,
  ): Promise<readonly string[]> {
    const from = openAny(db, collection);
    const found: string[] = [];
    for (let last = after; found.length < limit; ) {
      // `~` comes after the colon and every digit.
      const past = { $gt: isText && last !== null ? `${last}~` : (last ?? '') };
      const shape = isText ? { $regex: BEGINS } : {};
      const [next] = await from
        .find({ s: site, [field]: { ...past, ...shape } }, { projection: { [field]: 1 } })
        .sort({ [field]: 1 })
        .limit(1)
        .toArray();
      if (next === undefined) break;
      last = String(next[field]).slice(0, ID_DIGITS);
      found.push(last);
    }
    return found;
  }

  return {
    async listRecorded(site, after, limit) {
      const lists = await Promise.all(PLACES.map((place) => listPlace(place, site, after, limit)));
      return [...new Set(lists.flat())].sort().slice(0, limit) as VisitorId[];
    },
  };
}
