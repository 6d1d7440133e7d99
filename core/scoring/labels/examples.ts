/**
 * One visitor's past as examples to learn from: features at an instant, made of what came before it, and a label made of
 * what came after. The two never meet: features are read off a fold that has not seen the later entries.
 */
import { compareEntries, type Entry, type VisitorId } from '../../entry.ts';
import { fold } from '../../profiles/fold.ts';
import { grossMinor } from '../../profiles/orders.ts';
import { emptyProfile, type Profile } from '../../profiles/profile.ts';
import type { FoldRules } from '../../profiles/rules.ts';
import { subjectOf } from '../features/subject.ts';
import { readFeatures } from '../features/table.ts';
import { isLookedAt, quietMidnights } from './instants.ts';
import { type Label, NEXT_ACTIONS } from './label.ts';

export type Example = {
  /** UTC ms: everything in `features` is from then or before, everything in `target` is later. */
  readonly t: number;
  readonly features: Float64Array;
  /** 1 or 0, an amount in minor units, or a place in `NEXT_ACTIONS`. */
  readonly target: number;
  /** Examples of one of these are about one thing: the event that made them positive, or the session. */
  readonly about: string;
};

export type History = {
  readonly visitor: VisitorId;
  readonly entries: readonly Entry[];
  readonly isAnonymous: boolean;
};

export type ExampleRules = {
  readonly rules: FoldRules;
  /** IANA, of the site. */
  readonly zone: string;
  /** Up to when everything is known, UTC ms: what could still come true by then is no example yet. */
  readonly until: number;
};

/**
 * @example listExamples({ visitor, entries, isAnonymous: false }, label, { rules, zone: 'UTC', until: now })
 */
export function listExamples(history: History, label: Label, around: ExampleRules): readonly Example[] {
  if (label.kind === 'absence' && history.isAnonymous) return [];
  const { segments: _, campaigns: __, ...rules } = around.rules;
  const events = history.entries
    .filter(({ type, t }) => type === 'event' && t <= around.until)
    .toSorted(compareEntries);
  const outcomes = outcomesOf(events, label);
  const examples: Example[] = [];
  let profile = emptyProfile(history.visitor);
  for (const [at, event] of events.entries()) {
    profile = fold(profile, event, rules);
    const nextAt = events[at + 1]?.t ?? around.until;
    for (const t of instantsAfter(profile, event, nextAt, around.zone)) {
      const found = outcomes.at(t, profile, around.until);
      if (found === null) continue;
      const subject = subjectOf(profile, t, { rules, zone: around.zone, isAnonymous: history.isAnonymous });
      examples.push({ t, features: readFeatures(subject), ...found });
    }
  }
  return examples;
}

/** Its own instant, where the session is looked at then, and quiet midnights until the next event. */
function instantsAfter(profile: Profile, event: Entry, nextAt: number, zone: string): readonly number[] {
  const place = profile.sessions.open?.events ?? 0;
  const own = isLookedAt(place) && event.t < nextAt ? [event.t] : [];
  return [...own, ...quietMidnights(event.t, nextAt, zone)];
}

type Found = Pick<Example, 'target' | 'about'>;
type Outcomes = {
  /** Null: no example of this label, or not known yet. */
  at(t: number, profile: Profile, until: number): Found | null;
};

function outcomesOf(events: readonly Entry[], label: Label): Outcomes {
  if (label.kind === 'next') return nextActions(events, label);
  if (label.kind === 'absence') return absences(events, label);
  const wanted = events.filter(({ name }) => name === label.event);
  return {
    at: (t, profile, until) => {
      if (t + label.withinMs > until || isOver(profile, wanted, t)) return null;
      const first = wanted.find((event) => event.t > t && event.t <= t + label.withinMs);
      if (label.kind === 'amount') return amountOf(first);
      if (first === undefined) return { target: 0, about: sessionOf(profile) };
      return { target: 1, about: first.id };
    },
  };
}

function amountOf(event: Entry | undefined): Found | null {
  const amount = event === undefined ? null : grossMinor(event);
  return event === undefined || amount === null || amount === 0 ? null : { target: amount, about: event.id };
}

function sessionOf({ visitor, sessions }: Profile): string {
  return `${visitor} ${sessions.count}`;
}

/** What the label foretells has happened in this session: pages after it thank for it, and are no sign of it. */
function isOver({ sessions: { open } }: Profile, wanted: readonly Entry[], t: number): boolean {
  return open !== null && wanted.some((event) => event.t >= open.start && event.t <= t);
}

function absences(events: readonly Entry[], { withinMs }: Label): Outcomes {
  return {
    at: (t, profile, until) => {
      if (t + withinMs > until) return null;
      const isBack = events.some((event) => event.t > t && event.t <= t + withinMs);
      return { target: isBack ? 0 : 1, about: sessionOf(profile) };
    },
  };
}

const NEXT_OF: Readonly<Record<string, (typeof NEXT_ACTIONS)[number]>> = {
  'Product Added': 'cart',
  'Product Removed': 'cart',
  'Cart Viewed': 'cart',
  'Checkout Started': 'checkout',
  'Checkout Step Viewed': 'checkout',
  'Checkout Step Completed': 'checkout',
  'Payment Info Entered': 'checkout',
  'Order Completed': 'order',
};

/** Where no event follows within the gap that ends a session, the visitor left. */
function nextActions(events: readonly Entry[], { withinMs }: Label): Outcomes {
  return {
    at: (t, profile, until) => {
      // A quiet midnight: nobody is there who could do something next.
      if (profile.events?.last !== t || t + withinMs > until) return null;
      const next = events.find((event) => event.t > t);
      const isLeaving = next === undefined || next.t >= t + withinMs;
      const action = isLeaving ? 'leave' : (NEXT_OF[next.name] ?? 'view');
      return { target: NEXT_ACTIONS.indexOf(action), about: sessionOf(profile) };
    },
  };
}
