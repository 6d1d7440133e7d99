/** Work that is given up after a time. */
import type { Clock } from '../../../core/ports.ts';

/** @example await within(clock, 10_000, (signal) => fetch(url, { signal })) */
export async function within<T>(
  clock: Clock,
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const cancel = clock.after(ms, () => abort.abort(new DOMException('it took too long', 'TimeoutError')));
  try {
    return await work(abort.signal);
  } finally {
    cancel();
  }
}
