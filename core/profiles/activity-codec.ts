/** The stored form of what a visitor is doing. */
import { type Activity, NO_ACTIVITY, type Usage } from './activity.ts';
import { type Cart, type CartLine, EMPTY_CART } from './cart.ts';
import type { Origin, Visit } from './visit.ts';

type EncodedVisit = readonly [
  start: number,
  last: number | null,
  gapMs: number | null,
  counts: readonly number[],
  lastAction: number,
  viewed: Visit['viewed'],
  categories: readonly string[],
  prices: readonly [sumMinor: number, priced: number, lastMinor: number | null],
  engagedSeconds: number,
  scrollDepth: number | null,
  origin: Origin | null,
];
type EncodedLine = readonly [key: string, quantity: number, priceMinor: number | null];
/** Null: it is empty. */
type EncodedCart =
  | readonly [lines: readonly EncodedLine[], since: number | null, lastAdd: number | null]
  | null;
type EncodedUsage = readonly [
  day: number,
  days: number,
  features: readonly string[],
  limitHits: number,
  seats: number | null,
];
export type EncodedActivity =
  | readonly [
      visit: EncodedVisit | null,
      cart: EncodedCart,
      liveliness: readonly [t: number, counts: readonly number[]],
      usage: EncodedUsage,
    ]
  | null;

/** Null before the first event. */
export function encodeActivity(activity: Activity): EncodedActivity {
  if (activity === NO_ACTIVITY) return null;
  const { visit, cart, liveliness, usage } = activity;
  return [
    visit && encodeVisit(visit),
    encodeCart(cart),
    [liveliness.t, liveliness.counts],
    encodeUsage(usage),
  ];
}

export function decodeActivity(encoded: EncodedActivity): Activity {
  if (encoded === null) return NO_ACTIVITY;
  const [visit, cart, [t, counts], usage] = encoded;
  return {
    visit: visit && decodeVisit(visit),
    cart: decodeCart(cart),
    liveliness: { t, counts },
    usage: decodeUsage(usage),
  };
}

function encodeVisit(visit: Visit): EncodedVisit {
  const { start, last, gapMs, counts, lastAction, viewed, categories } = visit;
  const { priceSumMinor, priced, lastPriceMinor, engagedSeconds, scrollDepth, origin } = visit;
  const prices = [priceSumMinor, priced, lastPriceMinor] as const;
  const attention = [engagedSeconds, scrollDepth, origin] as const;
  return [start, last, gapMs, counts, lastAction, viewed, categories, prices, ...attention];
}

function decodeVisit(encoded: EncodedVisit): Visit {
  const [start, last, gapMs, counts, lastAction, viewed, categories, prices, engagedSeconds, depth, origin] =
    encoded;
  const [priceSumMinor, priced, lastPriceMinor] = prices;
  return {
    start,
    last,
    gapMs,
    counts,
    lastAction,
    viewed,
    categories,
    priceSumMinor,
    priced,
    lastPriceMinor,
    engagedSeconds,
    scrollDepth: depth,
    origin,
  };
}

function encodeCart({ lines, since, lastAdd }: Cart): EncodedCart {
  return lines.length === 0 ? null : [lines.map(encodeLine), since, lastAdd];
}

function decodeCart(encoded: EncodedCart): Cart {
  if (encoded === null) return EMPTY_CART;
  const [lines, since, lastAdd] = encoded;
  return { lines: lines.map(decodeLine), since, lastAdd };
}

function encodeLine({ key, quantity, priceMinor }: CartLine): EncodedLine {
  return [key, quantity, priceMinor];
}

function decodeLine([key, quantity, priceMinor]: EncodedLine): CartLine {
  return { key, quantity, priceMinor };
}

function encodeUsage({ day, days, features, limitHits, seats }: Usage): EncodedUsage {
  return [day, days, features, limitHits, seats];
}

function decodeUsage([day, days, features, limitHits, seats]: EncodedUsage): Usage {
  return { day, days, features, limitHits, seats };
}
