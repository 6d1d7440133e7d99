/** The log, where everything that was taken in stands in the order in which it came. */
import type { Entry, EntryType, LoggedEntry, SiteId, VisitorId } from '../entry.ts';

export type AppendOutcome =
  | { readonly status: 'stored'; readonly seq: number }
  /** The same id is in the log with content that wins; nothing was written. */
  | { readonly status: 'duplicate'; readonly seq: number }
  /** The new copy won and took a new place in the log; `previous` is what it superseded. */
  | { readonly status: 'replaced'; readonly seq: number; readonly previous: LoggedEntry }
  /** It is of somebody who was erased: nothing was written. No store answers so; the engine's guard does. */
  | { readonly status: 'erased'; readonly seq: 0 };

/** A place in time order, exclusive. */
export type Position = { readonly t: number; readonly id: string };

export type VisitorRange = {
  readonly types?: readonly EntryType[];
  readonly after?: Position;
  /** Inclusive bounds of `t`. */
  readonly from?: number;
  readonly to?: number;
  readonly limit?: number;
  /** `newest` takes the last `limit` entries; the answer is in time order all the same. */
  readonly side?: 'oldest' | 'newest';
};

export type SiteRange = { readonly type: EntryType; readonly after?: Position; readonly limit: number };

/** What is appended and read, by everybody who takes in or follows. */
export type EntryStore = {
  /**
   * Appends in order, idempotent by (site, id). Resolves when durable: this is the acknowledgement.
   * On a taken id the copy from a server beats a browser's; between equals the smaller (t, content hash) wins. A notice
   * or a decision in the log stands against every copy: it was derived, and the first told is what everybody was told.
   * @throws InklingError `queue_full` or `store_unavailable`: then none of these entries is acknowledged.
   */
  append(entries: readonly Entry[]): Promise<readonly AppendOutcome[]>;
  readEntry(site: SiteId, id: string): Promise<LoggedEntry | null>;
  /**
   * Entries recorded under any of these ids, in time order. Where one server alone writes the log, as they stood at one
   * moment: beside any of them stands every earlier one.
   */
  readVisitor(
    site: SiteId,
    visitors: readonly VisitorId[],
    range?: VisitorRange,
  ): Promise<readonly LoggedEntry[]>;
  /** Events that name the account, whoever they were recorded under, in time order. */
  readAccount(site: SiteId, account: string): Promise<readonly LoggedEntry[]>;
  /** Ids under which somebody acted for the account, in ascending order; retired events count. */
  listActing(site: SiteId, account: string): Promise<readonly VisitorId[]>;
  /** Entries of the site itself (no visitor), in time order. */
  readSite(site: SiteId, range: SiteRange): Promise<readonly LoggedEntry[]>;
  /** The log after a place, in commit order. */
  readSince(seq: number, limit: number): Promise<readonly LoggedEntry[]>;
  /** What leaves the house (notices, decisions, exposures) of a site after a place, in commit order, whatever else the log holds. */
  readOutgoing(site: SiteId, seq: number, limit: number): Promise<readonly LoggedEntry[]>;
  /** Scores of a site after a place, in commit order, whatever else the log holds. */
  readScores(site: SiteId, seq: number, limit: number): Promise<readonly LoggedEntry[]>;
  /** Link entries that start or end at any of these ids (`visitor`, or `properties.to`), in time order. */
  readLinks(site: SiteId, visitors: readonly VisitorId[]): Promise<readonly LoggedEntry[]>;
};
