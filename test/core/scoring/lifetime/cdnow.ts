/** CDNOW's customers: those of the usual sample among all of them, as orders of a shop in New York. */
import { existsSync, readFileSync } from 'node:fs';
import { NO_TOTALS, type Order, type Orders } from '../../../../core/profiles/orders.ts';
import type { PurchaseHistory } from '../../../../core/scoring/lifetime/bg-nbd.ts';
import type { Customer } from '../../../../core/scoring/lifetime/lifetime-value.ts';
import { summarizeOrders } from '../../../../core/scoring/lifetime/summary.ts';

const SUMMARY = '../shared/data/cdnow_customers_summary.csv';
const MASTER = '../shared/data/cdnow_master.txt';
export const hasCdnow = existsSync(SUMMARY) && existsSync(MASTER);

const TIMEZONE = 'America/New_York';
/** Late in the evening, so that it is the next day in UTC. */
const EVENING_MS = (24 + 3.5) * 3_600_000;
const END = Date.UTC(1997, 8, 30) + EVENING_MS;
const LAST = Date.UTC(1998, 5, 30) + EVENING_MS;

export type Cdnow = Customer & { readonly orders: Orders };

/** Of customers with the same history, the file does not say which is in the sample: by its number, how many are not. */
const PASSED_OVER: ReadonlyMap<number, number> = new Map([
  ...[26, 38, 539, 621, 873, 944, 1178, 1217, 1247, 1305, 1533, 1588, 2017].map((id) => [id, 1] as const),
  [1198, 2],
]);

/** The published summary. */
export function readSummary(): readonly PurchaseHistory[] {
  const lines = readFileSync(SUMMARY, 'utf8').trim().split('\n').slice(1);
  return lines.map((line) => {
    const [, repeats, recencyWeeks, ageWeeks] = line.split(',').map(Number);
    return { repeats: repeats ?? 0, recencyWeeks: recencyWeeks ?? 0, ageWeeks: ageWeeks ?? 0 };
  });
}

function readOrders(): readonly Orders[] {
  const customers = new Map<string, Order[]>();
  for (const [at, line] of readFileSync(MASTER, 'utf8').split('\n').entries()) {
    const [, customer, year, month, day, dollars] =
      /^ *(\d{5}) +(\d{4})(\d{2})(\d{2}) +\d+ +([\d.]+)/.exec(line) ?? [];
    if (customer === undefined) continue;
    const order: Order = {
      key: `o${at}`,
      at: Date.UTC(Number(year), Number(month) - 1, Number(day)) + EVENING_MS,
      grossMinor: Math.round(Number(dollars) * 100),
      refundedMinor: 0,
      cancelled: false,
      confirmed: true,
    };
    customers.set(customer, [...(customers.get(customer) ?? []), order]);
  }
  return [...customers.keys()]
    .toSorted()
    .map((id) => ({ recent: customers.get(id) ?? [], older: NO_TOTALS }));
}

const ageOf = ({ ageWeeks }: PurchaseHistory): string => ageWeeks.toFixed(2);
const keyOf = (history: PurchaseHistory): string =>
  `${history.repeats} ${history.recencyWeeks.toFixed(2)} ${ageOf(history)}`;

/** What our summary makes of the orders of all 23,570 customers, at the end of September 1997. */
export function summarizeMaster(): readonly Cdnow[] {
  return readOrders().flatMap((orders) => {
    const customer = summarizeOrders(orders, { now: END, timezone: TIMEZONE });
    return customer === null ? [] : [{ ...customer, orders }];
  });
}

/** What the customer bought in the 39 weeks after that. */
export function countLater({ orders, repeats }: Cdnow): number {
  return (summarizeOrders(orders, { now: LAST, timezone: TIMEZONE })?.repeats ?? 0) - repeats;
}

/** Those in the sample, in its order; undefined where nobody in the file has that history. */
export function pickSample(all: readonly Cdnow[]): readonly (Cdnow | undefined)[] {
  const left = new Map([...Map.groupBy(all, ageOf)].map(([age, own]) => [age, own.values()]));
  return readSummary().map((published, at) => {
    let passing = PASSED_OVER.get(at + 1) ?? 0;
    for (;;) {
      const next = left.get(ageOf(published))?.next();
      if (next === undefined || next.done === true) return undefined;
      if (keyOf(next.value) !== keyOf(published)) continue;
      if (passing === 0) return next.value;
      passing -= 1;
    }
  });
}
