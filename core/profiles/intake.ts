/** How entries come into profiles. */
import type { LoggedEntry } from '../entry.ts';
import type { FoldQueue } from './fold-queue.ts';

export type Intake = {
  readonly queue: FoldQueue;
  /** Resolves when these, which this server has appended, are in. */
  take(entries: readonly LoggedEntry[]): Promise<void>;
  /** Takes in what the log holds and rows may lack; answers how many entries those were. */
  catchUp(): Promise<number>;
  /** Resolves when everything that was in the log at the call is in. */
  follow(): Promise<void>;
  /** Writes the rows of whoever is in memory, and of whoever other servers leave out of theirs. */
  flush(): Promise<void>;
  /** The same once every other server that is alive has heard everything that it was told before the call. */
  flushHeard(): Promise<void>;
  /** Everything up to this place is in. */
  foldedUpTo(): number;
  /** Up to here everything was handed to everybody whom it concerns. */
  handedTo(): number;
  /** @throws InklingError `store_unavailable` while nothing may be appended. */
  assertOpen(): void;
  stop(): Promise<void>;
};
