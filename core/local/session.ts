/** A session as a page knows it: what the site answered, and what has happened on the page since. */
import type { Context, Json, Properties } from '../entry.ts';
import type { LocalBundle } from './bundle.ts';
import { isMoney, listItems, roundMoney } from './counting.ts';
import { expandState, type SessionState } from './state.ts';

/** An event of this page that the state does not hold yet. */
export type FreshEvent = {
  readonly id: string;
  readonly name: string;
  /** UTC ms by the site's clock. */
  readonly t: number;
  readonly properties: Properties;
  /** Where it differs from that of the page: the first event knows its referrer. */
  readonly context?: Context;
};

export type LocalEvent = {
  readonly name: string;
  readonly t: number;
  readonly properties: Properties;
  readonly context: Context;
  /** Its amounts are of another currency than the site's, and are never summed. */
  readonly isOther: boolean;
};

export type Session = {
  readonly start: number;
  /** Its latest event of whatever name, UTC ms, and the instant from which none belongs to it. */
  readonly latest: number;
  readonly end: number;
  /** How many events it has, whether anybody hears of them or not. */
  readonly count: number;
  /** In time order; with what treatments make. */
  readonly events: readonly LocalEvent[];
};

/** As sessions everywhere. */
const MOST_EVENTS = 500;
const LONGEST_MS = 12 * 3_600_000;
const ORDER = 'Order Completed';
const MADE = { s: 'Treatment Shown', k: 'Treatment Clicked', x: 'Treatment Dismissed' } as const;

export type Told = {
  readonly state: SessionState;
  readonly fresh: readonly FreshEvent[];
  /** Of the page. */
  readonly context: Context;
  /** Events of this page, each with what it said of its circumstances. */
  readonly own: readonly FreshEvent[];
};

type Happened = Pick<FreshEvent, 'name' | 't' | 'properties'>;

/** @returns null where nothing has happened. */
export function readSession({ site }: LocalBundle, told: Told): Session | null {
  const { state, fresh } = told;
  let { s: start, n: count } = state;
  let latest = start + state.l;
  let happened = count ? eventsOf(state, site.digits) : [];
  const endAt = (): number =>
    count < MOST_EVENTS ? Math.min(latest + site.sessionGapMs, start + LONGEST_MS) : latest;
  for (const event of [...fresh].sort((a, b) => a.t - b.t || (a.id < b.id ? -1 : 1))) {
    const { t } = event;
    if (!count || t >= endAt()) [start, latest, count, happened] = [t, t, 0, []];
    start = Math.min(start, t);
    latest = Math.max(latest, t);
    count++;
    happened.push(event);
  }
  if (!count) return null;
  for (const [, campaign, variant, marks] of state.d) {
    for (const mark of ['s', 'k', 'x'] as const) {
      const t = marks[mark] ?? 0;
      if (t >= start)
        happened.push({ name: MADE[mark], t, properties: { campaign, variant, channel: 'onsite' } });
    }
  }
  return { start, latest, end: endAt(), count, events: toEvents(happened, told, site) };
}

/** The site's own word of an order stands for the page's. */
function eventsOf(state: SessionState, digits: number): Happened[] {
  const { o: orders = [] } = state;
  return [
    ...expandState(state).filter(({ name }) => !orders.length || name !== ORDER),
    ...orders.map(([t, minor, currency]) => {
      const total = minor / 10 ** digits;
      return { name: ORDER, t, properties: { total, value: total, revenue: total, currency } };
    }),
  ];
}

function toEvents(
  happened: readonly Happened[],
  { context, own }: Told,
  { currency, digits }: LocalBundle['site'],
): readonly LocalEvent[] {
  let path: Json | undefined;
  return [...happened]
    .sort((a, b) => a.t - b.t)
    .map(({ name, t, properties }) => {
      if (name === 'Page Viewed') path = properties.path ?? path;
      const before = { device: context.device, path } as Context;
      const { products } = properties;
      return {
        name,
        t,
        context: own.find((event) => event.t === t)?.context ?? before,
        isOther: (properties.currency ?? currency) !== currency,
        properties: {
          ...roundAll(properties, digits),
          ...(products && { products: listItems(products).map((item) => roundAll(item, digits)) }),
        },
      };
    });
}

/** Amounts as a server keeps them. */
function roundAll(properties: Properties, digits: number): Properties {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [
      key,
      isMoney(key) && value !== '' && Number.isFinite(Number(value))
        ? roundMoney(Number(value), digits)
        : value,
    ]),
  );
}
