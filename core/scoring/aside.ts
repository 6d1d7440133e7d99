/** Long work in a thread of its own, so that nobody who is served waits for it. */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

type Said =
  | { readonly kind: 'progress'; readonly done: number }
  | { readonly kind: 'result'; readonly result: unknown };

type Errand = { readonly errand: string; readonly input: unknown };

/** Told from the thread at most this often, in shares of the work. */
const STEP = 0.02;

export type Watching = {
  /** Share of the work that is done, 0 to 1. */
  readonly report?: (done: number) => void;
  /** Ends the thread; then it rejects. */
  readonly signal?: AbortSignal;
};

/**
 * Has a module do its work in a thread.
 *
 * @param module One that calls {@link serveAside}; input and result are cloned.
 * @throws Error when the thread ends without a result: out of memory, or cancelled.
 * @example await runAside<Training>(new URL('./thread.ts', import.meta.url), input, { report, signal })
 */
export function runAside<Result>(
  module: URL,
  input: unknown,
  { report, signal }: Watching = {},
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(module, { workerData: { errand: module.href, input } satisfies Errand });
    const cancel = () => void worker.terminate();
    signal?.addEventListener('abort', cancel, { once: true });
    worker.on('message', (said: Said) => {
      if (said.kind === 'progress') report?.(said.done);
      else resolve(said.result as Result);
    });
    worker.on('error', reject);
    worker.on('exit', () => {
      signal?.removeEventListener('abort', cancel);
      reject(new Error(signal?.aborted ? 'it was cancelled' : 'the thread ended without a result'));
    });
  });
}

/**
 * Does the work of the thread that was started for this module; anywhere else the module is only loaded.
 *
 * @param module `import.meta.url`.
 * @example serveAside(import.meta.url, (input: TrainingInput, report) => train(input, report))
 */
export function serveAside<Input>(
  module: string,
  work: (input: Input, report: (done: number) => void) => unknown,
): void {
  if (isMainThread || !isErrand(workerData) || workerData.errand !== module) return;
  let told = 0;
  const say = (said: Said) => parentPort?.postMessage(said);
  const result = work(workerData.input as Input, (done) => {
    if (done - told < STEP) return;
    told = done;
    say({ kind: 'progress', done });
  });
  say({ kind: 'result', result });
}

function isErrand(data: unknown): data is Errand {
  return typeof data === 'object' && data !== null && 'errand' in data;
}
