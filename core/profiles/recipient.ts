/** Who a visitor is to a platform that knows them by an id of its own, and whether anything of them may go there. */
import type { SiteId, VisitorId } from '../entry.ts';
import { consentAt } from '../identity/consent.ts';
import { isVouched } from '../identity/vouched-consent.ts';
import type { Clock } from '../ports.ts';
import { createAddressees } from './addressee.ts';
import type { ProfileBook } from './book.ts';
import { ownerOf } from './kinship.ts';

export type Recipient = {
  /** Who answers for the id that was asked for. */
  readonly visitor: VisitorId;
  /** The ids under which the site's server knows them: the vault may hold a platform's reference under each. */
  readonly persons: readonly VisitorId[];
  /** Every other id whose entries may be theirs. */
  readonly ids: readonly VisitorId[];
  /** `share` was given, for certain by them, and stands, and `analytics` is not refused: silence allows nothing here. */
  readonly isAllowed: boolean;
};

/** @param at When what is told of happened, UTC ms: whoever held a shared device then may be another. */
export type ReadRecipient = (site: SiteId, visitor: VisitorId, at: number) => Promise<Recipient>;

/** @example (await createRecipients(engine.book, clock)(site, visitor, entry.t)).isAllowed */
export function createRecipients(book: Pick<ProfileBook, 'read'>, clock: Clock): ReadRecipient {
  const readAddressee = createAddressees(book, clock);
  return async (site, asked, at) => {
    const now = clock.now();
    const { kinship } = await book.read(site, asked, now);
    const owner = ownerOf(kinship, { visitor: asked, t: at });
    const { visitor, persons, ids } = await readAddressee(site, asked);
    const { consent } = (await book.read(site, visitor, now)).slot.timeline.profile;
    const isAllowed =
      // What another took over with the id, or handed on with it, is told of them by itself.
      visitor === asked &&
      owner === asked &&
      isVouched(consent, 'share', now) &&
      consentAt(consent, 'analytics', now)?.allowed !== false;
    return { visitor, persons, ids, isAllowed };
  };
}
