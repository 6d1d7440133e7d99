import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export type LoadPlan = {
  readonly port: number;
  /** On this machine. */
  readonly host?: string;
  /** Path and query, for example `/v1/collect?k=wk_…`. */
  readonly path: string;
  /** Kept open; each posts again as soon as its answer is there (closed loop). */
  readonly connections: number;
  /** Posts that are measured. */
  readonly requests: number;
  /** Posts sent before these, so that both sides are warm; not measured. */
  readonly warmUp?: number;
  /** URL of a module whose default export is a {@link MakeBody}: called in the load's own process, before time runs. */
  readonly bodies: string;
  /** Handed to every call of it: JSON. */
  readonly seed?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Makes the body of the post with this number (from 0, warm-up included). Each is sent once. */
export type MakeBody = (index: number, seed: unknown) => string;

export type LoadResult = {
  /** Answered posts; `failed` ones got none (the connection closed). */
  readonly answered: number;
  readonly failed: number;
  /** Count by HTTP status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Count by the system's code of what broke connections (`ECONNRESET` …), warm-up included. */
  readonly faults: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly perSecond: number;
  readonly latencyMs: Readonly<Record<'p50' | 'p90' | 'p99' | 'max', number>>;
  /** What the load itself costs: it must stay far below what the server does. */
  readonly clientCpuMicros: number;
};

export type LoadClient = {
  /** One after the other. @throws Error when the plan cannot be carried out. */
  run(plan: LoadPlan): Promise<LoadResult>;
  stop(): Promise<void>;
};

export type LoadAnswer = { readonly result: LoadResult } | { readonly error: string };

/**
 * Load from a process of its own, so that it shares no event loop with what it measures.
 *
 * @example
 * const load = startLoadClient();
 * const { perSecond } = await load.run({ port, path: '/', connections: 256, requests: 100_000, bodies });
 * await load.stop();
 */
export function startLoadClient(): LoadClient {
  const child = fork(join(import.meta.dirname, 'load-child.ts'), { execArgv: [] });
  const gone = once(child, 'exit');
  return {
    async run(plan) {
      const ended = gone.then(() => Promise.reject(new Error('the load process ended')));
      child.send(plan);
      const [answer]: [LoadAnswer] = await Promise.race([
        once(child, 'message') as Promise<[LoadAnswer]>,
        ended,
      ]);
      if ('error' in answer) throw new Error(answer.error);
      return answer.result;
    },
    async stop() {
      if (child.connected) child.disconnect();
      await gone;
    },
  };
}
