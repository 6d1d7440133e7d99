/** What a condition is asked of: one visitor's folded state, and what the site knows beside it. */
import type { Json } from '../entry.ts';
import type { Profile } from '../profiles/profile.ts';
import type { FoldRules } from '../profiles/rules.ts';
import { sessionEnd } from '../profiles/sessions.ts';
import type { Scalar } from './condition.ts';
import type { Hit } from './counter.ts';
import type { Count } from './counts.ts';
import type { Tracks } from './tracks.ts';
import { earlier, type Verdict } from './verdict.ts';
import type { CompiledWindow, OpenSession } from './window.ts';

/** Matches that no longer stand one by one: what retention took, and what grew beyond a bound. */
export type Sum = {
  readonly g?: Scalar;
  readonly n: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  /** Of `distinct` counters. */
  readonly values?: readonly Scalar[];
  readonly last: number;
};

/** Quintile edges in force, ascending: ms since the latest order, orders, minor units. */
export type RfmEdges = {
  readonly r: readonly number[];
  readonly f: readonly number[];
  readonly m: readonly number[];
};

/** Time of the latest thing of a kind that is known to have been true of the site at an instant. */
export type World = {
  /** Whether there is any fact of this name. */
  knows(name: string): boolean;
  /** @returns UTC ms of the latest such fact at or before `t`, with that value where one is asked for; null: none. */
  factAt(name: string, property: string | null, value: Scalar | undefined, t: number): number | null;
  /** @returns UTC ms of the first such fact after `t`; null: none is known. */
  factAfter(name: string, property: string | null, value: Scalar | undefined, t: number): number | null;
  edgesAt(t: number): RfmEdges | null;
  /** When the edges change next, as far as is known. */
  edgesAfter(t: number): number | null;
  /** A property of an account (hash). */
  accountFact(account: string, property: string): Json | undefined;
};

export const EMPTY_WORLD: World = {
  knows: () => false,
  factAt: () => null,
  factAfter: () => null,
  edgesAt: () => null,
  edgesAfter: () => null,
  accountFact: () => undefined,
};

export type Subject = {
  readonly profile: Profile;
  readonly tracks: Tracks;
  readonly rules: FoldRules;
  readonly world: World;
  /** The latest session, whether time has ended it or not. */
  readonly session: OpenSession;
};

/** @param tracks Those of the profile, or what they are as of an instant after its last entry. */
export function subjectOf(profile: Profile, tracks: Tracks, rules: FoldRules, world: World): Subject {
  const { open } = profile.sessions;
  const session = open === null ? null : { start: open.start, end: sessionEnd(open, rules) };
  return { profile, tracks, rules, world, session };
}

/** The session that contains `t`; null once time alone has ended it. */
export function openSession({ session }: Subject, t: number): OpenSession {
  return session !== null && t < session.end ? session : null;
}

/** The open session, for a window that asks for it. */
export function sessionFor(window: CompiledWindow, subject: Subject, t: number): OpenSession {
  return window.isOfSession ? openSession(subject, t) : null;
}

/** A session that ends by time makes an event, after which it has to be asked again. */
export function untilSessionEnds(verdict: Verdict, subject: Subject, t: number): Verdict {
  const open = openSession(subject, t);
  return open === null ? verdict : { holds: verdict.holds, until: earlier(verdict.until, open.end) };
}

const NO_HITS: readonly Hit[] = [];
const NO_SUMS: readonly Sum[] = [];

/** What a counter has taken; undefined: nothing. */
export function countOf({ tracks: { counts } }: Subject, counter: number): Count | undefined {
  for (let at = 0; at < counts.length; at++) {
    const count = counts[at] as Count;
    if (count.counter === counter) return count;
  }
  return undefined;
}

/** Matches of a counter, ascending. */
export function hitsOf(subject: Subject, counter: number): readonly Hit[] {
  return countOf(subject, counter)?.hits ?? NO_HITS;
}

export function sumsOf(subject: Subject, counter: number): readonly Sum[] {
  return countOf(subject, counter)?.sums ?? NO_SUMS;
}
