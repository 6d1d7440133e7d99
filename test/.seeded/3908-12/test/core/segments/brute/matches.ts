/** Which events, and which of their items, a condition speaks of. */
import type { Json } from '../../../../core/entry.ts';
import type {
  EventMatch,
  FactTimeWithAge,
  Scalar,
  Where,
  Window,
} from '../../../../core/segments/condition.ts';
import { liesIn } from './calendar.ts';
import { lastsWithin, toMs } from './durations.ts';
import type { Happening, Scene } from './question.ts';
import { isScalar, itemsOf, lastName, listName, type Match, meets } from './values.ts';

export function namesOf(event: string | readonly string[]): readonly string[] {
  return typeof event === 'string' ? [event] : event;
}

/** Whether name and source are those asked for. */
export function isNamed(happening: Happening, { event, source }: EventMatch): boolean {
  return namesOf(event).includes(happening.name) && (source === undefined || happening.source === source);
}

/** The one list that the paths go into. */
export function listAmong(paths: readonly (string | undefined)[]): string | null {
  for (const path of paths) {
    const list = path === undefined ? null : listName(path);
    if (list !== null) return list;
  }
  return null;
}

/** An event once, or once for each item of the list; only what `where` lets through. */
export function matchesOf(happening: Happening, where: Where | undefined, list: string | null): Match[] {
  const items = list === null ? [null] : (itemsOf(happening, list) ?? []);
  return items.map((item) => ({ happening, item })).filter((match) => meets(match, where));
}

export function isInWindow(happening: Happening, window: Window, scene: Scene): boolean {
  const { t, site } = scene.question;
  if (happening.t > t) return false;
  if (window === 'lifetime') return true;
  if (window === 'session') return scene.openSession !== null && happening.session === scene.openSession;
  if (typeof window === 'object') {
    return happening.t > t - toMs(window.from) && happening.t <= t - toMs(window.to);
  }
  if (/^\d/.test(window)) return happening.t > t - toMs(window);
  return liesIn(window, happening.t, t, site.zone);
}

/** A group of `per`; null where there is no `per`. */
export type Group = { readonly per: string; readonly value: Scalar } | null;

/** Whether the event lies on the right side of the latest fact of the group, and that is as old as asked. */
export function isBesideFacts(
  happening: Happening,
  sides: { readonly before?: FactTimeWithAge; readonly after?: FactTimeWithAge },
  group: Group,
  scene: Scene,
): boolean {
  const { before, after } = sides;
  if (before !== undefined) {
    const fact = factTime(before, group, scene);
    if (fact === null || happening.t > fact) return false;
  }
  if (after !== undefined) {
    const fact = factTime(after, group, scene);
    if (fact === null || happening.t <= fact) return false;
  }
  return true;
}

/** When the latest such fact was; null where there is none, or its age is not as asked. */
export function factTime(asked: FactTimeWithAge, group: Group, scene: Scene): number | null {
  const fact = scene.facts.findLast(
    ({ type, name, properties }) =>
      type === 'fact' &&
      name === asked.site &&
      (group === null || properties[lastName(group.per)] === group.value),
  );
  if (fact === undefined) return null;
  return lastsWithin(scene.question.t - fact.t, asked.age ?? {}) ? fact.t : null;
}

/**
 * Whether an event that must not be there is: one that meets `where` and has the group's value, or has no value at
 * all, which might be any.
 */
export function breaksAbsence(happening: Happening, where: Where | undefined, group: Group): boolean {
  const list = listAmong(Object.keys(where ?? {}));
  const matches = matchesOf(happening, where, list);
  if (matches.length === 0) return false;
  if (group === null) return true;
  const values = valuesForAbsence(matches, group.per, list).filter(isScalar);
  return values.length === 0 || values.includes(group.value);
}

function valuesForAbsence(
  matches: readonly Match[],
  per: string,
  list: string | null,
): readonly (Json | undefined)[] {
  const name = lastName(per);
  const perList = listName(per);
  return matches.flatMap(({ happening, item }) => {
    if (perList === null) return [happening.properties[per]];
    if (perList === list) return [item?.[name]];
    const items = itemsOf(happening, perList);
    return items === null ? [happening.properties[name]] : items.map((one) => one[name]);
  });
}
