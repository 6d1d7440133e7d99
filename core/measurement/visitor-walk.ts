/** Everybody on a site, a slice at a time, so that nobody else waits for long. */
import type { LoggedEntry, SiteId } from '../entry.ts';
import { consentAt } from '../identity/consent.ts';
import type { ContributionUnit, Store, VisitorRange } from '../ports.ts';
import { isAnonymous, type Kinship, owns, recordedIds } from '../profiles/kinship.ts';
import { type ListingPorts, listProfiles } from '../profiles/listing.ts';
import type { Profile } from '../profiles/profile.ts';
import { nextTurn } from '../turn.ts';

export type WalkedVisitor = {
  readonly profile: Profile;
  /** A person is known from one day to the next; a visitor-day ends with its salt. They are never counted together. */
  readonly unit: ContributionUnit;
  /** The visitor's own entries, in time order; of very many only the newest. */
  read(range: VisitorRange): Promise<readonly LoggedEntry[]>;
};

export type WalkPorts = ListingPorts & { readonly store: Pick<Store, 'readVisitor'> };

const VISITORS_A_SLICE = 100;
/** Each is read from all over the log. */
const VISITORS_A_TURN = 10;
/** Of one visitor: more are a robot's. */
const MOST_ENTRIES = 5_000;

/**
 * By id, which is a hash. Who declines analytics as of `now` is left out.
 *
 * @param now UTC ms.
 * @example for await (const { profile, unit, read } of walkVisitors(ports, site, now)) { … }
 */
export async function* walkVisitors(
  ports: WalkPorts,
  site: SiteId,
  now: number,
): AsyncGenerator<WalkedVisitor, void> {
  for await (const { found } of listProfiles(ports, site, { pageRows: VISITORS_A_SLICE })) {
    for (const [at, { profile, kinship }] of found.entries()) {
      if (at % VISITORS_A_TURN === 0) await nextTurn();
      if (consentAt(profile.consent, 'analytics', now)?.allowed === false) continue;
      const unit = isAnonymous(kinship, profile) ? 'visitor_day' : 'person';
      yield { profile, unit, read: (range) => readOwn(ports.store, site, kinship, range) };
    }
  }
}

async function readOwn(
  store: WalkPorts['store'],
  site: SiteId,
  kinship: Kinship,
  range: VisitorRange,
): Promise<readonly LoggedEntry[]> {
  const asked = { limit: MOST_ENTRIES, side: 'newest', ...range } as const;
  const entries = await store.readVisitor(site, recordedIds(kinship), asked);
  return entries.filter((entry) => owns(kinship, entry));
}
