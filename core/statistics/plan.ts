/**
 * What a page of the log changes, worked out before anything of it is written. The plan is written down together with the
 * place it ends at; whatever breaks off the writing of days and orders, they are written from it again, and no other.
 */
import * as z from 'zod';
import type { Json, LoggedEntry } from '../entry.ts';
import { type DayDelta, deltaShape, NO_DELTA, sumDeltas } from './day.ts';
import { deltaOfMark, isCounted, type Mark, markOf, markShape, tracesOfEntry } from './mark.ts';
import {
  type CountedOrder,
  eventKey,
  NO_ORDER,
  type OrderWorth,
  orderRecordKey,
  orderShape,
  takeOrderEvent,
  worthOf,
} from './order.ts';

/** Of a site. */
export type Plan = {
  readonly days: readonly (readonly [date: string, delta: DayDelta])[];
  /** By their keys, as they are from then on. */
  readonly orders: readonly (readonly [key: string, order: CountedOrder])[];
};

export type SiteState = {
  /** Everything of the site up to this place in the log is in the plan, or in what was written before it. */
  readonly place: number;
  readonly plan: Plan;
  /** What the latest events counted as, by their keys: a copy that takes the place of one of them takes it off. */
  readonly recent: readonly (readonly [event: string, mark: Mark])[];
  /** How many erasures have been through it: whoever planned meanwhile from what was erased finds another state. */
  readonly erasures: number;
};

export const NO_STATE: SiteState = { place: 0, plan: { days: [], orders: [] }, recent: [], erasures: 0 };

/** Events that are looked back to, of either kind. Orders are looked back to always. */
export const MOST_RECENT = 3_000;

export type PlanRules = {
  readonly dateOf: (t: number) => string;
  readonly gapMs: number;
  /** Days before it are no longer kept. */
  readonly oldestDate: string;
};

/** Orders that a page speaks of. @example await Promise.all(orderKeysOf(entries).map(readOne)) */
export function orderKeysOf(entries: readonly LoggedEntry[]): readonly string[] {
  return [...new Set(entries.filter(isCounted).flatMap((entry) => orderRecordKey(entry) ?? []))];
}

/**
 * @param entries Of one site, in the order of the log, behind the place of the state.
 * @param orders What was counted of the orders that they speak of.
 * @param place Where the page ends.
 */
export function planPage(
  state: SiteState,
  {
    entries,
    orders,
    place,
  }: { entries: readonly LoggedEntry[]; orders: ReadonlyMap<string, CountedOrder>; place: number },
  rules: PlanRules,
): SiteState {
  const days = createDays(rules.oldestDate);
  const recent = new Map(state.recent);
  const changed = new Map<string, CountedOrder>();
  for (const entry of entries) {
    if (!isCounted(entry) && !recent.has(eventKey(entry))) continue;
    const date = rules.dateOf(entry.t);
    countMark(recent, entry, date, days);
    days.add(date, tracesOfEntry(entry, date, rules.gapMs));
    const key = isCounted(entry) ? orderRecordKey(entry) : null;
    if (key === null) continue;
    const before = changed.get(key) ?? orders.get(key) ?? NO_ORDER;
    const after = { ...takeOrderEvent(before, entry, date), place };
    changed.set(key, after);
    days.addWorth(worthOf(before), -1);
    days.addWorth(worthOf(after), 1);
  }
  const plan = { days: days.read(), orders: [...changed] };
  return { place, plan, recent: keepLatest([...recent]), erasures: state.erasures };
}

/**
 * Of ids that pages make up and of those that two senders may share, each by itself: a platform tells of a checkout that its
 * page has told of, and no flood of views pushes that out meanwhile.
 */
function keepLatest(recent: SiteState['recent']): SiteState['recent'] {
  const minted = recent.filter(([, { isMinted }]) => isMinted === true);
  const shared = recent.filter(([, { isMinted }]) => isMinted !== true);
  return [...minted.slice(-MOST_RECENT), ...shared.slice(-MOST_RECENT)];
}

/** What is known of somebody who is erased. */
export type Gone = {
  /** Whether an event was theirs, by its key. */
  readonly isEvent: (event: string) => boolean;
  readonly isOrder: (key: string, order: CountedOrder) => boolean;
};

/** Without their orders in what is planned, and without their events; sums stay as they are. */
export function forgetIn(state: SiteState, { isEvent, isOrder }: Gone): SiteState {
  const { plan, recent, erasures } = state;
  return {
    ...state,
    plan: { days: plan.days, orders: plan.orders.filter(([key, order]) => !isOrder(key, order)) },
    recent: recent.filter(([event]) => !isEvent(event)),
    erasures: erasures + 1,
  };
}

type Days = ReturnType<typeof createDays>;

function createDays(oldestDate: string) {
  const days = new Map<string, DayDelta[]>();
  const add = (date: string, delta: DayDelta): void => {
    if (date < oldestDate || delta === NO_DELTA) return;
    const known = days.get(date);
    if (known === undefined) days.set(date, [delta]);
    else known.push(delta);
  };
  return {
    add,
    addWorth: (worth: OrderWorth | null, sign: 1 | -1): void => {
      if (worth === null) return;
      const { date, grossMinor, refundedMinor } = worth;
      const amounts = { grossMinor: sign * grossMinor, refundedMinor: sign * refundedMinor };
      add(date, { ...NO_DELTA, orders: sign, ...amounts });
    },
    read: (): Plan['days'] => [...days].map(([date, deltas]) => [date, sumDeltas(deltas)]),
  };
}

/** A copy of an event that was counted takes its place. */
function countMark(recent: Map<string, Mark>, entry: LoggedEntry, date: string, days: Days): void {
  const key = eventKey(entry);
  const before = recent.get(key);
  if (before !== undefined) days.add(before.date, deltaOfMark(before, -1));
  recent.delete(key);
  const mark = markOf(entry, date);
  if (mark === null) return;
  recent.set(key, mark);
  days.add(date, deltaOfMark(mark, 1));
}

const stateShape = z.object({
  place: z.number().int(),
  plan: z.object({
    days: z.array(z.tuple([z.string(), deltaShape])),
    orders: z.array(z.tuple([z.string(), orderShape])),
  }),
  recent: z.array(z.tuple([z.string(), markShape])),
  erasures: z.number().int().default(0),
});

/** @param value As it lies in the store. */
export function readState(value: Json | undefined): SiteState {
  const read = stateShape.safeParse(value);
  return read.success ? read.data : NO_STATE;
}
