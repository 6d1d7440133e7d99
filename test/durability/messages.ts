/** What the processes of a crash round tell each other; all of it is JSON. */
import type { Keys } from '../support/app-messages.ts';
import type { TrafficPlan } from './traffic.ts';

/** When the server process ends itself. */
export type Death =
  /** While the store's writer is in this phase (core/stores/phase.ts), so long after it began. */
  | { readonly during: 'phase'; readonly phase: number; readonly intoItMicros: number }
  /** Folding what the log holds behind the checkpoint, at its so many-th look at a profile. */
  | { readonly during: 'catch-up'; readonly afterProfiles: number };

export type ServerPlan = {
  /** The machine's UTC ms at which the fast clock began. */
  readonly startedAt: number;
  /** Where the watcher writes what it saw. */
  readonly reportPath: string;
  /** Known from the start; a death in a phase may also come as a message. */
  readonly death: Death | null;
  /** It defines the segments: they are there afterwards. */
  readonly isFirst: boolean;
};

export type ServerNews = { readonly url: string; readonly demo: Keys };

export type LoadPlan = Omit<TrafficPlan, 'siteId' | 'writeKey' | 'secretKey'> & {
  readonly port: number;
  readonly keys: Keys;
  readonly startedAt: number;
  readonly reportPath: string;
  /** After so many acknowledged posts it says that it is warm. */
  readonly warmAfter: number;
};

/** The machine's monotonic time, the same in all of its processes, ms. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
