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
import { createCounter, type Hit, isMoney, roundTo } from './counting.ts';
import { durationMs, ENDLESS } from './durations.ts';
import { type Compiling, groupHits, hitsIn, type Judge, type View } from './judging.ts';
import { compileSequence } from './sequences.ts';
import { shareOf } from './sha256.ts';
import { compileWindow } from './windows.ts';

/** @example compileCondition({ event: 'Product Viewed', within: 'session' }, compiling)(view, t) */
export function compileCondition(condition: Condition, compiling: Compiling): Judge {
  const each = (parts: readonly Condition[]): readonly Judge[] =>
    parts.map((part) => compileCondition(part, compiling));
  if ('all' in condition) {
    const judges = each(condition.all);
    return (view, t) => judges.every((judge) => judge(view, t));
  }
  if ('any' in condition) {
    const judges = each(condition.any);
    return (view, t) => judges.some((judge) => judge(view, t));
  }
  if ('not' in condition) {
    const judges = each([condition.not]);
    return (view, t) => !judges.some((judge) => judge(view, t));
  }
  if ('segment' in condition) {
    const meant = compiling.segments.find(({ key }) => key === condition.segment);
    return compileCondition(meant?.when ?? { any: [] }, compiling);
  }
  if ('sequence' in condition) return compileSequence(condition, compiling);
  if ('idle' in condition) return compileIdle(durationMs(condition.idle), compiling);
  if ('since' in condition) return compileSince(condition, compiling);
  if ('context' in condition) return compileContext(condition);
  if ('score' in condition) return compileScore(condition, compiling);
  if ('random' in condition) return ({ unit }) => shareOf(`${condition.seed}:${unit}`) < condition.random;
  return 'event' in condition ? compileEvent(condition, compiling) : () => false;
}

function compileEvent(condition: EventCondition, compiling: Compiling): Judge {
  const { per, count = { gte: 1 }, unless } = condition;
  const kind = (['sum', 'avg', 'min', 'max', 'distinct'] as const).find((name) => condition[name]);
  const { of, ...asked } = { of: '', ...(kind ? condition[kind] : count) };
  const accepts = compileComparison(asked);
  const places = isMoney(of.split('.').pop() ?? '') ? compiling.site.digits : 6;
  const compilePart = (match: EventCondition | Unless, isAbsence: boolean) => {
    const read = createCounter({ match, per, isAbsence, of: isAbsence ? '' : of });
    const from = compileWindow(match.within, compiling);
    return (view: View, t: number) => hitsIn(view, read, from(view, t), t);
  };
  const list = compilePart(condition, false);
  const listAbsent = unless ? compilePart(unless, true) : () => [];
  return (view, t) => {
    const hits = list(view, t);
    const against = listAbsent(view, t);
    return [...(per === undefined ? [[undefined, hits] as const] : groupHits(hits))].some(
      ([group, own]) =>
        accepts(totalOf(kind, own, places)) &&
        !against.some(({ g }) => g === undefined || group === undefined || g === group),
    );
  };
}

/** The mean or an extreme of no numbers is none. Numbers are added up as integers, so that sums are exact. */
function totalOf(kind: AggregateName | undefined, hits: readonly Hit[], places: number): number | undefined {
  if (!kind) return hits.length;
  const values = hits.flatMap(({ v }) => v ?? []);
  if (kind === 'distinct') return new Set(values).size;
  const scale = 10 ** places;
  const numbers = values.flatMap((v) => (typeof v === 'number' ? roundTo(v, places) : []));
  const sum = numbers.reduce((all, value) => all + value, 0);
  if (kind === 'sum') return sum / scale;
  if (!numbers.length) return undefined;
  return kind === 'avg' ? sum / (scale * numbers.length) : Math[kind](...numbers) / scale;
}

/** The latest of the visitor's own, which treatments are not. */
const latestIn = ({ events }: View, t: number) =>
  events.filter((event) => event.t <= t && !event.name.startsWith('Treatment ')).pop();

function compileIdle(idleMs: number, { turns }: Compiling): Judge {
  turns.add(idleMs);
  return (view, t) => t - idleMs >= (t < view.latest ? (latestIn(view, t)?.t ?? view.start) : view.latest);
}

function compileSince({ since, source, ...bounds }: SinceCondition, { turns }: Compiling): Judge {
  const read = createCounter({ match: { event: since } });
  const lengths = Object.entries(bounds).map(([name, length]) => {
    const ms = durationMs(length);
    turns.add(ms).add(ms + 1);
    return [name, ms] as const;
  });
  const accepts = compileComparison(Object.fromEntries(lengths));
  return (view, t) => {
    const [last] = [...hitsIn(view, read, 0, t)].reverse();
    return !!last && accepts(t - last.t);
  };
}

function compileContext({ context, ...comparison }: ContextCondition): Judge {
  const test = compileComparison(comparison);
  return (view, t) => {
    let value: unknown = latestIn(view, t)?.context;
    for (const name of context.split('.')) value = (value as Record<string, unknown> | undefined)?.[name];
    return test(value as undefined);
  };
}

/** In at the upper threshold, out below the lower one, not before its time: as segments/latch.ts. */
function compileScore({ gte, leave = gte, dwell = '0s' }: ScoreCondition, { turns }: Compiling): Judge {
  const dwellMs = durationMs(dwell);
  turns.add(dwellMs);
  return ({ scores }, now) => {
    let [since, leavesAt] = [OUT, ENDLESS];
    for (const { t, p } of scores()) {
      if (t > now) break;
      if (leavesAt < t) since = OUT;
      const isLow = since !== OUT && p < leave;
      if (since === OUT && p >= gte) since = t;
      leavesAt = isLow ? Math.min(leavesAt, Math.max(t, since + dwellMs)) : ENDLESS;
    }
    return since !== OUT && now < leavesAt;
  };
}

const OUT = -1;
