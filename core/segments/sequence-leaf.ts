/** Steps in order: one chain of events, with what must not have happened in between or since, is enough. */
import type { AbsentStep, EventStep, Scalar, SequenceCondition } from './condition.ts';
import { type Hit, listNames } from './counter.ts';
import { durationMs } from './duration.ts';
import { createGrouping, type Grouping, type HitGroups, LONG_HISTORY } from './grouped-hits.ts';
import type { Compiling, Leaf, Uses } from './node.ts';
import {
  comparePlaces,
  followChains,
  NO_HITS,
  type Sequence,
  type Step,
  type Stretch,
  type Walk,
} from './sequence-chains.ts';
import { hitsOf, type Subject, untilSessionEnds } from './subject.ts';
import { NEVER, type Verdict } from './verdict.ts';
import { indexAfter } from './window.ts';

/**
 * @example compileSequence({ sequence: [{ event: 'Product Added' }, { absent: 'Order Completed', for: '1h' }] }, compiling)
 */
export function compileSequence(condition: SequenceCondition, compiling: Compiling): Leaf {
  const sequence = readSequence(condition, compiling);
  const ofGroups = createGroupStretches(sequence);
  const isLong = (subject: Subject): boolean =>
    sequence.isGrouped && hitsOf(subject, sequence.first).length >= LONG_HISTORY;
  const list = (subject: Subject, t: number): readonly Stretch[] =>
    isLong(subject) ? ofGroups(subject) : listStretches(sequence, subject, t);
  return {
    evaluate: (subject, t) => evaluate(sequence, list, subject, t),
    uses: (subject, t) => readUses(walkGroups(sequence, subject, t), t),
  };
}

function readSequence({ sequence, per, within }: SequenceCondition, compiling: Compiling): Sequence {
  const reachMs =
    within === undefined || within === 'lifetime' ? Number.POSITIVE_INFINITY : durationMs(within);
  const longest = sequence.reduce((ms, step) => ms + stepMs(step), reachMs);
  const steps = sequence.map((step) => readStep(step, per, longest, compiling));
  const hearsEnds = sequence.flatMap((step) => listNames(namesOf(step))).includes('Session Ended');
  if (hearsEnds) compiling.hearSessions();
  const [first] = steps as [Step];
  return { steps, first: first.counter, isGrouped: per !== undefined, reachMs, hearsEnds };
}

function namesOf(step: EventStep | AbsentStep): string | readonly string[] {
  return 'absent' in step ? step.absent : step.event;
}

function stepMs(step: EventStep | AbsentStep): number {
  return 'absent' in step ? durationMs(step.for) : 0;
}

function readStep(
  step: EventStep | AbsentStep,
  per: string | undefined,
  reachMs: number,
  compiling: Compiling,
): Step {
  const { where, source } = step;
  const match = { event: namesOf(step), ...(where && { where }), ...(source && { source }) };
  const isAbsence = 'absent' in step;
  const counter = compiling.count({
    spec: { match, per, isAbsence },
    reachMs,
    enough: null,
    needsEach: true,
  });
  if ('absent' in step) return { kind: 'absent', counter, forMs: durationMs(step.for) };
  const withinMs = step.within === undefined ? Number.POSITIVE_INFINITY : durationMs(step.within);
  return { kind: 'event', counter, withinMs };
}

function evaluate(
  sequence: Sequence,
  list: (subject: Subject, t: number) => readonly Stretch[],
  subject: Subject,
  t: number,
): Verdict {
  const hasBegun = hitsOf(subject, sequence.first).length > 0;
  const verdict = hasBegun ? readStretches(list(subject, t), t) : NEVER;
  return sequence.hearsEnds ? untilSessionEnds(verdict, subject, t) : verdict;
}

/** Overlapping stretches are one; what begins after `t` is how it may come to hold. */
function readStretches(stretches: readonly Stretch[], t: number): Verdict {
  let end: number | null = null;
  let start: number | null = null;
  const lasting = stretches.filter(({ to }) => to > t).sort((a, b) => a.from - b.from);
  for (const { from, to } of lasting) {
    if (from <= t || (end !== null && from <= end)) end = Math.max(end ?? to, to);
    else start ??= from;
  }
  if (end === null) return { holds: false, until: start };
  return { holds: true, until: Number.isFinite(end) ? end : null };
}

function listStretches(sequence: Sequence, subject: Subject, t: number): readonly Stretch[] {
  return walkGroups(sequence, subject, t).flatMap(({ stretches }) => stretches);
}

function walkGroups(sequence: Sequence, subject: Subject, t: number): readonly Walk[] {
  const [first] = sequence.steps;
  if (first === undefined) return [];
  const hits = hitsOf(subject, first.counter);
  const starts = hits.slice(indexAfter(hits, t - sequence.reachMs));
  const lists = sequence.steps.map(({ counter }) => hitsOf(subject, counter));
  if (!sequence.isGrouped) return [followChains(sequence, starts, (at) => lists[at] ?? NO_HITS)];
  const sorted = lists.map((list) => createGrouping()(list).groups);
  return [...Map.groupBy(starts, ({ g }) => g)].map(([group, own]) =>
    followGroup(sequence, own, group, sorted),
  );
}

function followGroup(
  sequence: Sequence,
  starts: readonly Hit[],
  group: Scalar | undefined,
  sorted: readonly HitGroups[],
): Walk {
  const common = (at: number): readonly Hit[] =>
    group === undefined ? NO_HITS : (sorted[at]?.common ?? NO_HITS);
  return followChains(sequence, starts, (at) => sorted[at]?.of(group) ?? NO_HITS, common);
}

/**
 * What each group comes to is kept from one event to the next. It does not depend on the instant: steps that began
 * before the window make stretches that have ended, and never take the place of later ones.
 */
function createGroupStretches(sequence: Sequence): (subject: Subject) => readonly Stretch[] {
  const groupings = sequence.steps.map(createGrouping);
  let stretches = new Map<Scalar | undefined, readonly Stretch[]>();
  return (subject) => {
    const grown = sequence.steps.map(({ counter }, at) =>
      (groupings[at] as Grouping)(hitsOf(subject, counter)),
    );
    const sorted = grown.map(({ groups }) => groups);
    const [first] = sorted as [HitGroups];
    const isAnew = grown.some(({ touched }) => touched === 'all' || touched.has(undefined));
    if (isAnew) stretches = new Map();
    const touched = isAnew
      ? new Set(hitsOf(subject, sequence.first).map(({ g }) => g))
      : new Set(grown.flatMap((one) => [...one.touched]));
    for (const group of touched) {
      const own = followGroup(sequence, first.of(group), group, sorted).stretches;
      if (own.length > 0) stretches.set(group, own);
      else stretches.delete(group);
    }
    return [...stretches.values()].flat();
  };
}

/** The chain that holds, or waits for time alone; else the longest one, and what came in its way. */
function readUses(walks: readonly Walk[], t: number): Uses {
  const stretches = walks.flatMap((walk) => walk.stretches);
  const whole = stretches.findLast(({ from, to }) => from <= t && t < to) ?? stretches.at(-1);
  if (whole !== undefined) return { used: whole.chain.path, against: [] };
  const ends = walks.flatMap(({ furthest, listAgainst }) =>
    furthest.map((chain) => ({ chain, listAgainst })),
  );
  const [longest] = ends.toSorted(
    (a, b) => b.chain.path.length - a.chain.path.length || comparePlaces(b.chain.at, a.chain.at),
  );
  if (longest === undefined) return { used: [], against: [] };
  const { chain, listAgainst } = longest;
  return { used: chain.path, against: listAgainst(chain) };
}
