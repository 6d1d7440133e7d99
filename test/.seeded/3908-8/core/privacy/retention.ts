/**
 * What time takes away by itself: anonymous profiles go with their salt, raw events after their term. Counts and sums
 * of what went stay in the profile.
 */
import type { LoggedEntry, SiteId, VisitorId } from '../entry.ts';
import { startOf } from '../identity/links.ts';
import type { Base, Clock, Store } from '../ports.ts';
import { addBases, BASE_VERSION, baseOf, NO_BASE } from '../profiles/base.ts';
import { decodeBase, encodeBase } from '../profiles/base-codec.ts';
import type { ProfileBook } from '../profiles/book.ts';
import { endOfAnonymous } from '../profiles/profile.ts';
import type { FoldRules } from '../profiles/rules.ts';

const DAY_MS = 86_400_000;
const SLICE = 1_000;

export type RetentionPorts = {
  readonly store: Store;
  readonly book: ProfileBook;
  readonly clock: Clock;
  readonly rulesOf: (site: SiteId) => FoldRules;
};

export type Retention = {
  /** Looks at every profile for which an instant has passed; answers how many anonymous ones have ended. */
  endAnonymous(): Promise<number>;
  /** Removes events of a site received more than `days` ago; answers how many. */
  retireEvents(site: SiteId, days: number): Promise<number>;
};

/** @example await createRetention(ports).retireEvents(siteId, 180) */
export function createRetention(ports: RetentionPorts): Retention {
  const { store, book, clock } = ports;

  async function endOne(site: SiteId, visitor: VisitorId, now: number): Promise<boolean> {
    const { kinship, slot } = await book.read(site, visitor, now);
    const end = kinship.ownership === null ? endOfAnonymous(slot.timeline.profile) : null;
    if (slot.visitor !== visitor) await store.dropProfiles(site, [visitor]);
    if (end === null || now < end) {
      await book.touch(site, slot.visitor);
      return false;
    }
    await book.erase(site, [visitor], () => store.unname(site, visitor));
    return true;
  }

  async function endAnonymous(): Promise<number> {
    const now = clock.now();
    let ended = 0;
    for (;;) {
      const rows = await store.readDue(Number.NEGATIVE_INFINITY, now, SLICE);
      for (const { site, visitor } of rows) if (await endOne(site, visitor, now)) ended += 1;
      // Each of them is gone now, or due later.
      await book.flush();
      if (rows.length < SLICE) return ended;
    }
  }

  return {
    endAnonymous,
    retireEvents: (site, days) => retireEvents(ports, site, clock.now() - days * DAY_MS),
  };
}

async function retireEvents(ports: RetentionPorts, site: SiteId, before: number): Promise<number> {
  const { store } = ports;
  let retired = 0;
  const kept = new Set<VisitorId>();
  for (;;) {
    const oldest = await store.readBefore(site, before, SLICE);
    const visitors = new Set(oldest.map((entry) => entry.visitor));
    const unnamed = oldest.filter((entry) => entry.visitor === null).map((entry) => entry.id);
    let went = unnamed.length === 0 ? 0 : await store.retire(site, null, unnamed, null);
    for (const visitor of visitors) {
      if (visitor === null || kept.has(visitor)) continue;
      kept.add(visitor);
      went += await retireVisitor(ports, site, visitor, before);
    }
    retired += went;
    if (went === 0) return retired;
  }
}

/** Whole sessions only, and each ownership interval into a base of its own. */
async function retireVisitor(
  { store, book, clock, rulesOf }: RetentionPorts,
  site: SiteId,
  visitor: VisitorId,
  before: number,
): Promise<number> {
  const rules = rulesOf(site);
  const events = await store.readVisitor(site, [visitor], { types: ['event'] });
  const going = wholeSessions(events, before, rules);
  const { kinship } = await book.read(site, visitor, clock.now());
  const links = kinship.links.filter((link) => link.visitor === visitor);
  const starts = links.map(({ name, t }) => startOf(name, t));
  const bases = await store.readBases(site, [visitor]);
  let retired = 0;
  for (const [since, entries] of Map.groupBy(going, (entry) => intervalStart(starts, entry.t))) {
    const known = bases.find((base) => base.since === since);
    const sum = addBases(known === undefined ? NO_BASE : decodeBase(known), baseOf(entries, rules), rules);
    const base: Base = { site, visitor, since, version: BASE_VERSION, data: encodeBase(sum) };
    retired += await store.retire(
      site,
      visitor,
      entries.map((entry) => entry.id),
      base,
    );
  }
  return retired;
}

/** The events before the last gap that lies wholly in what was received before the instant. */
function wholeSessions(
  events: readonly LoggedEntry[],
  before: number,
  rules: FoldRules,
): readonly LoggedEntry[] {
  const firstKept = events.findIndex((event) => event.receivedAt >= before);
  let end = firstKept < 0 ? events.length : firstKept;
  while (end > 0 && end < events.length && gapBefore(events, end) < rules.sessionGapMs) end -= 1;
  return events.slice(0, end);
}

function gapBefore(events: readonly LoggedEntry[], place: number): number {
  return (events[place]?.t ?? 0) - (events[place - 1]?.t ?? 0);
}

/** The latest start at or before `t`, or 0: before the first log-in there is one interval. */
function intervalStart(starts: readonly number[], t: number): number {
  return starts.reduce((latest, start) => (start <= t && start > latest ? start : latest), 0);
}
