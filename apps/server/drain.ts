/** Waiting for a reader: what was written is taken, or the reader was too slow and is cut off. */
import type { ServerResponse } from 'node:http';
import type { Clock } from '../../core/ports.ts';

/** A reader that takes nothing for so long is cut off. */
const SLOWEST_MS = 30_000;

/** @example if (!response.write(text)) await drain(response, clock); */
export function drain(response: ServerResponse, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(SLOWEST_MS, () => response.destroy());
    const settle = (): void => {
      cancel();
      response.off('drain', settle).off('close', settle);
      resolve();
    };
    response.once('drain', settle).once('close', settle);
  });
}

export function isOpen(response: ServerResponse): boolean {
  return !response.destroyed && !response.writableEnded;
}
