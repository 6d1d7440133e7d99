/** Waits that a clock ends, or somebody for whom they take too long. */
import type { Clock } from '../../core/ports.ts';

export type Waits = {
  /** @throws whatever {@link Waits.end} was given. */
  pause(ms: number): Promise<void>;
  /** Ends all there are. */
  end(reason: Error): void;
};

/** @example const waits = createWaits(clock); await waits.pause(1_000) */
export function createWaits(clock: Clock): Waits {
  const open = new Set<(reason: Error) => void>();
  return {
    async pause(ms) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const cancel = clock.after(ms, resolve);
      open.add(reject);
      try {
        await promise;
      } finally {
        cancel();
        open.delete(reject);
      }
    },
    end(reason) {
      for (const reject of [...open]) reject(reason);
    },
  };
}
