/** What tells an objection apart from other denials, also when it is said again after an erasure. */
import { type ConsentState, consentAt } from './consent.ts';

/** Beside the visitor's other choices: told apart by where it was said. */
export const OBJECTION_SOURCE = 'objection';
/** The same, said again for somebody who begins anew after an erasure. */
export const CARRIED_OBJECTION = 'erasure-objection';

/** Since when an objection stands, UTC ms; null: none does. @example objectedSince(profile.consent, clock.now()) */
export function objectedSince(state: ConsentState, now: number): number | null {
  const standing = consentAt(state, 'analytics', now);
  return standing?.allowed === false && isObjection(standing.source) ? standing.since : null;
}

/** Whether a denial from this source is an objection. @example isObjection('objection') // true */
export function isObjection(source: unknown): boolean {
  return source === OBJECTION_SOURCE || source === CARRIED_OBJECTION;
}
