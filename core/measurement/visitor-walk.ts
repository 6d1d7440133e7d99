/** Everybody on a site, a slice at a time, so that nobody else waits for long. */
import type { LoggedEntry, SiteId } from '../entry.ts';
import { consentAt } from '../identity/consent.ts';
import type { ContributionUnit, Store, VisitorRange } from '../ports.ts';
import type { ProfileBook } from '../profiles/book.ts';
import { decodeProfile } from '../profiles/codec.ts';
import { endOfProfile, type Kinship, owns, readKinships, recordedIds } from '../profiles/kinship.ts';
import type { Profile } from '../profiles/profile.ts';
import { nextTurn } from '../turn.ts';

export type WalkedVisitor = {
  readonly profile: Profile;
  /** A person is known from one day to the next; a visitor-day ends with its salt. They are never counted together. */
  readonly unit: ContributionUnit;
  /** The visitor's own entries, in time order; of very many only the newest. */
  read(range: VisitorRange): Promise<readonly LoggedEntry[]>;
};

export type WalkPorts = {
  readonly store: Pick<Store, 'listProfiles' | 'readLinks' | 'readVisitor'>;
  readonly book: Pick<ProfileBook, 'flush'>;
};

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
  { store, book }: WalkPorts,
  site: SiteId,
  now: number,
): AsyncGenerator<WalkedVisitor, void> {
  await book.flush();
  for (let after: WalkedVisitor['profile']['visitor'] | null = null; ; ) {
    const rows = await store.listProfiles(site, after, VISITORS_A_SLICE);
    const kinships = await readKinships(
      store,
      site,
      rows.map(({ visitor }) => visitor),
    );
    for (const [at, kinship] of kinships.entries()) {
      if (at % VISITORS_A_TURN === 0) await nextTurn();
      const profile = decodeProfile(rows[at]?.data ?? '');
      if (profile === null || consentAt(profile.consent, 'analytics', now)?.allowed === false) continue;
      const unit = endOfProfile(kinship, profile) === null ? 'person' : 'visitor_day';
      yield { profile, unit, read: (range) => readOwn(store, site, kinship, range) };
    }
    after = rows.at(-1)?.visitor ?? null;
    if (rows.length < VISITORS_A_SLICE) return;
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
