/** A site's buyers on one page: how lately they ordered against how often, who still buys, and who brings the most. */
import type { SiteId } from '../../entry.ts';
import { createOneAtATime } from '../../measurement/one-at-a-time.ts';
import { tellCount } from '../../privacy/told-counts.ts';
import type { SiteSettings } from '../../sites/site.ts';
import { type FoundBuyer, type FoundBuyers, findBuyers } from './buyers.ts';
import type { Lifetimes, LifetimesPorts } from './lifetimes.ts';
import { LEAST_REPEAT_BUYERS } from './model.ts';

/** `from` up to before `to`; null: without end. */
export type Range = { readonly from: number; readonly to: number | null };

export type CustomerCell = {
  readonly recencyDays: Range;
  readonly orders: Range;
  /** 0: fewer than `k`, and nothing else is told of them. */
  readonly buyers: number;
  /** What one of them has spent so far, to two digits. */
  readonly meanSpentMinor: number | null;
  /** Mean chance that they still buy here, to two digits; null without a model, and of who bought once. */
  readonly alive: number | null;
};

export type CustomersReport = {
  /** UTC ms. */
  readonly at: number;
  readonly currency: string;
  /** Numbers are told in steps of so many buyers. */
  readonly k: number;
  /** Whether there is any: `buyers` is 0 of few as well. */
  readonly hasBuyers: boolean;
  readonly buyers: number;
  readonly repeatBuyers: number;
  readonly isSample: boolean;
  /** By recency, the latest first, then by orders, the fewest first. */
  readonly cells: readonly CustomerCell[];
  readonly lifetimes: BuyersToCome | null;
  /** Why there are none. */
  readonly missing: 'too_few_repeat_buyers' | 'not_fitted_yet' | null;
  readonly leastRepeatBuyers: number;
};

export type BuyersToCome = {
  /** Of the model, UTC ms. */
  readonly fittedAt: number;
  readonly historyDays: number;
  /** Of who bought again: chances that they still do. */
  readonly alive: readonly (Range & { readonly buyers: number })[];
  /** How far ahead values go. */
  readonly days: number;
  /** Fifths of the buyers, those first who are expected to bring the most; null where values cannot be told, or of few. */
  readonly fifths: readonly ValueFifth[] | null;
};

export type ValueFifth = {
  readonly buyers: number;
  /** What one of them is expected to bring, to two digits. */
  readonly meanMinor: number;
  /** Of what all bring, to two digits. */
  readonly share: number;
};

export type Customers = {
  /** One report at a time for a site; null: there is no such site. */
  read(site: SiteId): Promise<CustomersReport | null>;
};

export type CustomersPorts = LifetimesPorts & {
  readonly lifetimes: Pick<Lifetimes, 'model'>;
  /** Visitors that are looked at, by id; the product's own unless said. */
  readonly mostVisitors?: number;
};

const DAY_MS = 86_400_000;
const DAYS_A_WEEK = 7;
const MOST_VISITORS = 200_000;
const DAYS_AHEAD = 365;
const FIFTHS = 5;
/** What a mean of at least `k` is told to, so that it is nobody's own. */
const DIGITS = 2;

const RECENCY_DAYS = rangesOf([0, 30, 60, 90, 180], null);
const ORDERS = rangesOf([1, 2, 3, 4, 6], null);
/** The last one with its end. */
const ALIVE = rangesOf([0, 0.2, 0.4, 0.6, 0.8], 1);

/** @example (await createCustomers(ports).read(site))?.cells[0]?.buyers // 45: from 40 to 49 */
export function createCustomers(ports: CustomersPorts): Customers {
  const reports = createOneAtATime<CustomersReport>();
  return {
    read: async (site) => {
      const settings = ports.sites.byId(site)?.settings;
      return settings === undefined ? null : reports(site, '', () => readCustomers(ports, site, settings));
    },
  };
}

async function readCustomers(
  ports: CustomersPorts,
  site: SiteId,
  { currency, timezone, scoring, smallNumbers: { k } }: SiteSettings,
): Promise<CustomersReport> {
  const at = ports.now();
  const kept = await ports.lifetimes.model(site);
  const model = kept?.currency === currency ? kept : null;
  const { discountPerYear } = scoring;
  const { mostVisitors = MOST_VISITORS } = ports;
  const asked = { now: at, timezone, discountPerYear, model, days: DAYS_AHEAD, mostVisitors };
  const found = await findBuyers(ports, site, asked);
  const repeats = found.buyers.filter(({ frequency }) => frequency > 1).length;
  const isEnough = repeats >= LEAST_REPEAT_BUYERS;
  return {
    at,
    currency,
    k,
    ...tellBuyers(found, k),
    lifetimes: model && {
      fittedAt: model.fittedAt,
      historyDays: Math.round(model.historyWeeks * DAYS_A_WEEK),
      ...tellToCome(found, k),
    },
    missing: model !== null ? null : isEnough ? 'not_fitted_yet' : 'too_few_repeat_buyers',
    leastRepeatBuyers: LEAST_REPEAT_BUYERS,
  };
}

/**
 * @param k Fewer buyers than that are told of in no cell.
 * @example tellBuyers({ buyers, isSample: false }, 10).cells.filter(({ buyers }) => buyers > 0)
 */
export function tellBuyers(
  { buyers, isSample }: FoundBuyers,
  k: number,
): Pick<CustomersReport, 'hasBuyers' | 'buyers' | 'repeatBuyers' | 'isSample' | 'cells'> {
  const cells = RECENCY_DAYS.flatMap((recencyDays) =>
    ORDERS.map((orders) => {
      const isIn = ({ recencyMs, frequency }: FoundBuyer): boolean =>
        holds(recencyDays, recencyMs / DAY_MS) && holds(orders, frequency);
      return { recencyDays, orders, ...tellCell(buyers.filter(isIn), k) };
    }),
  );
  const repeats = buyers.filter(({ frequency }) => frequency > 1).length;
  return {
    hasBuyers: buyers.length > 0,
    buyers: tellCount(buyers.length, k),
    repeatBuyers: tellCount(repeats, k),
    isSample,
    cells,
  };
}

function tellCell(
  own: readonly FoundBuyer[],
  k: number,
): Pick<CustomerCell, 'buyers' | 'meanSpentMinor' | 'alive'> {
  if (own.length < k) return { buyers: 0, meanSpentMinor: null, alive: null };
  const alive = own.flatMap(({ foreseen }) => foreseen?.alive ?? []);
  return {
    buyers: tellCount(own.length, k),
    meanSpentMinor: meanOf(own.map(({ monetaryMinor }) => monetaryMinor)),
    alive: alive.length < k ? null : meanOf(alive),
  };
}

/** What the model says of all who may be foreseen. */
export function tellToCome(
  { buyers }: Pick<FoundBuyers, 'buyers'>,
  k: number,
): Pick<BuyersToCome, 'alive' | 'days' | 'fifths'> {
  const foreseen = buyers.flatMap((buyer) => buyer.foreseen ?? []);
  const values = foreseen.flatMap(({ valueMinor }) => valueMinor ?? []).toSorted((a, b) => b - a);
  const chances = foreseen.flatMap(({ alive }) => alive ?? []);
  return {
    alive: ALIVE.map((range) => {
      const own = chances.filter((alive) => holds(range, alive) || (alive === 1 && range.to === 1));
      return { ...range, buyers: tellCount(own.length, k) };
    }),
    days: DAYS_AHEAD,
    fifths: values.length < FIFTHS * k ? null : tellFifths(values, k),
  };
}

function tellFifths(descending: readonly number[], k: number): readonly ValueFifth[] {
  const all = sum(descending);
  return Array.from({ length: FIFTHS }, (_, fifth) => {
    const place = (end: number): number => Math.round((end * descending.length) / FIFTHS);
    const own = descending.slice(place(fifth), place(fifth + 1));
    return { buyers: tellCount(own.length, k), meanMinor: meanOf(own), share: round(sum(own) / all) };
  });
}

function rangesOf(from: readonly number[], end: number | null): readonly Range[] {
  return from.map((own, at) => ({ from: own, to: from[at + 1] ?? end }));
}

function holds({ from, to }: Range, value: number): boolean {
  return value >= from && (to === null || value < to);
}

function meanOf(values: readonly number[]): number {
  return round(sum(values) / values.length);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function round(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : 0;
}
