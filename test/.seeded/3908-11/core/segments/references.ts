/** What a condition needs from elsewhere: what must be there before it can be told, and how far back it looks. */
import type { AbsentStep, Condition, EventStep, FactTimeWithAge, Unless, Window } from './condition.ts';
import { durationMs } from './duration.ts';

/** Names, each once, in code unit order. */
export type References = {
  readonly segments: readonly string[];
  readonly events: readonly string[];
  /** Facts of the site: `Price Increased`. */
  readonly facts: readonly string[];
  readonly scores: readonly string[];
  readonly traits: readonly string[];
  /** Facts of the visitor's account. */
  readonly accounts: readonly string[];
  readonly stages: readonly string[];
  /** What needs more than names: `account fold`, `any event`, `context`, `rfm`. */
  readonly asks: readonly string[];
};

type Reference = readonly [kind: keyof References, name: string];

/**
 * Everything that a condition and the conditions within it name.
 * @example referencesOf({ not: { segment: 'loyal' } }).segments // ['loyal']
 */
export function referencesOf(condition: Condition): References {
  const found = listWithin(condition).flatMap(listOwn);
  const namesOf = (kind: keyof References) =>
    [...new Set(found.filter(([of]) => of === kind).map(([, name]) => name))].sort();
  return {
    segments: namesOf('segments'),
    events: namesOf('events'),
    facts: namesOf('facts'),
    scores: namesOf('scores'),
    traits: namesOf('traits'),
    accounts: namesOf('accounts'),
    stages: namesOf('stages'),
    asks: namesOf('asks'),
  };
}

/** A condition and all that stand within it, itself first. */
export function listWithin(condition: Condition): readonly Condition[] {
  return [condition, ...childrenOf(condition).flatMap(listWithin)];
}

function childrenOf(condition: Condition): readonly Condition[] {
  if ('all' in condition) return condition.all;
  if ('any' in condition) return condition.any;
  if ('not' in condition) return [condition.not];
  return 'account' in condition && typeof condition.account === 'object' ? [condition.account] : [];
}

const listNames = (names: string | readonly string[]): readonly string[] =>
  typeof names === 'string' ? [names] : names;
const listEvents = (names: string | readonly string[]): Reference[] =>
  listNames(names).map((name) => ['events', name]);

function listOwn(condition: Condition): readonly Reference[] {
  if ('event' in condition) {
    const { event, unless } = condition;
    return [
      ...listEvents(event),
      ...listFacts(condition),
      ...(unless === undefined ? [] : listUnless(unless)),
    ];
  }
  if ('sequence' in condition) return condition.sequence.flatMap((step) => listEvents(namesIn(step)));
  if ('since' in condition) return listEvents(condition.since);
  if ('segment' in condition) return [['segments', condition.segment]];
  if ('trait' in condition) return [['traits', condition.trait]];
  if ('account' in condition) {
    return [
      typeof condition.account === 'string' ? ['accounts', condition.account] : ['asks', 'account fold'],
    ];
  }
  if ('stage' in condition) return [['stages', condition.stage]];
  if ('score' in condition) return [['scores', condition.score]];
  if ('rfm' in condition) return [['asks', 'rfm']];
  if ('context' in condition) return [['asks', 'context']];
  return 'idle' in condition ? [['asks', 'any event']] : [];
}

const namesIn = (step: EventStep | AbsentStep) => ('event' in step ? step.event : step.absent);
const listUnless = (unless: Unless): Reference[] => [...listEvents(unless.event), ...listFacts(unless)];

type Dated = { readonly before?: FactTimeWithAge; readonly after?: FactTimeWithAge };
const listFacts = ({ before, after }: Dated): Reference[] =>
  [before, after].flatMap((fact) => (fact === undefined ? [] : [['facts', fact.site] as const]));

/** A day of the clock's change has 25 hours. */
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const CALENDAR_MS: Readonly<Record<string, number>> = {
  lifetime: 0,
  session: 12 * HOUR_MS,
  today: DAY_MS + HOUR_MS,
  yesterday: 2 * DAY_MS + HOUR_MS,
  thisWeek: 7 * DAY_MS + HOUR_MS,
  thisMonth: 31 * DAY_MS + HOUR_MS,
};

/**
 * How far back, at most, a stated window looks, in milliseconds; 0 where none is stated. A sequence looks back as far
 * as its first step may lie, and at least as far as its steps together may last.
 * @example longestWindowMs({ event: 'Product Viewed', within: { from: '-90d', to: '-30d' } }) // 7776000000
 */
export function longestWindowMs(condition: Condition): number {
  return Math.max(...listWithin(condition).map(ownWindowMs));
}

function ownWindowMs(condition: Condition): number {
  if ('event' in condition) return Math.max(windowMs(condition.within), windowMs(condition.unless?.within));
  if (!('sequence' in condition)) return 0;
  const lastMs = condition.sequence.reduce(
    (ms, step) => ms + windowMs('event' in step ? step.within : step.for),
    0,
  );
  return Math.max(windowMs(condition.within), lastMs);
}

function windowMs(window: Window | undefined): number {
  if (window === undefined) return 0;
  if (typeof window === 'object') return durationMs(window.from.slice(1));
  return CALENDAR_MS[window] ?? durationMs(window);
}
