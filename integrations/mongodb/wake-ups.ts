/**
 * That others told something, as soon as they did, where the server has change streams. It wakes whoever reads and says no more
 * than that: a stream that is lost, late or was never to be had costs time until the next look, and nothing else.
 * https://www.mongodb.com/docs/manual/changeStreams
 */
import type { ChangeStream, Collection } from 'mongodb';
import type { InklingError } from '../../core/errors.ts';
import { createLoop } from '../../core/loop.ts';
import type { Clock } from '../../core/ports.ts';
import { unavailable, WRITE_MS } from './faults.ts';

export type WakeUpsPorts<T extends { readonly from: string }> = {
  /** Of which insertions are heard of, but for those that say they are from this server. */
  readonly collection: Collection<T>;
  readonly node: string;
  readonly clock: Pick<Clock, 'after'>;
  /** Called also when a stream begins: for what was told while there was none. */
  readonly wake: () => void;
  /** Told that a stream was lost, once until there is one again. */
  readonly onFault: (error: unknown) => void;
};

export type WakeUps = {
  start(): void;
  /** Resolves when nothing of it is left on the server. */
  close(): Promise<void>;
};

/** How long the server keeps a question waiting that it has no answer to: the connection is given up only after twice that. */
const AWAIT_MS = WRITE_MS / 2;
/** Between the end of one stream and the next one; also where the server answers that it has none, which a restart may change. */
const AGAIN_MS = 30_000;

/** @example const wakeUps = createWakeUps({ collection, node, clock, wake: loop.hurry, onFault }); wakeUps.start() */
export function createWakeUps<T extends { readonly from: string }>(ports: WakeUpsPorts<T>): WakeUps {
  const { collection, node, clock, wake, onFault } = ports;
  // Of a change only the place in the stream is sent.
  const pipeline = [
    { $match: { operationType: 'insert', 'fullDocument.from': { $ne: node } } },
    { $project: { _id: 1 } },
  ];
  let stream: ChangeStream | null = null;
  let opening: Promise<void> = Promise.resolve();
  let isClosing = false;
  let isThere = false;

  /** As long as there is one. A connection that breaks is taken up again by the driver, from where it was. */
  async function listen(): Promise<void> {
    if (isClosing) return;
    const own = collection.watch(pipeline, { maxAwaitTimeMS: AWAIT_MS });
    stream = own;
    const { promise, resolve } = Promise.withResolvers<void>();
    opening = promise;
    // Not every server says that a stream has begun.
    const cancel = clock.after(AWAIT_MS, resolve);
    own.once('resumeTokenChanged', () => {
      isThere = true;
      wake();
      // The driver knows by then what there is to close.
      setImmediate(resolve);
    });
    try {
      for (;;) {
        await own.next();
        wake();
      }
    } finally {
      cancel();
      resolve();
      await own.close();
    }
  }

  function lose(error: unknown): void {
    if (isThere && !isClosing) onFault(lost(error));
    isThere = false;
  }

  const loop = createLoop(clock, AGAIN_MS, listen, lose);
  return {
    start: () => {
      loop.start();
      loop.hurry();
    },
    close: async () => {
      isClosing = true;
      const stopped = loop.stop();
      await opening;
      await stream?.close();
      await stopped;
    },
  };
}

function lost(error: unknown): InklingError {
  const kind = error instanceof Error ? error.name : 'unknown error';
  return unavailable(
    `the change stream ended (${kind}), what other servers tell is heard half a second later`,
    'look at the MongoDB server; it is tried again by itself',
    error,
  );
}
