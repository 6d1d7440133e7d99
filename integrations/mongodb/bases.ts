/**
 * Sums that retention leaves of entries. A base is written with the ids of what was folded into it and with the sums of
 * accounts that belong to it: from then on all of it holds, and whoever reads the base before the entries are out takes them
 * out first. So each entry counts once, wherever a server ended.
 */
import { randomBytes } from 'node:crypto';
import type { SiteId, VisitorId } from '../../core/entry.ts';
import type { AccountBase, Base, Store } from '../../core/ports.ts';
import { decodeJson, encodeJson } from '../../core/stores/codec.ts';
import type { BaseDocument, Collections, OpenSum } from './collections.ts';
import { isTaken } from './faults.ts';
import { keyOf } from './keys.ts';

const REV_BYTES = 9;

/** Of a document that is written. */
export const drawRev = (): string => randomBytes(REV_BYTES).toString('base64url');

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

function decodeBase({ s, v, since, version, data }: BaseDocument): Base {
  return { site: s as SiteId, visitor: v as VisitorId, since, version, data: decodeJson(data) };
}

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
 * @example const { readBases } = createBases(collections, takeOut)
 */
export function createBases(
  { bases, accountBases }: Pick<Collections, 'bases' | 'accountBases'>,
  takeOut: TakeOut,
): Bases {
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
    const isOpen = base?.open?.sums.some(({ sum }) => sum._id === _id && sum.rev === rev) ?? false;
    if (base !== null && isOpen) await finish(base);
    // Whoever wrote it was late: what it belongs to has been erased since.
    else await accountBases.deleteOne({ _id, rev, of: of ?? '' });
  }

  async function readOpenSums(sums: readonly AccountBase[]): Promise<readonly OpenSum[]> {
    if (sums.length === 0) return [];
    const documents = sums.map((sum) => encodeBase(sum, sum.account));
    const keys = documents.map(({ _id }) => _id);
    const found = await accountBases.find({ _id: { $in: keys } }, { projection: { rev: 1 } }).toArray();
    const revs = new Map(found.map(({ _id, rev }) => [_id, rev]));
    return documents.map((sum) => ({ before: revs.get(sum._id) ?? null, sum }));
  }

  return {
    async settle(base) {
      const before = await bases.findOne({ _id: baseKey(base) });
      if (before !== null) await finish(before);
      return before?.rev ?? null;
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
    async readBases(site, visitors) {
      const all = { s: site, v: { $in: [...new Set<string>(visitors)] } };
      for (;;) {
        const found = await bases.find(all).sort({ v: 1, since: 1 }).toArray();
        const open = found.filter((base) => base.open !== undefined);
        if (open.length === 0) return found.map(decodeBase);
        for (const base of open) await finish(base);
      }
    },
    async readAccountBases(site, account) {
      for (;;) {
        const found = await accountBases.find({ s: site, a: account }).sort({ v: 1, since: 1 }).toArray();
        const open = found.filter(({ of }) => of !== undefined);
        if (open.length === 0)
          return found.map((document): AccountBase => ({ ...decodeBase(document), account }));
        for (const sum of open) await finishSum(sum);
      }
    },
  };
}
