/** One made-up visitor of a shop: the same number makes the same visits. */
import { createHash } from 'node:crypto';
import type { JsonObject } from '../../../core/collect/json.ts';
import { createRandom } from '../../../core/scoring/random.ts';
import { PRODUCTS } from '../../shop/catalogue.ts';
import { CATEGORIES, type Product } from '../../shop/product.ts';
import { DAYS, ORIGINS, PAST, SHAPE } from './shape.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** From one event to the next, at most. */
const STEP_MS = 90_000;
const PRESENT_MS = 9 * MINUTE_MS;
/** UTC; at night few come. */
const WAKING = { from: 7, to: 22, atNight: 0.15 };

/** As `POST /v1/events` takes it. */
export type SampleEvent = JsonObject & { readonly id: string; readonly time: number };

export type SampleVisitor = {
  /** Null: no consent, so that their visits are only counted. */
  readonly device: string | null;
  /** In their order, none after the end. */
  readonly events: readonly SampleEvent[];
  /** When the first product was looked at, UTC ms; null: none was. */
  readonly metAt: number | null;
};

export type SampleSpan = {
  /** Makes ids that no other sample has. */
  readonly seed: string;
  /** The last instant, UTC ms. */
  readonly until: number;
  /** Whether whoever has this device is helped by the campaign. */
  readonly isHelped: (device: string) => boolean;
};

type Chance = {
  readonly next: () => number;
  readonly below: (bound: number) => number;
  readonly is: (share: number) => boolean;
  /** Of a mean, from 0 on. */
  readonly wait: (mean: number) => number;
};

/** @example makeVisitor(7, { seed: 'st_1', until: now, isHelped: () => false }).events.length */
export function makeVisitor(number: number, { seed, until, isHelped }: SampleSpan): SampleVisitor {
  const { chance, ...person } = makePerson(number, seed);
  const { device, keenness } = person;
  const about = { ...person, chance, isHelped: device !== null && isHelped(device) };
  const events: SampleEvent[] = [];
  let [hasBought, hasCart] = [false, false];
  for (const [at, begun] of planVisits(chance, until, keenness).entries()) {
    const visit = makeVisit({ ...about, hasBought, hasCart, at, begun });
    events.push(...visit.filter(({ time }) => time <= until));
    const did = (name: string): boolean => visit.some((event) => event.name === name);
    hasBought ||= did('Order Completed');
    hasCart = (hasCart || did('Product Added')) && !did('Order Completed');
  }
  const met = events.find(({ name }) => name === 'Product Viewed');
  return { device, events, metAt: met?.time ?? null };
}

export const ARRIVAL_MS = MINUTE_MS / 2;

/**
 * The visit of somebody who has been here before, begun in one half of a minute; empty: nobody came in it.
 *
 * @param place Since 1970, UTC.
 * @param of The sample.
 * @example makeArrival(Math.floor(now / ARRIVAL_MS), { seed: 'st_1', visitors: 2_000 })
 */
export function makeArrival(
  place: number,
  of: { readonly seed: string; readonly visitors: number },
): readonly SampleEvent[] {
  const chance = createChance(Number.parseInt(hash(`${of.seed} arrival ${place}`).slice(0, 8), 16));
  if (!chance.is(SHAPE.arrivals)) return [];
  const person = makePerson(chance.below(of.visitors), of.seed);
  const begun = place * ARRIVAL_MS + chance.below(ARRIVAL_MS);
  const before = { isHelped: false, hasBought: false, hasCart: false };
  return makeVisit({ ...person, ...before, chance, at: place, begun });
}

/** Orders of a customer of before, as the platform of a shop tells them. @example makeCustomer(5, { seed: 'st_1', until: now }) */
export function makeCustomer(
  number: number,
  { seed, until }: Pick<SampleSpan, 'seed' | 'until'>,
): readonly SampleEvent[] {
  const id = hash(`${seed} customer ${number}`);
  const chance = createChance(Number.parseInt(id.slice(0, 8), 16));
  const gapMs = PAST.gapDays * DAY_MS * Math.exp(1.6 * chance.next() - 0.8);
  const faith = Math.min(0.9, PAST.buysAgain * Math.exp(1.8 * chance.next()));
  const events: SampleEvent[] = [];
  const end = chance.is(PAST.lapsed) ? until - PAST.lapsedDays * DAY_MS : until;
  let time = end - DAY_MS - chance.next() * (end - until + (PAST.days - 1) * DAY_MS);
  do {
    events.push(makePastOrder({ id, chance, time: Math.round(time), place: events.length }));
    time += DAY_MS + chance.wait(gapMs);
  } while (time < end && chance.is(faith));
  return events;
}

type PastOrder = {
  readonly id: string;
  readonly chance: Chance;
  readonly time: number;
  readonly place: number;
};

function makePastOrder({ id, chance, time, place }: PastOrder): SampleEvent {
  const at = chance.below(PRODUCTS.length);
  const quantity = 1 + chance.below(3);
  const [product] = PRODUCTS.slice(at, at + 1);
  const total = ((product?.priceMinor ?? 0) * quantity) / 100;
  return {
    id: `sample-${id.slice(0, 16)}-past-${place}`,
    name: 'Order Completed',
    time,
    source: 'server',
    userId: `sample-${id.slice(0, 16)}`,
    consent: { analytics: true, personalization: true },
    properties: {
      order_id: `S-${id.slice(0, 12)}-past-${place}`,
      total,
      products: product === undefined ? [] : [{ ...describe(product), quantity }],
    },
  };
}

/** Some mean it more than others: what is learned from their first steps is true of the later ones. */
function makePerson(number: number, seed: string) {
  const id = hash(`${seed} ${number}`);
  const chance = createChance(Number.parseInt(id.slice(0, 8), 16));
  const device = chance.is(SHAPE.consented) ? hash(`${id} device`) : null;
  const keenness = Math.exp(chance.next() * 2.6 - 1.3);
  const taste = CATEGORIES[chance.below(CATEGORIES.length)]?.key;
  return { id, device, keenness, taste, chance };
}

/** Starts of visits, in their order. */
function planVisits(chance: Chance, until: number, keenness: number): readonly number[] {
  const starts: number[] = [];
  const first = until - chance.next() * DAYS * DAY_MS;
  for (let t = first; t < until && starts.length < SHAPE.mostVisits; ) {
    starts.push(wake(t, chance, until));
    if (!chance.is(Math.min(0.9, SHAPE.returns * keenness ** 0.3))) break;
    t += DAY_MS / 4 + chance.wait(SHAPE.gapDays * DAY_MS);
  }
  if (chance.is(SHAPE.present)) starts.push(until - chance.below(PRESENT_MS));
  return starts.toSorted((a, b) => a - b).map(Math.round);
}

/** Whoever would come at night comes in the day before it, most of them; fewer come on weekends. */
function wake(planned: number, chance: Chance, until: number): number {
  const earliest = until - DAYS * DAY_MS;
  const isWeekend = new Date(planned).getUTCDay() % 6 === 0;
  const before = planned - 2 * DAY_MS;
  const t = isWeekend && chance.is(SHAPE.offWeekend) && before > earliest ? before : planned;
  const hour = new Date(t).getUTCHours();
  const isAwake = hour >= WAKING.from && hour < WAKING.to;
  const moved = t - (4 + chance.below(10)) * 60 * MINUTE_MS;
  return isAwake || chance.is(WAKING.atNight) || moved < earliest ? t : moved;
}

type Visit = {
  readonly id: string;
  readonly device: string | null;
  readonly keenness: number;
  readonly isHelped: boolean;
  readonly chance: Chance;
  readonly taste: string | undefined;
  readonly hasBought: boolean;
  readonly hasCart: boolean;
  readonly at: number;
  readonly begun: number;
};

function makeVisit(visit: Visit): readonly SampleEvent[] {
  const { chance, keenness, taste } = visit;
  const note = createNotes(visit);
  const landing = chance.is(SHAPE.lands) || taste === undefined ? '/' : `/c/${taste}`;
  note('Page Viewed', landing, { path: landing });
  if (chance.is(SHAPE.searches)) note('Products Searched', '/search', { query: taste ?? 'ink' });
  const shelf = PRODUCTS.filter(({ category }) => category === taste);
  const seen: Product[] = [];
  const count = Math.min(12, Math.round(chance.wait(SHAPE.views * (0.6 + 0.4 * keenness))));
  for (let view = 0; view < count; view += 1) {
    const from = seen.length > 0 && chance.is(0.3) ? seen : chance.is(0.7) ? shelf : PRODUCTS;
    const product = from[chance.below(from.length)];
    if (product === undefined) continue;
    seen.push(product);
    note('Product Viewed', `/p/${product.slug}`, describe(product));
  }
  const [first] = seen;
  if (first === undefined) return note.events;
  if (chance.is(SHAPE.wishes)) note('Product Added to Wishlist', `/p/${first.slug}`, describe(first));
  shop(visit, seen, note);
  if (chance.is(SHAPE.slips)) note('Cart Viewd', '/cart', {});
  if (chance.is(SHAPE.slips))
    note('Coupon Applied', '/cart', { coupon_id: 'PAPER10', discount: 'ten percent' });
  return note.events;
}

/** Cart, checkout and order, as far as it gets. */
function shop(visit: Visit, seen: readonly Product[], note: Notes): void {
  const { chance, keenness, isHelped, hasBought, hasCart, id, at } = visit;
  const usual = (isHelped ? SHAPE.buysHelped : SHAPE.buys) * (hasCart ? SHAPE.cartPulls : 1);
  const buys = chance.is(hasBought ? SHAPE.buysAgain : Math.min(0.8, usual * keenness ** 1.5));
  if (!buys && !chance.is((isHelped ? SHAPE.addsHelped : SHAPE.adds) * keenness)) return;
  const product = seen.at(-1) ?? seen[0];
  if (product === undefined) return;
  const quantity = chance.is(0.2) ? 2 : 1;
  const cart = { cart_id: `cart-${id.slice(0, 12)}-${at}` };
  note('Product Added', `/p/${product.slug}`, { ...describe(product), ...cart, quantity });
  const total = (product.priceMinor * quantity) / 100;
  if (!buys && !chance.is(SHAPE.checksOut)) return;
  const products = [{ ...describe(product), quantity }];
  note('Checkout Started', '/checkout', { ...cart, value: total, products });
  if (!buys) return;
  note('Order Completed', '/thanks', {
    ...{ ...cart, order_id: `S-${id.slice(0, 12)}-${at}`, total, products },
  });
}

type Notes = ((name: string, path: string, properties: JsonObject) => void) & {
  readonly events: readonly SampleEvent[];
};

function createNotes({ id, device, chance, at, begun }: Visit): Notes {
  const events: SampleEvent[] = [];
  const kind = Number.parseInt(id.slice(-2), 16) / 256 < SHAPE.mobile ? 'mobile' : 'desktop';
  const origin = pickOrigin(chance.next());
  let t = begun;
  const note = (name: string, path: string, properties: JsonObject): void => {
    const isFirst = events.length === 0;
    const isOrder = name === 'Order Completed';
    const context = {
      path: isFirst ? path + origin.utm : path,
      device: kind,
      ...(isFirst && origin.referrer !== '' && { referrer: origin.referrer }),
    };
    events.push({
      ...{ id: `sample-${id.slice(0, 16)}-${at}-${events.length}`, name, time: t, properties, context },
      source: isOrder ? 'server' : 'web',
      ...(device !== null && { device, consent: { analytics: true, personalization: true } }),
    });
    t += 4_000 + chance.below(STEP_MS);
  };
  return Object.assign(note, { events });
}

function pickOrigin(share: number): Pick<(typeof ORIGINS)[number], 'referrer' | 'utm'> {
  let reached = 0;
  const found = ORIGINS.find((origin) => {
    reached += origin.share;
    return share < reached;
  });
  return found ?? { referrer: '', utm: '' };
}

function describe({ id, name, category, priceMinor }: Product): JsonObject {
  return { product_id: id, name, category, price: priceMinor / 100 };
}

function createChance(seed: number): Chance {
  const next = createRandom(seed);
  return {
    next,
    below: (bound) => Math.floor(next() * bound),
    is: (share) => next() < share,
    wait: (mean) => -Math.log(1 - next()) * mean,
  };
}

function hash(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 32);
}
