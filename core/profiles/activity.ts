/**
 * What a visitor is doing: the open session action by action, the cart, how lively the last minutes, hours and days
 * were, and how a product is used. Scores are made of this; what is older lies in the profile's other parts.
 */
import type { Entry } from '../entry.ts';
import { type Cart, EMPTY_CART, stepCart } from './cart.ts';
import { beginVisit, extendVisit, type Visit } from './visit.ts';

export type Activity = {
  /** Of the session that was open last; null before the first event. */
  readonly visit: Visit | null;
  readonly cart: Cart;
  readonly liveliness: Liveliness;
  readonly usage: Usage;
};

/** Counters that lose half of what they hold in each half-life. */
export type Liveliness = {
  /** Of what they hold, UTC ms. */
  readonly t: number;
  /** By kind (`LIVELY_KINDS`), then by half-life, in units of 1 / `LIVELY_UNIT`. */
  readonly counts: readonly number[];
};

export const LIVELY_KINDS = ['events', 'products viewed', 'added to cart'] as const;
export const HALF_LIVES_MS = [300_000, 3_600_000, 86_400_000, 604_800_000] as const;
/** Whole numbers, so that a profile read from its stored text goes on exactly as the one that was written. */
export const LIVELY_UNIT = 1024;

/** How a product that is subscribed to is used. */
export type Usage = {
  /** Days since 1970 in UTC of the latest event, and a bit for each of the 28 days up to it: bit 0 is that day. */
  readonly day: number;
  readonly days: number;
  /** Distinct ones, oldest first. */
  readonly features: readonly string[];
  readonly limitHits: number;
  /** Of the subscription; null: nobody said. */
  readonly seats: number | null;
};

export const NO_ACTIVITY: Activity = {
  visit: null,
  cart: EMPTY_CART,
  liveliness: { t: 0, counts: LIVELY_KINDS.flatMap(() => HALF_LIVES_MS.map(() => 0)) },
  usage: { day: 0, days: 0, features: [], limitHits: 0, seats: null },
};

const DAY_MS = 86_400_000;
const DAYS = 28;
const MOST_FEATURES = 50;
const TELLS_SEATS = /^(Subscription|Trial|Account|Traits) /;

/**
 * Takes in one event, later than all before it.
 *
 * @param sessionStart Of the session that the event belongs to, UTC ms.
 * @example stepActivity(profile.activity, event, sessions.open.start)
 */
export function stepActivity(activity: Activity, event: Entry, sessionStart: number): Activity {
  const { visit, cart, liveliness, usage } = activity;
  const before = visit?.start === sessionStart ? visit : beginVisit(sessionStart);
  return {
    visit: extendVisit(before, event),
    cart: stepCart(cart, event),
    liveliness: stepLiveliness(liveliness, event),
    usage: stepUsage(usage, event),
  };
}

/** Every event comes by here: the half-lives are multiples of each other, so that one power makes all four. */
function stepLiveliness({ t, counts }: Liveliness, { t: now, name }: Entry): Liveliness {
  const viewed = name === 'Product Viewed' ? LIVELY_UNIT : 0;
  const added = name === 'Product Added' ? LIVELY_UNIT : 0;
  const week = keptAfter(now - t, HALF_LIVES_MS.length - 1);
  const day = week * cube(week * week);
  const hour = cube(square(square(square(day))));
  const minutes = cube(square(square(hour)));
  return {
    t: now,
    counts: [
      LIVELY_UNIT + fade(counts[0], minutes),
      LIVELY_UNIT + fade(counts[1], hour),
      LIVELY_UNIT + fade(counts[2], day),
      LIVELY_UNIT + fade(counts[3], week),
      viewed + fade(counts[4], minutes),
      viewed + fade(counts[5], hour),
      viewed + fade(counts[6], day),
      viewed + fade(counts[7], week),
      added + fade(counts[8], minutes),
      added + fade(counts[9], hour),
      added + fade(counts[10], day),
      added + fade(counts[11], week),
    ],
  };
}

function square(kept: number): number {
  return kept * kept;
}

function cube(kept: number): number {
  return kept * kept * kept;
}

/** To the nearest whole number: counts are not below 0. */
function fade(count = 0, kept: number): number {
  return Math.floor(count * kept + 0.5);
}

function keptAfter(passedMs: number, at: number): number {
  return 2 ** (-passedMs / (HALF_LIVES_MS[at % HALF_LIVES_MS.length] ?? DAY_MS));
}

/** What a counter holds at an instant that is not before its last event. @param at Its place. */
export function livelinessAt({ t, counts }: Liveliness, at: number, now: number): number {
  return ((counts[at] ?? 0) / LIVELY_UNIT) * keptAfter(now - t, at);
}

function stepUsage(usage: Usage, event: Entry): Usage {
  const day = Math.floor(event.t / DAY_MS);
  const isHit = event.name === 'Limit Reached';
  const features = event.name === 'Feature Used' ? addFeature(usage.features, event) : usage.features;
  const seats = seatsOf(event) ?? usage.seats;
  if (day === usage.day && !isHit && features === usage.features && seats === usage.seats) return usage;
  const days = ((shift(usage.days, day - usage.day) | 1) & (2 ** DAYS - 1)) >>> 0;
  return { day, days, features, limitHits: usage.limitHits + (isHit ? 1 : 0), seats };
}

function shift(days: number, by: number): number {
  return by >= DAYS ? 0 : days << by;
}

function addFeature(features: readonly string[], { properties }: Entry): readonly string[] {
  const name = properties.feature_id ?? properties.feature_name;
  if (typeof name !== 'string' || features.includes(name) || features.length >= MOST_FEATURES)
    return features;
  return [...features, name];
}

/** A sofa has seats as well. */
function seatsOf({ name, properties: { seats } }: Entry): number | null {
  if (typeof seats !== 'number' || !Number.isFinite(seats) || seats < 0) return null;
  return TELLS_SEATS.test(name) ? seats : null;
}

/** On how many of the last so many days, up to 28, up to the one that holds `now`, something happened. */
export function activeDays({ day, days }: Usage, within: number, now: number): number {
  const passed = Math.floor(now / DAY_MS) - day;
  let seen = shift(days, passed) & (2 ** within - 1);
  let count = 0;
  for (; seen !== 0; seen &= seen - 1) count++;
  return count;
}
