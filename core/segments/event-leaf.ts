/** Conditions that count events in a window, or take a property of them together. */
import { compileBounds } from './bounds.ts';
import { AGGREGATES, type EventCondition, type Unless } from './condition.ts';
import { amountScale, listNames } from './counter.ts';
import { type Counted, type EventLeaf, judgeEvent, nextEdge } from './event-judge.ts';
import { eventUses } from './event-uses.ts';
import { compileFactTimes } from './fact-time.ts';
import { evaluateFilling } from './filling.ts';
import { createLatestFull } from './full-groups.ts';
import { createGrouping } from './grouped-hits.ts';
import type { Compiling, Leaf } from './node.ts';
import { type Subject, untilSessionEnds } from './subject.ts';
import { NEVER, type Verdict } from './verdict.ts';
import { compileWindow } from './window.ts';

/** Of no numbers they are nothing; the others are 0. */
const NEEDS_NUMBERS: ReadonlySet<string> = new Set(['avg', 'min', 'max']);
const SESSION_ENDED = 'Session Ended';
/** How many edges a leaf looks past before it lets itself be asked again. */
const MOST_STEPS = 8;

/** @example compileEvent({ event: 'Product Viewed', within: '7d', count: { gte: 3 } }, compiling).evaluate(subject, t) */
export function compileEvent(condition: EventCondition, compiling: Compiling): Leaf {
  const leaf = readLeaf(condition, compiling);
  listen(leaf, condition, compiling);
  return {
    evaluate: leaf.hearsEnds
      ? (subject, t) => untilSessionEnds(evaluate(leaf, subject, t), subject, t)
      : (subject, t) => evaluate(leaf, subject, t),
    uses: (subject, t) => eventUses(leaf, subject, t),
  };
}

/** Beyond its counters: sessions, and whoever is seen for the first time. */
function listen(leaf: EventLeaf, { within, unless }: EventCondition, compiling: Compiling): void {
  if (leaf.hearsEnds || within === 'session' || unless?.within === 'session') compiling.hearSessions();
  if (!leaf.isGrouped && leaf.bounds.accepts(0) && !NEEDS_NUMBERS.has(leaf.kind)) compiling.hearFirst();
}

function readLeaf(condition: EventCondition, compiling: Compiling): EventLeaf {
  const { per, unless } = condition;
  const kind = AGGREGATES.find((name) => condition[name] !== undefined) ?? 'count';
  const aggregate = kind === 'count' ? undefined : condition[kind];
  const bounds = compileBounds(aggregate ?? condition.count ?? { gte: 1 });
  const window = compileWindow(condition.within ?? 'lifetime', compiling.zone);
  const factTimes = compileFactTimes(condition, per);
  const isCountable = kind === 'count' && !window.admits && factTimes === null;
  const counter = compiling.count({
    spec: {
      match: condition,
      per,
      of: aggregate && { path: aggregate.of, isDistinct: kind === 'distinct' },
    },
    reachMs: window.reachMs,
    enough: isCountable ? bounds.enough : null,
    needsEach: factTimes !== null,
  });
  const absence = unless === undefined ? null : readUnless(unless, per, compiling);
  const hearsEnds = [condition.event, unless?.event ?? []].flatMap(listNames).includes(SESSION_ENDED);
  const isRising = (kind === 'count' || kind === 'distinct') && bounds.leastInteger !== null;
  const isTimed = factTimes !== null || (absence !== null && absence.factTimes !== null);
  const lifts = absence !== null && (absence.window.releases || absence.window.admits);
  return {
    counter,
    window,
    factTimes,
    grouping: createGrouping(),
    latestFull: createLatestFull(),
    kind,
    scale: aggregate === undefined ? 1 : amountScale(aggregate.of, compiling.minorPerMajor),
    bounds,
    isGrouped: per !== undefined,
    unless: absence,
    hearsEnds,
    isFilling: isRising && bounds.leastInteger !== 0 && !window.admits && factTimes === null,
    canRise: window.admits || (!isRising && window.releases) || lifts || isTimed,
    canFall: window.releases || window.admits || absence?.window.admits === true || isTimed,
  };
}

function readUnless(unless: Unless, per: string | undefined, compiling: Compiling): Counted {
  const window = compileWindow(unless.within ?? 'lifetime', compiling.zone);
  const factTimes = compileFactTimes(unless, per);
  const counter = compiling.count({
    spec: { match: unless, per, isAbsence: true },
    reachMs: window.reachMs,
    enough: window.admits || factTimes !== null ? null : 1,
    needsEach: factTimes !== null,
  });
  return { counter, window, factTimes, grouping: createGrouping() };
}

function evaluate(leaf: EventLeaf, subject: Subject, t: number): Verdict {
  if (leaf.factTimes?.isPossible(subject) === false) return NEVER;
  const filled = leaf.isFilling ? evaluateFilling(leaf, subject, t) : undefined;
  if (filled !== undefined) return filled;
  const holds = judgeEvent(leaf, subject, t);
  if (holds ? !leaf.canFall : !leaf.canRise) return { holds, until: null };
  let at: number | null = t;
  for (let step = 0; step < MOST_STEPS; step++) {
    at = nextEdge(leaf, subject, at);
    if (at === null || judgeEvent(leaf, subject, at) !== holds) return { holds, until: at };
  }
  return { holds, until: at };
}
