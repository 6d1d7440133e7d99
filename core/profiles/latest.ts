/**
 * What the latest event of a kind said, with its place in time, so that of two parts of a history the later one is
 * known; and whose the earliest event was.
 */
import { type Context, compareEntries, type Entry, type VisitorId } from '../entry.ts';

export type Dated<T> = { readonly t: number; readonly id: string; readonly value: T } | null;

export type Latest = {
  readonly context: Dated<Context>;
  readonly campaign: Dated<Readonly<Record<string, string>>>;
  readonly account: Dated<string>;
  readonly page: Dated<string>;
  /** Under which recorded id the earliest event came. */
  readonly unit: Dated<VisitorId>;
};

export const NO_LATEST: Latest = { context: null, campaign: null, account: null, page: null, unit: null };

/** @param events In order. @example latestOf(events).page // { t: 1790848800000, id: 'e1', value: '/shoes' } */
export function latestOf(events: readonly Entry[]): Latest {
  const last = <T>(read: (context: Context) => T | undefined): Dated<T> => {
    for (const { t, id, context = {} } of events.toReversed()) {
      const value = read(context);
      if (value !== undefined) return { t, id, value };
    }
    return null;
  };
  return {
    context: last((context) => context),
    campaign: last(({ campaign }) => campaign),
    account: last(({ account }) => account),
    page: last(({ path }) => path),
    unit: unitOf(events),
  };
}

/** Associative and commutative. */
export function addLatest(a: Latest, b: Latest): Latest {
  return {
    context: later(a.context, b.context),
    campaign: later(a.campaign, b.campaign),
    account: later(a.account, b.account),
    page: later(a.page, b.page),
    unit: earlier(a.unit, b.unit),
  };
}

function later<T>(a: Dated<T>, b: Dated<T>): Dated<T> {
  if (a === null || b === null) return a ?? b;
  return compareEntries(a, b) >= 0 ? a : b;
}

/** @param events In order. */
export function unitOf(events: readonly Entry[]): Dated<VisitorId> {
  const [first] = events;
  return first?.visitor ? { t: first.t, id: first.id, value: first.visitor } : null;
}

export function earlier<T>(a: Dated<T>, b: Dated<T>): Dated<T> {
  if (a === null || b === null) return a ?? b;
  return compareEntries(a, b) <= 0 ? a : b;
}
