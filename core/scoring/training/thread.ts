/** Training in a thread of its own, so that nobody who is served waits for it. */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type Training, type TrainingInput, train } from './train.ts';

type Said =
  | { readonly kind: 'progress'; readonly done: number }
  | { readonly kind: 'result'; readonly training: Training | null };

/** Told from the thread at most this often, in shares of the work. */
const STEP = 0.02;

/**
 * Resolves with what {@link train} answers.
 *
 * @param signal Ends the thread; then it rejects.
 * @throws Error when the thread ends without an answer: out of memory, or cancelled.
 * @example await trainAside(input, report, controller.signal)
 */
export function trainAside(
  input: TrainingInput,
  report: (done: number) => void,
  signal: AbortSignal,
): Promise<Training | null> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: input });
    const cancel = () => void worker.terminate();
    signal.addEventListener('abort', cancel, { once: true });
    worker.on('message', (said: Said) => {
      if (said.kind === 'progress') report(said.done);
      else resolve(said.training);
    });
    worker.on('error', reject);
    worker.on('exit', () => {
      signal.removeEventListener('abort', cancel);
      reject(
        new Error(signal.aborted ? 'the training was cancelled' : 'the training ended without a result'),
      );
    });
  });
}

function run(input: TrainingInput): void {
  let told = 0;
  const training = train(input, (done) => {
    if (done - told < STEP) return true;
    told = done;
    parentPort?.postMessage({ kind: 'progress', done } satisfies Said);
    return true;
  });
  parentPort?.postMessage({ kind: 'result', training } satisfies Said);
}

if (!isMainThread && isTrainingInput(workerData)) run(workerData);

/** Other threads load this file as well: it trains only where it was started to. */
function isTrainingInput(data: unknown): data is TrainingInput {
  return typeof data === 'object' && data !== null && 'dataset' in data && 'label' in data;
}
