/** Everybody on a site, a slice at a time, so that nobody else waits for long. */
import type { EntryType, LoggedEntry, SiteId } from '../entry.ts';
import { consentAt } from '../identity/consent.ts';
import type { ContributionUnit, Store, VisitorRange } from '../ports.ts';
import { isAnonymous, type Kinship, owns, recordedIds } from '../profiles/kinship.ts';
import { type ListingPorts, listProfiles } from '../profiles/listing.ts';
import { startOf } from '../profiles/merge.ts';
import type { Profile } from '../profiles/profile.ts';
import type { FoldRules } from '../profiles/rules.ts';
import { readKept } from '../profiles/visitor-log.ts';
import { nextTurn } from '../turn.ts';

export type WalkedVisitor = {
  readonly profile: Profile;
  /** A person is known from one day to the next; a visitor-day ends with its salt. They are never counted together. */
  readonly unit: ContributionUnit;
  /** The visitor's own entries, in time order; of very many only the newest. */
  read(range: VisitorRange): Promise<readonly LoggedEntry[]>;
  /** The visitor's own entries of some types, likewise, and what the events among them are folded onto. */
  readPast(rules: FoldRules, types: readonly EntryType[]): Promise<Past>;
};

export type Past = {
  /** Made of what retention left of earlier events. */
  readonly start: Profile;
  readonly entries: readonly LoggedEntry[];
};

export type WalkPorts = ListingPorts & { readonly store: Pick<Store, 'readVisitor' | 'readBases'> };

const VISITORS_A_SLICE = 100;
/** Each is read from all over the log. */
const VISITORS_A_TURN = 10;
/** Of one visitor: more are a robot's. */
const NEWEST = { limit: 5_000, side: 'newest' } as const;

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
      yield {
        profile,
        unit,
        read: (range) => readOwn(ports.store, site, kinship, range),
        readPast: (rules, types) => readPast(ports.store, site, kinship, { rules, types }),
      };
    }
  }
}

async function readOwn(
  store: WalkPorts['store'],
  site: SiteId,
  kinship: Kinship,
  range: VisitorRange,
): Promise<readonly LoggedEntry[]> {
  const entries = await store.readVisitor(site, recordedIds(kinship), { ...NEWEST, ...range });
  return entries.filter((entry) => owns(kinship, entry));
}

async function readPast(
  store: WalkPorts['store'],
  site: SiteId,
  kinship: Kinship,
  { rules, types }: { readonly rules: FoldRules; readonly types: readonly EntryType[] },
): Promise<Past> {
  const asked = { ...NEWEST, types };
  const { entries, bases } = await readKept(store, site, recordedIds(kinship), asked);
  const { visitor: canonical, ownership } = kinship;
  return {
    start: startOf({ canonical, bases, ownership, rules }),
    entries: entries.filter((entry) => owns(kinship, entry)),
  };
}
