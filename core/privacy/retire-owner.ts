/** What retention takes of one visitor, and what it leaves of that: a base for each id and interval it was recorded in. */
import type { LoggedEntry, SiteId, VisitorId } from '../entry.ts';
import { startOf } from '../identity/link.ts';
import type { AccountBase } from '../ports.ts';
import { accountOf, accountRules, asDeed } from '../profiles/accounts.ts';
import { addBases, BASE_VERSION, baseOf, keepRead, NO_BASE, type Removal } from '../profiles/base.ts';
import { decodeBase, encodeBase } from '../profiles/base-codec.ts';
import { addGains, type Gained, gainsOf } from '../profiles/gains.ts';
import { owns, recordedIds } from '../profiles/kinship.ts';
import type { FoldRules } from '../profiles/rules.ts';
import { type PlacedEvent, placeEvents } from '../segments/session-events.ts';
import type { RetentionPorts } from './retention.ts';

/**
 * Removes what a visitor did in whole sessions, over all ids it was recorded under; answers how many entries went.
 *
 * @param before Only what was received earlier goes, UTC ms.
 */
export async function retireOwner(
  ports: RetentionPorts,
  site: SiteId,
  owner: VisitorId,
  before: number,
): Promise<number> {
  const { store, book, clock } = ports;
  const rules = ports.rulesOf(site);
  const { kinship } = await book.read(site, owner, clock.now());
  const ids = recordedIds(kinship);
  const recorded = await store.readVisitor(site, ids, { types: ['event', 'score', 'exposure'] });
  const own = recorded.filter((entry) => owns(kinship, entry));
  const events = wholeSessions(
    own.filter(({ type }) => type === 'event'),
    before,
    rules,
  );
  const scores = replacedScores(
    own.filter(({ type, receivedAt }) => type === 'score' && receivedAt < before),
    rules,
  );
  if (events.length + scores.going.length === 0) return 0;
  // What happened to memberships until now is known by notices alone once the entries are gone.
  await book.retell(site, [owner, ...(await book.sharing(site, owner))], 'event');
  const last = Math.max(events.at(-1)?.t ?? Number.NEGATIVE_INFINITY, scores.last);
  const gains = gainsOf(
    own.filter(({ type }) => type === 'exposure'),
    events,
    rules,
  );
  const going = { events, scores: scores.going, gains, removed: { last, at: clock.now() } };
  return retireParts(ports, site, ids, going, rules);
}

type Going = {
  readonly events: readonly LoggedEntry[];
  readonly scores: readonly LoggedEntry[];
  /** Of each event, by its id. */
  readonly gains: ReadonlyMap<string, readonly Gained[]>;
  readonly removed: Removal;
};

/** What goes under one recorded id in one interval between log-ins: it goes in one step, with the base that it leaves. */
type Part = {
  readonly visitor: VisitorId;
  readonly since: number;
  readonly entries: readonly LoggedEntry[];
};

async function retireParts(
  ports: RetentionPorts,
  site: SiteId,
  ids: readonly VisitorId[],
  going: Going,
  rules: FoldRules,
): Promise<number> {
  const { store } = ports;
  const bases = await store.readBases(site, ids);
  const parts = await listParts(ports, site, ids, [...going.events, ...going.scores]);
  const shares = shareOut(placeEvents(going.events, rules), parts);
  let retired = 0;
  for (const part of parts) {
    const { visitor, since, entries } = part;
    const known = bases.find((base) => base.visitor === visitor && base.since === since);
    const before = known === undefined ? NO_BASE : keepRead(decodeBase(known), rules);
    const gains = entries.reduce((sum, { id }) => addGains(sum, going.gains.get(id) ?? []), NO_BASE.gains);
    const left = { ...baseOf(entries, rules, shares.get(part) ?? []), removed: going.removed, gains };
    const data = encodeBase(addBases(before, left, rules));
    const entryIds = entries.map(({ id }) => id);
    const base = { site, visitor, since, version: BASE_VERSION, data };
    const ofAccounts = await listAccountBases(store, site, part, going.removed, rules);
    retired += await store.retire(site, visitor, entryIds, base, ofAccounts);
  }
  return retired;
}

/** Of what goes, by the account that it was done for. */
async function listAccountBases(
  store: RetentionPorts['store'],
  site: SiteId,
  { visitor, since, entries }: Part,
  removed: Removal,
  rules: FoldRules,
): Promise<readonly AccountBase[]> {
  const { segments: _, ...plain } = rules;
  const own = accountRules(rules) ?? plain;
  const place = { site, visitor, since, version: BASE_VERSION };
  const bases: AccountBase[] = [];
  const deeds = entries.filter((entry) => accountOf(entry) !== null).map(asDeed);
  for (const [account, done] of Map.groupBy(deeds, (deed) => accountOf(deed) ?? '')) {
    const all = await store.readAccountBases(site, account);
    const known = all.find((base) => base.visitor === visitor && base.since === since);
    const before = known === undefined ? NO_BASE : keepRead(decodeBase(known), own);
    const sum = addBases(before, { ...baseOf(done, own), removed }, own);
    bases.push({ ...place, account, data: encodeBase(sum) });
  }
  return bases;
}

async function listParts(
  { book, clock }: RetentionPorts,
  site: SiteId,
  ids: readonly VisitorId[],
  entries: readonly LoggedEntry[],
): Promise<readonly Part[]> {
  const parts: Part[] = [];
  for (const visitor of ids) {
    const { kinship } = await book.read(site, visitor, clock.now());
    const links = kinship.links.filter((link) => link.visitor === visitor);
    const starts = links.map(({ name, t }) => startOf(name, t));
    const own = entries.filter((entry) => entry.visitor === visitor);
    const intervals = Map.groupBy(own, ({ t }) => intervalStart(starts, t));
    for (const [since, recorded] of intervals) parts.push({ visitor, since, entries: recorded });
  }
  return parts;
}

/**
 * What each part counts. What a session makes by itself counts with the last of its parts: where they are cut short
 * before that, it is made again of what is left of the session, and by then counts nowhere else.
 */
function shareOut(
  placed: readonly PlacedEvent[],
  parts: readonly Part[],
): ReadonlyMap<Part, readonly PlacedEvent[]> {
  const places = new Map(
    parts.flatMap(({ entries }, place) => entries.map(({ id }) => [id, place] as const)),
  );
  const placeOf = ({ of }: PlacedEvent): number => places.get(of.id) ?? 0;
  const shares = new Map<Part, PlacedEvent[]>(parts.map((part) => [part, []]));
  for (const session of Map.groupBy(placed, (one) => one.session).values()) {
    const last = Math.max(...session.map(placeOf));
    for (const one of session) {
      const part = parts[one.event === one.of ? placeOf(one) : last];
      if (part !== undefined) shares.get(part)?.push(one);
    }
  }
  return shares;
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

/** The latest start at or before `t`, or 0: before the first log-in there is one interval. */
function intervalStart(starts: readonly number[], t: number): number {
  return starts.reduce((latest, start) => (start <= t && start > latest ? start : latest), 0);
}
