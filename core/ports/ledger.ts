/** Places under limits, and keys that only one may hold. */
import type { SiteId } from '../entry.ts';

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

/** What deciding asks, so that nobody is reached more often than was said, and nothing is told twice. */
export type LedgerStore = {
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
};
