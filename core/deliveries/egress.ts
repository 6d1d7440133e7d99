/** Whether something about a visitor may leave for a third party, asked anew before each delivery. */
import type { SiteId, VisitorId } from '../entry.ts';
import { consentAt } from '../identity/consent.ts';
import type { Clock } from '../ports.ts';
import type { ProfileBook } from '../profiles/book.ts';

export type MaySend = (site: SiteId, visitor: VisitorId) => Promise<boolean>;

/**
 * `share` is refused by a denial (Global Privacy Control is one) and by a grant that has ended; silence refuses nothing
 * here, since the receivers are the operator's own choice.
 *
 * @example if (await createEgress(book, clock)(site, visitor)) send()
 */
export function createEgress(book: Pick<ProfileBook, 'read'>, clock: Pick<Clock, 'now'>): MaySend {
  return async (site, visitor) => {
    const now = clock.now();
    const { slot } = await book.read(site, visitor, now);
    return consentAt(slot.timeline.profile.consent, 'share', now)?.allowed !== false;
  };
}
