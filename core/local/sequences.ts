/** Steps in order, asked of one session: of every chain of events that follows them, the stretch of time in which it holds. */
import type { AbsentStep, EventStep, SequenceCondition } from '../segments/condition.ts';
import { createCounter, type Hit, type ReadHits } from './counting.ts';
import { durationMs, ENDLESS } from './durations.ts';
import { type Compiling, groupHits, hitsIn, type Judge, type View } from './judging.ts';

type Step = { readonly read: ReadHits; readonly isAbsence: boolean; readonly ms: number };
/** The latest first step that leads to an event, and that event. */
type Chain = { readonly first: Hit; readonly at: Hit };

export function compileSequence({ sequence, per, within }: SequenceCondition, { turns }: Compiling): Judge {
  const reachMs = !within || within === 'lifetime' ? ENDLESS : durationMs(within);
  const steps = sequence.map((step): Step => {
    const isAbsence = 'absent' in step;
    const match = { ...step, event: isAbsence ? step.absent : step.event };
    return { read: createCounter({ match, per, isAbsence }), isAbsence, ms: lengthOf(step) };
  });
  for (const ms of [reachMs, ...steps.map((step) => step.ms)]) if (ms < ENDLESS) turns.add(ms);
  return (view, t) => holdsAt(steps, reachMs, view, t);
}

function lengthOf(step: EventStep | AbsentStep): number {
  if ('absent' in step) return durationMs(step.for);
  return step.within ? durationMs(step.within) : ENDLESS;
}

function holdsAt(steps: readonly Step[], reachMs: number, view: View, t: number): boolean {
  const [first, ...rest] = steps as [Step];
  return [...groupHits(hitsIn(view, first.read, t - reachMs, t))].some(([group, own]) =>
    follow(own, rest, ({ read }) =>
      hitsIn(view, read, 0, t).filter(({ g }) => g === undefined || g === group),
    ).some(([at, forMs]) => at.t + forMs <= t),
  );
}

/** Where the chains end that go all the way, with the time that must pass then where something must be absent. */
function follow(
  starts: readonly Hit[],
  steps: readonly Step[],
  hitsOf: (step: Step) => readonly Hit[],
): readonly (readonly [Hit, number])[] {
  let chains: readonly Chain[] = starts.map((hit) => ({ first: hit, at: hit }));
  let pauseMs = 0;
  let absent = NONE;
  for (const step of steps) {
    const hits = hitsOf(step);
    if (step.isAbsence) {
      [pauseMs, absent] = [step.ms, hits];
      continue;
    }
    const [forMs, broken] = [pauseMs, absent];
    const free = chains.filter(({ at }) => !broken.some((hit) => isAfter(hit, at) && hit.t <= at.t + forMs));
    chains = hits.flatMap((hit) => {
      const [best] = free
        .filter(({ at }) => {
          const ms = hit.t - at.t - forMs;
          return isAfter(hit, at) && (broken === NONE || ms > 0) && ms <= step.ms;
        })
        .sort((a, b) => (isAfter(a.first, b.first) ? -1 : 1));
      return best ? [{ first: best.first, at: hit }] : [];
    });
    [pauseMs, absent] = [0, NONE];
  }
  return chains.flatMap(({ at }) => (absent.some((hit) => isAfter(hit, at)) ? [] : [[at, pauseMs] as const]));
}

const NONE: readonly Hit[] = [];

function isAfter(a: Hit, b: Hit): boolean {
  return (a.t - b.t || a.n - b.n) > 0;
}
