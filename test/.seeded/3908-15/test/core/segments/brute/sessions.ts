/** Sessions, and what is derived from them. */
import type { Entry, Properties } from '../../../../core/entry.ts';
import type { Happening } from './question.ts';

const MOST_EVENTS = 500;
const LONGEST_MS = 12 * 60 * 60_000;
const STEPS = ['browse', 'product', 'cart', 'checkout', 'order'];

/** The names that the generated logs use, with how far along the funnel each is. */
const STEP_OF: Readonly<Record<string, number>> = {
  'Page Viewed': 0,
  'Products Searched': 0,
  'Product List Viewed': 0,
  'Product Clicked': 0,
  'Product Viewed': 1,
  'Product Added to Wishlist': 1,
  'Product Added': 2,
  'Product Removed': 2,
  'Cart Viewed': 2,
  'Checkout Started': 3,
  'Order Completed': 4,
};

export type Session = {
  readonly events: readonly Entry[];
  /** From this instant on nothing belongs to it any more. */
  readonly end: number;
};

/** @param events In order. */
export function sessionsOf(events: readonly Entry[], gapMs: number): Session[] {
  const groups: Entry[][] = [];
  for (const event of events) {
    const group = groups.at(-1);
    if (group !== undefined && event.t < endOf(group, gapMs) && group.length < MOST_EVENTS) group.push(event);
    else groups.push([event]);
  }
  return groups.map((group) => ({ events: group, end: endOf(group, gapMs) }));
}

function endOf(events: readonly Entry[], gapMs: number): number {
  const [first, last] = edges(events);
  return events.length >= MOST_EVENTS ? last.t : Math.min(last.t + gapMs, first.t + LONGEST_MS);
}

function edges(events: readonly Entry[]): [Entry, Entry] {
  const first = events[0];
  const last = events.at(-1);
  if (first === undefined || last === undefined) throw new Error('a session has an event');
  return [first, last];
}

/** A session's events, its start, and its end where that has come. */
export function happeningsOf({ events, end }: Session, now: number): Happening[] {
  const [first] = edges(events);
  const own = events.map((event) => ({ ...event, session: first.id }));
  const started = {
    id: `!session-started:${first.id}`,
    t: first.t,
    name: 'Session Started',
    source: first.source,
    properties: present({ entry_path: first.context?.path }),
    session: first.id,
  };
  if (end > now) return [started, ...own];
  const ended = {
    id: `!session-ended:${first.id}`,
    t: end,
    name: 'Session Ended',
    source: first.source,
    properties: dropPoint(events),
    session: null,
  };
  return [started, ...own, ended];
}

function dropPoint(events: readonly Entry[]): Properties {
  const [first, last] = edges(events);
  const furthest = Math.max(...events.map(({ name }) => STEP_OF[name] ?? 0));
  return present({
    entry_path: entryPath(events),
    exit_path: events.findLast(({ context }) => context?.path !== undefined)?.context?.path,
    step: STEPS[furthest],
    events: events.length,
    duration_ms: last.t - first.t,
  });
}

function entryPath(events: readonly Entry[]): string | undefined {
  return events.find(({ context }) => context?.path !== undefined)?.context?.path;
}

function present(values: Readonly<Record<string, string | number | undefined>>): Properties {
  const properties: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(values)) if (value !== undefined) properties[name] = value;
  return properties;
}
