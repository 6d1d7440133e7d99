/** Steps in order: one chain of events, with what must not have happened in between or since, is enough. */
import type { AbsentStep, EventStep, Scalar, SequenceCondition } from './condition.ts';
import { type Hit, listNames } from './counter.ts';
import { durationMs } from './duration.ts';
import type { Compiling, Leaf, Uses } from './node.ts';
import { hitsOf, type Subject, untilSessionEnds } from './subject.ts';
import { NEVER, type Verdict } from './verdict.ts';

type Step =
  | { readonly kind: 'event'; readonly counter: number; readonly withinMs: number }
  | { readonly kind: 'absent'; readonly counter: number; readonly forMs: number };

type Sequence = {
  readonly steps: readonly Step[];
  /** Counter of the first step. */
  readonly first: number;
  readonly isGrouped: boolean;
  /** Where the first step may lie: `(t - reachMs, t]`. */
  readonly reachMs: number;
  readonly hearsEnds: boolean;
};

/** Steps done so far: the last one's event, and the latest first step that leads to it. */
type Chain = { readonly at: Hit; readonly first: Hit; readonly path: readonly Hit[] };
/** `[from, to)`: when a chain makes the condition hold. */
type Stretch = { readonly from: number; readonly to: number; readonly chain: Chain };

/**
 * @example compileSequence({ sequence: [{ event: 'Product Added' }, { absent: 'Order Completed', for: '1h' }] }, compiling)
 */
export function compileSequence(condition: SequenceCondition, compiling: Compiling): Leaf {
  const sequence = readSequence(condition, compiling);
  return {
    evaluate: (subject, t) => evaluate(sequence, subject, t),
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

function evaluate(sequence: Sequence, subject: Subject, t: number): Verdict {
  const hasBegun = hitsOf(subject, sequence.first).length > 0;
  const verdict = hasBegun ? readStretches(listStretches(sequence, subject, t), t) : NEVER;
  return sequence.hearsEnds ? untilSessionEnds(verdict, subject, t) : verdict;
}

/** Overlapping stretches are one; what begins after `t` is how it may come to hold. */
function readStretches(stretches: readonly Stretch[], t: number): Verdict {
  let end: number | null = null;
  let start: number | null = null;
  for (const { from, to } of stretches.toSorted((a, b) => a.from - b.from)) {
    if (to <= t) continue;
    if (from <= t || (end !== null && from <= end)) end = Math.max(end ?? to, to);
    else start ??= from;
  }
  if (end === null) return { holds: false, until: start };
  return { holds: true, until: Number.isFinite(end) ? end : null };
}

/** How far the steps of one group came. */
type Walk = {
  /** Of every chain that is complete but for time. */
  readonly stretches: readonly Stretch[];
  /** Those with the most steps. */
  readonly furthest: readonly Chain[];
  /** What came where something must be absent after the last of them. */
  listAgainst(chain: Chain): readonly Hit[];
};

function listStretches(sequence: Sequence, subject: Subject, t: number): readonly Stretch[] {
  return walkGroups(sequence, subject, t).flatMap(({ stretches }) => stretches);
}

function walkGroups(sequence: Sequence, subject: Subject, t: number): readonly Walk[] {
  const [first] = sequence.steps;
  if (first === undefined) return [];
  const starts = hitsOf(subject, first.counter).filter((hit) => hit.t > t - sequence.reachMs);
  if (!sequence.isGrouped) return [followChains(sequence, subject, starts, undefined)];
  const groups = Map.groupBy(starts, ({ g }) => g);
  return [...groups].map(([group, own]) => followChains(sequence, subject, own, group));
}

function followChains(
  { steps, reachMs }: Sequence,
  subject: Subject,
  starts: readonly Hit[],
  group: Scalar | undefined,
): Walk {
  const concerns = ({ g }: Hit): boolean => group === undefined || g === undefined || g === group;
  let chains: readonly Chain[] = starts.map((hit) => ({ at: hit, first: hit, path: [hit] }));
  let pause: Pause = null;
  for (const step of steps.slice(1)) {
    if (chains.length === 0) break;
    const hits = hitsOf(subject, step.counter).filter(concerns);
    if (step.kind === 'absent') {
      pause = { forMs: step.forMs, hits };
      continue;
    }
    const longer = extendChains(chains, hits, step.withinMs, pause);
    if (longer.length === 0) return { stretches: [], furthest: chains, listAgainst: listWithin(pause) };
    chains = longer;
    pause = null;
  }
  const lastAbsent = pause?.hits.at(-1);
  const stretches = chains.flatMap((chain) => {
    const from = chain.at.t + (pause?.forMs ?? 0);
    const to = chain.first.t + reachMs;
    const isBroken = lastAbsent !== undefined && isAfter(lastAbsent, chain.at);
    return isBroken || from >= to ? [] : [{ from, to, chain }];
  });
  return { stretches, furthest: chains, listAgainst: (chain) => listAfter(pause, chain) };
}

/** What ends an absence at the end of all steps, whenever it comes. */
function listAfter(pause: Pause, chain: Chain): readonly Hit[] {
  return pause?.hits.filter((hit) => isAfter(hit, chain.at)) ?? [];
}

/** What ends one between two steps. */
function listWithin(pause: Pause): Walk['listAgainst'] {
  const forMs = pause?.forMs ?? 0;
  return (chain) => listAfter(pause, chain).filter(({ t }) => t <= chain.at.t + forMs);
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

type Pause = { readonly forMs: number; readonly hits: readonly Hit[] } | null;

/**
 * Of the chains an event may continue, the one that began last stays in the window longest. Events and chains are in
 * order, so that each chain enters and leaves the choice once: a visitor of thousands of events costs as many steps.
 */
function extendChains(
  chains: readonly Chain[],
  hits: readonly Hit[],
  withinMs: number,
  pause: Pause,
): readonly Chain[] {
  const usable = pause === null ? chains : chains.filter(isUnbroken(pause));
  const forMs = pause?.forMs ?? 0;
  /** Those that a later event may still continue, what began last in front; from `oldest` on. */
  const choice: Chain[] = [];
  let oldest = 0;
  let next = 0;
  return hits.flatMap((hit) => {
    for (
      let chain = usable[next];
      chain !== undefined && mayFollow(chain, hit, pause);
      chain = usable[next]
    ) {
      while (choice.length > oldest && beganBefore(choice.at(-1), chain)) choice.pop();
      choice.push(chain);
      next += 1;
    }
    for (let chain = choice[oldest]; chain !== undefined; chain = choice[oldest]) {
      if (hit.t - chain.at.t - forMs <= withinMs) break;
      oldest += 1;
    }
    const best = choice[oldest];
    return best === undefined ? [] : [{ at: hit, first: best.first, path: [...best.path, hit] }];
  });
}

function beganBefore(a: Chain | undefined, b: Chain): boolean {
  return a !== undefined && isAfter(b.first, a.first);
}

function mayFollow({ at }: Chain, hit: Hit, pause: Pause): boolean {
  return isAfter(hit, at) && (pause === null || hit.t > at.t + pause.forMs);
}

/** Asked of chains in order: nothing came that must be absent after them. */
function isUnbroken({ forMs, hits }: NonNullable<Pause>): (chain: Chain) => boolean {
  let later = 0;
  return ({ at }) => {
    for (let hit = hits[later]; hit !== undefined && !isAfter(hit, at); hit = hits[later]) later += 1;
    const absent = hits[later];
    return absent === undefined || absent.t > at.t + forMs;
  };
}

function isAfter(a: Hit, b: Hit): boolean {
  return comparePlaces(a, b) > 0;
}

/** By time first: what retention took of one class may lie after what it left of another. */
function comparePlaces(a: Hit, b: Hit): number {
  return a.t - b.t || a.n - b.n;
}
