/** Events that sessions make by themselves: they begin with their first event and end by time. */
import type { Context, Entry, Flag, Properties, Source } from '../entry.ts';
import { FUNNEL_STEPS } from '../events/spec.ts';
import type { FoldRules } from '../profiles/rules.ts';
import { type Session, sessionEnd } from '../profiles/sessions.ts';

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
