/**
 * Conditions asked of one session. A server keeps what it counted and judges only what moved; a page has a few hundred
 * events at most, and looks at all of them. That both say the same is what test/core/local is for.
 */
import { compileComparison } from '../segments/comparison.ts';
import type {
  AggregateName,
  Condition,
  ContextCondition,
  EventCondition,
  ScoreCondition,
  SinceCondition,
  Unless,
} from '../segments/condition.ts';
import { durationMs } from '../segments/duration.ts';
import { type LatchState, latchAt, stepLatch } from '../segments/latch.ts';
import { type Hit, isMoney, roundTo } from './counting.ts';
import { type Counting, groupHits, hitsIn, type Judge, soonest, type View } from './judging.ts';
import { compileSequence } from './sequences.ts';
import { shareOf } from './sha256.ts';
import { compileWindow, type LocalWindow } from './windows.ts';

const NEVER: Judge = { holds: () => false, next: () => null };

/** @example compileCondition({ event: 'Product Viewed', within: 'session' }, counting).holds(view, t) */
export function compileCondition(condition: Condition, counting: Counting): Judge {
  if ('all' in condition) return combine(condition.all, counting, (judges, ask) => judges.every(ask));
  if ('any' in condition) return combine(condition.any, counting, (judges, ask) => judges.some(ask));
  if ('not' in condition) return combine([condition.not], counting, (judges, ask) => !judges.some(ask));
  if ('segment' in condition) {
    const meant = counting.segments.find(({ key }) => key === condition.segment);
    return meant ? compileCondition(meant.when, counting) : NEVER;
  }
  if ('sequence' in condition) return compileSequence(condition, counting);
  if ('idle' in condition) return compileIdle(durationMs(condition.idle));
  if ('since' in condition) return compileSince(condition, counting);
  if ('context' in condition) return compileContext(condition);
  if ('score' in condition) return compileScore(condition);
  if ('random' in condition) {
    const { random, seed } = condition;
    return { ...NEVER, holds: ({ unit }) => shareOf(`${seed}:${unit}`) < random };
  }
  return 'event' in condition ? compileEvent(condition, counting) : NEVER;
}

function combine(
  parts: readonly Condition[],
  counting: Counting,
  holds: (judges: readonly Judge[], ask: (judge: Judge) => boolean) => boolean,
): Judge {
  const judges = parts.map((part) => compileCondition(part, counting));
  return {
    holds: (view, t) => holds(judges, (judge) => judge.holds(view, t)),
    next: (view, t) =>
      soonest(
        judges.map((judge) => judge.next(view, t) ?? 0),
        t,
      ),
  };
}

type Part = { readonly counter: number; readonly window: LocalWindow };

const inPart = ({ counter, window }: Part, view: View, t: number): readonly Hit[] =>
  hitsIn(view, counter, window.from(view, t), t);
const nextOf = ({ counter, window }: Part, view: View, t: number): number =>
  window.next(view, t, view.hits[counter] ?? []) ?? 0;

function compileEvent(condition: EventCondition, counting: Counting): Judge {
  const { per, count, unless } = condition;
  const { zone, digits } = counting.site;
  const kind = (['sum', 'avg', 'min', 'max', 'distinct'] as const).find((name) => condition[name]);
  const aggregate = kind && condition[kind];
  const { of, ...asked } = aggregate ?? { of: undefined, ...(count ?? { gte: 1 }) };
  const accepts = compileComparison(asked);
  const places = of === undefined || isMoney(of.split('.').pop() ?? '') ? digits : 6;
  const part = (match: EventCondition | Unless, more: object): Part => ({
    counter: counting.count({ match, per, ...more }),
    window: compileWindow(match.within, zone),
  });
  const own = part(condition, { of });
  const absent = unless && part(unless, { isAbsence: true });
  const isFull = (hits: readonly Hit[]): boolean => {
    const total = totalOf(kind, hits, places);
    return total !== null && accepts(total);
  };
  return {
    holds: (view, t) => {
      const hits = inPart(own, view, t);
      const against = absent ? inPart(absent, view, t) : [];
      return [...(per === undefined ? [[undefined, hits] as const] : groupHits(hits))].some(
        ([group, some]) =>
          isFull(some) && !against.some(({ g }) => g === undefined || group === undefined || g === group),
      );
    },
    next: (view, t) =>
      soonest(
        [own, ...(absent ? [absent] : [])].map((one) => nextOf(one, view, t)),
        t,
      ),
  };
}

/** Null: the mean or an extreme of no numbers. Numbers are added up as integers, so that sums are exact. */
function totalOf(kind: AggregateName | undefined, hits: readonly Hit[], places: number): number | null {
  if (!kind) return hits.length;
  const values = hits.flatMap(({ v }) => (v === undefined ? [] : [v]));
  if (kind === 'distinct') return new Set(values).size;
  const scale = 10 ** places;
  const numbers = values.flatMap((v) => (typeof v === 'number' ? [roundTo(v, places)] : []));
  const sum = numbers.reduce((all, value) => all + value, 0);
  if (kind === 'sum') return sum / scale;
  if (!numbers.length) return null;
  return kind === 'avg' ? sum / (scale * numbers.length) : Math[kind](...numbers) / scale;
}

/** Treatments are no events of the visitor's. */
const visits = ({ events }: View, t: number) =>
  events.filter((event) => event.t <= t && !event.name.startsWith('Treatment '));

function compileIdle(idleMs: number): Judge {
  const at = (view: View, t: number): number =>
    idleMs + (t < view.latest ? (visits(view, t).pop()?.t ?? view.start) : view.latest);
  return {
    holds: (view, t) => t >= at(view, t),
    next: (view, t) => soonest([at(view, t)], t),
  };
}

function compileSince({ since, source, ...bounds }: SinceCondition, { count }: Counting): Judge {
  const counter = count({ match: { event: since } });
  const lengths = Object.entries(bounds).map(([name, length]) => [name, durationMs(length)] as const);
  const accepts = compileComparison(Object.fromEntries(lengths));
  const ago = (view: View, t: number): number | undefined => {
    const last = [...hitsIn(view, counter, 0, t)].pop();
    return last && t - last.t;
  };
  return {
    holds: (view, t) => {
      const ms = ago(view, t);
      return ms !== undefined && accepts(ms);
    },
    next: (view, t) => {
      const ms = ago(view, t);
      return ms === undefined
        ? null
        : soonest(
            lengths.flatMap(([, at]) => [t - ms + at, t - ms + at + 1]),
            t,
          );
    },
  };
}

function compileContext({ context, ...comparison }: ContextCondition): Judge {
  const test = compileComparison(comparison);
  return {
    ...NEVER,
    holds: (view, t) => {
      let value: unknown = visits(view, t).pop()?.context;
      for (const name of context.split('.')) value = (value as Record<string, unknown> | undefined)?.[name];
      return test(value as undefined);
    },
  };
}

function compileScore({ gte, leave = gte, dwell, score }: ScoreCondition): Judge {
  const use = { score, gte, leave, dwellMs: dwell ? durationMs(dwell) : 0 };
  const judge = (view: View, t: number) => {
    let state: LatchState = { latch: 0, since: null, leavesAt: null };
    for (const scored of view.scores()) if (scored.t <= t) state = stepLatch(state, use, scored.p, scored.t);
    return latchAt(state, t);
  };
  return {
    holds: (view, t) => judge(view, t).holds,
    next: (view, t) => judge(view, t).until,
  };
}
