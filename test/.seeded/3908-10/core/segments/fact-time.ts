/** Restricting events to the time before or after the latest fact of the site. */
import type { DurationBounds, FactTimeWithAge, Scalar } from './condition.ts';
import { lastName } from './counter.ts';
import { durationMs } from './duration.ts';
import type { Subject } from './subject.ts';
import { earlier } from './verdict.ts';

/** Edges of ages: from this many ms on (`at`), a bound turns true or false. */
export type AgeBounds = { accepts(ms: number): boolean; readonly turns: readonly number[] };

/** @example compileAge({ gte: '30d' }).turns // [2592000000] */
export function compileAge({ gt, gte, lt, lte }: DurationBounds): AgeBounds {
  const least = Math.max(gte === undefined ? 0 : durationMs(gte), gt === undefined ? 0 : durationMs(gt) + 1);
  const end = Math.min(
    lt === undefined ? Number.POSITIVE_INFINITY : durationMs(lt),
    lte === undefined ? Number.POSITIVE_INFINITY : durationMs(lte) + 1,
  );
  return {
    accepts: (ms) => ms >= least && ms < end,
    turns: [least, end].filter((edge) => edge > 0 && Number.isFinite(edge)),
  };
}

export type FactTimes = {
  /** Where these events may lie, `(from, to]`; null: there is no such fact, or its age is out of bounds. */
  edges(subject: Subject, group: Scalar | undefined, t: number): { from: number; to: number } | null;
  /** First instant after `t` at which an age turns, or a later fact takes over. */
  next(subject: Subject, group: Scalar | undefined, t: number): number | null;
  /** Whether the site knows any of these facts at all. */
  isPossible(subject: Subject): boolean;
};

type Asked = { readonly before?: FactTimeWithAge | undefined; readonly after?: FactTimeWithAge | undefined };

/** @returns null where neither is asked for. */
export function compileFactTimes({ before, after }: Asked, per: string | undefined): FactTimes | null {
  if (before === undefined && after === undefined) return null;
  const property = per === undefined ? null : lastName(per);
  const asked = [
    ...(before === undefined
      ? []
      : [{ name: before.site, age: compileAge(before.age ?? {}), isBefore: true }]),
    ...(after === undefined ? [] : [{ name: after.site, age: compileAge(after.age ?? {}), isBefore: false }]),
  ];
  return {
    isPossible: ({ world }) => asked.every(({ name }) => world.knows(name)),
    edges: ({ world }, group, t) => {
      let from = Number.NEGATIVE_INFINITY;
      let to = Number.POSITIVE_INFINITY;
      for (const { name, age, isBefore } of asked) {
        const fact = world.factAt(name, property, group, t);
        if (fact === null || !age.accepts(t - fact)) return null;
        if (isBefore) to = Math.min(to, fact);
        else from = Math.max(from, fact);
      }
      return { from, to };
    },
    next: ({ world }, group, t) => {
      let soonest: number | null = null;
      for (const { name, age } of asked) {
        soonest = earlier(soonest, world.factAfter(name, property, group, t));
        const fact = world.factAt(name, property, group, t);
        if (fact === null) continue;
        for (const edge of age.turns) if (fact + edge > t) soonest = earlier(soonest, fact + edge);
      }
      return soonest;
    },
  };
}
