/** Conditions on what is known of a visitor apart from counting: traits, circumstances, orders, scores, chance. */
import { addDays, calendarSpan, startOfDate } from '../calendar.ts';
import type { Json } from '../entry.ts';
import { type ConsentState, consentAt } from '../identity/consent.ts';
import type { Profile } from '../profiles/profile.ts';
import { rfmFacts } from '../profiles/rfm.ts';
import { localDate } from '../zone.ts';
import { compileBounds } from './bounds.ts';
import { compileComparison } from './comparison.ts';
import type {
  AccountFactCondition,
  ContextCondition,
  IdleCondition,
  RandomCondition,
  RfmBounds,
  ScoreCondition,
  SinceCondition,
  TraitCondition,
} from './condition.ts';
import { ANY_EVENT } from './counter.ts';
import { durationMs } from './duration.ts';
import { compileAge } from './fact-time.ts';
import { latchAt } from './latch.ts';
import type { Compiling, Leaf, Uses } from './node.ts';
import { quintilesOf } from './rfm-edges.ts';
import { nextEnd } from './standing.ts';
import { hitsOf, type Subject, sumsOf } from './subject.ts';
import { earlier, NEVER, type Verdict } from './verdict.ts';

/** Time of the latest match of a counter; null: there is none. */
function latestOf(subject: Subject, counter: number): number | null {
  const hit = hitsOf(subject, counter).at(-1);
  // A late match may have come after what retention took.
  return sumsOf(subject, counter).reduce<number | null>(
    (last, sum) => Math.max(last ?? sum.last, sum.last),
    hit?.t ?? null,
  );
}

function latestUse(subject: Subject, counter: number): Uses {
  return { used: hitsOf(subject, counter).slice(-1), against: [] };
}

export function compileIdle({ idle, source }: IdleCondition, compiling: Compiling): Leaf {
  const match = { event: ANY_EVENT, ...(source && { source }) };
  const counter = compiling.count({ spec: { match }, reachMs: Number.POSITIVE_INFINITY, enough: 1 });
  const idleMs = durationMs(idle);
  return {
    evaluate: (subject, t) => {
      const last = latestOf(subject, counter);
      if (last === null) return NEVER;
      return t - last >= idleMs ? { holds: true, until: null } : { holds: false, until: last + idleMs };
    },
    uses: (subject) => latestUse(subject, counter),
  };
}

export function compileSince({ since, source, ...bounds }: SinceCondition, compiling: Compiling): Leaf {
  const match = { event: since, ...(source && { source }) };
  const counter = compiling.count({ spec: { match }, reachMs: Number.POSITIVE_INFINITY, enough: 1 });
  const age = compileAge(bounds);
  return {
    evaluate: (subject, t) => {
      const last = latestOf(subject, counter);
      if (last === null) return NEVER;
      return { holds: age.accepts(t - last), until: nextTurn(age.turns, last, t) };
    },
    uses: (subject) => latestUse(subject, counter),
  };
}

function nextTurn(turns: readonly number[], from: number, t: number): number | null {
  return turns.reduce<number | null>((next, ms) => (from + ms > t ? earlier(next, from + ms) : next), null);
}

export function compileTrait(condition: TraitCondition, compiling: Compiling): Leaf {
  compiling.hear(['Traits Updated']);
  const { trait } = condition;
  const readTrait = ({ profile }: Subject): Json | undefined =>
    (profile.traits.find(({ name }) => name === trait)?.value as Json | undefined) ?? undefined;
  if ('anniversary' in condition) {
    return { evaluate: (subject, t) => evaluateAnniversary(readTrait(subject), t, compiling.zone) };
  }
  const test = testOf(condition, ['trait']);
  if (test(undefined)) compiling.hearFirst();
  return { evaluate: (subject) => ({ holds: test(readTrait(subject)), until: null }) };
}

const DATE = /^\d{4}-(\d{2}-\d{2})/;

/** 29 February is celebrated on the 28th in other years. */
function evaluateAnniversary(value: Json | undefined, t: number, zone: string): Verdict {
  const day = typeof value === 'string' ? DATE.exec(value)?.[1] : undefined;
  if (day === undefined) return NEVER;
  const today = localDate(t, zone);
  const year = Number(today.slice(0, 4));
  if (celebratedOn(day, year) === today) return { holds: true, until: calendarSpan('day', t, zone).to };
  const next = [year, year + 1].map((y) => celebratedOn(day, y)).find((date) => date > today);
  return { holds: false, until: next === undefined ? null : startOfDate(next, zone) };
}

function celebratedOn(day: string, year: number): string {
  const date = `${String(year).padStart(4, '0')}-${day}`;
  return day === '02-29' && addDays(`${date.slice(0, 8)}28`, 1) !== date ? `${date.slice(0, 8)}28` : date;
}

export function compileAccountFact(condition: AccountFactCondition, compiling: Compiling): Leaf {
  compiling.hearAccount();
  const test = testOf(condition, ['account']);
  if (test(undefined)) compiling.hearFirst();
  const { account: property } = condition;
  return {
    evaluate: ({ profile, world }) => {
      const { account } = profile.touches;
      const value = account === null ? undefined : world.accountFact(account, property);
      return { holds: test(value), until: null };
    },
  };
}

export function compileContext(condition: ContextCondition, compiling: Compiling): Leaf {
  compiling.hear([ANY_EVENT]);
  const test = testOf(condition, ['context']);
  const names = condition.context.split('.');
  return {
    evaluate: ({ profile }) => {
      let value: unknown = profile.touches.context;
      for (const name of names) value = (value as Record<string, unknown> | undefined)?.[name];
      return { holds: test(value as Json | undefined), until: null };
    },
  };
}

/** The comparison that a condition carries beside its own keys. */
function testOf(condition: object, own: readonly string[]): (value: Json | undefined) => boolean {
  return compileComparison(
    Object.fromEntries(Object.entries(condition).filter(([key]) => !own.includes(key))),
  );
}

export const ORDER_EVENTS: readonly string[] = ['Order Completed', 'Order Refunded', 'Order Cancelled'];

export function compileRfm(bounds: RfmBounds, compiling: Compiling): Leaf {
  compiling.hear(ORDER_EVENTS);
  const recency = bounds.recency && compileAge(bounds.recency);
  const facts = {
    frequency: bounds.frequency && compileBounds(bounds.frequency),
    monetary: bounds.monetary && compileBounds(bounds.monetary),
  };
  const quintiles = (['r', 'f', 'm'] as const).flatMap((key) => {
    const asked = bounds[key];
    return asked === undefined ? [] : [{ key, bounds: compileBounds(asked) }];
  });
  if (facts.frequency?.accepts(0) || facts.monetary?.accepts(0)) compiling.hearFirst();
  const judge = (subject: Subject, t: number): boolean => {
    const { recencyMs, frequency, monetaryMinor } = rfmFacts(subject.profile as Profile, t);
    if (recency && (recencyMs === null || !recency.accepts(recencyMs))) return false;
    if (facts.frequency && !facts.frequency.accepts(frequency)) return false;
    if (facts.monetary && !facts.monetary.accepts(monetaryMinor / compiling.minorPerMajor)) return false;
    if (quintiles.length === 0) return true;
    const edges = subject.world.edgesAt(t);
    if (edges === null || recencyMs === null) return false;
    const own = quintilesOf({ recencyMs, frequency, monetaryMinor }, edges);
    return quintiles.every((asked) => asked.bounds.accepts(own[asked.key]));
  };
  return {
    evaluate: (subject, t) => {
      const { lastAt } = rfmFacts(subject.profile as Profile, t);
      const edges = quintiles.some(({ key }) => key === 'r') ? (subject.world.edgesAt(t)?.r ?? []) : [];
      const turns = [...(recency?.turns ?? []), ...edges.map((edge) => edge + 1)];
      const turn = lastAt === null ? null : nextTurn(turns, lastAt, t);
      const change = quintiles.length === 0 ? null : subject.world.edgesAfter(t);
      return { holds: judge(subject, t), until: earlier(turn, change) };
    },
  };
}

export function compileScore({ score, gte, leave = gte, dwell }: ScoreCondition, compiling: Compiling): Leaf {
  const latch = compiling.latch({ score, gte, leave, dwellMs: dwell === undefined ? 0 : durationMs(dwell) });
  // A score may be there before the first event.
  compiling.hearFirst();
  return {
    evaluate: ({ tracks, profile }, t) => {
      const state = tracks.latches.find((known) => known.latch === latch);
      return whileProfiled(profile.consent, t, latchAt(state, t));
    },
  };
}

/** Who refuses `personalization`, or allowed it for a time that is over, is as if never scored: the last score stays none. */
function whileProfiled(consent: ConsentState, t: number, { holds, until }: Verdict): Verdict {
  if (consent.personalization === undefined) return { holds, until };
  const isRefused = consentAt(consent, 'personalization', t)?.allowed === false;
  return { holds: holds && !isRefused, until: earlier(until, nextEnd(consent, t)) };
}

export function compileRandom({ random, seed }: RandomCondition, compiling: Compiling): Leaf {
  compiling.hearFirst();
  return {
    evaluate: ({ tracks, profile }) => ({
      holds: compiling.shareOf(`${seed}:${tracks.unit ?? profile.visitor}`) < random,
      until: null,
    }),
  };
}
