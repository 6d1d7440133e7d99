/** What can be known at an instant, put in order. */
import type { Entry } from '../../../../core/entry.ts';
import { inOrder, type Question, type Scene } from './question.ts';
import { happeningsOf, sessionsOf } from './sessions.ts';

/** @param entries The visitor's, or the account's. */
export function sceneOf(question: Question, entries: readonly Entry[]): Scene {
  const { t, facts, site } = question;
  const visible = inOrder(entries.filter((entry) => entry.t <= t));
  const sessions = sessionsOf(
    visible.filter(({ type }) => type === 'event'),
    site.sessionGapMs,
  );
  const last = sessions.at(-1);
  return {
    question,
    entries: visible,
    facts: inOrder(facts.filter((fact) => fact.t <= t)),
    happenings: inOrder(sessions.flatMap((session) => happeningsOf(session, t))),
    openSession: last !== undefined && last.end > t ? (last.events[0]?.id ?? null) : null,
  };
}

/** The visitor's own events, in order. */
export function eventsOf({ entries }: Scene): readonly Entry[] {
  return entries.filter(({ type }) => type === 'event');
}
