/** What retention and erasure take out of the log, and what stays of it. */
import type { EntryType, Json, LoggedEntry, SiteId, VisitorId } from '../entry.ts';

/** A place in the order of arrival, exclusive. */
export type ArrivalPlace = { readonly receivedAt: number; readonly seq: number };

/** Entries of some types that were received before an instant, after a place in the order of arrival. */
export type ArrivalRange = {
  readonly types: readonly EntryType[];
  readonly before: number;
  readonly limit: number;
  readonly after?: ArrivalPlace;
};

/**
 * What retention removed from the log of one recorded id, folded before it went; bases add up.
 * `since` is the start of the ownership interval it covers (0 before the first link).
 */
export type Base = {
  readonly site: SiteId;
  readonly visitor: VisitorId;
  readonly since: number;
  readonly version: number;
  readonly data: Json;
};

/** The same of what somebody did for an account: the bases of all who acted for it add up. */
export type AccountBase = Base & { readonly account: string };

/** What one of its owners has under a recorded id: entries, and the starts of the intervals its bases cover. */
export type OwnedPart = { readonly entryIds: readonly string[]; readonly sinces: readonly number[] };

/** Counts of removed rows by kind, for receipts. */
export type RemovalCounts = { readonly [kind: string]: number };

/** Removing of what grew old, of somebody, and of a whole site. */
export type RemovalStore = {
  readBases(site: SiteId, visitors: readonly VisitorId[]): Promise<readonly Base[]>;
  /** Of everybody who acted for the account. */
  readAccountBases(site: SiteId, account: string): Promise<readonly AccountBase[]>;
  /** What retention may remove, longest kept first. */
  readBefore(site: SiteId, range: ArrivalRange): Promise<readonly LoggedEntry[]>;
  /** Removes what of that was damaged and is passed over, where a store can have such. Answers how many entries. */
  removeUnreadable?(site: SiteId, range: Pick<ArrivalRange, 'types' | 'before'>): Promise<number>;
  /**
   * Removes entries of one recorded id (or of the site: null) and writes what they were folded into, in one step: of
   * the id, and of the accounts that they name. Their ids stay taken, hashed. Where one of them is gone, sums of them are
   * not written and nothing is removed: it was erased after it had been read. Ids of what was only claimed (the flag
   * `unconfirmed`) stay taken for pages alone.
   */
  retire(
    site: SiteId,
    visitor: VisitorId | null,
    entryIds: readonly string[],
    base: Base | null,
    accountBases?: readonly AccountBase[],
  ): Promise<number>;
  /**
   * Takes the id off everything recorded under it and drops its profile and its places in the ledger: what stays of its
   * entries is the site's.
   * Answers how many entries that were. Only for ids that no link touches.
   */
  unname(site: SiteId, visitor: VisitorId): Promise<number>;
  /**
   * Removes what one owner has under an id that others own too: these entries, whose ids stay taken, hashed, and the
   * bases of these times, for accounts as well. Drops the id's profile with them. Counts `entries` and `bases`; a second run counts 0.
   */
  removePart(site: SiteId, visitor: VisitorId, part: OwnedPart): Promise<RemovalCounts>;
  /** Ids of visitors under which anything is held, in ascending order, after `after`. */
  listRecorded(site: SiteId, after: VisitorId | null, limit: number): Promise<readonly VisitorId[]>;
  /**
   * Removes everything recorded under these ids, in every collection, and records that are named by one of their entries
   * (deliveries that wait). A second run counts 0. With `keepsTotals`, what they had added to results of campaigns stays
   * in those, as that of ended visitor-days does.
   */
  removeVisitor(
    site: SiteId,
    visitors: readonly VisitorId[],
    how?: { readonly keepsTotals?: boolean },
  ): Promise<RemovalCounts>;
  /**
   * Removes rows of a whole site, in every table and collection, at most so many at once. Answers how many went; 0: nothing is
   * left. From the first call on the store takes nothing more of this site.
   */
  removeSite(site: SiteId, limit: number): Promise<number>;
};
