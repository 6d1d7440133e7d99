/** How far a label is from being learned: what is there, what is needed, when it is looked at next, and about when it is enough. */
import type { Label } from '../labels/label.ts';
import type { LabelState } from './model-book.ts';

/** What the last training lacked in place of examples. */
export const BROKE_OFF = 'a training that comes to its end: the last one broke off, so start it again';

export type Readiness = {
  readonly leastOfEach: number;
  /** Distinct things that were counted last; null: nobody counted yet. */
  readonly positives: number | null;
  readonly negatives: number | null;
  /** Null: nothing is lacking. */
  readonly lacks: 'a_first_look' | 'examples' | 'past' | 'a_training' | null;
  /** How far back the log has to reach, about. */
  readonly pastMs: number;
  /** UTC ms; what no segment asks for is looked at by no one but `train`. */
  readonly nextLookAt: number;
  /** About when there is enough, at the pace so far, UTC ms; null: nobody can tell. */
  readonly enoughAt: number | null;
};

export type ReadinessSite = {
  /** UTC ms. */
  readonly createdAt: number;
  readonly settings: { readonly scoring: { readonly leastOfEach: number } };
};

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** Three pieces, a horizon apart, and something in each. */
const PASTS = 4;
/** A pace of now says nothing of later. */
const FARTHEST_MS = 730 * DAY_MS;

/**
 * Counting takes a walk over everybody: what lacks little is looked at daily, what nobody does monthly, all else weekly.
 * Nothing of a new site has come true before the label's time is over; whoever imported a past says so (`inkling train`).
 *
 * @returns UTC ms.
 */
export function nextLookAt(
  { label, active, lastRun }: LabelState,
  { createdAt, settings }: ReadinessSite,
): number {
  if (lastRun === null) return createdAt + label.withinMs + DAY_MS;
  const has = Math.min(lastRun.positives, lastRun.negatives);
  if (active === null && has === 0) return lastRun.at + 4 * WEEK_MS;
  const isNear = active === null && has >= settings.scoring.leastOfEach / 2;
  return lastRun.at + (isNear ? DAY_MS : WEEK_MS);
}

/** @example readinessOf(state, site, now).lacks // 'examples' */
export function readinessOf(state: LabelState, site: ReadinessSite, now: number): Readiness {
  const { label, lastRun } = state;
  const { leastOfEach } = site.settings.scoring;
  const lacks = lackOf(state, leastOfEach);
  const foreseen = lacks === null || lacks === 'a_training' ? null : foresee(state, site, leastOfEach);
  const isAhead = foreseen !== null && foreseen > now && foreseen - now <= FARTHEST_MS;
  return {
    leastOfEach,
    positives: lastRun?.positives ?? null,
    negatives: lastRun?.negatives ?? null,
    lacks,
    pastMs: pastOf(label),
    nextLookAt: Math.max(now, nextLookAt(state, site)),
    enoughAt: isAhead ? foreseen : null,
  };
}

function lackOf({ active, lastRun, label }: LabelState, leastOfEach: number): Readiness['lacks'] {
  if (active !== null) return null;
  if (lastRun === null) return 'a_first_look';
  if (lastRun.lack.includes(BROKE_OFF)) return 'a_training';
  if (fewerOf(lastRun, label) < leastOfEach) return 'examples';
  return lastRun.version === null ? 'past' : null;
}

/** Of amounts and next actions there is no other side. */
function fewerOf(
  { positives, negatives }: { readonly positives: number; readonly negatives: number },
  { kind }: Label,
): number {
  return kind === 'amount' || kind === 'next' ? positives : Math.min(positives, negatives);
}

const pastOf = ({ withinMs }: Label): number => PASTS * withinMs;

/** Of what came true since the site began, as much more as is lacking; and a past that is long enough. */
function foresee(
  { label, lastRun }: LabelState,
  { createdAt }: ReadinessSite,
  leastOfEach: number,
): number | null {
  const longEnoughAt = createdAt + pastOf(label);
  if (lastRun === null) return null;
  const has = fewerOf(lastRun, label);
  if (has >= leastOfEach) return longEnoughAt;
  const spanMs = lastRun.at - label.withinMs - createdAt;
  if (has === 0 || spanMs <= 0) return null;
  return Math.max(longEnoughAt, lastRun.at + ((leastOfEach - has) * spanMs) / has);
}
