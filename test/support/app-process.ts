import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer, Keys, Order } from './app-messages.ts';
import { neutralEnvironment } from './neutral-environment.ts';

export type AppOptions = {
  /** Used and left alone, so that another app can go on with it. Without one, a fresh folder that `stop` removes. */
  readonly dataDir?: string;
  /** UTC ms at which the app's clock stands still. Without it the app lives on the machine's time. */
  readonly clockAtMs?: number;
  /** More settings, for example `{ TRUSTED_PROXIES: '127.0.0.1' }`. */
  readonly env?: Readonly<Record<string, string>>;
  /** URL of a module whose `openStore(dataDir)` takes the place of the embedded store. */
  readonly storeModule?: string;
};

/**
 * Moves the clock of an app that was started with `clockAtMs`. The answer comes when every timer that
 * came due has fired and the promise it gave back, if any, has settled.
 */
type AppClock = {
  set(instantMs: number): Promise<void>;
  advance(ms: number): Promise<void>;
  /** As after the machine slept: each timer that came due fires once, at the end. For days and weeks. */
  leap(ms: number): Promise<void>;
};

export type App = {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly dataDir: string;
  readonly operatorKey: string;
  readonly demo: Keys;
  readonly clock: AppClock;
  /** Everything the app has written to its standard output and error so far. */
  output(): string;
  /** Stops it as SIGTERM does, and clears up. After `kill` it only clears up. */
  stop(): Promise<void>;
  /** SIGKILL; the data folder stays for the next app until `stop`. */
  kill(): Promise<void>;
};

type WithoutId<Each> = Each extends Order ? Omit<Each, 'id'> : never;
type Ready = Extract<Answer, { kind: 'ready' }>;
type Line = { readonly ready: Promise<Ready>; order(body: WithoutId<Order>): Promise<void> };

/**
 * Starts the whole app in a child process, on a free port, with nothing of the developer's own settings.
 *
 * @throws Error with the app's output when it does not come up.
 * @example const app = await startApp({ clockAtMs: Date.UTC(2026, 0, 1) }); await app.clock.advance(1_800_000)
 */
export async function startApp(options: AppOptions = {}): Promise<App> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'inkling-app-'));
  const child = forkApp(dataDir, options);
  const closed = waitForEnd(child);
  const output = collectOutput(child);
  const line = openLine(child, closed, output);
  const clearUp = () => {
    if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
  };
  const { url, operatorKey, demo } = await line.ready.catch(async (error: unknown) => {
    child.kill('SIGKILL');
    await closed;
    clearUp();
    throw error;
  });
  return {
    url,
    port: Number(new URL(url).port),
    pid: child.pid ?? 0,
    dataDir,
    operatorKey,
    demo,
    clock: {
      set: (ms) => line.order({ verb: 'set', ms }),
      advance: (ms) => line.order({ verb: 'advance', ms }),
      leap: (ms) => line.order({ verb: 'leap', ms }),
    },
    output,
    stop: async () => {
      if (child.connected) await line.order({ verb: 'stop' }).finally(() => child.disconnect());
      await closed;
      clearUp();
    },
    kill: async () => {
      child.kill('SIGKILL');
      await closed;
    },
  };
}

function forkApp(dataDir: string, options: AppOptions): ChildProcess {
  const given = [String(options.clockAtMs ?? ''), options.storeModule ?? ''];
  return fork(join(import.meta.dirname, 'app-child.ts'), given, {
    env: { ...neutralEnvironment(), HOST: '127.0.0.1', PORT: '0', DATA_DIR: dataDir, ...options.env },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}

/** Its exit and the last of its output. Not the event `close`: after a disconnect from this side it never comes. */
async function waitForEnd(child: ChildProcess): Promise<string> {
  const streams = [child.stdout, child.stderr].map((stream) => stream !== null && once(stream, 'close'));
  const [[code, signal]] = await Promise.all([once(child, 'exit'), ...streams]);
  return String(signal ?? code);
}

function collectOutput(child: ChildProcess): () => string {
  const chunks: Buffer[] = [];
  const keep = (chunk: Buffer) => {
    chunks.push(chunk);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return () => Buffer.concat(chunks).toString('utf8');
}

/** Numbered orders down, answers up; whatever waits is refused when the process ends. */
function openLine(child: ChildProcess, closed: Promise<string>, output: () => string): Line {
  const waiting = new Map<number, PromiseWithResolvers<void>>();
  const ready = Promise.withResolvers<Ready>();
  let lastId = 0;
  const settle = (id: number, error: Error | null) => {
    const order = waiting.get(id);
    waiting.delete(id);
    if (error === null) order?.resolve();
    else order?.reject(error);
  };
  child.on('message', (answer: Answer) => {
    if (answer.kind === 'ready') return ready.resolve(answer);
    if (answer.kind === 'unable') return ready.reject(new Error(`the app did not start: ${answer.text}`));
    settle(answer.id, answer.kind === 'failed' ? new Error(answer.text) : null);
  });
  void closed.then((end) => {
    const gone = new Error(`the app ended (${end}):\n${output()}`);
    ready.reject(gone);
    for (const id of waiting.keys()) settle(id, gone);
  });
  return {
    ready: ready.promise,
    order(body) {
      lastId += 1;
      const id = lastId;
      const order = Promise.withResolvers<void>();
      waiting.set(id, order);
      child.send({ ...body, id }, (error) => {
        if (error !== null) settle(id, error);
      });
      return order.promise;
    },
  };
}
