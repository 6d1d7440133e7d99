/** What a crash round asks of the store that it kills on. */
import type { Started } from './crash-processes.ts';
import type { Death } from './messages.ts';
import type { Place } from './places.ts';
import type { Random } from './random.ts';

export type CrashStage = {
  /** As servers are told of it. */
  readonly place: Place;
  /** As it is looked at when they are dead. */
  readonly remains: Place;
  /** Kinds of unfinished writes, each a few words: every round takes the next. */
  readonly moments: readonly string[];
  /** Kills a server that works, in the midst of such a write. Resolves with when that was, by {@link monotonicMs}, once it is gone. */
  kill(server: Started, moment: string, random: Random): Promise<number>;
  /**
   * Starts a server, and kills it while it catches up with the log.
   *
   * @throws Error when there was too little to catch up with.
   */
  killCatchingUp(start: (death: Death | null) => Started, random: Random): Promise<void>;
  close(): Promise<void>;
};

/** @throws Error when the server serves before it is dead. */
export async function dieBeforeServing({ child, ready, killed }: Started): Promise<void> {
  const isUp = await Promise.race([ready.then(() => true), killed.then(() => false)]);
  if (isUp) child.kill('SIGKILL');
  await killed;
  if (isUp) throw new Error('the server had too little to catch up with');
}
