/** When time alone changes an answer: every instant at which it could is tried. */
import { midnightsIn } from './calendar.ts';
import { toMs } from './durations.ts';
import { holdsAt } from './holds.ts';
import { inOrder, type Question } from './question.ts';
import { reachableFrom } from './reach.ts';
import { sessionsOf } from './sessions.ts';

const DURATION = /^-?\d+(ms|s|m|h|d|w)$/;
const CALENDAR = new Set(['today', 'yesterday', 'thisWeek', 'thisMonth']);
const DAY_MS = 86_400_000;
/** What a word of the calendar means is over within this many days; an anniversary comes within the other. */
const LONGEST_MONTH_DAYS = 32;
const LONGEST_YEAR_DAYS = 367;

/**
 * The first instant after the question's, and not after the horizon (UTC ms), at which the answer is another one
 * although nothing more happens; null where there is none.
 */
export function changesAfter(question: Question, horizon: number): number | null {
  const now = forgetLater(question);
  const held = holdsAt(now);
  return candidatesAfter(now, horizon).find((t) => holdsAt({ ...now, t }) !== held) ?? null;
}

/** The durations that a condition mentions, in ms. */
export function durationsIn(condition: unknown): number[] {
  return textsIn(condition)
    .filter((text) => DURATION.test(text))
    .map(toMs);
}

/** In order, within `(t, horizon]`. */
function candidatesAfter(question: Question, horizon: number): number[] {
  const found = new Set<number>();
  for (const boundary of boundariesOf(question, horizon)) {
    for (const t of [boundary - 1, boundary, boundary + 1]) if (t > question.t && t <= horizon) found.add(t);
  }
  return [...found].sort((a, b) => a - b);
}

/** "Nothing more happens": what comes after the instant is not in the log. */
function forgetLater(question: Question): Question {
  const { t, entries, facts, accountEntries } = question;
  return {
    ...question,
    entries: entries.filter((entry) => entry.t <= t),
    facts: facts.filter((fact) => fact.t <= t),
    accountEntries: accountEntries?.filter((entry) => entry.t <= t) ?? null,
  };
}

function boundariesOf(question: Question, horizon: number): number[] {
  const { entries, facts, accountEntries, site, t } = question;
  const conditions = reachableFrom(question);
  const edges = facts.flatMap(({ name, properties: { r } }) =>
    name === 'RFM Edges Computed' && Array.isArray(r) ? r.map(Number) : [],
  );
  const durations = [...new Set([...durationsIn(conditions), ...edges])];
  const shifts = new Set([0, ...durations, ...durations.flatMap((a) => durations.map((b) => a + b))]);
  const known = [entries, facts, accountEntries ?? []].flat();
  const anchors = new Set([
    ...known.map((entry) => entry.t),
    ...known.flatMap(({ properties: { until } }) => (typeof until === 'number' ? [until] : [])),
    ...[entries, accountEntries ?? []].flatMap((all) => sessionEnds(all, site.sessionGapMs)),
  ]);
  const words = textsIn(conditions).filter((text) => CALENDAR.has(text));
  const isYearly = JSON.stringify(conditions).includes('"anniversary"');
  const days = isYearly ? LONGEST_YEAR_DAYS : words.length > 0 ? LONGEST_MONTH_DAYS : 0;
  return [
    ...[...anchors].flatMap((anchor) => [...shifts].map((shift) => anchor + shift)),
    ...midnightsIn(t, Math.min(horizon, t + days * DAY_MS), site.zone),
  ];
}

function sessionEnds(entries: Question['entries'], gapMs: number): number[] {
  const events = inOrder(entries.filter(({ type }) => type === 'event'));
  return sessionsOf(events, gapMs).map(({ end }) => end);
}

/** Every text anywhere in a value. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
