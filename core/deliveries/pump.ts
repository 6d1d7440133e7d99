/** Moves deliveries: begins what may begin, and settles what has ended. */
import type { LoggedEntry } from '../entry.ts';
import { type Desk, type OutboxCounts, saveSoon } from './desk.ts';
import type { NamedEntry, SendOutcome } from './receiver.ts';
import { MOST_ASKED_MS, scheduleRetry } from './schedule.ts';
import type { Delivery } from './waiting.ts';

const MOST_IN_FLIGHT = 8;
/** So that an outage's retries never keep what is new from leaving. */
const MOST_RETRIES_IN_FLIGHT = 4;
const READ_AHEAD = 64;
/** After a fault of the store. */
const PAUSE_MS = 10_000;

/** Starts whatever may start now; called whenever something has changed. */
export function pump(desk: Desk): void {
  desk.hasNews = true;
  if (desk.isPumping || !desk.isRunning) return;
  desk.isPumping = true;
  pumpOn(desk)
    .catch((error: unknown) => pause(desk, error))
    .finally(() => {
      desk.isPumping = false;
      if (desk.hasNews) pump(desk);
      setWake(desk);
    });
}

async function pumpOn(desk: Desk): Promise<void> {
  while (desk.hasNews && desk.isRunning) {
    desk.hasNews = false;
    if (desk.clock.now() < desk.pausedUntil) return;
    beginRetries(desk);
    await readOn(desk);
    await beginFresh(desk);
  }
}

function beginRetries(desk: Desk): void {
  const { flights, waiting, clock } = desk;
  const isFree = () =>
    flights.size < MOST_IN_FLIGHT &&
    [...flights.values()].filter(({ isRetry }) => isRetry).length < MOST_RETRIES_IN_FLIGHT;
  while (isFree()) {
    const delivery = waiting.take(clock.now());
    if (delivery === null) return;
    begin(desk, delivery, true);
  }
}

/** One slice a turn, so that a long way through what is not wanted keeps nobody else waiting. */
async function readOn(desk: Desk): Promise<void> {
  const { ahead, feed, site, places, receiver } = desk;
  if (ahead.length >= READ_AHEAD / 2) return;
  const slice = await feed.read(site, places.read(), READ_AHEAD);
  for (const entry of slice) {
    places.open(entry.seq);
    if (isNamed(entry) && receiver.wants(entry)) ahead.push(entry);
    else places.close(entry.seq);
  }
  if (slice.length > 0) saveSoon(desk);
  if (slice.length < READ_AHEAD) return;
  await new Promise((resolve) => setImmediate(resolve));
  desk.hasNews = true;
}

export function isNamed(entry: LoggedEntry): entry is NamedEntry {
  return entry.visitor !== null;
}

/** In the order of the log; an entry whose visitor has another in flight stays, one that has one waiting waits too. */
async function beginFresh(desk: Desk): Promise<void> {
  const { ahead, waiting, flights, receiver, places } = desk;
  const held = new Set([...flights.keys()].map(({ lane }) => lane));
  for (const entry of ahead.splice(0)) {
    const lane = receiver.laneOf(entry);
    if (waiting.has(lane, entry.id)) places.close(entry.seq);
    else if (waiting.hasLane(lane))
      await park(desk, toDelivery(entry, lane)).catch((error: unknown) => pause(desk, error));
    else if (held.has(lane) || flights.size >= MOST_IN_FLIGHT) {
      held.add(lane);
      ahead.push(entry);
    } else {
      held.add(lane);
      begin(desk, toDelivery(entry, lane), false);
    }
  }
}

function toDelivery({ id, seq }: NamedEntry, lane: string): Delivery {
  return { id, seq, lane, due: 0, attempts: 0, firstAt: null, reason: '', isStored: false };
}

function begin(desk: Desk, delivery: Delivery, isRetry: boolean): void {
  const done = attempt(desk, delivery)
    .catch((error: unknown) => {
      // Not stored, not sent: it waits in memory, and its place in the log stays open.
      delivery.due = desk.clock.now() + PAUSE_MS;
      desk.waiting.add(delivery);
      pause(desk, error);
    })
    .finally(() => {
      desk.flights.delete(delivery);
      pump(desk);
    });
  desk.flights.set(delivery, { isRetry, done });
}

async function attempt(desk: Desk, delivery: Delivery): Promise<void> {
  const { store, site, receiver, clock, abort } = desk;
  delivery.firstAt ??= clock.now();
  const entry = await store.readEntry(site, delivery.id);
  if (entry === null || !isNamed(entry)) return finish(desk, delivery, 'gone');
  desk.duty?.assertOn();
  const outcome = await receiver.send(entry, abort.signal);
  if (abort.signal.aborted && outcome.kind === 'failed') return;
  if (outcome.kind === 'sent' || outcome.kind === 'withheld') return finish(desk, delivery, outcome.kind);
  if (outcome.kind === 'later') {
    delivery.due = outcome.at;
    return park(desk, delivery);
  }
  delivery.attempts += 1;
  delivery.reason = outcome.reason;
  await retryLater(desk, delivery, outcome);
}

/** Nothing more is to be done for it. */
async function finish(desk: Desk, delivery: Delivery, how: keyof OutboxCounts): Promise<void> {
  const { rows, seat, waiting, places, counts } = desk;
  if (delivery.isStored) {
    await rows.remove(delivery.id);
    seat.give(1);
  }
  counts[how] += 1;
  waiting.leave(delivery);
  places.close(delivery.seq);
  saveSoon(desk);
}

async function retryLater(
  desk: Desk,
  delivery: Delivery,
  outcome: Extract<SendOutcome, { kind: 'failed' | 'ended' }>,
): Promise<void> {
  const { clock, random, counts } = desk;
  const now = clock.now();
  const firstAt = delivery.firstAt ?? now;
  counts.failed += 1;
  const { isSlow, retryAfterMs } = outcome.kind === 'failed' ? outcome : { isSlow: true, retryAfterMs: null };
  const due = scheduleRetry({ ...delivery, firstAt, now, isSlow, retryAfterMs, random: random() });
  if (retryAfterMs !== null)
    desk.pausedUntil = Math.max(desk.pausedUntil, now + Math.min(retryAfterMs, MOST_ASKED_MS));
  if (outcome.kind === 'ended') {
    desk.isRunning = false;
    desk.onEnded(outcome.reason);
  }
  if (due === null) return bury(desk, delivery);
  delivery.due = due;
  await park(desk, delivery);
}

/** While it was under way: asked once its row is written, for an erasure takes the rows that it finds. */
async function isErased({ store, site }: Desk, { id }: Delivery): Promise<boolean> {
  return (await store.readEntry(site, id)) === null;
}

/** From now on the row speaks for it, and the place in the log may pass; without one it waits in memory. */
async function park(desk: Desk, delivery: Delivery): Promise<void> {
  const { rows, seat, waiting, places } = desk;
  if (!delivery.isStored && !seat.take()) return finish(desk, delivery, 'full');
  waiting.add(delivery);
  await rows.put(delivery).catch((error: unknown) => giveBack(desk, delivery, error));
  delivery.isStored = true;
  if (await isErased(desk, delivery)) return finish(desk, delivery, 'gone');
  places.close(delivery.seq);
  saveSoon(desk);
}

async function bury(desk: Desk, delivery: Delivery): Promise<void> {
  const { rows, seat, waiting, places, counts, clock } = desk;
  if (!delivery.isStored && !seat.take()) return finish(desk, delivery, 'full');
  await rows.bury(delivery, clock.now()).catch((error: unknown) => giveBack(desk, delivery, error));
  if ((await isErased(desk, delivery)) && (await rows.removeDead(delivery.id))) {
    delivery.isStored = false;
    seat.give(1);
    return finish(desk, delivery, 'gone');
  }
  counts.dead += 1;
  waiting.leave(delivery);
  places.close(delivery.seq);
  saveSoon(desk);
}

function giveBack({ seat }: Desk, { isStored }: Delivery, error: unknown): never {
  if (!isStored) seat.give(1);
  throw error;
}

function pause(desk: Desk, error: unknown): void {
  desk.pausedUntil = Math.max(desk.pausedUntil, desk.clock.now() + PAUSE_MS);
  desk.onFault(error);
}

function setWake(desk: Desk): void {
  const { waiting, clock, flights } = desk;
  desk.cancelWake();
  if (!desk.isRunning) return;
  const now = clock.now();
  const due = waiting.nextDue() ?? Number.POSITIVE_INFINITY;
  const next = now < desk.pausedUntil ? desk.pausedUntil : due;
  // What is due and found no free slot begins when one in flight ends.
  if (next === Number.POSITIVE_INFINITY || (next <= now && flights.size > 0)) return;
  desk.cancelWake = clock.after(Math.max(0, next - now), () => pump(desk));
}
