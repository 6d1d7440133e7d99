/** What retention and erasures of a part take out of the log again, and what it was folded into. */
import type { Entry, SiteId, VisitorId } from '../../core/entry.ts';
import type { AccountBase, Base, Store } from '../../core/ports.ts';
import { decodeJson, encodeJson, toSortable } from '../../core/stores/codec.ts';
import type { BaseDocument, Collections } from './collections.ts';
import { decodeDocument, entryKey } from './entry-documents.ts';
import { insertAll, makeOrWrite } from './insert.ts';
import { keyOf } from './keys.ts';
import { profileKey } from './profiles.ts';

type Retiring = Pick<Store, 'retire' | 'removePart' | 'readBases' | 'readAccountBases'>;

/**
 * Under what an id stays taken. What was no more than a page's word keeps other pages from it, never the server whose
 * order it is: that has a mark of its own.
 */
export function retiredKey({ site, id }: Pick<Entry, 'site' | 'id'>, isClaim: boolean): string {
  return keyOf(isClaim ? 'claim' : 'id', site, toSortable(id));
}

const baseKey = ({ site, visitor, since }: Base, account = ''): string =>
  keyOf(site, visitor, String(since), account);

function encodeBase(base: Base, account?: string): BaseDocument {
  const { site, visitor, since, version, data } = base;
  const own = account === undefined ? {} : { a: account };
  return { _id: baseKey(base, account), s: site, v: visitor, since, version, data: encodeJson(data), ...own };
}

function decodeBase({ s, v, since, version, data }: BaseDocument): Base {
  return { site: s as SiteId, visitor: v as VisitorId, since, version, data: decodeJson(data) };
}

/** @example const { retire } = createRetiring(collections) */
export function createRetiring(collections: Collections): Retiring {
  const { entries, retired, bases, accountBases, profiles, records } = collections;

  async function put(collection: Collections['bases'], { _id, ...fields }: BaseDocument): Promise<void> {
    await makeOrWrite(() => collection.replaceOne({ _id }, fields, { upsert: true }));
  }

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

  return {
    async retire(site, visitor, entryIds, base, sums = []) {
      const keys = entryIds.map((id) => entryKey({ site, id }));
      // Sums of what an erasure took meanwhile would bring it back.
      if (base !== null || sums.length > 0) {
        const there = await entries.countDocuments({ _id: { $in: keys }, s: site, v: visitor });
        if (there < new Set(keys).size) return 0;
      }
      if (base !== null) await put(bases, encodeBase(base));
      for (const own of sums) await put(accountBases, encodeBase(own, own.account));
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
    async readBases(site, visitors) {
      const all = { s: site, v: { $in: [...new Set<string>(visitors)] } };
      return (await bases.find(all).sort({ v: 1, since: 1 }).toArray()).map(decodeBase);
    },
    async readAccountBases(site, account) {
      const found = await accountBases.find({ s: site, a: account }).sort({ v: 1, since: 1 }).toArray();
      return found.map((document): AccountBase => ({ ...decodeBase(document), account }));
    },
  };
}
