/**
 * Carries what the log says to one receiver, at least once and in order for each visitor: reads on from a durable
 * place, keeps a few deliveries in flight, and lets those that failed wait. Nothing of it touches another receiver.
 */
import type { SiteId } from '../entry.ts';
import { listDead, type OpenedLetter, resend, sweepDead } from './dead-letters.ts';
import {
  CURSORS,
  type Desk,
  markStart,
  type OutboxCounts,
  type OutboxPorts,
  recall,
  renewDesk,
  save,
  setDesk,
  takeUp,
} from './desk.ts';
import { createDuty } from './duty.ts';
import { pump } from './pump.ts';
import type { Receiver } from './receiver.ts';

const GRACE_MS = 2_000;
const RETRY_MS = 10_000;

export type Outbox = {
  /** Goes on where it was left; in its first life, with what comes from now on. Waits for the store where it must. */
  start(): Promise<void>;
  /** Grants a little time to what is in flight; what did not end is sent again after the next start. */
  stop(): Promise<void>;
  /** Dead letters by id, whose entries are still there. */
  listDead(after: string | null, limit: number): Promise<readonly OpenedLetter[]>;
  /** Lets dead letters go out again, all of them when no ids are given; answers how many. */
  resend(ids?: readonly string[]): Promise<number>;
  /** Removes dead letters older than that. */
  sweep(before: number): Promise<number>;
  /** Forgets its place and everything that waits. Only when stopped. */
  clear(): Promise<void>;
  counts(): OutboxCounts;
  waiting(): number;
};

/**
 * @param onEnded Called when the receiver wants nothing any more: the outbox has stopped taking from the log.
 * @example const outbox = createOutbox(site, receiver, ports, stopEndpoint); await outbox.start();
 */
export function createOutbox(
  site: SiteId,
  receiver: Receiver,
  ports: OutboxPorts,
  onEnded: (reason: string) => void,
): Outbox {
  const { duty = createDuty(), feed, clock, onFault } = ports;
  let desk = setDesk(site, receiver, ports, onEnded);
  let isHalted = false;
  let unsubscribe = (): void => undefined;
  let cancelStart = (): void => undefined;
  let starting: Promise<void> | null = null;
  let leaveDuty: (() => Promise<void>) | null = null;

  function start(): Promise<void> {
    if (isHalted) desk = renewDesk(desk, setDesk(site, receiver, ports, onEnded));
    isHalted = false;
    starting = begin().finally(() => {
      starting = null;
    });
    return starting;
  }

  async function begin(): Promise<void> {
    try {
      await recall(desk);
    } catch (error) {
      cancelStart = clock.after(RETRY_MS, start);
      return onFault(error);
    }
    desk.isRunning = true;
    unsubscribe = feed.subscribe(site, () => pump(desk));
    pump(desk);
  }

  async function stop(): Promise<void> {
    if (starting !== null) await starting;
    cancelStart();
    unsubscribe();
    // Once it has ended here, its place may be further than this server knows.
    if (isHalted) return;
    isHalted = true;
    await halt(desk);
  }

  const lookAgain = async (): Promise<void> => {
    if (!desk.isRunning) return;
    await takeUp(desk);
    pump(desk);
  };

  return {
    start: async () => {
      // Whoever delivers begins there, though it hears of the receiver only in a moment.
      if (!duty.isOn()) await markStart(desk).catch(onFault);
      leaveDuty = await duty.add({ site, receiver: receiver.name, start, stop, lookAgain });
    },
    stop: () => (leaveDuty ?? stop)(),
    listDead: (after, limit) => listDead(desk, after, limit),
    resend: async (ids) => {
      const count = await resend(desk, ids);
      pump(desk);
      await duty.tell({ site, receiver: receiver.name });
      return count;
    },
    sweep: (before) => sweepDead(desk, before),
    clear: async () => {
      await desk.rows.clear();
      await desk.store.deleteRecord(CURSORS, site, receiver.name);
    },
    counts: () => ({ ...desk.counts }),
    waiting: () => desk.waiting.size() + desk.ahead.length,
  };
}

async function halt(desk: Desk): Promise<void> {
  const { clock, flights, abort } = desk;
  desk.isRunning = false;
  desk.cancelWake();
  desk.cancelSave?.();
  const landed = Promise.all([...flights.values()].map(({ done }) => done));
  const cancelGrace = clock.after(GRACE_MS, () => abort.abort());
  await landed;
  cancelGrace();
  // A place that is not saved is one from which some are sent again.
  await save(desk).catch(desk.onFault);
  desk.seat.leave();
}
