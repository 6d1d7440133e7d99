/** What a campaign is to achieve, compiled: what one event adds to its result. */

import type { Entry } from '../entry.ts';
import { isUnconfirmed } from '../events/unconfirmed.ts';
import type { Names, NameTally } from '../profiles/names.ts';
import { type Countable, createCounter, listNames } from '../segments/counter.ts';
import { durationMs } from '../segments/duration.ts';
import type { Goal, GoalKind } from './campaign.ts';

/** What the events of somebody who was exposed add up to. */
export type Gain = {
  readonly count: number;
  /** Minor units of money, millionths of other numbers; 0 where the goal sums nothing. */
  readonly value: number;
};

export type CompiledGoal = {
  readonly kind: GoalKind;
  /** Null: every event. */
  readonly names: readonly string[] | null;
  /** Its window after the first exposure, ms: both edges belong to it. */
  readonly fromMs: number;
  readonly withinMs: number;
  /** Null where the event is none of the goal's. */
  read(event: Countable): Gain | null;
  /**
   * What had been of it before the exposure: the covariate that takes chance out of the comparison (CUPED). It leaves
   * `where` aside, which makes it less telling, never wrong.
   */
  before(names: Names): number;
};

/** @example compileGoal({ kind: 'revenue', event: 'Order Completed', of: 'total', within: '72h' }).read(order) */
export function compileGoal({ kind, of, from, within, ...match }: Goal): CompiledGoal {
  const counter = createCounter({
    match,
    of: of === undefined ? undefined : { path: of, isDistinct: false },
  });
  const own = new Set(listNames(match.event));
  return {
    kind,
    names: counter.names,
    fromMs: from === undefined ? 0 : durationMs(from),
    withinMs: durationMs(within),
    read: (event) => {
      if (isUnconfirmed(event)) return null;
      const hits = counter.read(event, 0);
      if (hits.length === 0) return null;
      return { count: 1, value: hits.reduce((sum, { v }) => sum + (typeof v === 'number' ? v : 0), 0) };
    },
    before: ({ kept }) => {
      const tallies = counter.names === null ? kept : kept.filter(({ name }) => own.has(name));
      return tallies.reduce((sum, tally) => sum + (of === undefined ? tally.count : sumOf(tally, of)), 0);
    },
  };
}

function sumOf({ sums }: NameTally, property: string): number {
  return Number(sums.find((sum) => sum.property === property)?.total ?? 0n);
}

/**
 * Whether an instant lies in the goal's window, by the time since the first exposure, ms. What happens at the very
 * instant of the exposure did not come of it.
 */
export function isInWindow({ fromMs, withinMs }: CompiledGoal, sinceMs: number): boolean {
  return sinceMs > 0 && sinceMs >= fromMs && sinceMs <= withinMs;
}

/**
 * What one event adds for somebody who was exposed first at an instant (UTC ms): what came before the exposure never
 * counts, nor what comes after the window.
 *
 * @returns null where it adds nothing.
 * @example gainOf(goal, order, exposed.t)?.value // 1250
 */
export function gainOf(goal: CompiledGoal, event: Entry, exposedAt: number): Gain | null {
  if (goal.names !== null && !goal.names.includes(event.name)) return null;
  return isInWindow(goal, event.t - exposedAt) ? goal.read(event) : null;
}

/** What one visitor stands for in the comparison of arms. @example outcomeOf('conversion', { count: 3, value: 0 }) // 1 */
export function outcomeOf(kind: GoalKind, { count, value }: Gain): number {
  if (kind === 'count') return count;
  return kind === 'revenue' || kind === 'expansion' ? value : Math.min(1, count);
}
