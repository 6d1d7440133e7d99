/** A score with two thresholds and a least stay: in at the upper one, out below the lower one, not before its time. */
import type { LatchUse } from './node.ts';
import { NEVER, type Verdict } from './verdict.ts';

export type LatchState = {
  readonly latch: number;
  /** Since when it is in; null: it is out. */
  readonly since: number | null;
  /** When it leaves unless a score at or above `leave` comes first; null: the score is not below `leave`. */
  readonly leavesAt: number | null;
};

/** One score, later than all before it. */
export function stepLatch(state: LatchState, use: LatchUse, p: number, t: number): LatchState {
  const { latch, leavesAt } = state;
  const since = leavesAt !== null && leavesAt < t ? null : state.since;
  if (since === null)
    return p >= use.gte ? { latch, since: t, leavesAt: null } : { latch, since: null, leavesAt: null };
  if (p >= use.leave) return { latch, since, leavesAt: null };
  // A second low score does not put off the exit that the first one set.
  const from = since === state.since && leavesAt !== null ? leavesAt : Math.max(t, since + use.dwellMs);
  return { latch, since, leavesAt: from };
}

export function latchAt(state: LatchState | undefined, t: number): Verdict {
  if (state === undefined || state.since === null) return NEVER;
  if (state.leavesAt === null) return { holds: true, until: null };
  return t < state.leavesAt ? { holds: true, until: state.leavesAt } : NEVER;
}
