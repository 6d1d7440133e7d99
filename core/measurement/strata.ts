/** Who is compared with whom: people of whom the same is known at the same instant. */
import type { VisitorId } from '../entry.ts';
import type { Kpi } from '../segments/condition.ts';

/** What a period of the log and the profile say of one visitor. All lists ascend in time. */
export type History = {
  readonly visitor: VisitorId;
  readonly firstAt: number;
  /** Sessions that began before the period, and the starts of those within it. */
  readonly sessionsBefore: number;
  readonly sessions: readonly number[];
  /** Orders that are only known as a number, all of them old, and the times of the others. */
  readonly olderOrders: number;
  readonly orders: readonly number[];
  /** Device class from an instant on. */
  readonly devices: readonly { readonly t: number; readonly device: string }[];
  /** When the visitor did what counts. */
  readonly did: Readonly<Partial<Record<Kpi, readonly number[]>>>;
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** First visit: within a day, 1 to 6, 7 to 29, 30 to 89, 90 days or more ago. */
const AGES_MS = [DAY_MS, 7 * DAY_MS, 30 * DAY_MS, 90 * DAY_MS] as const;
/** Latest visit began: within an hour, a day, a week, longer ago. Without it, people who left would be compared. */
const RECENCIES_MS = [HOUR_MS, DAY_MS, 7 * DAY_MS] as const;
/** Visits: 1, 2 to 3, 4 to 10, 11 or more. */
const VISITS = [2, 4, 11] as const;
/** Orders: none, 1, 2 to 4, 5 or more. */
const ORDERS = [1, 2, 5] as const;

/** Also the digits of a stratum's number, in this order. */
const DEVICES = ['unknown', 'desktop', 'mobile', 'tablet', 'other'];

/**
 * Everything that must be equal between a member and who is compared with them, as one number of the digits first
 * visit, latest visit, visits, device, orders; null before the first visit. Asked millions of times.
 *
 * @example stratumAt(history, t) // 20120
 */
export function stratumAt(history: History, t: number): number | null {
  const { firstAt, sessions, sessionsBefore, orders, olderOrders, devices } = history;
  if (firstAt > t) return null;
  const begun = countUpTo(sessions, t);
  const latest = sessions[begun - 1] ?? Number.NEGATIVE_INFINITY;
  const device = devices.findLast((known) => known.t <= t)?.device ?? devices[0]?.device ?? 'unknown';
  return (
    bucketOf(t - firstAt, AGES_MS) * 10_000 +
    bucketOf(t - latest, RECENCIES_MS) * 1_000 +
    bucketOf(sessionsBefore + begun, VISITS) * 100 +
    Math.max(0, DEVICES.indexOf(device)) * 10 +
    bucketOf(olderOrders + countUpTo(orders, t), ORDERS)
  );
}

/** Instants at which the stratum may become another one. */
export function turnsOf({ firstAt, sessions, orders, devices }: History): readonly number[] {
  return [
    firstAt,
    ...AGES_MS.map((ms) => firstAt + ms),
    ...sessions.flatMap((start) => [start, ...RECENCIES_MS.map((ms) => start + ms)]),
    ...orders,
    ...devices.map(({ t }) => t),
  ];
}

function bucketOf(value: number, edges: readonly number[]): number {
  let bucket = 0;
  for (const edge of edges) if (value >= edge) bucket += 1;
  return bucket;
}

/** How many of an ascending list are at or before `t`. */
export function countUpTo(ascending: readonly number[], t: number): number {
  let from = 0;
  let to = ascending.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((ascending[middle] ?? 0) <= t) from = middle + 1;
    else to = middle;
  }
  return from;
}
