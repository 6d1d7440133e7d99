/** Random days of a shop, and what they come to when somebody counts the whole log by hand. */
import fc from 'fast-check';
import type { Entry, LoggedEntry, SiteId } from '../../core/entry.ts';
import { DEFAULT_SETTINGS } from '../../core/sites/site.ts';
import { localDate } from '../../core/zone.ts';
import { DAY, event, HOUR, visitorId } from '../core/profiles/world.ts';

export const ZONE = 'Europe/Berlin';
export const NOW = Date.UTC(2026, 2, 31, 12);
export const SETTINGS = { ...DEFAULT_SETTINGS, name: 'Shop', timezone: ZONE };

const NAMES = ['Page Viewed', 'Product Viewed', 'Product Added', 'Checkout Started', 'Page Engaged'] as const;

/** Few ids, so that copies take each other's places; few orders, so that they are told of again and again. */
export function entryOf(site: SiteId): fc.Arbitrary<Entry> {
  const when = fc.integer({ min: 0, max: 60 }).map((hours) => NOW - 3 * DAY + hours * HOUR + 1);
  const who = fc.constantFrom(null, 'ann', 'ben', 'cem');
  const of = (
    name: string,
    parts: Partial<Entry> & { readonly t: number; readonly who: string | null },
  ): Entry => {
    const { who: label, ...rest } = parts;
    const visitor = label === null ? null : visitorId(label);
    return event(name, { ...rest, site, receivedAt: NOW, visitor });
  };
  const web = fc
    .record({
      name: fc.constantFrom(...NAMES),
      id: fc.nat(11),
      t: when,
      who,
      page: fc.constantFrom('/', '/a', '/b'),
    })
    .map(({ name, id, t, who: label, page }) =>
      of(name, {
        t,
        who: label,
        id: `${name} ${id}`,
        context: { path: page, ...(page === '/' && { referrer: 'https://search.example' }) },
      }),
    );
  const order = fc
    .record({ n: fc.nat(3), t: when, who, minor: fc.integer({ min: 1, max: 9_999 }), isServer: fc.boolean() })
    .map(({ n, t, who: label, minor, isServer }) =>
      of('Order Completed', {
        ...{ t, who: label, id: `order:${n}` },
        source: isServer ? 'server' : 'web',
        properties: { order_id: `o${n}`, total: minor },
        currency: 'EUR',
      }),
    );
  const refund = fc
    .record({ n: fc.nat(3), part: fc.nat(2), t: when, minor: fc.option(fc.integer({ min: 1, max: 5_000 })) })
    .map(({ n, part, t, minor }) =>
      of('Order Refunded', {
        ...{ t, who: null, id: `refund:${n}-${part}` },
        source: 'server',
        properties: { order_id: `o${n}`, ...(minor !== null && { total: minor }) },
      }),
    );
  const cancelled = fc.record({ n: fc.nat(3), t: when }).map(({ n, t }) =>
    of('Order Cancelled', {
      t,
      who: null,
      id: `cancel:${n}`,
      source: 'server',
      properties: { order_id: `o${n}` },
    }),
  );
  return fc.oneof(
    { arbitrary: web, weight: 12 },
    { arbitrary: order, weight: 3 },
    { arbitrary: refund, weight: 2 },
    { arbitrary: cancelled, weight: 1 },
  );
}

export type ByHand = {
  views: number;
  viewsOfVisitors: number;
  steps: Record<string, number>;
  pages: Record<string, number>;
  names: Record<string, number>;
  orders: number;
  revenueMinor: number;
  refundedMinor: number;
};

const STEP_OF: Readonly<Record<string, string>> = {
  'Product Viewed': 'product',
  'Product Added': 'cart',
  'Checkout Started': 'checkout',
};

/** By local date. */
export function countByHand(log: readonly LoggedEntry[]): Map<string, ByHand> {
  const days = new Map<string, ByHand>();
  const dayAt = (t: number): ByHand => {
    const date = localDate(t, ZONE);
    const known = days.get(date) ?? {
      ...{ views: 0, viewsOfVisitors: 0, steps: {}, pages: {}, names: {} },
      ...{ orders: 0, revenueMinor: 0, refundedMinor: 0 },
    };
    days.set(date, known);
    return known;
  };
  for (const { name, t, visitor, context } of log) {
    const day = dayAt(t);
    day.names[name] = (day.names[name] ?? 0) + 1;
    if (name === 'Page Viewed') {
      day.views += 1;
      if (visitor !== null) day.viewsOfVisitors += 1;
      const page = context?.path ?? '';
      day.pages[page] = (day.pages[page] ?? 0) + 1;
    }
    const step = STEP_OF[name];
    if (step !== undefined) day.steps[step] = (day.steps[step] ?? 0) + 1;
  }
  const orders = Map.groupBy(
    log.filter(({ name }) => name.startsWith('Order ')),
    ({ properties }) => String(properties.order_id),
  );
  for (const events of orders.values()) {
    const completed = events.find(({ name }) => name === 'Order Completed');
    if (completed === undefined || events.some(({ name }) => name === 'Order Cancelled')) continue;
    const gross = Number(completed.properties.total);
    const back = events
      .filter(({ name }) => name === 'Order Refunded')
      .reduce((sum, { properties }) => sum + Number(properties.total ?? gross), 0);
    const day = dayAt(completed.t);
    day.orders += 1;
    day.refundedMinor += Math.min(gross, back);
    day.revenueMinor += gross - Math.min(gross, back);
  }
  return days;
}
