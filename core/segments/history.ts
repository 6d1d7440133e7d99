/** Reading memberships as of any instant, and why they are as they are: by what is known now. */
import type { SiteId, VisitorId } from '../entry.ts';
import { accept, type Outcome, refuse } from '../errors.ts';
import type { Clock } from '../ports.ts';
import type { ProfileBook } from '../profiles/book.ts';
import type { Kinship } from '../profiles/kinship.ts';
import { refold } from '../profiles/merge.ts';
import { isEmptyProfile, type Profile } from '../profiles/profile.ts';
import type { FoldRules } from '../profiles/rules.ts';
import { isCurrent } from '../profiles/shelf.ts';
import { type LogStore, readSettled, readVisitorLog } from '../profiles/visitor-log.ts';
import { type Explanation, explain } from './explain.ts';
import { answerAt, membershipsAt } from './membership.ts';
import type { SiteSegments } from './segment-book.ts';
import type { SegmentRules } from './tracks.ts';
import { worldAsOf } from './world.ts';

/** A segment that a visitor is in. */
export type Held = {
  readonly key: string;
  /** UTC ms. */
  readonly since: number;
  /** When time alone ends it; null: never. */
  readonly until: number | null;
};

export type History = {
  /**
   * By key; exact at `t` (UTC ms). A later instant than now assumes that nothing happens.
   *
   * @returns `not_found` where nobody is known, `truncated` where `t` lies before what is kept.
   */
  membershipsAt(site: SiteId, visitor: VisitorId, t: number): Promise<Outcome<readonly Held[]>>;
  explain(site: SiteId, visitor: VisitorId, key: string, t: number): Promise<Outcome<Explanation>>;
};

export type HistoryPorts = {
  readonly store: LogStore;
  readonly clock: Clock;
  readonly book: Pick<ProfileBook, 'read'>;
  readonly rulesOf: (site: SiteId) => FoldRules;
  /** Null where a site has no segments. */
  readonly segmentsOf: (site: SiteId) => SiteSegments | null;
};

/** @example await createHistory(ports).membershipsAt(site, visitor, Date.UTC(2026, 3, 15)) */
export function createHistory(ports: HistoryPorts): History {
  const { store, rulesOf, segmentsOf } = ports;
  return {
    membershipsAt: async (site, visitor, t) => {
      const found = await findVisitor(ports, site, visitor, t);
      if (!found.ok) return found;
      const { profile, kinship } = found.value;
      const segments = segmentsOf(site);
      if (segments === null) return accept([]);
      const rules = rulesAsOf(rulesOf(site), segments, t);
      if (isCurrent(profile, rules) && t >= lastOf(profile)) {
        return accept(listHeld(profile, t, rules, segments));
      }
      const log = await readVisitorLog(store, site, kinship, rulesOf(site));
      const folded = refold({ canonical: profile.visitor, rules, until: t, ...log });
      return accept(listHeld(folded.profile, t, rules, segments));
    },
    explain: async (site, visitor, key, t) => {
      const found = await findVisitor(ports, site, visitor, t);
      if (!found.ok) return found;
      const { profile, kinship } = found.value;
      const log = await readVisitorLog(store, site, kinship, rulesOf(site));
      const segments = segmentsOf(site);
      const segment = segments === null ? -1 : findLive(segments, key);
      if (segments === null || segment < 0) {
        return refuse('not_found', 'segment', `there is no segment "${key}" in force on this site`);
      }
      const rules = rulesAsOf(rulesOf(site), segments, t);
      return accept(explain({ canonical: profile.visitor, rules, segment, t, ...log }));
    },
  };
}

type Found = { readonly profile: Profile; readonly kinship: Kinship };

/** Refused where nobody is known, or what the instant asks for is no longer kept. */
async function findVisitor(
  { store, book, clock, rulesOf }: HistoryPorts,
  site: SiteId,
  visitor: VisitorId,
  t: number,
): Promise<Outcome<Found>> {
  const now = clock.now();
  const { slot } = await book.read(site, visitor, now);
  const { kinship } = await book.read(site, slot.visitor, now);
  const { profile } = slot.timeline;
  if (isEmptyProfile(profile)) {
    return refuse('not_found', 'visitor', 'nothing is held of such a visitor on this site');
  }
  if (t >= now) return accept({ profile, kinship });
  const settled = await readSettled(store, site, kinship, rulesOf(site), profile.accounts);
  if (t > settled) return accept({ profile, kinship });
  const later = new Date(settled + 1).toISOString();
  const hint = `what segments look back to then is no longer kept: ask for ${later} or later`;
  return refuse('truncated', 'at', hint);
}

/** The latest thing that a profile is made of, UTC ms: from then on time alone changes it. */
function lastOf({ head, events }: Profile): number {
  return Math.max(head?.t ?? Number.NEGATIVE_INFINITY, events?.last ?? Number.NEGATIVE_INFINITY);
}

/** Facts of the site that came later do not count. */
type RulesAsOf = FoldRules & { readonly segments: SegmentRules };

export function rulesAsOf(
  rules: FoldRules,
  { rules: { program, world } }: SiteSegments,
  t: number,
): RulesAsOf {
  return { ...rules, segments: { program, world: worldAsOf(world, t) } };
}

function listHeld(profile: Profile, t: number, rules: FoldRules, { live }: SiteSegments): readonly Held[] {
  return membershipsAt(profile, t, rules)
    .flatMap(({ segment, since }): Held[] => {
      const version = live.liveOf(segment);
      if (version === null) return [];
      return [{ key: version.key, since, until: answerAt(profile, segment, t, rules).until }];
    })
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

function findLive({ catalog, live }: SiteSegments, key: string): number {
  return catalog.segments.findIndex((_, place) => live.liveOf(place)?.key === key);
}
