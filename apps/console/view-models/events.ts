/** Events as they come in, those that are known, and those that are not as the plan says: as it is shown. */
import type { PlanAnswer, ViolationAnswer } from '../api/answers/events.ts';
import type { TailLineAnswer } from '../api/answers/live.ts';
import type { EventCountsAnswer } from '../api/answers/statistics.ts';
import type { StreamEvent } from '../api/event-stream.ts';
import type { Tone } from '../ui/skin.ts';
import type { EventsWords } from '../words/events.ts';
import type { Format } from './format.ts';
import { isOfName } from './plan-fixes.ts';

/** One event of the tail, or how many it passed over. */
export type TailItem = TailLineAnswer | { readonly skipped: number };

/** Null: it is nothing that is shown. @example readTail({ type: 'event', data }) */
export function readTail({ type, data }: StreamEvent): TailItem | null {
  // Our own server of the same release writes it: its tests hold it to its documents.
  if (type === 'event') return JSON.parse(data) as TailLineAnswer;
  return type === 'skipped' ? { skipped: (JSON.parse(data) as { readonly count: number }).count } : null;
}

type BadgeView = { readonly tone: Tone; readonly text: string };

export type TailView = {
  readonly time: string;
  readonly text: string;
  readonly detail: string;
  /** Null: it stands for itself. */
  readonly badge: BadgeView | null;
};

/** @example viewTail(line, words, format).badge.text // 'Taken' */
export function viewTail(item: TailItem, words: EventsWords, format: Format): TailView {
  if ('skipped' in item)
    return { time: '', text: words.skipped(format.count(item.skipped)), detail: '', badge: null };
  const { name, time, path, mode, isOffPlan, refused } = item;
  const text = name ?? words.unnamed;
  if (refused !== null) {
    const detail = words.codes[refused.code] ?? `${refused.code}: ${refused.hint}`;
    return { time: format.clock(time), text, detail, badge: { tone: 'bad', text: words.refused } };
  }
  const modeText = mode === 'counted' ? words.counted : words.ofVisitor;
  return {
    // Of what is only counted no more than the hour is known.
    time: mode === 'counted' ? words.inHour(format.hour(time)) : format.clock(time),
    text,
    detail: path === null ? modeText : `${path} · ${modeText}`,
    badge: isOffPlan ? { tone: 'waiting', text: words.offPlan } : { tone: 'good', text: words.taken },
  };
}

export type CatalogueRow = {
  readonly key: string;
  readonly name: string;
  readonly badge: BadgeView;
  /** Those of the plan, with types. */
  readonly properties: string;
  readonly came: string;
  readonly seen: string;
};

export const CATALOGUE_ORDERS = ['count', 'seen', 'name'] as const;
export type CatalogueOrder = (typeof CATALOGUE_ORDERS)[number];

export type CatalogueFacts = {
  readonly plan: PlanAnswer;
  readonly violations: readonly ViolationAnswer[];
  /** By name, when it was seen last while somebody watched. */
  readonly heard: ReadonlyMap<string, string>;
  readonly counts: EventCountsAnswer;
};

const HOUR_MS = 3_600_000;

/**
 * Names of events that came in, that the plan has, that broke it, and that came while somebody watched.
 *
 * @example listCatalogue(facts, 'count', EVENTS.en, format)[0]?.came // '1,204'
 */
export function listCatalogue(
  { plan, violations, heard, counts }: CatalogueFacts,
  order: CatalogueOrder,
  words: EventsWords,
  format: Format,
): readonly CatalogueRow[] {
  const counted = new Map(counts.events.map((event) => [event.name, event]));
  const ofName = Map.groupBy(violations.filter(isOfName), ({ name }) => name);
  const names = new Set([...Object.keys(plan.events), ...ofName.keys(), ...heard.keys(), ...counted.keys()]);
  const lines = [...names].toSorted().map((name) => {
    const own = ofName.get(name) ?? [];
    const exact = [heard.get(name), ...own.map((one) => one.lastAt)]
      .filter((instant) => instant !== undefined)
      .toSorted()
      .at(-1);
    return {
      name,
      own,
      count: counted.get(name)?.count ?? 0,
      last: lastOf(exact, counted.get(name)?.lastAt),
    };
  });
  const sorted = lines.toSorted(
    (a, b) =>
      (order === 'count' ? b.count - a.count : 0) || (order === 'seen' ? timeOf(b.last) - timeOf(a.last) : 0),
  );
  return sorted.map(({ name, own, count, last }) => ({
    key: name,
    name,
    badge: badgeOf(name, plan, own, words),
    properties: Object.entries(plan.events[name]?.properties ?? {})
      .map(([property, { type, required }]) => words.property(property, words.types[type], required))
      .join(', '),
    came: format.count(count),
    seen: wordLast(last, words, format),
  }));
}

/** `isHour`: only that it was in the hour that begins then. */
type Last = { readonly at: string; readonly isHour: boolean } | null;

function lastOf(exact: string | undefined, hour: string | undefined): Last {
  if (hour === undefined) return exact === undefined ? null : { at: exact, isHour: false };
  return exact === undefined || Date.parse(exact) < Date.parse(hour)
    ? { at: hour, isHour: true }
    : { at: exact, isHour: false };
}

function timeOf(last: Last): number {
  return last === null ? 0 : Date.parse(last.at);
}

function wordLast(last: Last, words: EventsWords, format: Format): string {
  if (last === null) return words.notSeen;
  const isNow = last.isHour && format.passedMs(last.at) < HOUR_MS;
  return isNow ? words.thisHour : format.ago(last.at);
}

function badgeOf(
  name: string,
  plan: PlanAnswer,
  own: readonly ViolationAnswer[],
  words: EventsWords,
): BadgeView {
  if (plan.events[name] !== undefined) return { tone: 'good', text: words.inPlan };
  if (own.some(({ rule }) => rule === 'unknown_event' || rule === 'name'))
    return { tone: 'waiting', text: words.unknown };
  return { tone: 'plain', text: words.known };
}
