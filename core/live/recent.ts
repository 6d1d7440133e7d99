/**
 * Who did something on a site in the last half hour: read on from the log by the order of arrival while somebody asks, and
 * forgotten when nobody does. It costs what arrived since it was asked last, however many visitors are known.
 */
import type { LoggedEntry, SiteId, VisitorId } from '../entry.ts';
import { FUNNEL_STEPS, type FunnelStep } from '../events/spec.ts';
import type { ArrivalPlace, Clock, Store } from '../ports.ts';
import { createNamedTurns } from '../turns.ts';

export const RECENT_MS = 1_800_000;
const PAGE = 1_000;
/** Of one asking; what is left is read by the next. */
const MOST_READ = 20_000;
/** Ids that are kept of a site; who was here longest ago makes room. */
const MOST_IDS = 20_000;
/** Posts overtake each other on their way into the log, and clocks of servers differ: so much is read once more. */
const OVERLAP_MS = 10_000;
/** What nobody asked for meanwhile is dropped. */
const FORGET_MS = 120_000;

/** What was seen of an id in the last half hour. */
export type Seen = {
  /** Latest event on a page, UTC ms; 0: only servers told of it. */
  readonly at: number;
  /** Of the latest event on a page that says one; null: none did. */
  readonly path: string | null;
  /** By step of the funnel, when it was there last, UTC ms; 0: never. */
  readonly steps: readonly number[];
};

export type Recent = {
  /** By recorded id. */
  readonly seen: ReadonlyMap<VisitorId, Seen>;
  /** False while there is more than one asking reads, or than is kept. */
  readonly isWhole: boolean;
};

export type RecentReader = {
  /** @param now UTC ms. */
  read(site: SiteId, now: number): Promise<Recent>;
};

export type RecentPorts = {
  readonly store: Pick<Store, 'readBefore'>;
  readonly clock: Clock;
  readonly stepOf: (site: SiteId, name: string) => FunnelStep | null;
};

type Room = {
  readonly seen: Map<VisitorId, Seen>;
  /** Where reading goes on. */
  after: ArrivalPlace;
  /** Of the latest id that had to make room, UTC ms. */
  lostAt: number;
  cancel: () => void;
};

/** @example (await createRecentReader({ store, clock, stepOf }).read(site, now)).seen.size */
export function createRecentReader({ store, clock, stepOf }: RecentPorts): RecentReader {
  const rooms = new Map<SiteId, Room>();
  /** Of two who ask at a time the second finds what the first has read. */
  const inTurn = createNamedTurns();

  function enter(site: SiteId): Room {
    const room = rooms.get(site) ?? { seen: new Map(), after: START, lostAt: 0, cancel: ignore };
    room.cancel();
    room.cancel = clock.after(FORGET_MS, () => rooms.delete(site));
    rooms.set(site, room);
    return room;
  }

  async function read(site: SiteId, now: number): Promise<Recent> {
    const room = enter(site);
    const from = now - RECENT_MS;
    let after = room.after.receivedAt < from ? { receivedAt: from, seq: 0 } : room.after;
    let isRead = false;
    for (let count = 0; count < MOST_READ && !isRead; count += PAGE) {
      const page = await store.readBefore(site, { types: ['event'], before: now + 1, limit: PAGE, after });
      for (const entry of page) note(room, entry, stepOf(site, entry.name));
      const last = page.at(-1);
      if (last !== undefined) after = { receivedAt: last.receivedAt, seq: last.seq };
      isRead = page.length < PAGE;
    }
    room.after = isRead ? { receivedAt: now - OVERLAP_MS, seq: 0 } : after;
    for (const [visitor, seen] of room.seen) if (latestOf(seen) <= from) room.seen.delete(visitor);
    return { seen: room.seen, isWhole: isRead && room.lostAt <= from };
  }

  return { read: (site, now) => inTurn(site, () => read(site, now)) };
}

const START: ArrivalPlace = { receivedAt: 0, seq: 0 };
const ignore = (): void => undefined;

function note(room: Room, entry: LoggedEntry, step: FunnelStep | null): void {
  const { visitor, t, source, context } = entry;
  if (visitor === null) return;
  const { at, path, steps } = room.seen.get(visitor) ?? NOTHING;
  const isOnPage = source === 'web';
  const isLatest = isOnPage && t >= at;
  const place = step === null ? -1 : FUNNEL_STEPS.indexOf(step);
  // To the end of the queue from which room is made.
  room.seen.delete(visitor);
  room.seen.set(visitor, {
    at: isLatest ? t : at,
    path: isLatest ? (context?.path ?? path) : path,
    steps: place === -1 ? steps : steps.with(place, Math.max(steps[place] ?? 0, t)),
  });
  if (room.seen.size > MOST_IDS) letGo(room);
}

function letGo(room: Room): void {
  const [oldest] = room.seen;
  if (oldest === undefined) return;
  room.seen.delete(oldest[0]);
  room.lostAt = Math.max(room.lostAt, latestOf(oldest[1]));
}

const NEVER: readonly number[] = FUNNEL_STEPS.map(() => 0);
const NOTHING: Seen = { at: 0, path: null, steps: NEVER };

function latestOf({ at, steps }: Seen): number {
  return Math.max(at, ...steps);
}
