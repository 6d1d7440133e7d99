/** Reading memberships as of any instant, and why they are as they are: by what is known now. */
import type { SiteId, VisitorId } from '../entry.ts';
import { accept, type Outcome, type Refusal, refuse } from '../errors.ts';
import type { Clock, Store } from '../ports.ts';
import type { ProfileBook } from '../profiles/book.ts';
import { refold } from '../profiles/merge.ts';
import { isEmptyProfile, type Profile } from '../profiles/profile.ts';
import type { FoldRules } from '../profiles/rules.ts';
import { isCurrent } from '../profiles/slots.ts';
import { readVisitorLog, type VisitorLog } from '../profiles/visitor-log.ts';
import { type Explanation, explain } from './explain.ts';
import { answerAt, membershipsAt } from './membership.ts';
import type { SiteSegments } from './segment-book.ts';
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
  readonly store: Pick<Store, 'readVisitor' | 'readBases'>;
  readonly clock: Clock;
  readonly book: Pick<ProfileBook, 'read'>;
  readonly rulesOf: (site: SiteId) => FoldRules;
  /** Null where a site has no segments. */
  readonly segmentsOf: (site: SiteId) => SiteSegments | null;
};

/** @example await createHistory(ports).membershipsAt(site, visitor, Date.UTC(2026, 3, 15)) */
export function createHistory(ports: HistoryPorts): History {
  return {
    membershipsAt: async (site, visitor, t) => {
      const known = await readProfile(ports, site, visitor);
      if (!known.ok) return known;
      const { profile } = known.value;
      const segments = ports.segmentsOf(site);
      if (segments === null) return accept([]);
      const rules = rulesAsOf(ports.rulesOf(site), segments, t);
      if (isCurrent(profile, rules) && t >= lastOf(profile)) {
        return accept(listHeld(profile, t, rules, segments));
      }
      const log = await readLog(ports, site, profile.visitor, t);
      if (!log.ok) return log;
      const folded = refold({ canonical: profile.visitor, rules, until: t, ...log.value });
      return accept(listHeld(folded.profile, t, rules, segments));
    },
    explain: async (site, visitor, key, t) => {
      const known = await readProfile(ports, site, visitor);
      if (!known.ok) return known;
      const canonical = known.value.profile.visitor;
      const log = await readLog(ports, site, canonical, t);
      if (!log.ok) return log;
      const segments = ports.segmentsOf(site);
      const segment = segments === null ? -1 : findLive(segments, key);
      if (segments === null || segment < 0) {
        return refuse('not_found', 'segment', `there is no segment "${key}" in force on this site`);
      }
      const { program, world } = segments.rules;
      return accept(
        explain({
          canonical,
          rules: ports.rulesOf(site),
          segments: { program, world: worldAsOf(world, t) },
          segment,
          t,
          ...log.value,
        }),
      );
    },
  };
}

async function readProfile(
  { book, clock }: HistoryPorts,
  site: SiteId,
  visitor: VisitorId,
): Promise<Outcome<{ readonly profile: Profile }>> {
  const { slot } = await book.read(site, visitor, clock.now());
  const { profile } = slot.timeline;
  if (isEmptyProfile(profile)) {
    return refuse('not_found', 'visitor', 'nothing is held of such a visitor on this site');
  }
  return accept({ profile });
}

async function readLog(
  { store, book, clock }: HistoryPorts,
  site: SiteId,
  canonical: VisitorId,
  t: number,
): Promise<Outcome<VisitorLog>> {
  const { kinship } = await book.read(site, canonical, clock.now());
  const log = await readVisitorLog(store, site, kinship, t);
  return t <= log.settled ? refuseTruncated(log.settled) : accept(log);
}

function refuseTruncated(settled: number): Refusal {
  const kept = new Date(settled).toISOString();
  return refuse(
    'truncated',
    'at',
    `events up to ${kept} are no longer kept one by one: ask for a later instant`,
  );
}

/** The latest thing that a profile is made of, UTC ms: from then on time alone changes it. */
function lastOf({ head, events }: Profile): number {
  return Math.max(head?.t ?? Number.NEGATIVE_INFINITY, events?.last ?? Number.NEGATIVE_INFINITY);
}

function rulesAsOf(rules: FoldRules, { rules: { program, world } }: SiteSegments, t: number): FoldRules {
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
