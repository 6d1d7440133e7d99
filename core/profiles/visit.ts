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
    lastAction: ACTIONS.indexOf('other'),
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

/** Takes in one event of the session, later than all before it. */
export function extendVisit(visit: Visit, event: Entry): Visit {
  const moved = {
    ...visit,
    last: event.t,
    gapMs: visit.last === null ? null : event.t - visit.last,
    origin: visit.origin ?? originOf(event.context ?? {}),
  };
  if (!isAction(event)) return attend(moved, event);
  const action = ACTIONS.indexOf(actionOf(event.name));
  const counted = { ...moved, counts: addOne(visit.counts, action), lastAction: action };
  return event.name === 'Product Viewed' ? view(counted, event) : inCategory(counted, event);
}

function attend(
  visit: Visit,
  { properties: { seconds_active: seconds, scroll_depth: depth } }: Entry,
): Visit {
  const engagedSeconds = visit.engagedSeconds + Math.max(0, numberOf(seconds) ?? 0);
  const scrolled = numberOf(depth);
  return {
    ...visit,
    engagedSeconds: Math.min(engagedSeconds, MOST_ENGAGED_SECONDS),
    scrollDepth:
      scrolled === null ? visit.scrollDepth : Math.max(Math.min(scrolled, 100), visit.scrollDepth ?? 0),
  };
}

function view(visit: Visit, event: Entry): Visit {
  const { product_id: id } = event.properties;
  const priceMinor = priceOf(event);
  return inCategory(
    {
      ...visit,
      viewed: id === undefined || id === null ? visit.viewed : addView(visit.viewed, String(id)),
      priceSumMinor: visit.priceSumMinor + (priceMinor ?? 0),
      priced: visit.priced + (priceMinor === null ? 0 : 1),
      lastPriceMinor: priceMinor,
    },
    event,
  );
}

function inCategory(visit: Visit, { properties: { category } }: Entry): Visit {
  const { categories } = visit;
  if (typeof category !== 'string' || category === '' || categories.includes(category)) return visit;
  return categories.length >= MOST_CATEGORIES ? visit : { ...visit, categories: [...categories, category] };
}

/** The last of them is the one viewed last. */
function addView(viewed: Visit['viewed'], product: string): Visit['viewed'] {
  const known = viewed.find(([id]) => id === product);
  const others =
    known === undefined ? viewed.slice(1 - MOST_PRODUCTS) : viewed.filter((one) => one !== known);
  return [...others, [product, (known?.[1] ?? 0) + 1]];
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
