/** Steps in order, asked of one session: of every chain of events that follows them, the stretch of time in which it holds. */
import type { AbsentStep, EventStep, SequenceCondition } from '../segments/condition.ts';
import { durationMs } from '../segments/duration.ts';
import type { Hit } from './counting.ts';
import { type Counting, groupHits, hitsIn, type Judge, soonest, type View } from './judging.ts';

type Step = { readonly counter: number; readonly isAbsence: boolean; readonly ms: number };
/** The latest first step that leads to an event, and that event. */
type Chain = { readonly first: Hit; readonly at: Hit };
type Stretch = { readonly from: number; readonly to: number };

export function compileSequence({ sequence, per, within }: SequenceCondition, { count }: Counting): Judge {
  const reachMs = !within || within === 'lifetime' ? Number.POSITIVE_INFINITY : durationMs(within);
  const steps = sequence.map((step): Step => {
    const isAbsence = 'absent' in step;
    const match = { ...step, event: isAbsence ? step.absent : step.event };
    return { counter: count({ match, per, isAbsence }), isAbsence, ms: lengthOf(step) };
  });
  const list = (view: View, t: number): readonly Stretch[] => listStretches(steps, reachMs, view, t);
  return {
    holds: (view, t) => list(view, t).some(({ from, to }) => from <= t && t < to),
    next: (view, t) =>
      soonest(
        list(view, t).flatMap(({ from, to }) => [from, to]),
        t,
      ),
  };
}

function lengthOf(step: EventStep | AbsentStep): number {
  if ('absent' in step) return durationMs(step.for);
  return step.within ? durationMs(step.within) : Number.POSITIVE_INFINITY;
}

function listStretches(steps: readonly Step[], reachMs: number, view: View, t: number): readonly Stretch[] {
  const [first, ...rest] = steps;
  const starts = hitsIn(view, first?.counter ?? 0, t - reachMs, t);
  return [...groupHits(starts)].flatMap(([group, own]) => {
    const hitsOf = ({ counter }: Step): readonly Hit[] =>
      hitsIn(view, counter, 0, t).filter(({ g }) => g === undefined || g === group);
    return follow(own, rest, hitsOf).flatMap(({ first: { t: began }, at, forMs }) => {
      const [from, to] = [at.t + forMs, began + reachMs];
      return from < to ? [{ from, to }] : [];
    });
  });
}

/** The chains that go all the way, with the time that must pass after the last event where one must be absent. */
function follow(
  starts: readonly Hit[],
  steps: readonly Step[],
  hitsOf: (step: Step) => readonly Hit[],
): readonly (Chain & { readonly forMs: number })[] {
  let chains: readonly Chain[] = starts.map((hit) => ({ first: hit, at: hit }));
  let forMs = 0;
  let absent = NONE;
  for (const step of steps) {
    const hits = hitsOf(step);
    if (step.isAbsence) {
      [forMs, absent] = [step.ms, hits];
      continue;
    }
    const [pauseMs, broken] = [forMs, absent];
    const free = chains.filter(
      ({ at }) => !broken.some((hit) => isAfter(hit, at) && hit.t <= at.t + pauseMs),
    );
    chains = hits.flatMap((hit) => {
      const before = free.filter(
        ({ at }) =>
          isAfter(hit, at) &&
          (broken === NONE || hit.t > at.t + pauseMs) &&
          hit.t - at.t - pauseMs <= step.ms,
      );
      const [best] = before.sort((a, b) => (isAfter(a.first, b.first) ? -1 : 1));
      return best ? [{ first: best.first, at: hit }] : [];
    });
    [forMs, absent] = [0, NONE];
  }
  return chains
    .filter(({ at }) => !absent.some((hit) => isAfter(hit, at)))
    .map((chain) => ({ ...chain, forMs }));
}

const NONE: readonly Hit[] = [];

function isAfter(a: Hit, b: Hit): boolean {
  return (a.t - b.t || a.n - b.n) > 0;
}
