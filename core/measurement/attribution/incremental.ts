/** What came of a campaign that would not have come without it, by those from whom it was withheld. */
import { type Interval, newcombeInterval } from '../proportions.ts';
import type { Arms } from './arms.ts';

/** Whom it was withheld from: the control arm of the campaign, or, where it has none, the holdout of all campaigns. */
export type Against = 'control' | 'holdout' | 'both';

/** `value` visitors more reached the goal, of all who were shown it; interval of 95 %. */
export type Incremental = Interval & {
  readonly value: number;
  /** What those brought, minor units. Without an interval: the totals of arms do not say how amounts spread. */
  readonly valueMinor: number;
  readonly against: Against;
};

export type Increment =
  | { readonly ok: true; readonly incremental: Incremental; readonly arms: Arms }
  | { readonly ok: false; readonly why: string };

/**
 * (share of the shown - share of the withheld) x the shown, with Newcombe's interval of the difference.
 *
 * @example incrementOf({ treated: { of: 1000, did: 80, … }, control: { of: 500, did: 30, … }, … }) // value 20
 */
export function incrementOf(arms: Arms): Increment {
  const { treated } = arms;
  const against = arms.control.of > 0 ? 'control' : 'holdout';
  const control = arms[against];
  if (treated.of === 0 && control.of === 0) return { ok: false, why: 'nobody was shown it in this period' };
  if (treated.of === 0) return { ok: false, why: 'it was withheld from everybody' };
  if (control.of === 0) return { ok: false, why: 'no control arm: it was withheld from nobody' };
  const interval = newcombeInterval(treated, control);
  const perVisitor = treated.valueMinor / treated.of - control.valueMinor / control.of;
  const incremental = {
    value: (treated.did / treated.of - control.did / control.of) * treated.of,
    low: interval.low * treated.of,
    high: interval.high * treated.of,
    valueMinor: perVisitor * treated.of,
    against,
  } as const;
  return { ok: true, incremental, arms };
}

/**
 * Of several campaigns together, taken as independent of each other: their margins add as squares do (Zou and Donner,
 * Statistics in Medicine 27, 2008).
 */
export function addIncrements(increments: readonly Incremental[]): Incremental {
  const sumOf = (read: (one: Incremental) => number): number =>
    increments.reduce((sum, one) => sum + read(one), 0);
  const value = sumOf((one) => one.value);
  const first = increments[0]?.against ?? 'control';
  return {
    value,
    low: value - Math.sqrt(sumOf((one) => (one.value - one.low) ** 2)),
    high: value + Math.sqrt(sumOf((one) => (one.high - one.value) ** 2)),
    valueMinor: sumOf((one) => one.valueMinor),
    against: increments.every((one) => one.against === first) ? first : 'both',
  };
}
