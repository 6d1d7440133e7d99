/**
 * The process behind load-client.ts. Requests are encoded before the clock starts, reads go into one
 * buffer a connection, and an answer is looked at only for its status and its end: what is left of the
 * load's own cost is the system calls.
 */
import { connect, type Socket } from 'node:net';
import { readAnswer } from './load/answer.ts';
import { encodeRequests } from './load/requests.ts';
import type { LoadAnswer, LoadPlan, LoadResult, MakeBody } from './load-client.ts';
import { percentile } from './report.ts';

const READ_BYTES = 16_384;

/** What all connections of one plan share. */
type Load = {
  readonly plan: LoadPlan;
  readonly requests: readonly Buffer[];
  readonly warmUp: number;
  /** Milliseconds, in the order of the answers. */
  readonly latencies: Float64Array;
  readonly statuses: Map<string, number>;
  readonly faults: Map<string, number>;
  readonly finished: PromiseWithResolvers<void>;
  /** Index of the next request to send, and how many are still without an end. */
  next: number;
  open: number;
  answered: number;
  failed: number;
  startedAt: number;
  cpuBefore: NodeJS.CpuUsage;
};

process.on('message', (plan: LoadPlan) => {
  runPlan(plan).then(
    (result) => reply({ result }),
    (error: unknown) =>
      reply({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
process.once('disconnect', () => process.exit());

function reply(answer: LoadAnswer): void {
  process.send?.(answer);
}

async function runPlan(plan: LoadPlan): Promise<LoadResult> {
  const { default: makeBody }: { default: MakeBody } = await import(plan.bodies);
  const load = prepare(plan, encodeRequests(plan, makeBody));
  if (load.requests.length === 0) throw new RangeError('a load needs at least one request');
  for (let index = 0; index < plan.connections; index += 1) openConnection(load);
  await load.finished.promise;
  return summarize(load, performance.now(), process.cpuUsage(load.cpuBefore));
}

function prepare(plan: LoadPlan, requests: readonly Buffer[]): Load {
  return {
    plan,
    requests,
    warmUp: plan.warmUp ?? 0,
    latencies: new Float64Array(plan.requests),
    statuses: new Map(),
    faults: new Map(),
    finished: Promise.withResolvers(),
    next: 0,
    open: requests.length,
    answered: 0,
    failed: 0,
    startedAt: 0,
    cpuBefore: process.cpuUsage(),
  };
}

/** One connection: sends, waits for the answer, sends again; opened anew when it breaks while work is left. */
function openConnection(load: Load): void {
  const buffer = Buffer.allocUnsafe(READ_BYTES);
  let index = -1;
  let sentAt = 0;
  let partial: Buffer | null = null;

  function send(socket: Socket): void {
    index = takeNext(load);
    const request = load.requests[index];
    if (request === undefined) return void socket.end();
    sentAt = performance.now();
    socket.write(request);
  }

  function receive(count: number): boolean {
    const bytes: Buffer = partial === null ? buffer : Buffer.concat([partial, buffer.subarray(0, count)]);
    const length = partial === null ? count : bytes.length;
    const status = readAnswer(bytes, length);
    if (status === 0) {
      partial = Buffer.from(bytes.subarray(0, length));
      return true;
    }
    partial = null;
    countAnswer(load, index, status, sentAt);
    send(socket);
    return true;
  }

  const { port, host = '127.0.0.1' } = load.plan;
  const socket = connect({ port, host, noDelay: true, onread: { buffer, callback: receive } });
  socket.once('connect', () => send(socket));
  socket.once('error', (error: NodeJS.ErrnoException) => countUp(load.faults, error.code ?? error.message));
  socket.once('close', () => {
    if (index < 0) index = takeNext(load);
    if (load.requests[index] === undefined) return;
    countFailure(load, index);
    openConnection(load);
  });
}

/** The measured part begins when its first request is sent. */
function takeNext(load: Load): number {
  const index = load.next;
  load.next += 1;
  if (index === load.warmUp) {
    load.cpuBefore = process.cpuUsage();
    load.startedAt = performance.now();
  }
  return index;
}

function countAnswer(load: Load, index: number, status: number, sentAt: number): void {
  if (index >= load.warmUp) {
    load.latencies[load.answered] = performance.now() - sentAt;
    load.answered += 1;
    countUp(load.statuses, String(status));
  }
  countEnd(load);
}

function countUp(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function countFailure(load: Load, index: number): void {
  if (index >= load.warmUp) load.failed += 1;
  countEnd(load);
}

function countEnd(load: Load): void {
  load.open -= 1;
  if (load.open === 0) load.finished.resolve();
}

function summarize(load: Load, endedAt: number, cpu: NodeJS.CpuUsage): LoadResult {
  const seconds = (endedAt - load.startedAt) / 1000;
  const sorted = load.latencies.subarray(0, load.answered).sort();
  const latency = (share: number) => (sorted.length === 0 ? Number.NaN : percentile(sorted, share));
  return {
    answered: load.answered,
    failed: load.failed,
    statuses: Object.fromEntries(load.statuses),
    faults: Object.fromEntries(load.faults),
    seconds,
    perSecond: load.answered / seconds,
    latencyMs: { p50: latency(0.5), p90: latency(0.9), p99: latency(0.99), max: latency(1) },
    clientCpuMicros: (cpu.user + cpu.system) / load.plan.requests,
  };
}
