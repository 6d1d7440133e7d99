import type { Json, Properties } from '../../core/entry.ts';
import { FUNNEL_STEPS } from '../../core/events/spec.ts';
import { formatPrice } from './money.ts';
import type { Held, HeldEvent } from './port.ts';

/** What is held about a visit, put so that the person it is about can read it. Pure: words come from here, markup from the page. */
export type Statement = {
  readonly visitor: string;
  readonly kind: Held['kind'];
  readonly consents: readonly ConsentLine[];
  /** Furthest step on the way to an order, as a place in `FUNNEL_STEPS`; null when the profile names none. */
  readonly step: number | null;
  /** Of this visit, oldest first. */
  readonly events: readonly EventLine[];
  /** How many are held from visits before this one. */
  readonly earlier: number;
};

type ConsentLine = { readonly purpose: string; readonly allows: string; readonly isAllowed: boolean };
export type EventLine = {
  readonly id: string;
  /** ISO 8601. */
  readonly time: string;
  readonly name: string;
  readonly sentence: string;
  /** Its properties as they are held; of a list only how long it is. */
  readonly properties: readonly (readonly [name: string, value: string])[];
};

const PURPOSES: readonly (readonly [purpose: string, allows: string])[] = [
  ['analytics', 'keep a history under a number of your own'],
  ['personalization', 'let that history change what you see'],
  ['contact', 'write to you'],
  ['share', 'pass it on to others'],
];

/** Event names in plain words; `{property}` is filled in from the event. */
const SENTENCES: Readonly<Record<string, string>> = {
  'Page Viewed': 'Opened {path}',
  'Page Engaged': 'Spent {seconds_active} s on {path}',
  'Product List Viewed': 'Looked through {category}',
  'Product List Filtered': 'Filtered {category}',
  'Product Clicked': 'Picked {name} from a list',
  'Product Viewed': 'Looked at {name}',
  'Product Option Selected': 'Chose {value}',
  'Product Added': 'Put {name} into the cart',
  'Product Removed': 'Took {name} out of the cart',
  'Product Added to Wishlist': 'Wished for {name}',
  'Product Removed from Wishlist': 'No longer wished for {name}',
  'Wishlist Product Added to Cart': 'Moved {name} from the wishlist to the cart',
  'Products Searched': 'Searched for “{query}”',
  'Cart Viewed': 'Looked into the cart',
  'Checkout Started': 'Went to the checkout',
  'Checkout Step Viewed': 'Reached step {step} of the checkout',
  'Checkout Step Completed': 'Finished step {step} of the checkout',
  'Order Completed': 'Ordered for {total}',
  'Element Clicked': 'Clicked “{label}”',
  'Exit Intent Detected': 'Seemed to be leaving',
  'Signed Out': 'Logged out',
};

type Fields = { readonly [name: string]: unknown };

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Follows names into something of unknown shape. */
function dig(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, name) => (isFields(at) && Object.hasOwn(at, name) ? at[name] : undefined),
    value,
  );
}

/** What an event says in words; its own name where a word it needs is missing or nobody gave it words. */
export function describeEvent(name: string, properties: Properties): string {
  const template = Object.hasOwn(SENTENCES, name) ? SENTENCES[name] : undefined;
  if (template === undefined) return name;
  const holes = [...template.matchAll(/\{(\w+)\}/g)].map(([, property = '']) => property);
  const isFilled = holes.every((property) => ['string', 'number'].includes(typeof properties[property]));
  return isFilled
    ? template.replace(/\{(\w+)\}/g, (_, property) => write(property, properties[property]))
    : name;
}

/** Money is kept without its last zero; a person expects it. */
function write(property: string, value: unknown): string {
  return property === 'total' && typeof value === 'number'
    ? formatPrice(Math.round(value * 100))
    : String(value);
}

function summarize(value: Json): string {
  if (Array.isArray(value)) return value.length === 1 ? '1 item' : `${value.length} items`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function readEvent({ id, time, name, properties }: HeldEvent): EventLine {
  const lines = Object.entries(properties).map(([key, value]) => [key, summarize(value)] as const);
  return { id, time, name, sentence: describeEvent(name, properties), properties: lines };
}

function readConsents(profile: unknown): readonly ConsentLine[] {
  return PURPOSES.map(([purpose, allows]) => ({
    purpose,
    allows,
    isAllowed: dig(profile, 'consent', purpose, 'allowed') === true,
  }));
}

/** When the running session began: never, where the last one has ended; at the beginning, where nothing is said. */
function readStart(profile: unknown): number {
  if (dig(profile, 'sessions', 'open') === null) return Number.POSITIVE_INFINITY;
  const start = dig(profile, 'sessions', 'open', 'start');
  const instant = typeof start === 'string' ? Date.parse(start) : Number.NaN;
  return Number.isNaN(instant) ? Number.NEGATIVE_INFINITY : instant;
}

function readStep(profile: unknown): number | null {
  const reached = dig(profile, 'sessions', 'open', 'drop', 'step');
  const place = FUNNEL_STEPS.findIndex((step) => Object.is(step, reached));
  return place === -1 ? null : place;
}

/**
 * Puts what is held into words.
 * @example stateHeld(held).events[0]?.sentence // 'Opened /shop/'
 */
export function stateHeld(held: Held): Statement {
  const start = readStart(held.profile);
  const events = held.events.filter((event) => event.type === 'event');
  const current = events.filter((event) => Date.parse(event.time) >= start);
  return {
    visitor: held.visitor,
    kind: held.kind,
    consents: readConsents(held.profile),
    step: readStep(held.profile),
    events: current.map(readEvent),
    earlier: events.length - current.length,
  };
}
