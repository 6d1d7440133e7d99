/** What it means that somebody wants no more mail: consent to be written to is denied, and the mailbox suppressed. */
import type { Entry, SiteId, VisitorId } from '../entry.ts';
import { consentEntry } from './entries.ts';
import type { Addressee } from './mailboxes.ts';
import type { Suppressions } from './suppressions.ts';

/** Beside the visitor's own choices on pages: told apart by where it was said. */
const SOURCE = 'unsubscribe';

export type Unsubscription = {
  readonly site: SiteId;
  readonly visitor: VisitorId;
  /** Of the mailbox, as `mailboxKey` makes it. */
  readonly key: string;
  /** When it was said, UTC ms. */
  readonly at: number;
};

export type UnsubscribePorts = {
  readonly suppressions: Pick<Suppressions, 'add'>;
  readonly readAddressee: (site: SiteId, visitor: VisitorId) => Promise<Addressee>;
  readonly append: (entries: readonly Entry[]) => Promise<unknown>;
  readonly now: () => number;
};

/**
 * Said twice, it is recorded once. The suppression comes first: whatever breaks off after it, nothing is sent.
 *
 * @example await createUnsubscribe(ports)({ site, visitor, key, at: now })
 */
export function createUnsubscribe(ports: UnsubscribePorts): (said: Unsubscription) => Promise<void> {
  return async ({ site, visitor, key, at }) => {
    await ports.suppressions.add(site, key, 'unsubscribed', at);
    const addressee = await ports.readAddressee(site, visitor);
    // Of somebody who was erased nothing comes back; the suppression holds without it.
    if (!addressee.isKnown || addressee.contact?.allowed === false) return;
    const receivedAt = ports.now();
    const stamp = { site, visitor: addressee.visitor, t: Math.min(at, receivedAt), receivedAt };
    const denial = { purposes: { contact: false }, source: SOURCE };
    await ports.append([consentEntry({ ...stamp, source: 'email' }, denial)]);
  };
}
