/** What retention and erasures of a part take out of the log again, and what it was folded into. */
import type { Entry, SiteId, VisitorId } from '../../core/entry.ts';
import type { Store } from '../../core/ports.ts';
import { toSortable } from '../../core/stores/codec.ts';
import { retiredHash } from '../../core/stores/retired.ts';
import { createBases } from './bases.ts';
import type { Collections } from './collections.ts';
import { decodeDocument, entryKey } from './entry-documents.ts';
import { insertAll } from './insert.ts';
import { profileKey } from './profiles.ts';

type Retiring = Pick<Store, 'retire' | 'removePart' | 'readBases' | 'readAccountBases'>;

/** By the hash that an embedded store keeps of it too: of an id that is gone nothing else is known. */
export const retiredName = (site: string, hash: string): string => `${site}:${hash}`;

/**
 * Under what an id stays taken. What was no more than a page's word keeps other pages from it, never the server whose
 * order it is: that has a mark of its own.
 */
export function retiredKey({ site, id }: Pick<Entry, 'site' | 'id'>, isClaim: boolean): string {
  return retiredName(site, retiredHash(id, isClaim).toString('hex'));
}

/** @example const { retire } = createRetiring(collections) */
export function createRetiring(collections: Collections): Retiring {
  const { entries, retired, bases, accountBases, profiles, records } = collections;

  /** Their ids are taken before they go. Answers how many there were. */
  async function takeOut(site: SiteId, visitor: VisitorId | null, ids: readonly string[]): Promise<number> {
    if (ids.length === 0) return 0;
    const keys = ids.map((id) => entryKey({ site, id }));
    const found = await entries.find({ _id: { $in: keys }, s: site, v: visitor }).toArray();
    const marks = found.map((document) => {
      const isClaim = decodeDocument(document).flags?.includes('unconfirmed') ?? false;
      const { id } = decodeDocument(document);
      return { _id: retiredKey({ site, id }, isClaim), s: site, v: visitor };
    });
    await insertAll(retired, marks);
    const gone = found.map(({ _id }) => _id);
    return (await entries.deleteMany({ _id: { $in: gone }, s: site, v: visitor })).deletedCount;
  }

  const { settle, write, writeSums, ...reads } = createBases(collections, takeOut);

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
    async removePart(site, visitor, { entryIds, sinces }) {
      const times = [...sinces];
      await profiles.deleteOne({ _id: profileKey(site, visitor) });
      await records.deleteMany({ s: site, key: { $in: entryIds.map(toSortable) } });
      await accountBases.deleteMany({ s: site, v: visitor, since: { $in: times } });
      const { deletedCount } = await bases.deleteMany({ s: site, v: visitor, since: { $in: times } });
      return { entries: await takeOut(site, visitor, entryIds), bases: deletedCount };
    },
  };
}
