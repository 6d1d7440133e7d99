/**
 * Sessions: runs of a visitor's events with no gap of 30 minutes, at most 500 events and 12 hours long.
 * One ends by time alone, so every reading of them takes an instant.
 */
import type { Entry, Source } from '../entry.ts';
import { FUNNEL_STEPS } from '../events/spec.ts';
import type { FoldRules } from './rules.ts';

export type Session = {
  readonly start: number;
  /** Time of its latest event. */
  readonly last: number;
  readonly events: number;
  readonly entryPath: string | null;
  /** Last page: with `step`, the drop point once it has ended. */
  readonly exitPath: string | null;
  /** Furthest funnel step, as a place in `FUNNEL_STEPS`. */
  readonly step: number;
  /** Of its first event. */
  readonly source: Source;
};

export type Sessions = {
  /** All of them, the open one included. */
  readonly count: number;
  /** Ended ones. */
  readonly ended: number;
  /** From first to last event, summed over ended ones. */
  readonly totalMs: number;
  /** Ended ones by furthest funnel step, in the order of `FUNNEL_STEPS`. */
  readonly drops: readonly number[];
  readonly open: Session | null;
  /** The latest ended ones, oldest first. */
  readonly recent: readonly Session[];
};

export const NO_SESSIONS: Sessions = {
  count: 0,
  ended: 0,
  totalMs: 0,
  drops: FUNNEL_STEPS.map(() => 0),
  open: null,
  recent: [],
};

const RECENT_MAX = 20;

/** Takes in one event, later than all before it. */
export function stepSession(sessions: Sessions, event: Entry, rules: FoldRules): Sessions {
  const { open } = sessions;
  if (open !== null && event.t < sessionEnd(open, rules)) {
    return withOpen(sessions, sessions.count, extend(open, event, rules));
  }
  const ended = open === null ? sessions : end(sessions, open);
  return withOpen(ended, ended.count + 1, extend(begin(event), event, rules));
}

/** Field by field: every event comes by here. */
function withOpen({ ended, totalMs, drops, recent }: Sessions, count: number, open: Session): Sessions {
  return { count, ended, totalMs, drops, open, recent };
}

/**
 * The instant from which no further event can belong to it, UTC ms: last event + gap, start + longest,
 * or at once when it is full.
 */
export function sessionEnd(session: Session, rules: FoldRules): number {
  if (session.events >= rules.sessionMaxEvents) return session.last;
  return Math.min(session.last + rules.sessionGapMs, session.start + rules.sessionMaxMs);
}

/**
 * Sessions as of an instant: the open one has ended where its time is over.
 *
 * @example sessionsAt(profile.sessions, clock.now(), rules).open === null
 */
export function sessionsAt(sessions: Sessions, now: number, rules: FoldRules): Sessions {
  const { open } = sessions;
  return open !== null && now >= sessionEnd(open, rules) ? end(sessions, open) : sessions;
}

/** What is left of ended ones. */
export function sumSessions(ended: readonly Session[]): Pick<Sessions, 'ended' | 'totalMs' | 'drops'> {
  return {
    ended: ended.length,
    totalMs: ended.reduce((sum, { start, last }) => sum + (last - start), 0),
    drops: NO_SESSIONS.drops.map((_, step) => ended.filter((session) => session.step === step).length),
  };
}

function begin({ t, context, source }: Entry): Session {
  return { start: t, last: t, events: 0, entryPath: context?.path ?? null, exitPath: null, step: 0, source };
}

function extend(session: Session, { t, name, context }: Entry, rules: FoldRules): Session {
  const step = rules.funnelStep(name);
  return {
    start: session.start,
    last: t,
    events: session.events + 1,
    entryPath: session.entryPath ?? context?.path ?? null,
    exitPath: context?.path ?? session.exitPath,
    step: step === null ? session.step : Math.max(session.step, FUNNEL_STEPS.indexOf(step)),
    source: session.source,
  };
}

function end(sessions: Sessions, open: Session): Sessions {
  return {
    count: sessions.count,
    ended: sessions.ended + 1,
    totalMs: sessions.totalMs + (open.last - open.start),
    drops: sessions.drops.with(open.step, (sessions.drops[open.step] ?? 0) + 1),
    open: null,
    recent: [...sessions.recent.slice(1 - RECENT_MAX), open],
  };
}
