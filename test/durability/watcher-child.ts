/**
 * A thread beside the server's: sees what the store's writer does through the shared phase, and kills the process in
 * the middle of it. What it saw is in its file before the signal is sent.
 */
import { openSync, writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { QUEUED, STATE } from '../../core/stores/phase.ts';
import { monotonicMs } from './messages.ts';

export type WatcherData = {
  readonly phase: Int32Array<SharedArrayBuffer>;
  /** Phase to die in (0: not yet) and microseconds into it, from the server's thread. */
  readonly order: Int32Array<SharedArrayBuffer>;
  readonly reportPath: string;
};

/** Entries in the writer's hands or before it: an empty store is not worth a kill. */
const LEAST_QUEUED = 50;

const { phase, order, reportPath }: WatcherData = workerData;
const report = openSync(reportPath, 'a');

Atomics.wait(order, 0, 0);
const fatal = Atomics.load(order, 0);
const intoItMs = Atomics.load(order, 1) / 1_000;

/** Whether the writer stays in the phase until so far into it. */
function isInside(): boolean {
  const since = monotonicMs();
  while (Atomics.load(phase, STATE) === fatal) if (monotonicMs() - since >= intoItMs) return true;
  return false;
}

for (;;) {
  if (!isInside() || Atomics.load(phase, QUEUED) < LEAST_QUEUED) continue;
  writeSync(report, `phase ${fatal} ${Atomics.load(phase, QUEUED)} ${monotonicMs()}\n`);
  if (Atomics.load(phase, STATE) === fatal) process.kill(process.pid, 'SIGKILL');
  writeSync(report, 'missed\n');
}
