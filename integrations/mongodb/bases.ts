/**
 * Sums that retention leaves of entries. A base is written with the ids of what was folded into it and with the sums of
 * accounts that belong to it: from then on all of it holds, and whoever reads the base before the entries are out takes them
 * out first. So each entry counts once, wherever a server ended.
 */
import type { Filter } from 'mongodb';
import type { SiteId, VisitorId } from '../../core/entry.ts';
import type { AccountBase, Base, Store } from '../../core/ports.ts';
import { decodeJson, encodeJson } from '../../core/stores/codec.ts';
import type { BaseDocument, Collections, OpenSum } from './collections.ts';
import type { Damage, Reading } from './damage.ts';
import { isTaken } from './faults.ts';
import { drawRev, keyOf } from './keys.ts';

export const baseKey = ({ site, visitor, since }: Base, account = ''): string =>
  keyOf(site, visitor, String(since), account);

function encodeBase(base: Base, account?: string): BaseDocument {
  const { site, visitor, since, version, data } = base;
  const rev = drawRev();
  const own = account === undefined ? {} : { a: account, of: baseKey(base) };
  return {
    _id: baseKey(base, account),
    s: site,
    v: visitor,
    since,
    version,
    data: encodeJson(data),
    rev,
    ...own,
  };
}

/** Null: it was damaged. */
function readDocument(document: BaseDocument): Base | null {
  const { s, v, since, version, data, rev, of = '', a = '' } = document;
  const areTexts = [s, v, data, rev, of, a].every((one: unknown) => typeof one === 'string');
  if (!areTexts || !Number.isFinite(since) || !Number.isSafeInteger(version) || !isOpening(document))
    return null;
  try {
    return { site: s as SiteId, visitor: v as VisitorId, since, version, data: decodeJson(data) };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isOpening({ open }: BaseDocument): boolean {
  if (open === undefined) return true;
  const { ids, sums } = open ?? {};
  return Array.isArray(ids) && Array.isArray(sums) && sums.every(({ sum }) => readDocument(sum) !== null);
}

type Found = { readonly document: BaseDocument; readonly base: Base };

/** As they are to be read, and as they stand. */
function createBaseReading(kind: 'bases' | 'account_bases'): Reading<BaseDocument, Found> {
  return {
    read: (document) => {
      const base = readDocument(document);
      return base && { document, base };
    },
    name: ({ _id }) => [`${kind} ${_id}`, kind],
  };
}

export const BASES = createBaseReading('bases');
export const SUMS = createBaseReading('account_bases');

/** Null where there is no base. */
export type Revision = string | null;

export type Written = {
  readonly before: Revision;
  readonly sums: readonly AccountBase[];
  readonly ids: readonly string[];
};

export type Bases = Pick<Store, 'readBases' | 'readAccountBases'> & {
  /** Finishes what is open of the base that is to be written over. Answers what stands there; null: nothing. */
  settle(base: Base): Promise<Revision>;
  /** False: somebody else has written it since, and nothing was written. */
  write(base: Base, written: Written): Promise<boolean>;
  /** Those that belong to no base: nothing holds them together. */
  writeSums(sums: readonly AccountBase[]): Promise<void>;
  /** Those of a recorded id that cannot be read. Answers how many bases there were, sums of accounts apart. */
  removeDamaged(site: SiteId, visitor: VisitorId): Promise<number>;
};

type TakeOut = (site: SiteId, visitor: VisitorId, ids: readonly string[]) => Promise<unknown>;

/** In the place of what stood there when it was read, and of nothing else. */
async function put(
  to: Collections['bases'],
  before: string | null,
  { _id, ...fields }: BaseDocument,
): Promise<boolean> {
  if (before !== null) return (await to.replaceOne({ _id, rev: before }, fields)).matchedCount === 1;
  try {
    await to.insertOne({ _id, ...fields });
    return true;
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
}

/**
 * @param takeOut Of entries; where they are out already it does nothing.
 * @example const { readBases } = createBases(collections, takeOut, createDamage())
 */
export function createBases(
  { bases, accountBases }: Pick<Collections, 'bases' | 'accountBases'>,
  takeOut: TakeOut,
  damage: Damage,
): Bases {
  const { clearOne, clearSums, removeDamaged } = createClearing({ bases, accountBases }, damage);

  /** As often as it likes, and by several at once: each of its steps is one that was taken or was not. */
  async function finish({ _id, rev, s, v, open }: BaseDocument): Promise<void> {
    if (open === undefined) return;
    for (const { before, sum } of open.sums) await put(accountBases, before, sum);
    await takeOut(s as SiteId, v as VisitorId, open.ids);
    // The base last: a sum that is open is one whose base is.
    for (const { sum } of open.sums)
      await accountBases.updateOne({ _id: sum._id, rev: sum.rev }, { $unset: { of: '' } });
    await bases.updateOne({ _id, rev }, { $unset: { open: '' } });
  }

  async function finishSum({ _id, rev, of }: BaseDocument): Promise<void> {
    const base = await bases.findOne({ _id: of ?? '' });
    const isOpen =
      base !== null &&
      readDocument(base) !== null &&
      (base.open?.sums.some(({ sum }) => sum._id === _id && sum.rev === rev) ?? false);
    if (isOpen) await finish(base);
    // Whoever wrote it was late: what it belongs to has been erased since.
    else await accountBases.deleteOne({ _id, rev, of: of ?? '' });
  }

  async function readOpenSums(sums: readonly AccountBase[]): Promise<readonly OpenSum[]> {
    if (sums.length === 0) return [];
    const documents = sums.map((sum) => encodeBase(sum, sum.account));
    const keys = documents.map(({ _id }) => _id);
    const those = { _id: { $in: keys } };
    await clearSums(those);
    const found = await accountBases.find(those, { projection: { rev: 1 } }).toArray();
    const revs = new Map(found.map(({ _id, rev }) => [_id, rev]));
    return documents.map((sum) => ({ before: revs.get(sum._id) ?? null, sum }));
  }

  return {
    async settle(base) {
      const before = await bases.findOne({ _id: baseKey(base) });
      if (before === null) return null;
      if (readDocument(before) === null) return clearOne(before);
      await finish(before);
      return before.rev;
    },
    async write(base, { before, sums, ids }) {
      const open = { ids: [...ids], sums: await readOpenSums(sums) };
      const document = { ...encodeBase(base), open };
      if (!(await put(bases, before, document))) return false;
      await finish(document);
      return true;
    },
    async writeSums(sums) {
      for (const { before, sum } of await readOpenSums(sums)) {
        const { of: _, ...alone } = sum;
        await put(accountBases, before, alone);
      }
    },
    removeDamaged,
    async readBases(site, visitors) {
      const all = { s: site, v: { $in: [...new Set<string>(visitors)] } };
      for (;;) {
        const found = damage.readAll(BASES, await bases.find(all).sort({ v: 1, since: 1 }).toArray());
        const open = found.filter(({ document }) => document.open !== undefined);
        if (open.length === 0) return found.map(({ base }) => base);
        for (const { document } of open) await finish(document);
      }
    },
    async readAccountBases(site, account) {
      for (;;) {
        const all = accountBases.find({ s: site, a: account }).sort({ v: 1, since: 1 });
        const found = damage.readAll(SUMS, await all.toArray());
        const open = found.filter(({ document }) => document.of !== undefined);
        if (open.length === 0) return found.map(({ base }): AccountBase => ({ ...base, account }));
        for (const { document } of open) await finishSum(document);
      }
    },
  };
}

/** Of those that cannot be read: what they had open stands in the log. */
function createClearing(
  { bases, accountBases }: Pick<Collections, 'bases' | 'accountBases'>,
  damage: Damage,
) {
  async function clear(from: Collections['bases'], reading: typeof BASES, document: BaseDocument) {
    const { _id, rev } = document;
    // Whoever writes it anew meanwhile draws another.
    await from.deleteOne({ _id, rev: rev ?? null } as Filter<BaseDocument>);
    damage.mend(reading.name(document)[0]);
  }

  async function clearAll(from: Collections['bases'], reading: typeof BASES, of: Filter<BaseDocument>) {
    const found = await from.find(of).toArray();
    const damaged = found.filter((document) => reading.read(document) === null);
    for (const document of damaged) await clear(from, reading, document);
    return damaged.length;
  }

  return {
    async clearOne(base: BaseDocument): Promise<null> {
      await clear(bases, BASES, base);
      return null;
    },
    clearSums: (those: Filter<BaseDocument>) => clearAll(accountBases, SUMS, those),
    async removeDamaged(site: SiteId, visitor: VisitorId): Promise<number> {
      await clearAll(accountBases, SUMS, { s: site, v: visitor });
      return clearAll(bases, BASES, { s: site, v: visitor });
    },
  };
}
