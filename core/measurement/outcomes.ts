/** Whether coming into a segment goes with doing what the segment is to move. */
import type { Kpi } from '../segments/condition.ts';
import type { Arrival, Pair } from './matching.ts';
import { type Interval, newcombeInterval, type Share } from './proportions.ts';
import { countUpTo, type History } from './strata.ts';

export type Outcome = {
  readonly hours: number;
  /** Of everybody who came in and whose hours are over. */
  readonly members: Share;
  /** Of those with a match, and of their matches. */
  readonly matched: { readonly members: Share; readonly others: Share };
  /** Of the matched shares; null: too few pairs to say anything. */
  readonly difference: (Interval & { readonly value: number }) | null;
};

export const HORIZONS_HOURS = [24, 72] as const;
/** With fewer pairs nothing is said. */
export const LEAST_PAIRS = 30;
const HOUR_MS = 3_600_000;

export type OutcomeInput = {
  readonly kpi: Kpi;
  readonly histories: readonly History[];
  /** Into this one segment. */
  readonly arrivals: readonly Arrival[];
  readonly pairs: readonly Pair[];
  /** UTC ms: whose hours are not over by then is left out. */
  readonly now: number;
};

/** @example outcomesOf({ kpi: 'conversion', histories, arrivals, pairs, now }).map(({ difference }) => difference?.value) */
export function outcomesOf(input: OutcomeInput): readonly Outcome[] {
  return HORIZONS_HOURS.map((hours) => outcomeOf(input, hours));
}

function outcomeOf({ kpi, histories, arrivals, pairs, now }: OutcomeInput, hours: number): Outcome {
  const spanMs = hours * HOUR_MS;
  const isOver = ({ t }: Arrival): boolean => t + spanMs <= now;
  /** After the instant, not at it: what brought somebody in is no answer to it. */
  const didIt = (visitor: number, t: number): boolean => {
    const times = histories[visitor]?.did[kpi] ?? [];
    return countUpTo(times, t + spanMs) > countUpTo(times, t);
  };
  const came = arrivals.filter(isOver);
  const ended = pairs.filter(({ arrival }) => isOver(arrival));
  const members = shareOf(ended, ({ arrival }) => didIt(arrival.visitor, arrival.t));
  const others = shareOf(ended, ({ arrival, other }) => didIt(other, arrival.t));
  return {
    hours,
    members: shareOf(came, ({ visitor, t }) => didIt(visitor, t)),
    matched: { members, others },
    difference: ended.length < LEAST_PAIRS ? null : differenceOf(members, others),
  };
}

function shareOf<T>(items: readonly T[], holds: (item: T) => boolean): Share {
  return { did: items.filter(holds).length, of: items.length };
}

function differenceOf(a: Share, b: Share): Interval & { readonly value: number } {
  return { value: a.did / a.of - b.did / b.of, ...newcombeInterval(a, b) };
}
