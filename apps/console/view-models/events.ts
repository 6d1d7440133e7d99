/** Events as they come in, those that are known, and those that are not as the plan says: as it is shown. */
import type { PlanAnswer, ViolationAnswer } from '../api/answers/events.ts';
import type { TailLineAnswer } from '../api/answers/live.ts';
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

/** How often each event came in the last days: where something counts them by name. */
type EventCounts = ReadonlyMap<string, { readonly count: number; readonly lastAt: string }>;

export type CatalogueRow = {
  readonly key: string;
  readonly name: string;
  readonly badge: BadgeView;
  /** Those of the plan, with types. */
  readonly properties: string;
  readonly seen: string;
};

export type CatalogueFacts = {
  readonly plan: PlanAnswer;
  readonly violations: readonly ViolationAnswer[];
  /** By name, when it was seen last while somebody watched. */
  readonly heard: ReadonlyMap<string, string>;
  /** Null: nothing counts them. */
  readonly counts: EventCounts | null;
};

/** Names of events that the plan has, that broke it, and that came in while somebody watched; by name. */
export function listCatalogue(
  { plan, violations, heard, counts }: CatalogueFacts,
  words: EventsWords,
  format: Format,
): readonly CatalogueRow[] {
  const ofName = Map.groupBy(violations.filter(isOfName), ({ name }) => name);
  const names = new Set([
    ...Object.keys(plan.events),
    ...ofName.keys(),
    ...heard.keys(),
    ...(counts?.keys() ?? []),
  ]);
  return [...names].toSorted().map((name) => {
    const own = ofName.get(name) ?? [];
    const lastAt = [counts?.get(name)?.lastAt, heard.get(name), ...own.map((one) => one.lastAt)]
      .filter((instant) => instant !== undefined)
      .toSorted()
      .at(-1);
    const count = counts?.get(name)?.count;
    const seen = lastAt === undefined ? words.notSeen : words.lastSeen(format.ago(lastAt));
    return {
      key: name,
      name,
      badge: badgeOf(name, plan, own, words),
      properties: Object.entries(plan.events[name]?.properties ?? {})
        .map(([property, { type, required }]) => words.property(property, words.types[type], required))
        .join(', '),
      seen: count === undefined ? seen : `${seen} · ${words.came(format.count(count))}`,
    };
  });
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
