/** Entries, visitors and profiles made up for the store's contract. */

import type { Entry, SiteId, VisitorId } from '../../core/entry.ts';
import type { Base, Contribution, ProfileRow, Reservation } from '../../core/ports.ts';

export const SITE = 'st_one' as SiteId;
export const OTHER_SITE = 'st_two' as SiteId;
export const T0 = Date.UTC(2026, 0, 5, 12);

/** The visitor with this number. */
function visitor(number: number): VisitorId {
  return number.toString(16).padStart(32, '0') as VisitorId;
}

export const ANNA = visitor(0xa1);
export const BEN = visitor(0xb2);
export const CLEO = visitor(0xc3);

/** An entry that says little; what matters to a test is given. */
export function entry(given: Partial<Entry> & { readonly id: string }): Entry {
  return {
    site: SITE,
    type: 'event',
    name: 'Product Viewed',
    t: T0,
    receivedAt: given.t ?? T0,
    visitor: ANNA,
    source: 'web',
    properties: { product_id: 'p1' },
    ...given,
  };
}

/** An entry with every part that an entry can have. */
export const FULL_ENTRY: Entry = {
  site: SITE,
  id: '01890b6c-1234-7abc-8def-0123456789ab',
  type: 'event',
  name: 'Order Completed',
  t: T0 - 5,
  receivedAt: T0,
  visitor: ANNA,
  source: 'server',
  page: 'f00d'.repeat(8),
  context: {
    device: 'mobile',
    path: '/grüße/😀',
    referrer: 'https://example.org',
    country: 'NZ',
    zone: 'Pacific/Auckland',
    campaign: { utm_source: 'news' },
    account: 'ac_1',
  },
  properties: {
    revenue: 12_345,
    discount: -7,
    rate: 0.1,
    huge: 1e21,
    nothing: null,
    gift: false,
    note: 'a "quoted"\n\u0000 line \ud800',
    products: [{ product_id: 'p1', price: 5_000 }, []],
    __proto: { deep: { deeper: [1, [2]] } },
  },
  currency: 'EUR',
  flags: ['late', 'redacted'],
};

export function link(id: string, from: VisitorId, to: VisitorId, t = T0): Entry {
  return entry({ id, type: 'link', name: 'login', visitor: from, t, properties: { to } });
}

export function profile(given: Partial<ProfileRow>): ProfileRow {
  return {
    site: SITE,
    visitor: ANNA,
    seq: 1,
    due: null,
    last: T0,
    members: [],
    contributions: [],
    data: '{"n":1}',
    ...given,
  };
}

/** A place for a minute under one limit of one a day. */
export function reservation(given: Partial<Reservation> & { readonly id: string }): Reservation {
  const at = given.at ?? T0;
  return {
    site: SITE,
    unit: ANNA,
    at,
    expiresAt: at + 60_000,
    limits: [{ key: 'all', max: 1, since: at - 86_400_000 }],
    ...given,
  };
}

/** What one visitor adds to version 1 of the campaign `hello`. */
export function contribution(given: Partial<Contribution>): Contribution {
  return {
    campaign: 'hello',
    version: 1,
    arm: 'a',
    unit: 'person',
    isMixed: false,
    y: 0,
    x: 0,
    isConverted: false,
    isClicked: false,
    isDismissed: false,
    shown: 1,
    ...given,
  };
}

/** What entries of one id were folded into. */
export const base = (given: Partial<Base> = {}): Base => ({
  site: SITE,
  visitor: ANNA,
  since: 0,
  version: 1,
  data: { names: { 'Product Viewed': [3, 1.5] } },
  ...given,
});
