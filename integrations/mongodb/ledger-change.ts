/** What stands in the ledger for one unit, changed in one step: its document carries a revision, and names the pages. */
import { createNamedTurns } from '../../core/turns.ts';
import type { Collections } from './collections.ts';
import { isTaken, unavailable } from './faults.ts';
import { drawRev, keyOf } from './keys.ts';
import type { LedgerDocument } from './ledger-documents.ts';
import type { LedgerPages, Page, Standing } from './ledger-pages.ts';

export function ledgerKey(site: string, unit: string): string {
  return keyOf(site, unit);
}

function least(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((a, b) => Math.min(a, b));
}

/** What sweeps look for is kept beside the lines. */
export function marksOf({ p, pages }: Standing): Omit<LedgerDocument, '_id' | 's' | 'u' | 'rev'> {
  const waiting = p.filter(({ state }) => state !== 'confirmed').map(({ expires }) => expires);
  const confirmed = p.filter(({ state }) => state === 'confirmed').map(({ at }) => at);
  const oldest = least([...confirmed, ...pages.map(({ from }) => from)]);
  return { p, ...(pages.length > 0 && { pages }), runsOut: least(waiting), oldest };
}

type Decided<T> = {
  /** What is to stand; null: as it is. Pages that are new in it have yet to be written. */
  readonly next: (Standing & { readonly fresh?: readonly Page[] }) | null;
  readonly answer: T;
};

type Written = Standing & { readonly fresh: readonly Page[] };

export type Change = <T>(
  site: string,
  unit: string,
  /** Null: a page was missing. */
  decide: (standing: Standing) => Promise<Decided<T> | null>,
) => Promise<T>;

/**
 * Changes what stands for one unit in one step, however many try at once.
 *
 * @example const change = createChange(collections, pages)
 */
export function createChange({ ledgers }: Pick<Collections, 'ledgers'>, pages: LedgerPages): Change {
  /** Those of one process wait for each other, and not in vain for a revision. */
  const inTurn = createNamedTurns();

  /** False: somebody else was faster. */
  async function put(before: LedgerDocument | null, s: string, u: string, next: Standing): Promise<boolean> {
    const _id = ledgerKey(s, u);
    const document = { s, u, rev: drawRev(), ...marksOf(next) };
    const isEmpty = next.p.length === 0 && next.pages.length === 0;
    if (before === null) {
      if (isEmpty) return true;
      try {
        await ledgers.insertOne({ _id, ...document });
        return true;
      } catch (error) {
        if (isTaken(error)) return false;
        throw error;
      }
    }
    const guard = { _id, rev: before.rev };
    if (isEmpty) return (await ledgers.deleteOne(guard)).deletedCount === 1;
    return (await ledgers.replaceOne(guard, document)).matchedCount === 1;
  }

  /** Pages first, then the document that names them, then those that it named before. */
  async function replace(
    before: LedgerDocument | null,
    s: string,
    u: string,
    next: Written,
  ): Promise<boolean> {
    const l = ledgerKey(s, u);
    if (next.fresh.length > 0) await pages.write({ l, s, u }, next.fresh);
    if (!(await put(before, s, u, next))) {
      await pages.drop(next.fresh.map(({ mark }) => mark));
      return false;
    }
    const named = new Set(next.pages.map(({ id }) => id));
    const gone = (before?.pages ?? []).filter(({ id }) => !named.has(id));
    await pages.drop(gone);
    if (next.fresh.length + gone.length > 0) await pages.clean(l, next.pages);
    return true;
  }

  /** With as many of its places on pages as there can be. */
  async function fold(next: Standing & Partial<Written>): Promise<Written | null> {
    const folded = await pages.fold(next);
    return folded === null ? null : { ...folded, fresh: [...(next.fresh ?? []), ...folded.fresh] };
  }

  /** One try. Null: a page was missing, or somebody else was faster. */
  async function attempt<T>(
    before: LedgerDocument | null,
    site: string,
    unit: string,
    decide: (standing: Standing) => Promise<Decided<T> | null>,
  ): Promise<{ readonly answer: T } | null> {
    const decided = await decide({ p: before?.p ?? [], pages: before?.pages ?? [] });
    if (decided === null || decided.next === null) return decided;
    const next = await fold(decided.next);
    return next !== null && (await replace(before, site, unit, next)) ? decided : null;
  }

  return (site, unit, decide) =>
    inTurn(ledgerKey(site, unit), async () => {
      for (let missed: string | null = null; ; ) {
        const before = await ledgers.findOne({ _id: ledgerKey(site, unit) });
        if (before !== null) missed = assertChanged(missed, [before]);
        const done = await attempt(before, site, unit, decide);
        if (done !== null) return done.answer;
      }
    });
}

/**
 * A page that was missing has been put together with others; where nothing has changed since, it is lost.
 *
 * @param missed What it answered the time before.
 * @throws InklingError `store_unavailable`
 * @example for (let missed = null; ; ) missed = assertChanged(missed, documents)
 */
export function assertChanged(missed: string | null, documents: readonly LedgerDocument[]): string {
  const revs = documents.map(({ rev }) => rev).join();
  if (revs === missed) {
    throw unavailable('a page of the ledger is missing', 'put the database back from a backup');
  }
  return revs;
}
