/** What retention and erasures of a part take out of the log again, and what it was folded into. */
import type { Filter } from 'mongodb';
import type { Entry, SiteId, VisitorId } from '../../core/entry.ts';
import type { Store } from '../../core/ports.ts';
import { toSortable, toTypeCode } from '../../core/stores/codec.ts';
import { retiredHash } from '../../core/stores/retired.ts';
import { createBases } from './bases.ts';
import type { Collections, EntryDocument } from './collections.ts';
import type { Damage } from './damage.ts';
import { decodeDocument, ENTRIES, entryKey } from './entry-documents.ts';
import { insertAll } from './insert.ts';
import type { LogPlaces } from './log-places.ts';
import { profileKey } from './profiles.ts';

type Retiring = Pick<Store, 'retire' | 'removePart' | 'readBases' | 'readAccountBases'> &
  Required<Pick<Store, 'removeUnreadable'>>;

type Marked = {
  readonly key: string;
  readonly id: string;
  readonly place: number;
  readonly isClaim: boolean;
};

/** By the hash that an embedded store keeps of it too: of an id that is gone nothing else is known. */
export const retiredName = (site: string, hash: string): string => `${site}:${hash}`;

/**
 * Under what an id stays taken. What was no more than a page's word keeps other pages from it, never the server whose
 * order it is: that has a mark of its own.
 */
export function retiredKey({ site, id }: Pick<Entry, 'site' | 'id'>, isClaim: boolean): string {
  return retiredName(site, retiredHash(id, isClaim).toString('hex'));
}

/** @example const { retire } = createRetiring(collections, createDamage(), places) */
export function createRetiring(
  collections: Collections,
  damage: Damage,
  places: Pick<LogPlaces, 'noteMarked'>,
): Retiring {
  const { entries, retired, bases, accountBases, profiles, records } = collections;

  /** Their ids are taken before they go. */
  async function mark(
    site: SiteId,
    visitor: VisitorId | null,
    ids: readonly string[],
  ): Promise<readonly Marked[]> {
    if (ids.length === 0) return [];
    const keys = ids.map((id) => entryKey({ site, id }));
    const found = await entries.find({ _id: { $in: keys }, s: site, v: visitor }).toArray();
    const read = found.map((document) => {
      const { id, flags } = decodeDocument(document);
      return { key: document._id, id, place: document.q, isClaim: flags?.includes('unconfirmed') ?? false };
    });
    await insertAll(
      retired,
      read.map(({ id, isClaim }) => ({ _id: retiredKey({ site, id }, isClaim), s: site, v: visitor })),
    );
    if (read.length > 0) await places.noteMarked();
    return read;
  }

  async function remove(those: readonly Marked[], more: Filter<EntryDocument>): Promise<number> {
    if (those.length === 0) return 0;
    return (await entries.deleteMany({ _id: { $in: those.map(({ key }) => key) }, ...more })).deletedCount;
  }

  /** Answers how many there were. */
  async function takeOut(site: SiteId, visitor: VisitorId | null, ids: readonly string[]): Promise<number> {
    const own = { s: site, v: visitor };
    const marked = await mark(site, visitor, ids);
    const claims = marked.filter(({ isClaim }) => isClaim);
    const others = marked.filter(({ isClaim }) => !isClaim);
    // Where it was found: the server whose order it is may have written that over it since.
    const gone = await remove(claims, { ...own, q: { $in: claims.map(({ place }) => place) } });
    return gone + (await remove(others, own));
  }

  const { settle, write, writeSums, removeDamaged, ...reads } = createBases(collections, takeOut, damage);

  /** Whose page or server they came from nobody can tell any more: another copy of one is welcome. */
  async function removeUnreadable(those: Filter<EntryDocument>): Promise<number> {
    let count = 0;
    for await (const document of entries.find(those)) {
      if (ENTRIES.read(document) !== null) continue;
      count += (await entries.deleteOne({ _id: document._id, q: document.q })).deletedCount;
      damage.mend(ENTRIES.name(document)[0]);
    }
    return count;
  }

  return {
    ...reads,
    async retire(site, visitor, entryIds, base, sums = []) {
      const before = base === null ? null : await settle(base);
      // Sums of what an erasure took meanwhile would bring it back.
      if (base !== null || sums.length > 0) {
        const keys = new Set(entryIds.map((id) => entryKey({ site, id })));
        const there = await entries.countDocuments({ _id: { $in: [...keys] }, s: site, v: visitor });
        if (there < keys.size) return 0;
        if (base !== null) return (await write(base, { before, sums, ids: entryIds })) ? there : 0;
        await writeSums(sums);
      }
      return takeOut(site, visitor, entryIds);
    },
    removeUnreadable: (site, { types, before }) =>
      removeUnreadable({ s: site, k: { $in: types.map(toTypeCode) }, r: { $lt: before } }),
    async removePart(site, visitor, { entryIds, sinces }) {
      const times = [...sinces];
      await profiles.deleteOne({ _id: profileKey(site, visitor) });
      await records.deleteMany({ s: site, key: { $in: entryIds.map(toSortable) } });
      await accountBases.deleteMany({ s: site, v: visitor, since: { $in: times } });
      const { deletedCount } = await bases.deleteMany({ s: site, v: visitor, since: { $in: times } });
      // Whose of the owners they are cannot be told: nothing of whoever goes may stay.
      const damagedBases = await removeDamaged(site, visitor);
      const damaged = await removeUnreadable({ s: site, v: visitor });
      const gone = await remove(await mark(site, visitor, entryIds), { s: site, v: visitor });
      return { entries: gone + damaged, bases: deletedCount + damagedBases };
    },
  };
}
