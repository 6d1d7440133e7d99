/** Profiles and what is summed and looked up of them: caches, made anew from the log where they are gone. */
import type { SiteId, VisitorId } from '../entry.ts';

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

export type DueRow = { readonly site: SiteId; readonly visitor: VisitorId; readonly due: number };

/** What the profile book writes, and reports read. */
export type ProfileStore = {
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
};
