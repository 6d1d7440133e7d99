/** Where everything lies that is kept. No SQL, and no transaction that spans two visitors. */
import type { Entry, EntryType, Json, LoggedEntry, SiteId, VisitorId } from '../entry.ts';

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

/** A place in the order of arrival, exclusive. */
export type ArrivalPlace = { readonly receivedAt: number; readonly seq: number };

/** Entries of some types that were received before an instant, after a place in the order of arrival. */
export type ArrivalRange = {
  readonly types: readonly EntryType[];
  readonly before: number;
  readonly limit: number;
  readonly after?: ArrivalPlace;
};

export type SiteRange = { readonly type: EntryType; readonly after?: Position; readonly limit: number };

/** A person can come back, a visitor-day cannot: the two are never taken together. */
export type ContributionUnit = 'person' | 'visitor_day';

/** What one visitor adds to the result of one version of a campaign. */
export type Contribution = {
  readonly campaign: string;
  readonly version: number;
  readonly arm: string;
  readonly unit: ContributionUnit;
  /** Seen in more than one arm. */
  readonly isMixed: boolean;
  /** The outcome, and what had been of it before: minor units of money, millionths of other amounts, or a count. */
  readonly y: number;
  readonly x: number;
  readonly isConverted: boolean;
  readonly isClicked: boolean;
  readonly isDismissed: boolean;
  /** Exposures. */
  readonly shown: number;
};

/** Sums of contributions: all that statistics need. */
export type ArmSums = Pick<Contribution, 'version' | 'arm' | 'unit' | 'isMixed'> & {
  readonly n: number;
  readonly y: number;
  readonly yy: number;
  readonly x: number;
  readonly xx: number;
  readonly xy: number;
  readonly converted: number;
  readonly clicked: number;
  readonly dismissed: number;
  readonly shown: number;
};

/** A cached fold. `data` is the profile's own versioned text; the rest is what a store must look up by. */
export type ProfileRow = {
  readonly site: SiteId;
  readonly visitor: VisitorId;
  /** Everything of this visitor up to this place in the log is in `data`. */
  readonly seq: number;
  /** Next instant at which time alone changes something, or null. */
  readonly due: number | null;
  /** Time of the latest event. */
  readonly last: number;
  /** Segments the visitor is in, `key@version`: a set, read in ascending order. */
  readonly members: readonly string[];
  /** What the visitor adds to results of campaigns: one of each version of a campaign. */
  readonly contributions: readonly Contribution[];
  readonly data: string;
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

export type DueRow = { readonly site: SiteId; readonly visitor: VisitorId; readonly due: number };

/** One limit that a reservation must fit: fewer than `max` live entries of `key` after `since`. */
export type Limit = { readonly key: string; readonly max: number; readonly since: number };
export type Reservation = {
  readonly site: SiteId;
  /** Whose ledger: a visitor, or a shared name for site-wide limits. One reservation touches one unit. */
  readonly unit: string;
  /** Units whose places count as well: other ids of the same person, from before they were known to be one. */
  readonly also?: readonly string[];
  readonly id: string;
  readonly at: number;
  /** Unless confirmed by then it no longer counts. */
  readonly expiresAt: number;
  readonly limits: readonly Limit[];
  /** What it counts toward from then on; the keys of its limits where this is left out. */
  readonly counts?: readonly string[];
};
export type ReserveOutcome = { readonly ok: true } | { readonly ok: false; readonly key: string };

/** A row of the ledger: what a place counts toward, since when, and how far it is. */
export type HeldPlace = {
  readonly id: string;
  readonly key: string;
  readonly at: number;
  readonly expiresAt: number;
  readonly state: 'reserved' | 'confirmed' | 'released';
};

/** What one of its owners has under a recorded id: entries, and the starts of the intervals its bases cover. */
export type OwnedPart = { readonly entryIds: readonly string[]; readonly sinces: readonly number[] };

/** Counts of removed rows by kind, for receipts. */
export type RemovalCounts = { readonly [kind: string]: number };

export type StoreHealth = {
  readonly writable: boolean;
  /** Why not, in words for the operator. */
  readonly reason?: string;
  /** Highest place in the log. */
  readonly seq: number;
  readonly queuedEntries: number;
  readonly queuedBytes: number;
  /** Where records or entries lie that cannot be read and were passed over, once for each; left out where there are none. */
  readonly unreadable?: readonly string[];
};

/** A small document under (collection, site, key): sites, products, plans, vault, audit. */
export type RecordOrder = 'up' | 'down';
export type RecordRow = { readonly key: string; readonly value: Json };

/** What stands in the store now; undefined: nothing. */
export type Standing = { readonly was: Json | undefined };

export type Store = {
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

  /** In no order; a visitor without a row is left out. */
  loadProfiles(site: SiteId, visitors: readonly VisitorId[]): Promise<readonly ProfileRow[]>;
  /**
   * Writes some profiles; with `checkpoint`, says that everything up to there is in the written profiles. A row from
   * before the place of the saved one changes nothing. Whatever removes a profile removes its memberships with it.
   */
  saveProfiles(rows: readonly ProfileRow[], checkpoint?: number): Promise<void>;
  dropProfiles(site: SiteId, visitors: readonly VisitorId[]): Promise<void>;
  readCheckpoint(): Promise<number>;
  /** Profiles of a site by id, after `after`. */
  listProfiles(site: SiteId, after: VisitorId | null, limit: number): Promise<readonly ProfileRow[]>;
  countProfiles(site: SiteId): Promise<number>;
  /** Who is in a segment (`key@version`), by id, after `after`. */
  listMembers(
    site: SiteId,
    segment: string,
    after: VisitorId | null,
    limit: number,
  ): Promise<readonly VisitorId[]>;
  /** How many are in each segment (`key@version`); empty ones are left out. */
  countMembers(site: SiteId): Promise<Readonly<Record<string, number>>>;
  /** Profiles with `from < due <= to`, earliest first. */
  readDue(from: number, to: number, limit: number): Promise<readonly DueRow[]>;

  /** Totals of a campaign by version, arm and unit. Ended visitor-days stay in them, erased visitors do not. */
  sumContributions(site: SiteId, campaign: string): Promise<readonly ArmSums[]>;
  /** Makes the totals of a site anew from its profiles' contributions: sums that were added to often may have drifted. */
  resumContributions(site: SiteId): Promise<void>;

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

  /** Takes a place under every limit, or under none. Atomic for one unit. */
  reserve(reservation: Reservation): Promise<ReserveOutcome>;
  /** It was shown: counts from now on, also when it had expired or was released. */
  confirm(site: SiteId, unit: string, id: string): Promise<boolean>;
  release(site: SiteId, unit: string, id: string): Promise<boolean>;
  /** What stands in the ledger of these units, by time, id and key, both by the bytes of UTF-8. */
  readPlaces(site: SiteId, units: readonly string[]): Promise<readonly HeldPlace[]>;
  /** Forgets reservations that ran out unconfirmed, and confirmed ones older than `confirmedBefore`. */
  sweepReservations(now: number, confirmedBefore: number): Promise<number>;

  /** First come, first served: answers who holds the key after the call. Of a visitor where one of the two begins with their id. */
  claim(site: SiteId, key: string, owner: string): Promise<string>;
  /** Who holds the key, without claiming it; null: nobody. */
  readClaim(site: SiteId, key: string): Promise<string | null>;

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

  getRecord(collection: string, site: string, key: string): Promise<Json | undefined>;
  /** With `standing`, answers false and writes nothing where something else stands, as it was read. */
  putRecord(
    collection: string,
    site: string,
    key: string,
    value: Json,
    standing?: Standing,
  ): Promise<boolean>;
  /** With `standing`, answers false and deletes nothing where something else stands, as it was read. */
  deleteRecord(
    collection: string,
    site: string,
    key: string,
    standing?: { readonly was: Json },
  ): Promise<boolean>;
  /** By key order, after `after`; `down`: the other way round, before it. */
  listRecords(
    collection: string,
    site: string,
    after: string | null,
    limit: number,
    order?: RecordOrder,
  ): Promise<readonly RecordRow[]>;

  health(): Promise<StoreHealth>;
  /** Finishes what was accepted, then closes. */
  close(): Promise<void>;
};
