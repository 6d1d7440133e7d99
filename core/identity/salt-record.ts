/**
 * When salts went: each that a shelf no longer holds is written down with the day it was of and the instants of its making
 * and its end. Of the salt itself nothing is written anywhere but on the shelf.
 */
import { isObject } from '../collect/json.ts';
import type { SiteId } from '../entry.ts';
import type { Clock, SaltShelf, Store } from '../ports.ts';
import { sweepRecords } from '../privacy/records.ts';

const COLLECTION = 'salts-destroyed';
const KEPT_MS = 400 * 86_400_000;
const PAGE = 1_000;

/** Of a calendar day of the site; UTC ms. */
export type LiveSalt = { readonly site: SiteId; readonly day: string; readonly createdAt: number };
export type DestroyedSalt = Omit<LiveSalt, 'site'> & { readonly destroyedAt: number };

export type SaltRecord = SaltShelf & {
  /** What the shelf holds now. */
  live(): readonly LiveSalt[];
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
  let held: readonly LiveSalt[] = [];
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
    load: async () => {
      const text = await shelf.load();
      held = readLive(text);
      return text;
    },
    save: async (text) => {
      await shelf.save(text);
      const now = readLive(text);
      const destroyedAt = clock.now();
      const gone = held.filter((salt) => !now.some((other) => isSame(salt, other)));
      held = now;
      unwritten = [...unwritten, ...gone.map((salt) => ({ ...salt, destroyedAt }))];
      // The shelf is what must not fail; what could not be written down is, with the next save.
      await writeDown().catch(onFault);
    },
    live: () => held,
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

function isSame(a: LiveSalt, b: LiveSalt): boolean {
  return a.site === b.site && a.day === b.day && a.createdAt === b.createdAt;
}

/** What is not readable is none of ours to judge: the book of salts says so. */
function readLive(text: string | null): readonly LiveSalt[] {
  if (text === null || text.trim() === '') return [];
  try {
    const shelf: Readonly<Record<string, readonly Omit<LiveSalt, 'site'>[]>> = JSON.parse(text);
    return Object.entries(shelf).flatMap(([site, salts]) =>
      salts.map(({ day, createdAt }) => ({ site: site as SiteId, day, createdAt })),
    );
  } catch {
    return [];
  }
}
