/**
 * What sessions are told apart by: what was done in them, and never what somebody is or uses. Each feature can be said
 * as a condition on the session, so that whatever is found by them can be installed as a segment.
 */
import type { Entry } from '../../entry.ts';
import { namesOf } from '../../profiles/visit.ts';
import { amountScale, createCounter, type Hit } from '../../segments/counter.ts';
import { TOTALS } from '../../segments/totals.ts';

/** How a feature is taken from the events of a session. All are 0 where there is no such event. */
export type Measure =
  | { readonly kind: 'count'; readonly event: string | readonly string[] }
  /** How many values of the property there are. */
  | { readonly kind: 'distinct'; readonly event: string; readonly property: string }
  /** How often the most frequent value of the property occurs. */
  | { readonly kind: 'same'; readonly event: string; readonly property: string }
  | { readonly kind: 'sum'; readonly event: string; readonly property: string }
  /** The largest value of the property, which is never below 0. */
  | { readonly kind: 'most'; readonly event: string; readonly property: string }
  /** Full seconds since the session began. */
  | { readonly kind: 'elapsed' };

export type SessionFeature = {
  readonly name: string;
  /** As it stands in the name of a segment, after a number. */
  readonly label: string;
  readonly unit: 'times' | 'values' | 'seconds' | 'money' | 'percent';
  readonly measure: Measure;
};

const CHECKOUT = namesOf('checkout');
const ADDED = ['Product Added', 'Wishlist Product Added to Cart'];

function count(name: string, label: string, event: string | readonly string[]): SessionFeature {
  return { name, label, unit: 'times', measure: { kind: 'count', event } };
}

/** Money is in major units of the site's currency. Orders are left out: they are what all this is to foretell. */
export const SESSION_FEATURES: readonly SessionFeature[] = [
  count('page_views', 'page views', 'Page Viewed'),
  {
    name: 'pages',
    label: 'different pages',
    unit: 'values',
    measure: { kind: 'distinct', event: 'Page Viewed', property: 'path' },
  },
  count('list_views', 'list views', 'Product List Viewed'),
  count('searches', 'searches', 'Products Searched'),
  count('filters', 'filters', 'Product List Filtered'),
  count('product_views', 'product views', 'Product Viewed'),
  {
    name: 'products',
    label: 'different products',
    unit: 'values',
    measure: {
      kind: 'distinct',
      event: 'Product Viewed',
      property: 'product_id',
    },
  },
  {
    name: 'repeat_views',
    label: 'views of one product',
    unit: 'times',
    measure: {
      kind: 'same',
      event: 'Product Viewed',
      property: 'product_id',
    },
  },
  {
    name: 'categories',
    label: 'different categories',
    unit: 'values',
    measure: {
      kind: 'distinct',
      event: 'Product Viewed',
      property: 'category',
    },
  },
  {
    name: 'highest_price',
    label: 'as the highest price seen',
    unit: 'money',
    measure: {
      kind: 'most',
      event: 'Product Viewed',
      property: 'price',
    },
  },
  count('options', 'options selected', 'Product Option Selected'),
  count('adds', 'added to the cart', ADDED),
  {
    name: 'added_price',
    label: 'as the prices added',
    unit: 'money',
    measure: {
      kind: 'sum',
      event: 'Product Added',
      property: 'price',
    },
  },
  count('removals', 'removed from the cart', 'Product Removed'),
  count('cart_views', 'cart views', 'Cart Viewed'),
  count('checkout_steps', 'checkout steps', CHECKOUT),
  count('exit_intents', 'moves to leave', 'Exit Intent Detected'),
  {
    name: 'engaged_seconds',
    label: 'engaged seconds',
    unit: 'seconds',
    measure: {
      kind: 'sum',
      event: 'Page Engaged',
      property: 'seconds_active',
    },
  },
  {
    name: 'scroll_depth',
    label: 'percent scrolled',
    unit: 'percent',
    measure: {
      kind: 'most',
      event: 'Page Engaged',
      property: 'scroll_depth',
    },
  },
  { name: 'session_seconds', label: 'seconds in all', unit: 'seconds', measure: { kind: 'elapsed' } },
];

/** @param t UTC ms, not before the last event. @returns One value a feature. */
export type SessionMeter = (events: readonly Entry[], t: number) => Float64Array;

/**
 * Reads a session's events as segments do: with their counters and totals, so that a number means the same in both.
 *
 * @param minorPerMajor Of the site's currency: 100 for EUR.
 * @example createSessionMeter(SESSION_FEATURES, 100)(events, events.at(-1).t) // Float64Array [3, 2, …]
 */
export function createSessionMeter(features: readonly SessionFeature[], minorPerMajor: number): SessionMeter {
  const readers = features.map(({ measure }) => createReader(measure, minorPerMajor));
  return (events, t) => Float64Array.from(readers, (read) => read(events, t));
}

type Reader = (events: readonly Entry[], t: number) => number;

function createReader(measure: Measure, minorPerMajor: number): Reader {
  if (measure.kind === 'elapsed') return (events, t) => Math.floor((t - (events[0]?.t ?? t)) / 1_000);
  const hitsOf = createHitReader(measure);
  if (measure.kind === 'count') return (events) => hitsOf(events).length;
  if (measure.kind === 'same') return (events) => largestGroup(hitsOf(events));
  const total = TOTALS[measure.kind === 'most' ? 'max' : measure.kind];
  const scale = measure.kind === 'distinct' ? 1 : amountScale(measure.property, minorPerMajor);
  return (events) => total(hitsOf(events), [], scale) ?? 0;
}

function createHitReader(
  measure: Exclude<Measure, { kind: 'elapsed' }>,
): (events: readonly Entry[]) => Hit[] {
  const { kind, event } = measure;
  const property = kind === 'count' ? undefined : measure.property;
  const counter = createCounter({
    match: { event },
    ...(kind === 'same' && { per: property }),
    ...(kind !== 'same' &&
      property !== undefined && { of: { path: property, isDistinct: kind === 'distinct' } }),
  });
  const names = new Set(counter.names);
  return (events) => events.flatMap((one, n) => (names.has(one.name) ? counter.read(one, n) : []));
}

function largestGroup(hits: readonly Hit[]): number {
  const sizes = new Map<unknown, number>();
  for (const { g } of hits) sizes.set(g, (sizes.get(g) ?? 0) + 1);
  return Math.max(0, ...sizes.values());
}
