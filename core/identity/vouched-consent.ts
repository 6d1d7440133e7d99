/**
 * What a person allows beyond doubt, where they are named to others: said by themselves, by the site's server, or meant
 * by its owner. A page that only claims to be theirs can refuse in their name and grant nothing.
 */
import type { Purpose } from '../entry.ts';
import { type ConsentState, isAllowed, OWN, SITE_DEFAULT } from './consent.ts';

/**
 * Whether it may be done at `now`, and somebody vouches for that.
 *
 * @example isVouched(profile.consent, 'share', clock.now())
 */
export function isVouched(state: ConsentState, purpose: Purpose, now: number): boolean {
  if (!isAllowed(state, purpose, now)) return false;
  const vouching = (state[purpose] ?? []).filter(
    ({ by, grant }) => by === OWN || grant?.source === SITE_DEFAULT,
  );
  return vouching.length > 0 && isAllowed({ [purpose]: vouching }, purpose, now);
}

/** Nobody but this server says what its owner means. @param source As a page sent it. */
export function sourceOfPage(source: string): string {
  return source === SITE_DEFAULT ? 'page' : source;
}
