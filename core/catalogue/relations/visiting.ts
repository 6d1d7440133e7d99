/**
 * Which session of a visitor an event belongs to, in the order of the log. Sessions stand in memory for as long as
 * anything may join them, and in no file; where memory does not reach, after a restart or for an event that comes late,
 * they are made anew from the log.
 */
import type { LoggedEntry, SiteId, VisitorId } from '../../entry.ts';
import type { Store } from '../../ports.ts';
import { nextTurn } from '../../turn.ts';
import { takesIn } from './table.ts';
import { isOrder, viewedProduct } from './told-products.ts';
import { type Counting, takeView, type Visit } from './visits.ts';

/** An event of somebody. */
export type VisitorEvent = LoggedEntry & { readonly visitor: VisitorId };

export type Visiting = {
  /** Whether the log has to be read before the event can be taken. */
  needsRecall(event: VisitorEvent): boolean;
  /** Reads what the log has of the visitor before the event. */
  recall(event: VisitorEvent): Promise<void>;
  take(event: VisitorEvent, counting: Counting): void;
  /** Forgets whoever has been away for an hour. */
  tidy(): void;
};

type Seen = {
  readonly visits: readonly Visit[];
  /** All events between the two are known. */
  readonly since: number;
  readonly until: number;
  /** How far time had come when the visitor's latest entry was taken. */
  readonly touched: number;
};

type Known = Omit<Seen, 'touched'>;

const AWAY_MS = 3_600_000;
const MOST_VISITORS = 50_000;
/** What lies further off is no part of the session that an event continues. */
const LONGEST_SESSION_MS = 12 * 3_600_000;
const MOST_RECALLED = 1_000;
const MOST_VISITS = 8;
/** Requests under way together are not stored in the order in which they came. */
const UNDER_WAY_MS = 60_000;

/** What is made anew is counted already: baskets fill, and nothing else changes. */
const COUNTED: Counting = {
  extend: (basket, product) => {
    if (takesIn(basket, product)) basket.products.push(product);
  },
  retract: () => undefined,
};

export type VisitingPorts = {
  readonly site: SiteId;
  readonly store: Pick<Store, 'readVisitor'>;
  readonly gapMs: () => number;
};

/** @example if (visiting.needsRecall(event)) await visiting.recall(event); visiting.take(event, counting); */
export function createVisiting({ site, store, gapMs }: VisitingPorts): Visiting {
  /** Who was touched last comes last. */
  const visitors = new Map<VisitorId, Seen>();
  /** The latest `receivedAt`. */
  let heard = 0;
  /** Of whom memory knows nothing, nothing was received after it; unknown before the first event. */
  let horizon: number | null = null;

  function find(visitor: VisitorId): Known {
    const since = horizon ?? Number.POSITIVE_INFINITY;
    return visitors.get(visitor) ?? { visits: [], since, until: Number.POSITIVE_INFINITY };
  }

  function put(visitor: VisitorId, known: Known): void {
    visitors.delete(visitor);
    visitors.set(visitor, { ...known, touched: heard });
  }

  function hear({ receivedAt }: LoggedEntry): void {
    horizon ??= receivedAt + UNDER_WAY_MS;
    heard = Math.max(heard, receivedAt);
  }

  return {
    needsRecall: (event) => {
      hear(event);
      const { since, until } = find(event.visitor);
      return event.t - gapMs() < since || event.t + gapMs() > until;
    },
    recall: async (event) => {
      const [since, to] = [event.t - LONGEST_SESSION_MS, event.t + LONGEST_SESSION_MS];
      const before = await readBefore(store, site, event, { from: since, to });
      const fold = (visits: readonly Visit[], entry: LoggedEntry) =>
        takeView(visits, { t: entry.t, product: viewedProduct(entry) }, gapMs(), COUNTED);
      // What happens from now on comes by itself.
      const until = to < heard ? to : Number.POSITIVE_INFINITY;
      put(event.visitor, { visits: before.reduce(fold, []), since, until });
      await nextTurn();
    },
    take: (event, counting) => {
      hear(event);
      const { visits, since, until } = find(event.visitor);
      const view = { t: event.t, product: viewedProduct(event) };
      const taken = takeView(visits, view, gapMs(), counting);
      const forgotten = taken.at(-1 - MOST_VISITS)?.last ?? since;
      const kept = taken.slice(-MOST_VISITS);
      put(event.visitor, { visits: kept, since: Math.max(since, forgotten), until });
    },
    tidy: () => {
      for (const [visitor, { touched }] of visitors) {
        if (touched >= heard - AWAY_MS && visitors.size <= MOST_VISITORS) return;
        visitors.delete(visitor);
        horizon = Math.max(horizon ?? 0, touched);
      }
    },
  };
}

/** In the order of the log: baskets fill in that order. */
async function readBefore(
  store: VisitingPorts['store'],
  site: SiteId,
  { visitor, seq }: VisitorEvent,
  range: { readonly from: number; readonly to: number },
): Promise<readonly LoggedEntry[]> {
  const latest = { types: ['event'], limit: MOST_RECALLED, side: 'newest' } as const;
  const found = await store.readVisitor(site, [visitor], { ...range, ...latest });
  return found.filter((entry) => entry.seq < seq && !isOrder(entry)).toSorted((a, b) => a.seq - b.seq);
}
