/**
 * Mailboxes that are written to no more. A mailbox stands here by a keyed hash of its address, under a label of its own,
 * so that the list tells nobody whose it is, and outlives the visitor whom it protects.
 */
import type { KeyObject } from 'node:crypto';
import type { SiteId } from '../entry.ts';
import type { RecordStore } from '../ports.ts';
import type { Standing } from './consent.ts';
import { keyedReference, normalizeIdentifier } from './hash.ts';
import { asRawId } from './raw.ts';

export const SUPPRESSION_REASONS = ['unsubscribed', 'bounced', 'complained', 'manual'] as const;
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number];

/** Said by whoever reads the mailbox: no operator lifts it, only their own word. */
const OWN_WORDS = ['unsubscribed', 'complained'] as const satisfies readonly SuppressionReason[];
/** Consent that nobody chose in that moment: a source's default, or what a server repeats with each event. */
const REPEATED_SOURCES: ReadonlySet<string> = new Set(['platform-default', 'site-default', 'server']);

/** Why, and since when (UTC ms). */
export type Reasons = Readonly<Partial<Record<SuppressionReason, number>>>;
export type Suppression = { readonly key: string; readonly reasons: Reasons };

export type Suppressions = {
  find(site: SiteId, key: string): Promise<Reasons>;
  add(site: SiteId, key: string, reason: SuppressionReason, at: number): Promise<void>;
  /** What the operator or the mail server said goes; `own`: the reader asked for it, and nothing was changed. */
  lift(site: SiteId, key: string): Promise<'lifted' | 'absent' | 'own'>;
  /** By key, after one. */
  list(site: SiteId, after: string | null, limit: number): Promise<readonly Suppression[]>;
};

const COLLECTION = 'suppressions';

/** @example mailboxKey(site.idKey, ' Ann@Example.com ') === mailboxKey(site.idKey, 'ann@example.com') */
export function mailboxKey(idKey: KeyObject, address: string): string {
  return keyedReference(idKey, 'mailbox', normalizeIdentifier(asRawId(address)));
}

/**
 * Whether these reasons keep a message back. A subscription ends what advertises, never a service that was asked for;
 * an explicit consent later than it takes it back.
 *
 * @example isSuppressed({ unsubscribed: 5 }, { contact: null, isTransactional: false }) // true
 */
export function isSuppressed(
  reasons: Reasons,
  message: { readonly contact: Standing | null; readonly isTransactional: boolean },
): boolean {
  const { unsubscribed, complained, bounced, manual } = reasons;
  if (bounced !== undefined || manual !== undefined) return true;
  const said = Math.max(complained ?? 0, message.isTransactional ? 0 : (unsubscribed ?? 0));
  return said > 0 && !isTakenBack(said, message.contact);
}

/** @example await createSuppressions(store).add(site, mailboxKey(idKey, address), 'bounced', now) */
export function createSuppressions(store: RecordStore): Suppressions {
  // A record a reason: two that come at once do not overwrite each other.
  const rowOf = (key: string, reason: SuppressionReason): string => `${key}:${reason}`;

  async function find(site: SiteId, key: string): Promise<Reasons> {
    const rows = await store.listRecords(COLLECTION, site, `${key}:`, SUPPRESSION_REASONS.length);
    return Object.fromEntries(
      rows.filter((row) => row.key.startsWith(`${key}:`)).map((row) => [reasonOf(row.key), row.value]),
    );
  }

  return {
    find,
    add: async (site, key, reason, at) => {
      const known = await store.getRecord(COLLECTION, site, rowOf(key, reason));
      if (typeof known === 'number' && known >= at) return;
      await store.putRecord(COLLECTION, site, rowOf(key, reason), at);
    },
    lift: async (site, key) => {
      const reasons = await find(site, key);
      if (OWN_WORDS.some((reason) => reasons[reason] !== undefined)) return 'own';
      const known = Object.keys(reasons) as SuppressionReason[];
      for (const reason of known) await store.deleteRecord(COLLECTION, site, rowOf(key, reason));
      return known.length > 0 ? 'lifted' : 'absent';
    },
    list: async (site, after, limit) => {
      const most = limit * SUPPRESSION_REASONS.length;
      const rows = await store.listRecords(COLLECTION, site, after === null ? null : `${after};`, most);
      const byKey = Map.groupBy(rows, (row) => keyOf(row.key));
      return [...byKey].slice(0, limit).map(([key, own]) => ({
        key,
        reasons: Object.fromEntries(own.map((row) => [reasonOf(row.key), row.value as number])),
      }));
    },
  };
}

function isTakenBack(said: number, contact: Standing | null): boolean {
  return contact?.allowed === true && contact.since > said && !REPEATED_SOURCES.has(contact.source);
}

function keyOf(row: string): string {
  return row.slice(0, row.indexOf(':'));
}

function reasonOf(row: string): string {
  return row.slice(row.indexOf(':') + 1);
}
