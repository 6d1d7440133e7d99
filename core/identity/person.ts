/** What identify has to know of somebody before it decides: asked of the profiles, never of the request. */
import type { Purpose, SiteId, VisitorId } from '../entry.ts';

export type StandingConsent = { readonly allowed: boolean; readonly since: number };

export type Person = {
  /** Who answers for this id now: the known person, else the device itself. */
  readonly canonical: VisitorId;
  /** Whether anything is held under the canonical id. */
  readonly exists: boolean;
  /** The log-in in force on this device at `t`, said by an entry at or before it; null when there is none. */
  loginAt(t: number): { readonly person: VisitorId; readonly proved: boolean } | null;
  /** Devices that logged in to this person in the time in which they are counted, before `t` and since. */
  devicesAt(t: number): ReadonlySet<VisitorId>;
  /** Standing decision for a purpose at `now`, or undefined when there is none (or it has ended). */
  consent(purpose: Purpose, now: number): StandingConsent | undefined;
  /** Whether it is allowed now, and not only by a page that claims to be theirs. */
  vouches(purpose: Purpose, now: number): boolean;
  /** Whether a grant said on this id at `t` would count: one on a device that only claims to be somebody lifts no denial of theirs. */
  canGrant(purpose: Purpose, t: number): boolean;
  /** Global Privacy Control has been recorded here before: what the visitor chose since stands. */
  readonly hasSignalled: boolean;
  /** The session that holds `now` has begun and goes on. */
  isInSession(now: number): boolean;
};

/** What identify has to know of who was erased: by a tombstone, for nothing else is left. */
export type Erased = {
  /** UTC ms. */
  readonly erasedAt: number;
  /** Purposes that stand denied. */
  readonly denied: readonly Purpose[];
  /** A profile has begun since: what is younger than the erasure is taken as anybody's. */
  readonly hasReturned: boolean;
};

/** Null: never erased. */
export type ErasedPeople = { find(site: SiteId, visitor: VisitorId): Erased | null };

export type People = {
  /** Without waiting, when it is in memory. */
  peek(site: SiteId, visitor: VisitorId): Person | undefined;
  read(site: SiteId, visitor: VisitorId): Promise<Person>;
  /** Has these in memory for a while, read together. */
  bring(site: SiteId, visitors: readonly VisitorId[]): Promise<void>;
};
