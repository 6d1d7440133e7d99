/**
 * Notices: the entries that say a visitor entered or left a segment. Which ones have to be written is what the tracks
 * say less what the log has; so a crash neither loses one nor writes one twice, and a past that changed is revoked.
 *
 * Folding them: of the notices about a visitor and a segment, those that another one `revokes` and those that revoke
 * are left out; the rest, by `at`, are the intervals.
 */
import { createHash } from 'node:crypto';
import type { Entry, Json, LoggedEntry, SiteId, VisitorId } from '../entry.ts';
import type { Move } from './tracks.ts';

export type NoticeType = 'entered' | 'left';

/** Why it came to be known. */
export type NoticeCause = 'event' | 'time' | 'merge' | 'erasure' | 'definition';

/** A notice in the log. */
export type Told = {
  readonly id: string;
  readonly segment: string;
  readonly version: number;
  readonly type: NoticeType;
  readonly at: number;
  /** The id of the notice that it takes back. */
  readonly revokes: string | null;
};

/** A segment in force: of older and of unfinished versions nobody hears. */
export type Live = { readonly key: string; readonly version: number; readonly from: number };

export type Telling = {
  readonly site: SiteId;
  readonly visitor: VisitorId;
  /** Everything up to this instant is told and stands; what is asked lies after it. */
  readonly settled: number;
  readonly moves: readonly Move[];
  /** After `settled`, revoked ones and those that revoke included; of each segment also what stood then. */
  readonly told: readonly Told[];
  /** By place in the program; null where the version is not in force. */
  liveOf(segment: number): Live | null;
  /** What is in force of a key; null where it was deleted. */
  liveNamed(key: string): Live | null;
  /** What made the past another one, where something did. */
  readonly reason: Exclude<NoticeCause, 'time'>;
  readonly now: number;
};

/** Beyond this an entry came too late for what it changes to be news, ms. */
const LATE_MS = 300_000;

type Wanted = {
  readonly live: Live;
  readonly type: NoticeType;
  readonly at: number;
  readonly cause: NoticeCause;
};

/**
 * The entries that the log still lacks: first what has to be taken back, then what is new, in time order.
 *
 * @example await store.append(oweNotices({ site, visitor, settled, moves, told, liveOf, reason: 'event', now }))
 */
export function oweNotices(telling: Telling): readonly Entry[] {
  const standing = standingNotices(telling.told);
  const wanted = listWanted(telling, standing);
  const isWanted = new Set(wanted.map(({ live, type, at }) => placeOf(live.key, type, at)));
  const isTold = new Set(standing.map(({ segment, type, at }) => placeOf(segment, type, at)));
  const wrong = standing.filter(
    (notice) =>
      notice.at > telling.settled &&
      !isWanted.has(placeOf(notice.segment, notice.type, notice.at)) &&
      telling.liveNamed(notice.segment)?.version === notice.version,
  );
  const missing = wanted.filter(({ live, type, at }) => !isTold.has(placeOf(live.key, type, at)));
  return [
    ...wrong.map((notice) => revoke(telling, notice)),
    ...missing.toSorted((a, b) => a.at - b.at).map((notice) => announce(telling, notice)),
  ];
}

/** The notice an entry of the log is. */
export function readNotice({ id, name, t, properties }: LoggedEntry | Entry): Told {
  const { segment, version, revokes } = properties;
  return {
    id,
    segment: String(segment),
    version: Number(version),
    type: name === 'left' ? 'left' : 'entered',
    at: t,
    revokes: typeof revokes === 'string' ? revokes : null,
  };
}

/** Both together, each once. */
export function joinTold(a: readonly Told[], b: readonly Told[]): readonly Told[] {
  const known = new Set(a.map(({ id }) => id));
  return [...a, ...b.filter(({ id }) => !known.has(id))];
}

/** What stands of them: neither revoked nor a revocation. */
export function standingNotices(told: readonly Told[]): readonly Told[] {
  const revoked = new Set(told.flatMap(({ revokes }) => revokes ?? []));
  return told.filter(({ id, revokes }) => revokes === null && !revoked.has(id));
}

/** By segment, what stood last at an instant. */
export function latestNotices(told: readonly Told[], t: number): ReadonlyMap<string, Told> {
  const past = standingNotices(told).filter(({ at }) => at <= t);
  return new Map(past.toSorted(byTelling).map((notice) => [notice.segment, notice]));
}

/** As much as telling on from an instant needs: what came later, and what stood then. */
export function toldSince(told: readonly Told[], settled: number): readonly Told[] {
  const latest = new Set(latestNotices(told, settled).values());
  return told.filter((notice) => notice.at > settled || latest.has(notice));
}

/** What an older version left was taken up by the next one, whatever that says of the time before. */
function byTelling(a: Told, b: Told): number {
  return a.version - b.version || a.at - b.at;
}

function placeOf(segment: string, type: NoticeType, at: number): string {
  return `${segment} ${type} ${at}`;
}

function listWanted(telling: Telling, standing: readonly Told[]): readonly Wanted[] {
  const { moves, settled } = telling;
  const groups = new Map<string, { live: Live; own: Move[] }>();
  const groupOf = (live: Live): { own: Move[] } => {
    const known = groups.get(live.key) ?? { live, own: [] };
    groups.set(live.key, known);
    return known;
  };
  for (const move of moves) {
    const live = telling.liveOf(move.segment);
    if (live !== null) groupOf(live).own.push(move);
  }
  // Somebody whom only an older version had inside never moved under the one in force.
  for (const { segment, version } of standing) {
    const live = telling.liveNamed(segment);
    if (live !== null && version < live.version) groupOf(live);
  }
  const standingOf = Map.groupBy(standing, ({ segment }) => segment);
  return [...groups.values()].flatMap(({ live, own }) =>
    wantedOf(live, own, standingOf.get(live.key) ?? []).filter(({ at }) => at > settled),
  );
}

/**
 * Of one segment: what happened since it is in force, and once what was the case when it came into force.
 *
 * @param standing What stands of this segment.
 */
function wantedOf(live: Live, moves: readonly Move[], standing: readonly Told[]): readonly Wanted[] {
  const later = moves.filter(({ at }) => at > live.from);
  const before = moves.filter(({ at }) => at <= live.from);
  const wasIn = before.at(-1)?.type === 'entered' ? before.at(-1) : undefined;
  const carried = latestOfOlder(live, standing);
  const isCarried = carried?.type === 'entered';
  const start: Wanted[] = [];
  if (wasIn !== undefined && !isCarried) {
    // What was told of the time before stands, so that entered and left go on taking turns.
    const at = carried !== undefined && carried.at >= wasIn.at ? live.from : wasIn.at;
    start.push({ live, type: 'entered', at, cause: 'definition' });
  }
  if (wasIn === undefined && isCarried)
    start.push({ live, type: 'left', at: live.from, cause: 'definition' });
  return [...start, ...later.map(({ type, at, cause }): Wanted => ({ live, type, at, cause }))];
}

/** How the versions before it left the visitor. */
function latestOfOlder({ version }: Live, standing: readonly Told[]): Told | undefined {
  const older = standing.filter((notice) => notice.version < version);
  return older.toSorted(byTelling).at(-1);
}

function announce(telling: Telling, { live, type, at, cause }: Wanted): Entry {
  const { told, reason, now } = telling;
  const earlier = told.filter(
    (notice) =>
      notice.revokes === null &&
      notice.version === live.version &&
      notice.segment === live.key &&
      notice.type === type &&
      notice.at === at,
  ).length;
  const isLate = cause === 'event' && now - at > LATE_MS;
  const id = noticeId(telling, [live.key, live.version, type, at, ...(earlier === 0 ? [] : [earlier])]);
  const facts = {
    segment: live.key,
    version: live.version,
    cause: cause === 'event' ? reason : cause,
    ...(isLate && { late: true }),
  };
  return toEntry(telling, id, type, at, facts);
}

function revoke(telling: Telling, notice: Told): Entry {
  const { segment, version, type, at } = notice;
  const id = noticeId(telling, ['revoked', notice.id]);
  const isLate = telling.now - at > LATE_MS;
  return toEntry(telling, id, type, at, {
    segment,
    version,
    cause: telling.reason,
    ...(isLate && { late: true }),
    revokes: notice.id,
  });
}

/** Of site, canonical visitor, segment, version, direction and instant: the same change has the same id. */
function noticeId({ site, visitor }: Telling, parts: readonly (string | number)[]): string {
  const text = JSON.stringify([site, visitor, ...parts]);
  return `nt_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}

function toEntry(
  { site, visitor, now }: Telling,
  id: string,
  type: NoticeType,
  at: number,
  properties: { readonly [key: string]: Json },
): Entry {
  return {
    site,
    id,
    type: 'notice',
    name: type,
    t: at,
    receivedAt: now,
    visitor,
    source: 'server',
    properties,
  };
}
