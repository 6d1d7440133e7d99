/** What the steps of one outbox share: its place in the log, what waits, what is in flight. */
import type { SiteId } from '../entry.ts';
import type { Clock, Store } from '../ports.ts';
import type { Duty } from './duty.ts';
import type { Feed } from './feed.ts';
import { createPlaces, type Places } from './places.ts';
import type { NamedEntry, Receiver } from './receiver.ts';
import { createSeat, type Room, type Seat } from './room.ts';
import { createRows, type Rows } from './rows.ts';
import { createWaiting, type Delivery, type Waiting } from './waiting.ts';

const SAVE_MS = 1_000;
export const CURSORS = 'outbox-cursors';

export type OutboxPorts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly feed: Feed;
  readonly room: Room;
  /** 0 to below 1. */
  readonly random: () => number;
  /** Faults of ours or of the store; the delivery is kept. */
  readonly onFault: (error: unknown) => void;
  /** Stands between an outbox and its receiver, to count what leaves. */
  readonly watch?: (site: SiteId, receiver: Receiver) => Receiver;
  /** Whether this server delivers; left out where it is alone. */
  readonly duty?: Duty;
};

/** How deliveries ended since the start. `gone`: the entry was erased; `full`: the site has no room for a row. */
export type OutboxCounts = {
  readonly sent: number;
  readonly failed: number;
  readonly dead: number;
  readonly withheld: number;
  readonly gone: number;
  readonly full: number;
};

/** What the steps of one outbox share. */
export type Desk = OutboxPorts & {
  readonly site: SiteId;
  readonly receiver: Receiver;
  readonly rows: Rows;
  readonly seat: Seat;
  readonly waiting: Waiting;
  readonly onEnded: (reason: string) => void;
  readonly counts: { -readonly [Name in keyof OutboxCounts]: number };
  /** Read from the log and not begun. */
  readonly ahead: NamedEntry[];
  /** Deliveries in flight, and whether each was one that had waited. */
  readonly flights: Map<Delivery, { readonly isRetry: boolean; readonly done: Promise<void> }>;
  readonly abort: AbortController;
  places: Places;
  saved: number;
  isRunning: boolean;
  isPumping: boolean;
  hasNews: boolean;
  pausedUntil: number;
  cancelWake: () => void;
  cancelSave: (() => void) | null;
};

export function setDesk(
  site: SiteId,
  receiver: Receiver,
  ports: OutboxPorts,
  onEnded: (reason: string) => void,
): Desk {
  return {
    ...ports,
    site,
    receiver: ports.watch?.(site, receiver) ?? receiver,
    onEnded,
    rows: createRows(ports.store, site, receiver.name),
    seat: createSeat(ports.room, site),
    waiting: createWaiting(),
    counts: { sent: 0, failed: 0, dead: 0, withheld: 0, gone: 0, full: 0 },
    ahead: [],
    flights: new Map(),
    abort: new AbortController(),
    places: createPlaces(0),
    saved: 0,
    isRunning: false,
    isPumping: false,
    hasNews: false,
    pausedUntil: 0,
    cancelWake: () => undefined,
    cancelSave: null,
  };
}

/** As at a start, but for what was counted since the first. */
export function renewDesk({ counts, seat }: Desk, next: Desk): Desk {
  seat.leave();
  return { ...next, counts };
}

/** Where deliveries begin to a receiver that never was there before: with what comes from now on. */
export async function markStart({ store, site, receiver, feed }: Desk): Promise<number> {
  const known = await store.getRecord(CURSORS, site, receiver.name);
  if (typeof known === 'number') return known;
  const start = await feed.head();
  if (known === undefined) await store.putRecord(CURSORS, site, receiver.name, start);
  return start;
}

/** The place and the rows that an earlier life left. */
export async function recall(desk: Desk): Promise<void> {
  const { rows, seat, waiting } = desk;
  const start = await markStart(desk);
  const kept: Delivery[] = [];
  for await (const delivery of rows.load()) kept.push(delivery);
  seat.note(kept.length + (await rows.countDead()));
  desk.places = createPlaces(start);
  desk.saved = start;
  for (const delivery of kept) waiting.add(delivery);
}

/** Rows that another server has put. */
export async function takeUp({ rows, waiting, flights }: Desk): Promise<void> {
  for await (const delivery of rows.load()) {
    const isInHand = [...flights.keys()].some(({ id }) => id === delivery.id);
    if (!isInHand && !waiting.has(delivery.lane, delivery.id)) waiting.add(delivery);
  }
}

export function saveSoon(desk: Desk): void {
  if (desk.cancelSave !== null || !desk.isRunning) return;
  desk.cancelSave = desk.clock.after(SAVE_MS, () => {
    desk.cancelSave = null;
    return save(desk).catch(desk.onFault);
  });
}

export async function save(desk: Desk): Promise<void> {
  const { store, site, receiver, places } = desk;
  const place = places.settled();
  if (place === desk.saved) return;
  await store.putRecord(CURSORS, site, receiver.name, place);
  desk.saved = place;
}
