/** What retention would take of one visitor now: reading it changes nothing. */
import type { LoggedEntry, SiteId, VisitorId } from '../entry.ts';
import type { Removal } from '../profiles/base.ts';
import { type Kinship, owns, recordedIds } from '../profiles/kinship.ts';
import type { FoldRules } from '../profiles/rules.ts';
import type { RetentionPorts } from './retention.ts';

/** Only what the server took before these instants goes, UTC ms. */
export type Before = { readonly events: number; readonly results: number };

/** Over all ids that the visitor was recorded under. */
export type Going = {
  readonly kinship: Kinship;
  readonly events: readonly LoggedEntry[];
  readonly scores: readonly LoggedEntry[];
  /** Decisions and exposures. */
  readonly results: readonly LoggedEntry[];
  /** Of the visitor, whether they go or stay. */
  readonly exposures: readonly LoggedEntry[];
  /** The latest time of what conditions look at, and that is gone or replaced; minus infinity for none. */
  readonly last: number;
};

/**
 * Events go in whole sessions, scores once newer ones have replaced them, decisions and exposures in the order of their
 * time, so that what stays can be folded onto what they leave.
 *
 * @example (await readGoing(ports, site, owner, before)).events.length
 */
export async function readGoing(
  { store, book, clock, rulesOf }: RetentionPorts,
  site: SiteId,
  owner: VisitorId,
  before: Before,
): Promise<Going> {
  const rules = rulesOf(site);
  const { kinship } = await book.read(site, owner, clock.now());
  const recorded = await store.readVisitor(site, recordedIds(kinship), {
    types: ['event', 'score', 'decision', 'exposure'],
  });
  const own = recorded.filter((entry) => owns(kinship, entry));
  const ofType = (...types: readonly string[]) => own.filter(({ type }) => types.includes(type));
  const events = wholeSessions(ofType('event'), before.events, rules);
  const results = untilKept(ofType('decision', 'exposure'), before.results);
  const scores = replacedScores(
    ofType('score').filter(({ receivedAt }) => receivedAt < before.events),
    rules,
  );
  const heard = [...events, ...results.filter(({ type }) => type === 'exposure')];
  const last = heard.reduce((latest, { t }) => Math.max(latest, t), scores.last);
  return { kinship, events, scores: scores.going, results, exposures: ofType('exposure'), last };
}

export function isNothing({ events, scores, results }: Going): boolean {
  return events.length + scores.length + results.length === 0;
}

/** @param at UTC ms. */
export function removalOf({ events, last }: Going, at: number): Removal | null {
  if (!Number.isFinite(last)) return null;
  const receivedAt = events.reduce((latest, event) => Math.max(latest, event.receivedAt), 0);
  return { last, at, receivedAt: events.length === 0 ? null : receivedAt };
}

/** The events before the last gap that lies wholly in what was received before the instant. */
function wholeSessions(
  events: readonly LoggedEntry[],
  before: number,
  rules: FoldRules,
): readonly LoggedEntry[] {
  let { length: end } = untilKept(events, before);
  while (end > 0 && end < events.length && gapBefore(events, end) < rules.sessionGapMs) end -= 1;
  return events.slice(0, end);
}

/** Up to the first that was received later. */
function untilKept(entries: readonly LoggedEntry[], before: number): readonly LoggedEntry[] {
  const firstKept = entries.findIndex(({ receivedAt }) => receivedAt >= before);
  return firstKept < 0 ? entries : entries.slice(0, firstKept);
}

function gapBefore(events: readonly LoggedEntry[], place: number): number {
  return (events[place]?.t ?? 0) - (events[place - 1]?.t ?? 0);
}

/**
 * Of each label, the scores before the newest of these that says by itself where every condition on it stands: at or
 * above the one threshold, or below the other.
 *
 * @param old In order.
 */
function replacedScores(
  old: readonly LoggedEntry[],
  { segments }: FoldRules,
): { readonly going: readonly LoggedEntry[]; readonly last: number } {
  const latches = segments?.program.latches ?? [];
  const going: LoggedEntry[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const [label, scores] of Map.groupBy(old, ({ name }) => name)) {
    const asked = latches.filter(({ score }) => score === label);
    const place = scores.findLastIndex(({ properties: { p } }) => {
      return typeof p === 'number' && asked.every(({ gte, leave }) => p >= gte || p < leave);
    });
    if (place <= 0) continue;
    going.push(...scores.slice(0, place));
    last = Math.max(last, scores[place]?.t ?? last);
  }
  return { going, last };
}
