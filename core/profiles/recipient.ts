/** Who a visitor is to a platform that knows them by an id of its own, and whether anything of them may go there. */
import type { SiteId, VisitorId } from '../entry.ts';
import { consentAt } from '../identity/consent.ts';
import type { Clock } from '../ports.ts';
import { createAddressees } from './addressee.ts';
import type { ProfileBook } from './book.ts';

export type Recipient = {
  /** Who answers for the id that was asked for. */
  readonly visitor: VisitorId;
  /** The ids under which the site's server knows them: the vault may hold a platform's reference under each. */
  readonly persons: readonly VisitorId[];
  /** Every other id whose entries may be theirs. */
  readonly ids: readonly VisitorId[];
  /** `share` was given and stands, and `analytics` is not refused: silence allows nothing here. */
  readonly isAllowed: boolean;
};

export type ReadRecipient = (site: SiteId, visitor: VisitorId) => Promise<Recipient>;

/** @example (await createRecipients(engine.book, clock)(site, visitor)).isAllowed */
export function createRecipients(book: Pick<ProfileBook, 'read'>, clock: Clock): ReadRecipient {
  const readAddressee = createAddressees(book, clock);
  return async (site, asked) => {
    const { visitor, persons, ids } = await readAddressee(site, asked);
    const now = clock.now();
    const { consent } = (await book.read(site, visitor, now)).slot.timeline.profile;
    const isAllowed =
      consentAt(consent, 'share', now)?.allowed === true &&
      consentAt(consent, 'analytics', now)?.allowed !== false;
    return { visitor, persons, ids, isAllowed };
  };
}
