/** Events that sessions make by themselves: they begin with their first event and end by time. */
import type { Context, Entry, Flag, Properties, Source } from '../entry.ts';
import { FUNNEL_STEPS } from '../events/spec.ts';
import type { FoldRules } from '../profiles/rules.ts';
import { NO_SESSIONS, type Session, sessionEnd, stepSession } from '../profiles/sessions.ts';

/** As much of an entry as a condition may ask for. */
export type DerivedEvent = {
  readonly name: string;
  readonly t: number;
  readonly source: Source;
  readonly properties: Properties;
  readonly context?: Context;
  readonly currency?: string;
  readonly flags?: readonly Flag[];
};

/** Stands right before the session's first event. */
export function sessionStarted({ t, source, context }: Entry): DerivedEvent {
  const path = context?.path;
  return { name: 'Session Started', t, source, properties: path === undefined ? {} : { entry_path: path } };
}

/** @example sessionEnded(profile.sessions.open, rules).t // the instant its time was over */
export function sessionEnded(session: Session, rules: FoldRules): DerivedEvent {
  const { start, last, events, entryPath, exitPath, step, source } = session;
  return {
    name: 'Session Ended',
    t: sessionEnd(session, rules),
    source,
    properties: {
      ...(entryPath === null ? {} : { entry_path: entryPath }),
      ...(exitPath === null ? {} : { exit_path: exitPath }),
      step: FUNNEL_STEPS[step] ?? 'browse',
      events,
      duration_ms: last - start,
    },
  };
}

/** An event, with its place among all that conditions count. */
export type PlacedEvent = {
  readonly event: Entry | DerivedEvent;
  readonly n: number;
  /** The entry that it is, or of which it is made. */
  readonly of: Entry;
  /** Which of the sessions, in order. */
  readonly session: number;
  /** The session that ends by it. */
  readonly ends?: Session;
};

/**
 * Events together with what their sessions make, all of which end.
 *
 * @param events One visitor's, in order.
 * @example placeEvents([viewed], rules).map(({ event }) => event.name) // ['Session Started', 'Product Viewed', 'Session Ended']
 */
export function placeEvents(events: readonly Entry[], rules: FoldRules): readonly PlacedEvent[] {
  const placed: Omit<PlacedEvent, 'n'>[] = [];
  let sessions = NO_SESSIONS;
  let before: Entry | null = null;
  const end = (): void => {
    const { open: ends, count: session } = sessions;
    if (ends !== null && before !== null)
      placed.push({ event: sessionEnded(ends, rules), of: before, session, ends });
  };
  for (const event of events) {
    const next = stepSession(sessions, event, rules);
    if (next.count !== sessions.count) {
      end();
      placed.push({ event: sessionStarted(event), of: event, session: next.count });
    }
    placed.push({ event, of: event, session: next.count });
    sessions = next;
    before = event;
  }
  end();
  return placed.map((one, n) => ({ ...one, n }));
}
