import { setTimeout as sleep } from 'node:timers/promises';

/** Waits, and keeps the process alive meanwhile; ends at once when the run is stopped. */
export async function pause(ms: number, stopped: AbortSignal): Promise<void> {
  if (ms <= 0 || stopped.aborted) return;
  try {
    await sleep(ms, undefined, { signal: stopped });
  } catch (error) {
    if (!stopped.aborted) throw error;
  }
}
