/** A session action by action: how often each, which products and categories, what they cost, how long it was attended to. */
import type { Entry, Json } from '../entry.ts';

/** What an event is in a session, for counting; of several names that mean the same step, one action. */
export const ACTIONS = [
  'page',
  'list',
  'search',
  'filter',
  'view',
  'add',
  'remove',
  'cart',
  'checkout',
  'order',
  'exit',
  'feature',
  'limit',
  'other',
] as const;
export type Action = (typeof ACTIONS)[number];

/** Names come from pages, and an object answers to some that are none of its own. */
const ACTION_OF: ReadonlyMap<string, Action> = new Map<string, Action>(
  Object.entries({
    'Page Viewed': 'page',
    'Screen Viewed': 'page',
    'Product List Viewed': 'list',
    'Products Searched': 'search',
    'Product List Filtered': 'filter',
    'Product Viewed': 'view',
    'Product Added': 'add',
    'Product Removed': 'remove',
    'Cart Viewed': 'cart',
    'Checkout Started': 'checkout',
    'Checkout Step Viewed': 'checkout',
    'Checkout Step Completed': 'checkout',
    'Payment Info Entered': 'checkout',
    'Order Completed': 'order',
    'Exit Intent Detected': 'exit',
    'Feature Used': 'feature',
    'Limit Reached': 'limit',
  } satisfies Record<string, Action>),
);

const PLACES: ReadonlyMap<string, number> = new Map(
  [...ACTION_OF].map(([name, action]) => [name, ACTIONS.indexOf(action)]),
);
const OTHER = ACTIONS.indexOf('other');

/** Of the event's action in `ACTIONS`. */
function placeOf(name: string): number {
  return PLACES.get(name) ?? OTHER;
}

/** @example actionOf('Payment Info Entered') // 'checkout' */
export function actionOf(name: string): Action {
  return ACTION_OF.get(name) ?? 'other';
}

/** The names of events that are one action. @example namesOf('checkout') */
export function namesOf(action: Action): readonly string[] {
  return [...ACTION_OF].flatMap(([name, own]) => (own === action ? [name] : []));
}

/** Says how attentive a page view was, and is no action of the visitor. */
const ENGAGED = 'Page Engaged';

export function isAction({ name }: Pick<Entry, 'name'>): boolean {
  return name !== ENGAGED;
}

/** Where a session came from, as far as the first address says. */
export const ORIGINS = ['direct', 'search', 'social', 'email', 'paid', 'referral'] as const;
export type Origin = (typeof ORIGINS)[number];

export type Visit = {
  /** Of its session: tells one from the next. */
  readonly start: number;
  /** Time of its latest event; null before the first. */
  readonly last: number | null;
  /** Between the last two events, ms; null: there was one. */
  readonly gapMs: number | null;
  /** In the order of `ACTIONS`. */
  readonly counts: readonly number[];
  /** A place in `ACTIONS`. */
  readonly lastAction: number;
  /** By product, the one viewed longest ago first. */
  readonly viewed: readonly (readonly [product: string, views: number])[];
  readonly categories: readonly string[];
  /** Of products viewed, in minor units of the site's currency: sum, how many had one, and that of the one viewed last. */
  readonly priceSumMinor: number;
  readonly priced: number;
  readonly lastPriceMinor: number | null;
  readonly engagedSeconds: number;
  /** Percent of the page that was scrolled deepest; null: nobody said. */
  readonly scrollDepth: number | null;
  /** Of the first event that names an address; null: none did, as those of a server do not. */
  readonly origin: Origin | null;
};

const MOST_PRODUCTS = 40;
const MOST_CATEGORIES = 20;
/** A page that claims to have been read for longer than a session may last. */
const MOST_ENGAGED_SECONDS = 43_200;

/** @param start Of the session. @example extendVisit(beginVisit(start), event) */
export function beginVisit(start: number): Visit {
  return {
    start,
    last: null,
    gapMs: null,
    counts: ACTIONS.map(() => 0),
    lastAction: OTHER,
    viewed: [],
    categories: [],
    priceSumMinor: 0,
    priced: 0,
    lastPriceMinor: null,
    engagedSeconds: 0,
    scrollDepth: null,
    origin: null,
  };
}

/** Takes in one event of the session, later than all before it. Made at once, field by field: every event comes by here. */
export function extendVisit(visit: Visit, event: Entry): Visit {
  const { t, name, properties } = event;
  const isDone = isAction(event);
  const isView = name === 'Product Viewed';
  const action = isDone ? placeOf(name) : visit.lastAction;
  const priceMinor = isView ? priceOf(event) : null;
  return {
    start: visit.start,
    last: t,
    gapMs: visit.last === null ? null : t - visit.last,
    counts: isDone ? addOne(visit.counts, action) : visit.counts,
    lastAction: action,
    viewed: isView ? addView(visit.viewed, properties.product_id) : visit.viewed,
    categories: isDone ? addCategory(visit.categories, properties.category) : visit.categories,
    priceSumMinor: visit.priceSumMinor + (priceMinor ?? 0),
    priced: visit.priced + (priceMinor === null ? 0 : 1),
    lastPriceMinor: isView ? priceMinor : visit.lastPriceMinor,
    engagedSeconds: isDone ? visit.engagedSeconds : attend(visit.engagedSeconds, properties.seconds_active),
    scrollDepth: isDone ? visit.scrollDepth : scroll(visit.scrollDepth, properties.scroll_depth),
    origin: visit.origin ?? (event.context === undefined ? null : originOf(event.context)),
  };
}

function attend(before: number, seconds: Json | undefined): number {
  return Math.min(before + Math.max(0, numberOf(seconds) ?? 0), MOST_ENGAGED_SECONDS);
}

function scroll(before: number | null, depth: Json | undefined): number | null {
  const scrolled = numberOf(depth);
  return scrolled === null ? before : Math.max(Math.min(scrolled, 100), before ?? 0);
}

function addCategory(categories: readonly string[], category: Json | undefined): readonly string[] {
  if (typeof category !== 'string' || category === '' || categories.includes(category)) return categories;
  return categories.length >= MOST_CATEGORIES ? categories : [...categories, category];
}

/** The last of them is the one viewed last. */
function addView(viewed: Visit['viewed'], id: Json | undefined): Visit['viewed'] {
  if (id === undefined || id === null) return viewed;
  const product = String(id);
  let at = viewed.length - 1;
  while (at >= 0 && viewed[at]?.[0] !== product) at--;
  const own = [product, (viewed[at]?.[1] ?? 0) + 1] as const;
  if (at < 0) return [...(viewed.length < MOST_PRODUCTS ? viewed : viewed.slice(1)), own];
  return at === viewed.length - 1 ? viewed.with(at, own) : [...viewed.toSpliced(at, 1), own];
}

/** In minor units; null without one, or in a currency that cannot be compared. */
export function priceOf({ properties: { price }, flags }: Entry): number | null {
  if (typeof price !== 'number' || !Number.isSafeInteger(price) || price < 0) return null;
  return flags?.includes('currency_mismatch') ? null : price;
}

function addOne(counts: readonly number[], at: number): readonly number[] {
  return counts.with(at, (counts[at] ?? 0) + 1);
}

function numberOf(value: Json | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

const SEARCH = /(^|\.)(google|bing|duckduckgo|yahoo|yandex|baidu|ecosia|qwant|startpage|brave)\./;
const SOCIAL =
  /(^|\.)(facebook|instagram|twitter|x|t|tiktok|pinterest|linkedin|reddit|youtube|threads|snapchat)\.(com|co|net)$/;
const MAIL = /(^|[./])(mail|outlook|webmail)\./;
const PAID = /^(cpc|ppc|cpm|paid|paid[-_ ]?(search|social|media)|display|banner|affiliate|retargeting)$/i;

/** A stated medium says more than the page that linked here. Null where no address is named. */
function originOf({ path, referrer, campaign }: NonNullable<Entry['context']>): Origin | null {
  const medium = campaign?.utm_medium;
  if (medium !== undefined) {
    if (PAID.test(medium)) return 'paid';
    if (/^e-?mail$|^newsletter$/i.test(medium)) return 'email';
    if (/^social/i.test(medium)) return 'social';
    if (/^organic$|^search$/i.test(medium)) return 'search';
    return 'referral';
  }
  if (referrer === undefined) return path === undefined ? null : 'direct';
  const host = referrer
    .replace(/^https?:\/\//i, '')
    .replace(/:\d+$/, '')
    .toLowerCase();
  if (MAIL.test(host)) return 'email';
  if (SEARCH.test(host)) return 'search';
  return SOCIAL.test(host) ? 'social' : 'referral';
}
