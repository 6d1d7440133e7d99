/**
 * When salts went: each that a shelf no longer holds is written down with the day it was of and the instants of its making
 * and its end. Of the salt itself nothing is written anywhere but on the shelf.
 */
import { isObject } from '../collect/json.ts';
import type { SiteId } from '../entry.ts';
import type { Clock, SaltShelf, ShelvedSalt, Store } from '../ports.ts';
import { sweepRecords } from '../privacy/records.ts';

const COLLECTION = 'salts-destroyed';
const KEPT_MS = 400 * 86_400_000;
const PAGE = 1_000;

/** Of a calendar day of the site; UTC ms. */
export type LiveSalt = Omit<ShelvedSalt, 'salt'>;
export type DestroyedSalt = Omit<LiveSalt, 'site'> & { readonly destroyedAt: number };

export type SaltRecord = SaltShelf & {
  /** Of a site, what the shelf holds now. */
  live(site: SiteId): Promise<readonly LiveSalt[]>;
  /** Oldest first, of the last 400 days. */
  destroyed(site: SiteId): Promise<readonly DestroyedSalt[]>;
};

type RecordPorts = {
  readonly store: Pick<Store, 'putRecord' | 'listRecords' | 'deleteRecord'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly onFault: (error: unknown) => void;
};

/** @example const salts = await createSaltBook(recordSalts(shelf, ports), clock, keys) */
export function recordSalts(shelf: SaltShelf, { store, clock, onFault }: RecordPorts): SaltRecord {
  /** Gone from the shelf, and not yet written down. */
  let unwritten: readonly (LiveSalt & { readonly destroyedAt: number })[] = [];

  async function writeDown(): Promise<void> {
    for (const gone of unwritten) {
      const { site, day, createdAt, destroyedAt } = gone;
      await store.putRecord(COLLECTION, site, `${day} ${createdAt}`, { createdAt, destroyedAt });
      unwritten = unwritten.filter((other) => other !== gone);
      const isOver = (key: string): boolean => Date.parse(key.slice(0, 10)) < destroyedAt - KEPT_MS;
      await sweepRecords(store, { collection: COLLECTION, site, isOver }, false);
    }
  }

  return {
    list: shelf.list,
    put: async (salt) => {
      const lying = await shelf.put(salt);
      await writeDown().catch(onFault);
      return lying;
    },
    destroy: async (madeUntil) => {
      const gone = await shelf.destroy(madeUntil);
      const destroyedAt = clock.now();
      unwritten = [...unwritten, ...gone.map((salt) => ({ ...salt, destroyedAt }))];
      // The shelf is what must not fail; what could not be written down is, with the next salt or sweep.
      await writeDown().catch(onFault);
      return gone;
    },
    live: async (site) =>
      (await shelf.list(site)).map(({ site, day, createdAt }) => ({ site, day, createdAt })),
    destroyed: async (site) => {
      const rows = await store.listRecords(COLLECTION, site, null, PAGE);
      return rows.flatMap(({ key, value }) => {
        const { createdAt, destroyedAt } = isObject(value) ? value : {};
        if (typeof createdAt !== 'number' || typeof destroyedAt !== 'number') return [];
        return [{ day: key.slice(0, 10), createdAt, destroyedAt }];
      });
    },
  };
}
