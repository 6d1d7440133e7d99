/** What the model looks at, read of one session as of an instant while it is open. */
import type { LocalFeature } from './bundle.ts';
import { ENDLESS } from './durations.ts';
import type { Session } from './session.ts';

/** @example readFeature({ read: 'count', names: ['Product Viewed'] }, session, now) // 3 */
export function readFeature(feature: LocalFeature, session: Session, t: number): number {
  const { read, names, property = '', limit = ENDLESS, steps } = feature;
  const { start, latest, count, events } = session;
  const past = events.filter((event) => event.t <= t);
  const last = past[past.length - 1];
  const own = past.filter(({ name }) => names?.includes(name));
  const values = own.flatMap(({ properties }) => properties[property] ?? []).map((value) => value as number);
  const numbers = values.filter((value) => typeof value === 'number').map((value) => Math.max(0, value));
  const readers: { readonly [read in LocalFeature['read']]: () => number } = {
    idle: () => (t - (t < latest ? (last?.t ?? start) : latest)) / 1_000,
    elapsed: () => (t - start) / 1_000,
    count: () => (names ? own : t < latest ? past : { length: count }).length,
    distinct: () => new Set(values.map(String)).size,
    sum: () => numbers.reduce((sum, value) => Math.min(sum + value, limit), 0),
    max: () => (numbers.length ? Math.min(Math.max(...numbers), limit) : Number.NaN),
  };
  const value = readers[read]();
  return steps ? steps.reduce((points, [from, reached]) => (value >= from ? reached : points), 0) : value;
}
