/**
 * A visitor's orders as the lifetime models ask for them: several orders on one day of the site's zone are one purchase,
 * the first purchase begins the history, and only those after it are counted.
 */
import { isCounted, netMinor, type Order, type Orders } from '../../profiles/orders.ts';
import { localDate } from '../../zone.ts';
import type { Customer } from './lifetime-value.ts';

export type AsOf = {
  /** UTC ms; what was ordered later does not count. */
  readonly now: number;
  /** IANA zone whose days are meant. */
  readonly timezone: string;
};

/** All that was bought on one day, or in the days of the totals: `grossMinor` is 0 where no value is known. */
type Purchases = { readonly occasions: number; readonly grossMinor: number; readonly netMinor: number };

const DAY_MS = 86_400_000;
const DAYS_A_WEEK = 7;

/**
 * Frequency, recency, age and mean value, as of an instant. Cancelled orders do not count and refunds are taken off;
 * orders without a known value (in another currency, say) count as purchases and not in the mean.
 *
 * Of orders that were rolled up into totals only their number, value, first and last day are known. They are taken for
 * one purchase each, at most one a day, and all of the same value. A single order of a day within theirs counts beside
 * them.
 *
 * @returns null without any order.
 * @example summarizeOrders(profile.orders, { now, timezone: 'Europe/Berlin' })?.repeats
 */
export function summarizeOrders(orders: Orders, { now, timezone }: AsOf): Customer | null {
  const dayOf = (t: number): number => Date.parse(localDate(Math.min(t, now), timezone)) / DAY_MS;
  const counted = orders.recent.filter((order) => isCounted(order) && order.at <= now);
  const days = new Map(
    [...Map.groupBy(counted, ({ at }) => dayOf(at))].map(([day, own]) => [day, sumUp(own)]),
  );
  const { tally } = orders.older;
  const [olderFirst, olderLast] = tally === null ? [] : [dayOf(tally.first), dayOf(tally.last)];
  const known = [...days.keys(), olderFirst, olderLast].filter((day) => day !== undefined);
  if (known.length === 0) return null;
  const [first, last] = [Math.min(...known), Math.max(...known)];
  const later = [...days].filter(([day]) => day > first).map(([, own]) => own);
  // On its first and last day the totals may share a purchase with single orders, and one of them may be the very first.
  const ends = [...new Set([olderFirst, olderLast])].filter((day) => day === first || days.has(day ?? first));
  const older = olderBeside(orders, (olderLast ?? 0) - (olderFirst ?? 0) + 1, ends.length);
  return {
    repeats: Math.min(
      last - first,
      sum([...later, older], ({ occasions }) => occasions),
    ),
    recencyWeeks: (last - first) / DAYS_A_WEEK,
    ageWeeks: (dayOf(now) - first) / DAYS_A_WEEK,
    spend: spendOf([...later, older]),
  };
}

function sumUp(orders: readonly Order[]): Purchases {
  return {
    occasions: 1,
    grossMinor: sum(orders, (order) => order.grossMinor ?? 0),
    netMinor: sum(orders, netMinor),
  };
}

/** The totals without the purchases that are counted elsewhere. */
function olderBeside({ older }: Orders, mostDays: number, elsewhere: number): Purchases {
  const occasions = Math.min(older.tally?.count ?? 0, mostDays);
  const left = Math.max(0, occasions - elsewhere);
  const minor = occasions === 0 ? 0 : (Number(older.netMinor) * left) / occasions;
  return { occasions: left, grossMinor: minor, netMinor: minor };
}

function spendOf(purchases: readonly Purchases[]): Customer['spend'] {
  const valued = purchases.filter(({ grossMinor }) => grossMinor > 0);
  const count = sum(valued, ({ occasions }) => occasions);
  return { purchases: count, meanMinor: count === 0 ? 0 : sum(valued, (own) => own.netMinor) / count };
}

function sum<T>(of: readonly T[], measure: (one: T) => number): number {
  return of.reduce((total, one) => total + measure(one), 0);
}
