/** Whom a site may profile: the one place where scores, trainings, lifetimes and discovered segments ask. */
import { consentAt, isAllowed } from '../identity/consent.ts';
import type { Profile } from '../profiles/profile.ts';

/**
 * Whether a visitor declined to be counted or to be profiled, took it back, or allowed it for a time that is over: nothing is
 * learned from them then, and nothing foretold.
 *
 * @param now UTC ms.
 */
export function declinesProfiling({ consent }: Pick<Profile, 'consent'>, now: number): boolean {
  return (['analytics', 'personalization'] as const).some(
    (purpose) => consentAt(consent, purpose, now)?.allowed === false,
  );
}

/**
 * Whether a visitor may be scored: before anybody spoke of consent as far as the site's policy records the day at all, from
 * then on only with `personalization`.
 */
export function mayScore(profile: Pick<Profile, 'consent'>, now: number): boolean {
  const isSilent = Object.keys(profile.consent).length === 0;
  if (isSilent) return true;
  return !declinesProfiling(profile, now) && isAllowed(profile.consent, 'personalization', now);
}

/** `declined`: refused, taken back, or over. `not_allowed`: consent was spoken of, and not of this. */
export type Unscored = 'declined' | 'not_allowed';

/**
 * Why {@link mayScore} says no; null where it says yes.
 *
 * @example whyUnscored({ consent: NO_CONSENT }, now) // null
 */
export function whyUnscored(profile: Pick<Profile, 'consent'>, now: number): Unscored | null {
  if (mayScore(profile, now)) return null;
  return declinesProfiling(profile, now) ? 'declined' : 'not_allowed';
}
