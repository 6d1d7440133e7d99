/** Sending batches: several at a time, no faster than asked, again where the server is busy. */
import { InklingError } from '../../../../core/errors.ts';
import type { Batch } from './batches.ts';
import type { Sink, SinkAnswer } from './sink.ts';

/** After so many busy answers in a row to one batch, some two minutes, a person has to look. */
const MOST_TRIES = 12;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 20_000;

export type Taken = Extract<SinkAnswer, { kind: 'taken' }>;

export type Delivery = {
  readonly sink: Sink;
  /** Batches under way at once. */
  readonly concurrency: number;
  /** Events a second; null is as fast as they are taken. */
  readonly speed: number | null;
  now(): number;
  /** Resolves after so many milliseconds, or as soon as the run is stopped. */
  wait(ms: number): Promise<void>;
  readonly stopped: AbortSignal;
  onTaken(batch: Batch, answer: Taken): void;
  /** This batch and all before it are with the server. */
  onProgress(batch: Batch): void;
};

/**
 * @returns when all are taken, or when the run was stopped and what was under way is answered.
 * @throws InklingError where the server refuses for good, or stays busy: what `onProgress` did not name is not in.
 */
export async function deliver(batches: AsyncIterable<Batch>, delivery: Delivery): Promise<void> {
  const { concurrency, stopped, now, wait } = delivery;
  const startedAt = now();
  const underWay: Promise<boolean>[] = [];
  let tail = Promise.resolve(true);
  let sent = 0;
  try {
    for await (const batch of batches) {
      await wait(delayOf(sent, startedAt, delivery));
      if (stopped.aborted) break;
      sent += batch.events.length;
      tail = inTurn(tail, sendWhole(batch, delivery), () => delivery.onProgress(batch));
      underWay.push(tail);
      if (underWay.length >= concurrency) await underWay.shift();
    }
    await tail;
  } finally {
    await Promise.allSettled(underWay);
  }
}

/** Reports a batch only after all before it: what is reported is never more than what is in. */
function inTurn(before: Promise<boolean>, sending: Promise<boolean>, report: () => void): Promise<boolean> {
  const turn = Promise.all([before, sending]).then(([isWhole, isTaken]) => {
    if (isWhole && isTaken) report();
    return isWhole && isTaken;
  });
  // Whoever waits for it sees the fault; until then it is nobody's.
  turn.catch(() => undefined);
  return turn;
}

/** False where the run was stopped before the batch was taken. */
async function sendWhole(batch: Batch, delivery: Delivery): Promise<boolean> {
  if (batch.events.length === 0) return true;
  for (let tries = 1; !delivery.stopped.aborted; tries += 1) {
    const answer = await delivery.sink.send(batch.events);
    if (answer.kind === 'taken') {
      delivery.onTaken(batch, answer);
      return true;
    }
    if (answer.kind === 'refused') throw refusedForGood(answer.code, answer.hint);
    if (tries === MOST_TRIES) throw stillBusy(answer.reason);
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1));
    await delivery.wait(Math.max(answer.afterMs, pauseMs));
  }
  return false;
}

/** Milliseconds until the next batch is due. */
function delayOf(sent: number, startedAt: number, { speed, now }: Delivery): number {
  return speed === null ? 0 : Math.max(0, startedAt + (sent * 1_000) / speed - now());
}

function refusedForGood(code: string, hint: string): InklingError {
  return new InklingError(code, 'replay', 'the server refuses the events', hint);
}

function stillBusy(reason: string): InklingError {
  const cure = 'see `inkling doctor`, then run the same command again: it goes on where it stopped';
  return new InklingError('store_unavailable', 'replay', reason, cure);
}
