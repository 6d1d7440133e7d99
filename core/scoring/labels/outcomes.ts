/** What came after an instant, as a label asks: the one place where training looks ahead. */
import type { Entry } from '../../entry.ts';
import { isUnconfirmed } from '../../events/unconfirmed.ts';
import { isDeed } from '../../measurement/signals/behaviour.ts';
import { grossMinor } from '../../profiles/orders.ts';
import type { Profile } from '../../profiles/profile.ts';
import type { FoldRules } from '../../profiles/rules.ts';
import { sessionEnd } from '../../profiles/sessions.ts';
import { type Action, actionOf } from '../../profiles/visit.ts';
import { type Label, NEXT_ACTIONS } from './label.ts';

export type LabelOutcome = {
  /** 1 or 0, an amount in minor units, or a place in `NEXT_ACTIONS`. */
  readonly target: number;
  /** Examples of one of these are about one thing: the event that made them positive, or the session. */
  readonly about: string;
};

/** Null: no example of this label, or not known yet. @param profile Folded up to `t` and no further. */
export type OutcomeAt = (t: number, profile: Profile) => LabelOutcome | null;

export type OutcomeRules = {
  readonly rules: FoldRules;
  /** Up to when everything is known, UTC ms. */
  readonly until: number;
};

/**
 * @param events Of one visitor, in time order, none later than `until`.
 * @example outcomesOf(events, label, { rules, until: now })(t, profile)?.target
 */
export function outcomesOf(events: readonly Entry[], label: Label, around: OutcomeRules): OutcomeAt {
  const outcomeAt = chooseOutcome(events, label, around.rules);
  return (t, profile) => (t + label.withinMs > around.until ? null : outcomeAt(t, profile));
}

function chooseOutcome(events: readonly Entry[], label: Label, rules: FoldRules): OutcomeAt {
  if (label.kind === 'next') return nextActions(events, label.withinMs);
  if (label.kind === 'absence') return absences(events, label.withinMs);
  const wanted = events.filter((event) => event.name === label.event && !isUnconfirmed(event));
  return (t, profile) => {
    if (isOver(profile, wanted, t, rules)) return null;
    const first = wanted.find((event) => event.t > t && event.t <= t + label.withinMs);
    if (label.kind === 'amount') return amountOf(first);
    return first === undefined ? { target: 0, about: sessionOf(profile) } : { target: 1, about: first.id };
  };
}

function amountOf(event: Entry | undefined): LabelOutcome | null {
  const amount = event === undefined ? null : grossMinor(event);
  return event === undefined || amount === null || amount === 0 ? null : { target: amount, about: event.id };
}

function sessionOf({ visitor, sessions }: Profile): string {
  return `${visitor} ${sessions.count}`;
}

/** What the label foretells has happened in this session: pages after it thank for it, and are no sign of it. */
function isOver(
  { sessions: { open } }: Profile,
  wanted: readonly Entry[],
  t: number,
  rules: FoldRules,
): boolean {
  if (open === null || t >= sessionEnd(open, rules)) return false;
  return wanted.some((event) => event.t >= open.start && event.t <= t);
}

/** A letter that reached somebody's mailbox brought nobody back. */
function absences(events: readonly Entry[], withinMs: number): OutcomeAt {
  const deeds = events.filter(isDeed);
  return (t, profile) => {
    const isBack = deeds.some((event) => event.t > t && event.t <= t + withinMs);
    return { target: isBack ? 0 : 1, about: sessionOf(profile) };
  };
}

type NextAction = (typeof NEXT_ACTIONS)[number];
const NEXT_OF: Readonly<Partial<Record<Action, NextAction>>> = {
  add: 'cart',
  remove: 'cart',
  cart: 'cart',
  checkout: 'checkout',
  order: 'order',
};
/** They come with leaving a page, and say nothing of what is done next. */
const NO_ACTIONS: ReadonlySet<string> = new Set(['Page Engaged', 'Exit Intent Detected']);

/** Where no action follows within the gap that ends a session, the visitor left. */
function nextActions(events: readonly Entry[], withinMs: number): OutcomeAt {
  const actions = events.filter((event) => isDeed(event) && !NO_ACTIONS.has(event.name));
  return (t, profile) => {
    // A quiet midnight: nobody is there who could do something next.
    if (profile.events?.last !== t) return null;
    const next = actions.find((event) => event.t > t);
    const isLeaving = next === undefined || next.t >= t + withinMs;
    const action = isLeaving ? 'leave' : (NEXT_OF[actionOf(next.name)] ?? 'view');
    return { target: NEXT_ACTIONS.indexOf(action), about: sessionOf(profile) };
  };
}
