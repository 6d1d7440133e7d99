/** A small world to fold: entries by hand, and arbitrary histories with ties, links, consents and money. */
import fc from 'fast-check';
import type { Entry, Properties, SiteId, VisitorId } from '../../../core/entry.ts';
import { isMoneyKey, toMinor } from '../../../core/events/money.ts';
import type { FunnelStep } from '../../../core/events/spec.ts';
import { createFoldRules } from '../../../core/profiles/rules.ts';

export const SITE = 'st_test' as SiteId;
export const START = Date.UTC(2026, 9, 1);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const STEPS: Readonly<Record<string, FunnelStep>> = {
  'Page Viewed': 'browse',
  'Product Viewed': 'product',
  'Product Added': 'cart',
  'Checkout Started': 'checkout',
  'Order Completed': 'order',
};

export const rules = createFoldRules({
  currency: 'EUR',
  funnelStep: (name) => STEPS[name] ?? null,
  isMoney: isMoneyKey,
});

/** @example visitorId('d1') // 32 hex digits, one for each label */
export function visitorId(label: string): VisitorId {
  return Buffer.from(label).toString('hex').padEnd(32, '0') as VisitorId;
}

export const PERSON = visitorId('person');

export type EntryParts = Partial<Entry> & { readonly t: number };

let unnamed = 0;

export function event(name: string, parts: EntryParts): Entry {
  return {
    site: SITE,
    id: `e${(unnamed++).toString().padStart(6, '0')}`,
    type: 'event',
    name,
    receivedAt: parts.t,
    visitor: PERSON,
    source: 'web',
    properties: {},
    ...parts,
  };
}

export function consent(purposes: Properties, parts: EntryParts, more: Properties = {}): Entry {
  return event('Consent', { ...parts, type: 'consent', properties: { purposes, source: 'page', ...more } });
}

export function link(
  kind: string,
  from: VisitorId,
  to: VisitorId | null,
  parts: EntryParts & { more?: Properties },
): Entry {
  const { more, ...rest } = parts;
  const properties = { ...(to === null ? {} : { to }), ...more };
  return event(kind, { ...rest, type: 'link', visitor: from, properties });
}

/** Instants on a coarse grid: ties, gaps of exactly 30 minutes, and a millisecond beside them. */
const instant = fc
  .tuple(fc.integer({ min: 0, max: 24 }), fc.constantFrom(0, 0, 0, -1, 1))
  .map(([half, beside]) => START + half * 30 * MINUTE + beside);

/** Prices with fractions that binary floating point cannot hold, in minor units as they reach the log. */
const price = fc.constantFrom(0.1, 0.2, 0.29, 1.005, 19.99, 33.2, 1234.56);

const money = fc
  .tuple(price, fc.constantFrom('EUR', 'EUR', 'EUR', 'USD', 'KWD', 'JPY'))
  .map(([major, currency]) => ({ minor: toMinor(major, currency) ?? 0, currency }));

type Draft = Omit<Entry, 'id' | 'site' | 'receivedAt'>;

function eventOf(visitors: readonly VisitorId[]): fc.Arbitrary<Draft> {
  const order = fc.constantFrom('o1', 'o2', 'o3');
  return fc
    .record({
      name: fc.constantFrom(
        ...Object.keys(STEPS),
        'Order Refunded',
        'Order Cancelled',
        'Traits Updated',
        'Searched',
      ),
      t: instant,
      visitor: fc.constantFrom(...visitors),
      source: fc.constantFrom('web' as const, 'server' as const),
      money,
      order,
      rating: fc.constantFrom(0.1, 0.2, 3, 4.5),
      page: fc.constantFrom('p1', 'p2'),
      path: fc.constantFrom('/', '/shoes', '/cart'),
    })
    .map(({ name, t, visitor, source, money: { minor, currency }, order: order_id, rating, page, path }) => ({
      type: 'event',
      name,
      t,
      visitor,
      source,
      page,
      context: { path, ...(path === '/shoes' && { campaign: { utm_source: String(t) } }) },
      properties:
        name === 'Traits Updated'
          ? { plan: path, seats: rating }
          : { order_id, rating, price: minor, total: minor },
      currency,
      ...(currency === 'EUR' ? {} : { flags: ['currency_mismatch' as const] }),
    }));
}

function consentOf(visitors: readonly VisitorId[]): fc.Arbitrary<Draft> {
  return fc
    .record({
      t: instant,
      visitor: fc.constantFrom(...visitors),
      purposes: fc.record({ analytics: fc.boolean(), share: fc.boolean() }, { requiredKeys: [] }),
      source: fc.constantFrom('page', 'gpc', 'platform-default'),
      until: fc.option(instant, { nil: undefined }),
      page: fc.constantFrom('p1', 'p2'),
    })
    .map(({ t, visitor, purposes, source, until, page }) => ({
      type: 'consent',
      name: 'Consent',
      t,
      visitor,
      source: 'web',
      page,
      properties: { purposes, source, ...(until !== undefined && { until }) },
    }));
}

const DEVICES = [visitorId('d1'), visitorId('d2'), visitorId('d3')];
const PERSONS = [visitorId('ann'), visitorId('bob'), visitorId('ann@example')];
const ANONYMOUS = [visitorId('hash1'), visitorId('hash2')];
export const EVERYBODY = [...DEVICES, ...PERSONS, ...ANONYMOUS];

const linkDraft: fc.Arbitrary<Draft> = fc
  .record({
    kind: fc.constantFrom('login', 'login', 'reset', 'page', 'day', 'alias'),
    t: instant,
    device: fc.constantFrom(...DEVICES),
    person: fc.constantFrom(...PERSONS),
    other: fc.constantFrom(...PERSONS),
    anonymous: fc.constantFrom(...ANONYMOUS),
    page: fc.constantFrom('p1', 'p2'),
    proved: fc.boolean(),
  })
  .map(({ kind, t, device, person, other, anonymous, page, proved }) => {
    const isSource = kind === 'page' || kind === 'day';
    const to = kind === 'alias' ? other : isSource ? device : person;
    return {
      type: 'link',
      name: kind,
      t,
      visitor: kind === 'alias' ? person : isSource ? anonymous : device,
      source: 'web',
      properties: {
        ...(kind === 'reset' ? {} : { to }),
        ...(kind === 'page' && { page }),
        ...(kind === 'login' && proved && { proved }),
      },
    };
  });

/** Ids carry no hint of the order: ties are broken by them. */
function named(drafts: readonly Draft[]): readonly Entry[] {
  return drafts.map((draft, n) => ({
    ...draft,
    site: SITE,
    id: `${(n * 7919) % 1009}-${n}`,
    receivedAt: START + 30 * DAY,
  }));
}

/** A history of one visitor who was never linked. */
export const lonelyHistory: fc.Arbitrary<readonly Entry[]> = fc
  .array(
    fc.oneof({ weight: 8, arbitrary: eventOf([PERSON]) }, { weight: 1, arbitrary: consentOf([PERSON]) }),
    {
      maxLength: 160,
      size: 'max',
    },
  )
  .map(named);

/** A history of everybody: events, consents and links of every kind. */
export const sharedHistory: fc.Arbitrary<readonly Entry[]> = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: eventOf(EVERYBODY) },
      { weight: 2, arbitrary: consentOf(EVERYBODY) },
      { weight: 2, arbitrary: linkDraft },
    ),
    { maxLength: 60, size: 'max' },
  )
  .map(named);

/** The same entries in another order, cut into batches. */
export function arrivals(entries: readonly Entry[]): fc.Arbitrary<readonly (readonly Entry[])[]> {
  return fc
    .tuple(
      fc.shuffledSubarray([...entries], { minLength: entries.length, maxLength: entries.length }),
      fc.array(fc.integer({ min: 1, max: 12 }), { minLength: entries.length, maxLength: entries.length }),
    )
    .map(([shuffled, sizes]) => {
      const batches: (readonly Entry[])[] = [];
      let rest: readonly Entry[] = shuffled;
      for (const size of sizes) {
        if (rest.length > 0) batches.push(rest.slice(0, size));
        rest = rest.slice(size);
      }
      return batches;
    });
}
