/** What somebody did with what a decision sent them: an exposure beside the decision, once for each kind. */
import type { Entry, SiteId } from '../entry.ts';
import { consentAt } from '../identity/consent.ts';
import type { Store } from '../ports.ts';
import type { ProfileBook } from '../profiles/book.ts';
import { decisionEntryId, exposureEntry } from './decision-entries.ts';

export type ReactionKind = 'clicked' | 'opened';

export type ReactionPorts = {
  readonly store: Pick<Store, 'readEntry'>;
  readonly book: Pick<ProfileBook, 'read'>;
  readonly append: (entries: readonly Entry[]) => Promise<unknown>;
  readonly now: () => number;
};

/**
 * Records that a message was opened or one of its links followed: once, however often it happens. Nothing where the
 * decision was erased, or its visitor declined since.
 *
 * @example await createReactions(ports)('clicked', site, decision, now)
 */
export function createReactions({ store, book, append, now }: ReactionPorts) {
  return async (kind: ReactionKind, site: SiteId, decision: string, at: number): Promise<void> => {
    const decided = await store.readEntry(site, decisionEntryId(decision));
    if (decided === null || decided.visitor === null) return;
    const { visitor } = decided;
    const receivedAt = now();
    const { slot } = await book.read(site, visitor, receivedAt);
    const standing = consentAt(slot.timeline.profile.consent, 'analytics', receivedAt);
    if (standing?.allowed === false) return;
    await append([exposureEntry({ ...decided, visitor }, kind, { t: at, receivedAt, source: 'email' })]);
  };
}
