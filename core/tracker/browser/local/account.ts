/** What the page knows of the session: what the site answered last, and what happened here that no answer tells of yet. */
import { clockOffsetMs } from '../../../collect/skew.ts';
import type { SessionState } from '../../../local/state.ts';
import type { LocalAnswer, PushedItem } from '../wire.ts';

export type Account = {
  /** Undefined: there is nobody to decide for. */
  readonly state: SessionState | undefined;
  /** By the site's clock, in the order in which they happened. */
  readonly fresh: readonly PushedItem[];
  /** By the site's clock. */
  now(): number;
  add(item: PushedItem): void;
  take(answer: LocalAnswer, items: readonly unknown[], sentAt: number): void;
};

export function openAccount(): Account {
  const fresh = new Map<string, PushedItem>();
  let state: SessionState | undefined;
  let offsetMs = 0;
  let takenAt = 0;
  return {
    get state() {
      return state;
    },
    get fresh() {
      return [...fresh.values()].map((item) => ({ ...item, t: item.t + offsetMs }));
    },
    now: () => Date.now() + offsetMs,
    add: (item) => fresh.set(item.i, item),
    take({ accepted, t, st }, items, sentAt) {
      // What was refused for now comes again, with an answer of its own.
      if (accepted === undefined) return;
      for (const item of items) fresh.delete((item as PushedItem).i);
      const at = t ?? sentAt;
      // Posts of a page that is being left overtake one another.
      if (at < takenAt) return;
      takenAt = at;
      offsetMs = clockOffsetMs(sentAt, at);
      state = st as SessionState | undefined;
    },
  };
}
