// biome-ignore-all lint/style/noExcessiveLinesPerFile: data table
/**
 * What scores are made of: every feature with its meaning, its unit and how it is read, in one table, from which
 * docs/features.md is written. A feature says what is so at an instant; nothing that happens later is in it.
 */
import { activeDays, HALF_LIVES_MS, LIVELY_KINDS } from '../../profiles/activity.ts';
import { ACTIONS, type Action, ORIGINS } from '../../profiles/visit.ts';
import type { Feature } from '../matrix.ts';
import { countOf, livelyCount, type Subject } from './subject.ts';

/** Raise it with every change of the table: a model reads the version that it was trained on. */
export const FEATURES_VERSION = 1;

/** Which part of the past it looks at. */
type Group = 'session' | 'cart' | 'circumstances' | 'visitor' | 'liveliness' | 'product use';

export type FeatureSpec = Feature & {
  readonly group: Group;
  /** Ends the sentence "how many …", "which …" in a reason: see words.ts. */
  readonly meaning: string;
  readonly unit: string;
  /** NaN: not known, or there is none. */
  readonly read: (subject: Subject) => number;
};

const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;
const DEVICES = ['desktop', 'mobile', 'tablet', 'other'] as const;
const HALF_LIFE_NAMES = ['5m', '1h', '1d', '7d'];

const known = (value: number | null | undefined): number => value ?? Number.NaN;
const secondsSince = ({ now }: Subject, t: number | null | undefined): number =>
  t == null ? Number.NaN : (now - t) / SECOND_MS;
const daysSince = ({ now }: Subject, t: number | null): number =>
  t === null ? Number.NaN : Math.max(0, now - t) / DAY_MS;

type Spec = Omit<FeatureSpec, 'name' | 'kind' | 'group'>;

function numbers(group: Group, specs: Readonly<Record<string, Spec>>): readonly FeatureSpec[] {
  return Object.entries(specs).map(([name, spec]) => ({ name, kind: 'number', group, ...spec }));
}

const counted = (action: Action, meaning: string): Spec => ({
  meaning,
  unit: 'events',
  read: (subject) => countOf(subject, action),
});

/** Repeat views of what was viewed last, and the most of any product. */
function repeatsOf({ visit }: Subject): { readonly last: number; readonly most: number } {
  let most = 0;
  for (const [, views] of visit?.viewed ?? []) most = Math.max(most, views);
  return { last: visit?.viewed.at(-1)?.[1] ?? 0, most };
}

const SESSION = numbers('session', {
  session_events: {
    meaning: 'events of the open session so far',
    unit: 'events',
    read: ({ events }) => events,
  },
  session_elapsed: {
    meaning: 'time since the open session began',
    unit: 'seconds',
    read: (subject) => (subject.visit === null ? 0 : secondsSince(subject, subject.visit.start)),
  },
  last_gap: {
    meaning: 'time between the last two events of the session',
    unit: 'seconds',
    read: ({ visit }) => known(visit?.gapMs) / SECOND_MS,
  },
  mean_gap: {
    meaning: 'time between events of the session, on average',
    unit: 'seconds',
    read: ({ visit, events }) =>
      visit === null || events < 2
        ? Number.NaN
        : ((visit.last ?? visit.start) - visit.start) / (events - 1) / SECOND_MS,
  },
  idle: {
    meaning: 'time since the last event',
    unit: 'seconds',
    read: (subject) => secondsSince(subject, subject.profile.events?.last),
  },
  pages_viewed: counted('page', 'pages viewed in the session'),
  lists_viewed: counted('list', 'lists of products viewed in the session'),
  searches: counted('search', 'searches in the session'),
  filters_used: counted('filter', 'times a list was filtered or sorted in the session'),
  products_viewed: counted('view', 'products viewed in the session, repeats included'),
  products_added: counted('add', 'times something was put into the cart in the session'),
  products_removed: counted('remove', 'times something was taken out of the cart in the session'),
  cart_views: counted('cart', 'times the cart was looked at in the session'),
  checkout_steps: counted('checkout', 'steps of the checkout in the session'),
  exit_intents: counted('exit', 'times the visitor moved to leave in the session'),
  other_events: counted('other', 'other events of the session'),
  views_of_product: {
    meaning: 'times the product viewed last was viewed in the session',
    unit: 'views',
    read: (subject) => repeatsOf(subject).last,
  },
  most_views_of_a_product: {
    meaning: 'times the product viewed most was viewed in the session',
    unit: 'views',
    read: (subject) => repeatsOf(subject).most,
  },
  distinct_products: {
    meaning: 'different products viewed in the session, at most 40',
    unit: 'products',
    read: ({ visit }) => visit?.viewed.length ?? 0,
  },
  distinct_categories: {
    meaning: 'different categories met in the session, at most 20',
    unit: 'categories',
    read: ({ visit }) => visit?.categories.length ?? 0,
  },
  price_to_mean: {
    meaning: 'price of the product viewed last, against the mean of those viewed in the session',
    unit: 'ratio',
    read: ({ visit }) =>
      visit === null || visit.priceSumMinor === 0
        ? Number.NaN
        : (known(visit.lastPriceMinor) * visit.priced) / visit.priceSumMinor,
  },
  mean_price: {
    meaning: 'mean price of products viewed in the session',
    unit: 'minor units',
    read: ({ visit }) =>
      visit === null || visit.priced === 0 ? Number.NaN : visit.priceSumMinor / visit.priced,
  },
  engaged_seconds: {
    meaning: 'time that pages were in sight and in use in the session',
    unit: 'seconds',
    read: ({ visit }) => visit?.engagedSeconds ?? 0,
  },
  scroll_depth: {
    meaning: 'how far the page scrolled deepest was scrolled in the session',
    unit: 'percent',
    read: ({ visit }) => known(visit?.scrollDepth),
  },
});

const LAST_ACTION: FeatureSpec = {
  name: 'last_action',
  kind: 'category',
  levels: ACTIONS,
  group: 'session',
  meaning: 'what the visitor did last in the session',
  unit: 'kind of event',
  read: ({ visit }) => known(visit?.lastAction),
};

const CART = numbers('cart', {
  cart_pieces: { meaning: 'pieces in the cart', unit: 'pieces', read: ({ cart }) => cart.pieces },
  cart_value: {
    meaning: 'value of what is in the cart',
    unit: 'minor units',
    read: ({ cart }) => cart.valueMinor,
  },
  cart_age: {
    meaning: 'time since the cart was begun',
    unit: 'seconds',
    read: (subject) => secondsSince(subject, subject.activity.cart.since),
  },
  since_added: {
    meaning: 'time since something was put into the cart last, unless it is empty',
    unit: 'seconds',
    read: (subject) => secondsSince(subject, subject.activity.cart.lastAdd),
  },
});

const CIRCUMSTANCES: readonly FeatureSpec[] = [
  {
    name: 'origin',
    kind: 'category',
    levels: ORIGINS,
    group: 'circumstances',
    meaning: 'where the session came from',
    unit: 'kind of source',
    read: ({ visit }) => (visit?.origin == null ? Number.NaN : ORIGINS.indexOf(visit.origin)),
  },
  {
    name: 'device',
    kind: 'category',
    levels: DEVICES,
    group: 'circumstances',
    meaning: 'what the visitor uses',
    unit: 'class of device',
    read: ({ profile }) => {
      const at = DEVICES.indexOf(profile.touches.context.device ?? 'other');
      return profile.touches.context.device === undefined ? Number.NaN : at;
    },
  },
  ...numbers('circumstances', {
    hour: { meaning: "hour of the day by the site's clock", unit: 'hours', read: ({ hour }) => hour },
    weekday: {
      meaning: "day of the week by the site's clock, 0 is Monday",
      unit: 'days',
      read: ({ weekday }) => weekday,
    },
    anonymous: {
      meaning: 'whether the visitor is known for this day only: 1 yes, 0 no',
      unit: 'yes or no',
      read: ({ isAnonymous }) => (isAnonymous ? 1 : 0),
    },
  }),
];

const VISITOR = numbers('visitor', {
  visits: { meaning: 'sessions so far', unit: 'sessions', read: ({ profile }) => profile.sessions.count },
  since_last_visit: {
    meaning: 'time since the visit before this one',
    unit: 'days',
    read: (subject) => daysSince(subject, subject.lastVisit),
  },
  since_first_visit: {
    meaning: 'time since the first event',
    unit: 'days',
    read: (subject) => daysSince(subject, subject.profile.events?.first ?? null),
  },
  since_order: {
    meaning: 'time since the last order (recency)',
    unit: 'days',
    read: (subject) => daysSince(subject, subject.rfm.lastAt),
  },
  orders: { meaning: 'orders so far (frequency)', unit: 'orders', read: ({ rfm }) => rfm.frequency },
  spent: {
    meaning: 'spent so far, net of refunds (monetary)',
    unit: 'minor units',
    read: ({ rfm }) => rfm.monetaryMinor,
  },
  mean_order_value: {
    meaning: 'mean value of an order',
    unit: 'minor units',
    read: ({ rfm }) => (rfm.frequency === 0 ? Number.NaN : rfm.monetaryMinor / rfm.frequency),
  },
});

const LIVELINESS = LIVELY_KINDS.flatMap((kind, row) =>
  HALF_LIVES_MS.map((_, column): FeatureSpec => {
    const halfLife = HALF_LIFE_NAMES[column];
    const at = row * HALF_LIVES_MS.length + column;
    return {
      name: `lively_${kind.replaceAll(' ', '_')}_${halfLife}`,
      kind: 'number',
      group: 'liveliness',
      meaning: `${kind}, each counting half as much every ${halfLife}`,
      unit: 'events',
      read: (subject) => livelyCount(subject, at),
    };
  }),
);

const PRODUCT_USE = numbers('product use', {
  active_days_7d: {
    meaning: 'days of the last 7, in UTC, on which something happened',
    unit: 'days',
    read: ({ activity, now }) => activeDays(activity.usage, 7, now),
  },
  active_days_28d: {
    meaning: 'days of the last 28, in UTC, on which something happened',
    unit: 'days',
    read: ({ activity, now }) => activeDays(activity.usage, 28, now),
  },
  features_used: {
    meaning: 'different features ever used, at most 50',
    unit: 'features',
    read: ({ activity }) => activity.usage.features.length,
  },
  features_used_session: counted('feature', 'times a feature was used in the session'),
  limit_hits: {
    meaning: 'times a limit of the plan was reached',
    unit: 'events',
    read: ({ activity }) => activity.usage.limitHits,
  },
  limit_hits_session: counted('limit', 'times a limit of the plan was reached in the session'),
  seats: {
    meaning: 'seats of the subscription',
    unit: 'seats',
    read: ({ activity }) => known(activity.usage.seats),
  },
});

/** Every feature, in the order in which models read them. */
export const FEATURES: readonly FeatureSpec[] = [
  ...SESSION,
  LAST_ACTION,
  ...CART,
  ...CIRCUMSTANCES,
  ...VISITOR,
  ...LIVELINESS,
  ...PRODUCT_USE,
];

/** Their names and kinds alone: what a matrix of them is headed by. */
export const FEATURE_HEADS: readonly Feature[] = FEATURES.map((spec) =>
  spec.kind === 'category'
    ? { name: spec.name, kind: 'category', levels: spec.levels }
    : { name: spec.name, kind: 'number' },
);

/**
 * All features of a visitor at an instant.
 *
 * @param into As long as there are features; filled and answered.
 * @example readFeatures(subjectOf(profile, now, around))
 */
export function readFeatures(subject: Subject, into = new Float64Array(FEATURES.length)): Float64Array {
  for (let at = 0; at < FEATURES.length; at++) into[at] = FEATURES[at]?.read(subject) ?? Number.NaN;
  return into;
}
