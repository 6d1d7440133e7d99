/** Small random logs over few names, products and carts, so that things coincide. */
import type { Entry, Json, Properties, VisitorId } from '../../../../core/entry.ts';
import { midnightsIn } from './calendar.ts';
import type { Question } from './question.ts';
import type { Random } from './random.ts';
import { consent, DAY, event, fact, HOUR, MINUTE, PERSON, score } from './world.ts';

export const ZONES = ['UTC', 'Pacific/Auckland', 'America/New_York', 'Australia/Lord_Howe'];
const CURRENCIES = ['EUR', 'EUR', 'JPY', 'KWD'];

/** Days at which calendars do something odd: clocks change, February has 29 days, a month or year begins. */
const ODD_DAYS = [
  '2026-03-08',
  '2026-11-01',
  '2026-04-05',
  '2026-09-27',
  '2026-10-04',
  '2024-02-29',
  '2028-02-29',
  '2026-02-28',
  '2027-02-28',
  '2026-03-01',
  '2026-01-01',
  '2026-05-31',
  '2026-06-15',
];

const GAPS_MS = [
  0,
  0,
  0,
  1,
  1000,
  10 * MINUTE,
  10 * MINUTE,
  30 * MINUTE - 1,
  30 * MINUTE,
  30 * MINUTE + 1,
  HOUR,
  HOUR,
  4 * HOUR - 1,
  4 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  DAY,
  DAY + 1,
  2 * DAY,
  3 * DAY,
  7 * DAY,
  30 * DAY,
];

/** Of these alone, sessions grow long. */
const SHORT_GAPS_MS = GAPS_MS.filter((gap) => gap <= HOUR || gap === 4 * HOUR - 1);

export type World = Pick<
  Question,
  'entries' | 'facts' | 'site' | 'accountFacts' | 'accountEntries' | 'earliestId'
>;

/** A site and what happened on it; `moments` are the instants at which something did. */
export function drawWorld(random: Random): World & { readonly moments: readonly number[] } {
  const site = {
    currency: random.pick(CURRENCIES),
    zone: random.pick(ZONES),
    sessionGapMs: random.pick([10 * MINUTE, 30 * MINUTE, 30 * MINUTE, 4 * HOUR]),
  };
  const moments =
    site.sessionGapMs === 4 * HOUR && random.chance(0.4)
      ? drawMarathon(random)
      : drawMoments(random, site.zone);
  const writer = createWriter(random, site.currency, moments);
  const count = random.chance(0.03) ? 0 : 1 + random.below(20);
  const entries = [...many(count, writer.event), ...writer.states()];
  const hasAccount = random.chance(0.75);
  const colleague = 'b'.repeat(32) as VisitorId;
  const others = many(random.below(6), () => ({ ...writer.event(), visitor: colleague }));
  return {
    site,
    moments,
    entries,
    facts: writer.facts(),
    earliestId: random.chance(0.3)
      ? PERSON
      : random
          .below(2 ** 31)
          .toString(16)
          .padStart(32, '0'),
    accountFacts: hasAccount ? drawAccountFacts(random) : null,
    accountEntries: hasAccount ? [...entries.filter(({ type }) => type === 'event'), ...others] : null,
  };
}

function many<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make);
}

function drawAccountFacts(random: Random): Properties {
  return {
    plan: random.pick(['pro', 'free', 'trial']),
    seats: random.pick([1, 3, 5, 10]),
    ...(random.chance(0.5) && { active: random.chance(0.5) }),
    ...(random.chance(0.3) && { tags: ['a', 'b'] }),
  };
}

/** Instants on a lattice of common durations, some at midnight to the millisecond. */
function drawMoments(random: Random, zone: string): number[] {
  const moments: number[] = [];
  let t = Date.parse(random.pick(ODD_DAYS)) - random.below(4) * DAY + random.below(48) * (HOUR / 2);
  const gaps = random.chance(0.3) ? SHORT_GAPS_MS : GAPS_MS;
  for (let n = 3 + random.below(14); n > 0; n--) {
    t += random.pick(gaps);
    if (random.chance(0.15)) t = (midnightsIn(t, t + 2 * DAY, zone)[0] ?? t) + random.pick([-1, 0, 0, 1]);
    moments.push(t);
  }
  return moments;
}

/** More than the 12 hours that a session may last, with no gap that ends it. */
function drawMarathon(random: Random): number[] {
  const start = Date.parse(random.pick(ODD_DAYS)) + random.below(24) * HOUR;
  return [0, 3, 6, 9, 12].map((hours) => start + hours * HOUR + random.pick([-1, 0, 0, 1]));
}

function createWriter(random: Random, currency: string, moments: readonly number[]) {
  let written = 0;
  const named = (entry: Entry): Entry => ({
    ...entry,
    id: `${random.pick(['A', 'a', 'e', 'z', '_', '0'])}${random.below(1000)}-${written++}`,
    receivedAt: entry.t + (random.chance(0.1) ? 2 * DAY : 0),
  });
  const moment = () => random.pick(moments);
  return {
    event(): Entry {
      const { name, properties } = drawEvent(random);
      const isForeign = random.chance(0.2);
      const path = random.pick(['/', '/a', '/a/b', '/checkout']);
      return named(
        event(name, properties, {
          t: moment(),
          currency: isForeign ? 'USD' : currency,
          ...(isForeign && { flags: ['currency_mismatch'] }),
          source: random.pick(['web', 'web', 'web', 'server', 'email']),
          context: random.chance(0.1) ? {} : { ...drawContext(random), path },
        }),
      );
    },
    /** Scores, consents, and entries that say nothing to conditions. */
    states(): Entry[] {
      const scored = [...new Set(moments)].flatMap((t) =>
        ['purchase_7d', 'churn_30d'].flatMap((label) =>
          random.chance(0.4)
            ? [score(label, random.pick([0.2, 0.5, 0.55, 0.59, 0.6, 0.61, 0.7, 0.9]), t)]
            : [],
        ),
      );
      const consents = random.chance(0.25)
        ? many(1 + random.below(4), () => drawConsent(random, moment))
        : [];
      const noise = many(random.below(4), () => {
        const type = random.pick(['notice', 'decision', 'exposure', 'fact'] as const);
        return { ...event('Product Viewed', { product_id: 'p1' }, { t: moment() }), type };
      });
      return [...scored, ...consents, ...noise].map(named);
    },
    facts(): Entry[] {
      return [
        ...many(random.below(6), () =>
          fact('Price Increased', { product_id: random.pick(PRODUCTS) }, moment()),
        ),
        ...many(random.below(5), () => fact('Sale Started', drawSale(random), moment())),
        ...many(random.pick([0, 1, 1, 2]), () => fact('RFM Edges Computed', drawEdges(random), moment())),
      ].map(named);
    },
  };
}

/** Of one product, one cart, or everything. */
function drawSale(random: Random): Properties {
  const ofProduct = random.chance(0.6) ? { product_id: random.pick(PRODUCTS) } : {};
  return random.chance(0.4) ? { cart_id: random.pick(CARTS) } : ofProduct;
}

function drawConsent(random: Random, moment: () => number): Entry {
  const until = random.chance(0.6) ? moment() + random.pick([HOUR, DAY, 7 * DAY, 30 * DAY]) : undefined;
  const purpose = random.pick(['analytics', 'personalization'] as const);
  return random.chance(0.75)
    ? consent(true, moment(), until, purpose)
    : consent(false, moment(), undefined, purpose);
}

function drawContext(random: Random): NonNullable<Entry['context']> {
  return {
    ...(random.chance(0.8) && { device: random.pick(['desktop', 'mobile', 'tablet'] as const) }),
    ...(random.chance(0.4) && { country: random.pick(['NZ', 'US', 'DE']) }),
    ...(random.chance(0.4) && { campaign: { utm_source: random.pick(['news', 'newsletter', 'ads']) } }),
    ...(random.chance(0.3) && { referrer: random.pick(['https://example.org', 'https://example.com']) }),
  };
}

function drawEdges(random: Random): Properties {
  return {
    r: random.pick([
      [HOUR, DAY, 7 * DAY, 30 * DAY],
      [10 * MINUTE, 12 * HOUR, 3 * DAY, 7 * DAY],
    ]),
    f: random.pick([
      [0, 1, 2, 3],
      [1, 1, 2, 4],
    ]),
    m: random.pick([
      [0, 1_000, 5_000, 9_999],
      [500, 1_999, 4_000, 20_000],
    ]),
  };
}

export const PRODUCTS: readonly Json[] = ['p1', 'p1', 'p2', 'p2', 7, '7'];
const CARTS = ['c1', 'c1', 'c2'];
const MINOR = [0, 500, 999, 1999, 1999, 5000, 12_345];

function drawEvent(random: Random): { name: string; properties: Properties } {
  return random.choose<{ name: string; properties: Properties }>([
    [8, () => ({ name: 'Product Viewed', properties: { ...drawProduct(random), ...drawNotes(random) } })],
    [5, () => ({ name: 'Product Added', properties: { ...drawProduct(random), ...drawCart(random, 0.8) } })],
    [3, () => ({ name: 'Checkout Started', properties: { ...drawItems(random), ...drawCart(random, 0.8) } })],
    [5, () => ({ name: 'Order Completed', properties: { ...drawOrder(random), ...drawCart(random, 0.6) } })],
    [3, () => ({ name: 'Order Refunded', properties: drawRefund(random) })],
    [1, () => ({ name: 'Order Cancelled', properties: { order_id: random.pick(['o1', 'o2', 'o3']) } })],
    [3, () => ({ name: 'Page Viewed', properties: drawNotes(random) })],
    [4, () => ({ name: 'Traits Updated', properties: drawTraits(random) })],
  ]);
}

function drawProduct(random: Random): Properties {
  return {
    ...(random.chance(0.9) && { product_id: random.pick(PRODUCTS) }),
    ...(random.chance(0.7) && { price: random.pick(MINOR) }),
    ...(random.chance(0.6) && { category: random.pick(['Shoes', 'shoes', 'Hats', null]) }),
    ...(random.chance(0.3) && { quantity: random.pick([1, 2, 3, '2']) }),
  };
}

function drawNotes(random: Random): Properties {
  return {
    ...(random.chance(0.5) && { rating: random.pick([0.1, 0.2, 0.3, 4.5, -1, '4.5']) }),
    ...(random.chance(0.6) && { query: random.pick(['caf\u00e9', 'cafe\u0301', 'cafe au lait', 'tea']) }),
    ...(random.chance(0.3) && { tags: random.pick([['new'], ['new', 'sale'], ['sale', 5], []]) }),
    ...(random.chance(0.2) && { featured: random.chance(0.5) }),
  };
}

function drawCart(random: Random, share: number): Properties {
  return random.chance(share) ? { cart_id: random.pick(CARTS) } : random.chance(0.3) ? { cart_id: null } : {};
}

function drawItems(random: Random): Properties {
  if (random.chance(0.1)) return {};
  const products = many(random.below(4), () => ({
    product_id: random.pick(PRODUCTS),
    ...(random.chance(0.8) && { price: random.pick(MINOR) }),
    ...(random.chance(0.7) && { brand: random.pick(['Acme', 'Bolt']) }),
    ...(random.chance(0.7) && { quantity: random.pick([1, 2, 3]) }),
  }));
  return { products };
}

function drawOrder(random: Random): Properties {
  return {
    ...drawItems(random),
    ...(random.chance(0.85) && { order_id: random.pick(['o1', 'o2', 'o3']) }),
    ...(random.chance(0.85) && { revenue: random.pick(MINOR) }),
    ...(random.chance(0.3) && { total: random.pick(MINOR) }),
  };
}

function drawRefund(random: Random): Properties {
  return {
    order_id: random.pick(['o1', 'o2', 'o3']),
    ...(random.chance(0.5) && { total: random.pick([500, 999, 5000]) }),
  };
}

function drawTraits(random: Random): Properties {
  const birthday = random.chance(0.4) ? '2000-02-29' : random.pick(ODD_DAYS);
  return {
    ...(random.chance(0.6) && { plan: random.pick(['pro', 'free', null]) }),
    ...(random.chance(0.5) && { seats: random.pick([1, 3, 5, 10, '5']) }),
    ...(random.chance(0.7) && { birthday: `${random.chance(0.8) ? birthday : `${birthday}T10:00:00Z`}` }),
    ...(random.chance(0.3) && { tags: random.pick([['a'], ['a', 'b'], []]) }),
    ...(random.chance(0.3) && { vip: random.chance(0.5) }),
  };
}
