/** What the page knows of the session: what the site answered last, and what happened here that no answer tells of yet. */
import { clockOffsetMs } from '../../../collect/skew.ts';
import type { Context, Properties } from '../../../entry.ts';
import type { FreshEvent } from '../../../local/engine.ts';
import type { SessionState } from '../../../local/state.ts';
import type { LocalAnswer, PushedItem } from '../wire.ts';

export type Account = {
  /** Null: there is nobody to decide for. */
  readonly state: SessionState | null;
  /** In the order in which they happened, like all of these by the site's clock. */
  readonly fresh: readonly FreshEvent[];
  /** What happened since this was asked last, whether an answer tells of it by now or not. */
  takeNews(): readonly FreshEvent[];
  now(): number;
  add(item: PushedItem): void;
  take(answer: LocalAnswer, items: readonly unknown[], sentAt: number): void;
};

/** With the time that the site will say. */
type Kept = PushedItem & { t: number };

/** @param context Of every event of the page. */
export function openAccount(context: Context): Account {
  const fresh = new Map<string, Kept>();
  const news: Kept[] = [];
  let state: SessionState | null = null;
  let offsetMs = 0;
  let takenAt = 0;
  const toEvent = ({ i, n, t, p, u, r }: Kept): FreshEvent => {
    // As the wire has it: the path with the allowed parameters.
    const [path = '', query] = u.split('?');
    return {
      id: i,
      name: n,
      t: t + offsetMs,
      properties: p as Properties,
      context: {
        ...context,
        path,
        ...(query && { campaign: Object.fromEntries(new URLSearchParams(query)) }),
        ...(r && { referrer: r }),
      },
    };
  };
  return {
    get state() {
      return state;
    },
    get fresh() {
      return [...fresh.values()].map(toEvent);
    },
    takeNews: () => news.splice(0).map(toEvent),
    now: () => Date.now() + offsetMs,
    add(item) {
      const kept = { ...item };
      fresh.set(item.i, kept);
      news.push(kept);
    },
    take({ accepted, t: at = 0, st }, items, sentAt) {
      // What was refused for now comes again, with an answer of its own; posts of a page that is being left overtake one another.
      if (accepted === undefined) return;
      const ofPost = at && clockOffsetMs(sentAt, at);
      for (const { i } of items as readonly PushedItem[]) {
        const kept = fresh.get(i);
        // No event is ahead of the site.
        if (kept && at) kept.t = Math.min(kept.t, at - ofPost);
        fresh.delete(i);
      }
      if (at < takenAt) return;
      takenAt = at;
      offsetMs = ofPost;
      state = (st as SessionState | undefined) ?? null;
    },
  };
}
