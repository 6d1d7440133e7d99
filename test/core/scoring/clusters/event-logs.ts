/** Sessions as event logs, and what was done in them, counted by hand. */
import type { Entry, Json, SiteId, VisitorId } from '../../../../core/entry.ts';
import { SESSION_FEATURES } from '../../../../core/scoring/clusters/session-features.ts';
import type { Condition } from '../../../../core/segments/condition.ts';
import type { Question } from '../../segments/brute/question.ts';

export const SITE = { currency: 'EUR', zone: 'UTC', sessionGapMs: 30 * 60_000 };
const VISITOR = '0'.repeat(32);
const START = Date.UTC(2026, 3, 15, 12);

const pick = <T>(list: readonly T[], random: () => number): T =>
  list[Math.floor(random() * list.length)] as T;

const NAMES = [
  ...['Page Viewed', 'Product List Viewed', 'Products Searched', 'Product List Filtered', 'Product Viewed'],
  ...['Product Viewed', 'Product Option Selected', 'Product Added', 'Wishlist Product Added to Cart'],
  ...['Product Removed', 'Cart Viewed', 'Checkout Started', 'Checkout Step Viewed', 'Payment Info Entered'],
  ...['Exit Intent Detected', 'Page Engaged', 'Page Engaged', 'Order Completed', 'Element Clicked'],
];

function drawProperties(name: string, random: () => number): { [key: string]: Json } {
  if (name === 'Page Viewed') return { path: pick(['/', '/a', '/b'], random) };
  if (name === 'Page Engaged') {
    const depth = pick([10, 60, 100, null], random);
    return { seconds_active: pick([3, 20, 45], random), ...(depth !== null && { scroll_depth: depth }) };
  }
  const price = pick([500, 1_999, 5_000, null], random);
  const category = pick(['shoes', 'hats', null], random);
  return {
    product_id: pick(['p1', 'p2', 'p3'], random),
    ...(price !== null && { price }),
    ...(category !== null && { category }),
  };
}

/** Up to ten events, less than half an hour apart. */
export function drawSession(random: () => number, start = START, first = 0): readonly Entry[] {
  let t = start;
  return Array.from({ length: 1 + Math.floor(random() * 10) }, (_, at) => {
    const name = pick(NAMES, random);
    if (at > 0) t += 1 + Math.floor(random() * 90_000);
    return {
      site: 'st_1' as SiteId,
      id: `e${String(first + at).padStart(4, '0')}`,
      type: 'event',
      name,
      t,
      receivedAt: t,
      visitor: VISITOR as VisitorId,
      source: 'web',
      properties: drawProperties(name, random),
      currency: 'EUR',
    };
  });
}

/** A visit that is over, and one two hours later. */
export function drawVisits(random: () => number) {
  const earlier = drawSession(random);
  return { earlier, session: drawSession(random, (earlier.at(-1)?.t ?? START) + 7_200_000, 500) };
}

export function ask(condition: Condition, entries: readonly Entry[], t: number): Question {
  return {
    condition,
    definitions: new Map(),
    stages: [],
    entries,
    facts: [],
    site: SITE,
    visitorId: VISITOR,
    earliestId: VISITOR,
    accountFacts: null,
    accountEntries: null,
    t,
  };
}

/** By name of the feature: none of the product's counting is used. */
export function countByHand(session: readonly Entry[], t: number): Readonly<Record<string, number>> {
  const of = (...names: string[]) => session.filter(({ name }) => names.includes(name));
  const values = (name: string, property: string) =>
    of(name).flatMap(({ properties }) => properties[property] ?? []) as (string | number)[];
  const numbers = (name: string, property: string) => values(name, property).map(Number);
  const different = (name: string, property: string) => new Set(values(name, property)).size;
  const viewed = values('Product Viewed', 'product_id');
  return {
    page_views: of('Page Viewed').length,
    pages: different('Page Viewed', 'path'),
    list_views: of('Product List Viewed').length,
    searches: of('Products Searched').length,
    filters: of('Product List Filtered').length,
    product_views: viewed.length,
    products: different('Product Viewed', 'product_id'),
    repeat_views: Math.max(0, ...viewed.map((id) => viewed.filter((other) => other === id).length)),
    categories: different('Product Viewed', 'category'),
    highest_price: Math.max(0, ...numbers('Product Viewed', 'price')) / 100,
    options: of('Product Option Selected').length,
    adds: of('Product Added', 'Wishlist Product Added to Cart').length,
    added_price: numbers('Product Added', 'price').reduce((sum, price) => sum + price, 0) / 100,
    removals: of('Product Removed').length,
    cart_views: of('Cart Viewed').length,
    checkout_steps: of(
      'Checkout Started',
      'Checkout Step Viewed',
      'Checkout Step Completed',
      'Payment Info Entered',
    ).length,
    exit_intents: of('Exit Intent Detected').length,
    engaged_seconds: numbers('Page Engaged', 'seconds_active').reduce((sum, one) => sum + one, 0),
    scroll_depth: Math.max(0, ...numbers('Page Engaged', 'scroll_depth')),
    session_seconds: Math.trunc((t - (session[0]?.t ?? t)) / 1_000),
  };
}

export const NAMES_OF_FEATURES = SESSION_FEATURES.map(({ name }) => name);
