/** Reasons in words: "viewed this product 4 times in 10 minutes: +0.9". */
import { minorDigits } from '../events/currency.ts';
import { toMajor } from '../events/money.ts';
import { ACTIONS, ORIGINS } from '../profiles/visit.ts';
import { FEATURES } from './features/table.ts';
import type { Reason } from './reason.ts';

export type Wording = {
  /** ISO 4217, of the site. */
  readonly currency: string;
  /** How long the open session has lasted, ms; null: none is open. */
  readonly sessionMs: number | null;
};

const DEVICES = ['a desktop computer', 'a phone', 'a tablet', 'another device'];
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const DID: Readonly<Record<(typeof ACTIONS)[number], string>> = {
  page: 'viewed a page',
  list: 'viewed a list of products',
  search: 'searched',
  filter: 'filtered a list',
  view: 'viewed a product',
  add: 'put something into the cart',
  remove: 'took something out of the cart',
  cart: 'looked at the cart',
  checkout: 'took a step of the checkout',
  order: 'ordered',
  exit: 'moved to leave',
  feature: 'used a feature',
  limit: 'reached a limit',
  other: 'did something else',
};

const CAME: Readonly<Record<(typeof ORIGINS)[number], string>> = {
  direct: 'straight to the site',
  search: 'from a search engine',
  social: 'from a social network',
  email: 'from an e-mail',
  paid: 'from an advertisement',
  referral: 'from another site',
};

type Phrase = (value: number, wording: Wording) => string;

const times = (count: number): string => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`);
const plural = (count: number, one: string, many = `${one}s`): string =>
  `${round(count)} ${count === 1 ? one : many}`;
const within: Phrase = (_, { sessionMs }) =>
  sessionMs === null || sessionMs < 1_000 ? '' : ` in ${describeSpan(sessionMs / 1_000)}`;

function unlessNone(none: string, phrase: Phrase): Phrase {
  return (value, wording) => (value === 0 ? none : phrase(value, wording));
}

const PHRASES: Readonly<Record<string, Phrase>> = {
  views_of_product: unlessNone(
    'viewed no product',
    (value, wording) => `viewed this product ${times(value)}${within(value, wording)}`,
  ),
  most_views_of_a_product: unlessNone(
    'viewed no product',
    (value, wording) => `viewed one product ${times(value)}${within(value, wording)}`,
  ),
  products_viewed: unlessNone(
    'viewed no product',
    (value, wording) => `viewed ${plural(value, 'product')}${within(value, wording)}`,
  ),
  distinct_products: unlessNone(
    'viewed no product',
    (value) => `viewed ${plural(value, 'different product')}`,
  ),
  distinct_categories: unlessNone(
    'looked into no category',
    (value) => `looked into ${plural(value, 'category', 'categories')}`,
  ),
  pages_viewed: unlessNone(
    'viewed no page',
    (value, wording) => `viewed ${plural(value, 'page')}${within(value, wording)}`,
  ),
  searches: unlessNone('did not search', (value) => `searched ${times(value)}`),
  filters_used: unlessNone('did not filter a list', (value) => `filtered a list ${times(value)}`),
  products_added: unlessNone(
    'put nothing into the cart',
    (value) => `put something into the cart ${times(value)}`,
  ),
  products_removed: unlessNone(
    'took nothing out of the cart',
    (value) => `took something out of the cart ${times(value)}`,
  ),
  cart_views: unlessNone('did not look at the cart', (value) => `looked at the cart ${times(value)}`),
  checkout_steps: unlessNone(
    'took no step of the checkout',
    (value) => `took ${plural(value, 'step')} of the checkout`,
  ),
  exit_intents: unlessNone('did not move to leave', (value) => `moved to leave ${times(value)}`),
  cart_pieces: (value) =>
    value === 0 ? 'has nothing in the cart' : `has ${plural(value, 'piece')} in the cart`,
  cart_value: (value, { currency }) => `has ${money(value, currency)} in the cart`,
  cart_age: (value) => `began the cart ${describeSpan(value)} ago`,
  since_added: (value) => `put the last piece into the cart ${describeSpan(value)} ago`,
  session_events: (value) => `did ${plural(value, 'thing')} in this session`,
  session_elapsed: (value) => `has been here for ${describeSpan(value)}`,
  last_gap: (value) => `took ${describeSpan(value)} for the last step`,
  mean_gap: (value) => `takes ${describeSpan(value)} a step`,
  idle: (value) => (value < 1 ? 'did something just now' : `did nothing for ${describeSpan(value)}`),
  engaged_seconds: (value) => `attended to pages for ${describeSpan(value)}`,
  scroll_depth: (value) => `scrolled ${round(value)} % down`,
  price_to_mean: (value) => `looks at a product at ${round(value)} times the mean price of those viewed`,
  mean_price: (value, { currency }) => `looks at products of ${money(value, currency)} on average`,
  visits: (value) => (value === 1 ? 'is here for the first time' : `is here for the ${ordinal(value)} time`),
  since_last_visit: (value) => `was here ${describeSpan(value * 86_400)} ago`,
  since_first_visit: (value) => `came first ${describeSpan(value * 86_400)} ago`,
  since_order: (value) => `ordered ${describeSpan(value * 86_400)} ago`,
  orders: (value) => (value === 0 ? 'has not ordered yet' : `ordered ${times(value)}`),
  spent: (value, { currency }) => `spent ${money(value, currency)} so far`,
  mean_order_value: (value, { currency }) => `spends ${money(value, currency)} an order`,
  active_days_7d: unlessNone(
    'was not active in the last 7 days',
    (value) => `was active on ${plural(value, 'day')} of the last 7`,
  ),
  active_days_28d: unlessNone(
    'was not active in the last 28 days',
    (value) => `was active on ${plural(value, 'day')} of the last 28`,
  ),
  features_used: unlessNone('used no feature so far', (value) => `used ${plural(value, 'feature')} so far`),
  features_used_session: unlessNone(
    'used no feature in this session',
    (value) => `used features ${times(value)} in this session`,
  ),
  limit_hits: unlessNone(
    'reached no limit of the plan',
    (value) => `reached a limit of the plan ${times(value)}`,
  ),
  limit_hits_session: unlessNone(
    'reached no limit of the plan in this session',
    (value) => `reached a limit of the plan ${times(value)} in this session`,
  ),
  seats: (value) => `has ${plural(value, 'seat')}`,
  hour: (value) => `it is ${String(value).padStart(2, '0')}:00 or after`,
  weekday: (value) => `it is a ${WEEKDAYS[value] ?? 'day'}`,
  anonymous: (value) => (value === 1 ? 'is known for today only' : 'is known from one day to the next'),
  last_action: (value) => `last ${DID[ACTIONS[value] ?? 'other']}`,
  origin: (value) => `came ${CAME[ORIGINS[value] ?? 'referral']}`,
  device: (value) => `uses ${DEVICES[value] ?? 'another device'}`,
};

const MEANINGS = new Map(FEATURES.map(({ name, meaning }) => [name, meaning]));

/**
 * One reason as a console says it.
 *
 * @example describeReason({ feature: 'views_of_product', value: 4, shap: 0.9 }, { currency: 'EUR', sessionMs: 600_000 })
 * // 'viewed this product 4 times in 10 minutes: +0.9'
 */
export function describeReason({ feature, value, shap }: Reason, wording: Wording): string {
  return `${phrase(feature, value, wording)}: ${shap < 0 ? '−' : '+'}${Math.abs(shap).toFixed(1)}`;
}

function phrase(feature: string, value: number, wording: Wording): string {
  const meaning = MEANINGS.get(feature) ?? feature.replaceAll('_', ' ');
  if (Number.isNaN(value)) return `not known: ${meaning}`;
  return PHRASES[feature]?.(value, wording) ?? `${round(value)} ${meaning}`;
}

function round(value: number): string {
  return String(Math.abs(value) < 10 ? Math.round(value * 10) / 10 : Math.round(value));
}

function money(minor: number, currency: string): string {
  return `${toMajor(Math.round(minor), currency).toFixed(minorDigits(currency) ?? 2)} ${currency}`;
}

const SPANS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** In the largest unit that it fills, rounded down. */
export function describeSpan(seconds: number): string {
  for (const [unit, length] of SPANS) {
    if (seconds >= length) return plural(Math.floor(seconds / length), unit);
  }
  return plural(Math.floor(seconds), 'second');
}

function ordinal(value: number): string {
  const tens = value % 100;
  const suffix = tens >= 11 && tens <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][value % 10] ?? 'th');
  return `${value}${suffix}`;
}
