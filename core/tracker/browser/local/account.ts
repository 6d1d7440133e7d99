/** What the page knows of the session: what the site answered last, and what happened here that no answer tells of yet. */
import { clockOffsetMs } from '../../../collect/skew.ts';
import type { Context, Properties } from '../../../entry.ts';
import type { FreshEvent } from '../../../local/engine.ts';
import type { SessionState } from '../../../local/state.ts';
import type { LocalAnswer, PushedItem } from '../wire.ts';

export type Account = {
  /** Null: there is nobody to decide for. */
  readonly state: SessionState | null;
  /** By the site's clock, in the order in which they happened. */
  readonly fresh: readonly FreshEvent[];
  /** What happened since this was asked last, whether an answer tells of it by now or not. */
  takeNews(): readonly FreshEvent[];
  /** By the site's clock. */
  now(): number;
  add(item: PushedItem): void;
  take(answer: LocalAnswer, items: readonly unknown[], sentAt: number): void;
};

/** @param context Of every event of the page. */
export function openAccount(context: Context): Account {
  const fresh = new Map<string, PushedItem>();
  /** Ids, and when the site says that it was. */
  const news = new Map<string, FreshEvent | undefined>();
  let state: SessionState | null = null;
  let offsetMs = 0;
  let takenAt = 0;
  const toEvent = (
    { i, n, t, p, ...circumstances }: PushedItem,
    latest = Number.POSITIVE_INFINITY,
  ): FreshEvent => ({
    id: i,
    name: n,
    t: Math.min(t + offsetMs, latest),
    properties: p as Properties,
    context: { ...context, ...readContext(circumstances) },
  });
  return {
    get state() {
      return state;
    },
    get fresh() {
      return [...fresh.values()].map((item) => toEvent(item));
    },
    takeNews() {
      const taken = [...news].flatMap(([id, event]) => {
        const item = fresh.get(id);
        return item ? toEvent(item) : (event ?? []);
      });
      news.clear();
      return taken;
    },
    now: () => Date.now() + offsetMs,
    add(item) {
      fresh.set(item.i, item);
      news.set(item.i, undefined);
    },
    take({ accepted, t, st }, items, sentAt) {
      // What was refused for now comes again, with an answer of its own.
      if (accepted === undefined) return;
      const at = t ?? sentAt;
      const ofPost = clockOffsetMs(sentAt, at);
      for (const { i } of items as readonly PushedItem[]) {
        const item = fresh.get(i);
        if (item && news.has(i)) news.set(i, toEvent({ ...item, t: item.t + ofPost - offsetMs }, at));
        fresh.delete(i);
      }
      // Posts of a page that is being left overtake one another.
      if (at < takenAt) return;
      takenAt = at;
      offsetMs = ofPost;
      state = (st as SessionState | undefined) ?? null;
    },
  };
}

/** Of the path with the allowed parameters, as the wire has it. */
function readContext({ u, r }: Pick<PushedItem, 'u' | 'r'>): Context {
  const [path = '', query = ''] = u.split('?');
  const campaign = Object.fromEntries(new URLSearchParams(query));
  return { path, ...(query && { campaign }), ...(r && { referrer: r }) };
}
