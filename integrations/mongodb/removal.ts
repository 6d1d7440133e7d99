/** Removing a visitor, a name or a site: every document that holds it, wherever it stands. */
import type { Db, Filter } from 'mongodb';
import type { SiteId, VisitorId } from '../../core/entry.ts';
import type { RemovalCounts, Store } from '../../core/ports.ts';
import { toTypeCode } from '../../core/stores/codec.ts';
import {
  type ClaimDocument,
  COLLECTIONS,
  type Collections,
  openAny,
  type RecordDocument,
} from './collections.ts';
import type { EntryClaims, Putting } from './entry-claims.ts';
import { insertAll } from './insert.ts';
import { ledgerKey } from './ledger-change.ts';
import type { LedgerDocument, LedgerPageDocument } from './ledger-documents.ts';
import { writeMoving } from './moving.ts';
import { profileKey } from './profiles.ts';
import { wholeOf } from './totals.ts';

type Removal = Pick<Store, 'unname' | 'removeVisitor' | 'removeSite'>;

const LINK = toTypeCode('link');
/** What outboxes carry. */
const OUTGOING = (['decision', 'exposure', 'notice', 'score'] as const).map(toTypeCode);
/** What stands in `meta` is of the installation. */
const OF_SITES = COLLECTIONS.filter((name) => name !== 'meta');
/** Documents that one command names. */
const PAGE = 1_000;

/** A text that is the visitor's id, or the id and something after a colon: as a range, `;` is what comes after it. */
function startsWith<T>(field: keyof T & string, visitor: VisitorId): Filter<T> {
  const range = [{ [field]: visitor }, { [field]: { $gte: `${visitor}:`, $lt: `${visitor};` } }];
  return { $or: range } as Filter<T>;
}

type Remove = (site: SiteId, visitor: VisitorId) => Promise<RemovalCounts>;

/** Removes everything of one visitor, and counts it by kind. */
function createRemoveOne(collections: Collections, idClaims: () => Pick<EntryClaims, 'forget'>): Remove {
  const {
    entries,
    profiles,
    bases,
    accountBases,
    ledgers,
    ledgerPages,
    claims,
    records,
    retired,
    superseded,
  } = collections;

  /** Rows of the outboxes are named by their entry. */
  async function removeDeliveries(site: SiteId, visitor: VisitorId): Promise<number> {
    const told = entries.find({ s: site, v: visitor, k: { $in: OUTGOING } }, { projection: { i: 1 } });
    let gone = 0;
    const names: string[] = [];
    const remove = async () => {
      gone += (await records.deleteMany({ s: site, key: { $in: names.splice(0) } })).deletedCount;
    };
    for await (const { i } of told) {
      names.push(i);
      if (names.length === PAGE) await remove();
    }
    await remove();
    return gone;
  }

  async function removeLedgers(site: SiteId, visitor: VisitorId): Promise<number> {
    const heads = await ledgers
      .find({ $and: [{ s: site }, startsWith<LedgerDocument>('u', visitor)] })
      .toArray();
    const settled = await ledgerPages
      .find({ $and: [{ s: site }, startsWith<LedgerPageDocument>('u', visitor)] })
      .toArray();
    // What names pages goes before them: nobody misses one.
    await ledgers.deleteMany({ _id: { $in: heads.map(({ _id }) => _id) } });
    await ledgerPages.deleteMany({ _id: { $in: settled.map(({ _id }) => _id) } });
    return new Set([...heads, ...settled].flatMap(({ u, p }) => p.map(({ id }) => `${u} ${id}`))).size;
  }

  return async (site, visitor) => {
    const own = { s: site, v: visitor };
    const count = async (gone: Promise<{ readonly deletedCount: number }>) => (await gone).deletedCount;
    await superseded.deleteMany(own);
    await idClaims().forget(site, visitor);
    return {
      deliveries: await removeDeliveries(site, visitor),
      links:
        (await count(entries.deleteMany({ ...own, k: LINK }))) +
        (await count(entries.deleteMany({ s: site, to: visitor }))),
      entries: await count(entries.deleteMany(own)),
      profiles: await count(profiles.deleteMany({ _id: profileKey(site, visitor) })),
      bases: (await count(bases.deleteMany(own))) + (await count(accountBases.deleteMany(own))),
      reservations: await removeLedgers(site, visitor),
      claims:
        (await count(claims.deleteMany({ s: site, owner: visitor }))) +
        (await count(claims.deleteMany({ $and: [{ s: site }, startsWith<ClaimDocument>('key', visitor)] }))),
      records: await count(
        records.deleteMany({ $and: [{ s: site }, startsWith<RecordDocument>('key', visitor)] }),
      ),
      retired: await count(retired.deleteMany(own)),
    };
  };
}

/** Its contributions stay, of nobody. Before the profile goes; a second time they are there already. */
async function leaveTotals(
  { profiles, ended }: Pick<Collections, 'profiles' | 'ended'>,
  site: SiteId,
  visitor: VisitorId,
): Promise<void> {
  const found = await profiles.findOne({ _id: profileKey(site, visitor) });
  const c = wholeOf(found?.c);
  if (found === null || c.length === 0) return;
  await insertAll(ended, [{ _id: found.nonce, s: site, c }]);
}

/** Takes the visitor off entries, and what would still join them. Answers how many there were. */
async function takeNameOff(
  { entries }: Pick<Collections, 'entries'>,
  site: SiteId,
  visitor: VisitorId,
  { whileMoving }: Pick<EntryClaims, 'whileMoving'>,
): Promise<number> {
  let count = 0;
  for (;;) {
    const some = await entries
      .find({ s: site, v: visitor }, { projection: { _id: 1 } })
      .limit(PAGE)
      .toArray();
    // Each by its id: the visitor is part of what places a document on a shard.
    const toWrite = ({ key: _id }: Putting) => ({
      updateOne: {
        filter: { _id, s: site, v: visitor },
        update: { $set: { v: null }, $unset: { g: '' as const, a: '' as const } },
      },
    });
    const moves = some.map(({ _id }) => ({ key: _id, site, visitor: null, isStanding: true }));
    count += await whileMoving(moves, (free, assertHeld) =>
      writeMoving(entries, free.map(toWrite), assertHeld),
    );
    if (some.length < PAGE) return count;
  }
}

async function removeSome(db: Db, site: string, limit: number): Promise<number> {
  let left = limit;
  for (const name of OF_SITES) {
    if (left === 0) break;
    const collection = openAny(db, name);
    const some = await collection
      .find({ s: site }, { projection: { _id: 1 } })
      .limit(left)
      .toArray();
    if (some.length === 0) continue;
    left -= (await collection.deleteMany({ _id: { $in: some.map(({ _id }) => _id) } })).deletedCount;
  }
  return limit - left;
}

/** @example const { removeVisitor } = createRemoval(db, collections, () => claims) */
export function createRemoval(
  db: Db,
  collections: Collections,
  claims: () => Pick<EntryClaims, 'whileMoving' | 'forget'>,
): Removal & {
  /** Removes every row of a site. */
  sweepSite(site: string): Promise<void>;
} {
  const { profiles, ledgers, ledgerPages, superseded } = collections;
  const removeOne = createRemoveOne(collections, claims);
  return {
    async unname(site, visitor) {
      await ledgers.deleteOne({ _id: ledgerKey(site, visitor) });
      await ledgerPages.deleteMany({ s: site, u: visitor });
      await superseded.deleteMany({ s: site, v: visitor });
      await claims().forget(site, visitor);
      const count = await takeNameOff(collections, site, visitor, claims());
      // Last: by its profile whoever was broken off finds it again.
      await leaveTotals(collections, site, visitor);
      await profiles.deleteOne({ _id: profileKey(site, visitor) });
      return count;
    },
    async removeVisitor(site, visitors, { keepsTotals = false } = {}) {
      const counts: Record<string, number> = {
        deliveries: 0,
        entries: 0,
        links: 0,
        profiles: 0,
        bases: 0,
        reservations: 0,
        claims: 0,
        records: 0,
        retired: 0,
      };
      for (const visitor of visitors) {
        if (keepsTotals) await leaveTotals(collections, site, visitor);
        for (const [kind, gone] of Object.entries(await removeOne(site, visitor)))
          counts[kind] = (counts[kind] ?? 0) + gone;
      }
      return counts;
    },
    removeSite: (site, limit) => removeSome(db, site, limit),
    async sweepSite(site) {
      while ((await removeSome(db, site, PAGE)) > 0);
    },
  };
}
