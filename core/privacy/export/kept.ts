/** What is kept beside the log for the visitor's own sake: limits of what they are shown, mails that went, mail refused. */
import type { KeyObject } from 'node:crypto';
import type { SiteId, VisitorId } from '../../entry.ts';
import { createSuppressions, mailboxKey, SUPPRESSION_REASONS } from '../../identity/suppressions.ts';
import type { RecordStore, Store } from '../../ports.ts';
import type { ExportHead } from './schema.ts';

/** Rows `VISITOR:DECISION`, each the instant at which the mail server took it. */
const SENT_MAILS = 'mail-sent';
const PAGE = 500;

type Whose = { readonly site: SiteId; readonly ids: readonly VisitorId[] };

/** One line for each thing that a showing counts toward. */
export async function readLimits(
  store: Pick<Store, 'readPlaces'>,
  { site, ids }: Whose,
): Promise<ExportHead['limits']> {
  const places = await store.readPlaces(site, ids);
  return places.flatMap(({ key, at, expiresAt, state }) => {
    const kind = LIMIT_KINDS.find((known) => known === (key.split(':')[0] ?? ''));
    if (kind === undefined) return [];
    const of = key.includes(':') ? key.slice(key.indexOf(':') + 1) : null;
    return [{ at: iso(at), kind, of, state, until: state === 'reserved' ? iso(expiresAt) : null }];
  });
}

const LIMIT_KINDS = ['campaign', 'channel', 'tag', 'any', 'offer', 'all'] as const;

export async function readMails(
  store: Pick<Store, 'listRecords'>,
  { site, ids }: Whose,
): Promise<ExportHead['mails']> {
  const mails: ExportHead['mails'] = [];
  for (const id of ids) {
    for (let after = `${id}:`; ; ) {
      const page = await store.listRecords(SENT_MAILS, site, after, PAGE);
      const own = page.filter(({ key }) => key.startsWith(`${id}:`));
      for (const { key, value } of own)
        if (typeof value === 'number') mails.push({ at: iso(value), decision: key.slice(id.length + 1) });
      const last = own.at(-1);
      if (last === undefined || own.length < PAGE) break;
      after = last.key;
    }
  }
  return mails.toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

/**
 * Of the addresses that are held: a mailbox stands on the list by a keyed hash, so that of one whose address is gone nobody
 * can say whose it is.
 */
export async function readSuppressions(
  store: RecordStore,
  site: { readonly siteId: SiteId; readonly idKey: KeyObject },
  contacts: ExportHead['contacts'],
): Promise<ExportHead['suppressions']> {
  const { find } = createSuppressions(store);
  const held = contacts.flatMap(({ kind, value }) => (kind === 'email' && value !== null ? [value] : []));
  const found: ExportHead['suppressions'] = [];
  for (const address of new Set(held)) {
    const reasons = await find(site.siteId, mailboxKey(site.idKey, address));
    for (const reason of SUPPRESSION_REASONS) {
      const since = reasons[reason];
      if (since !== undefined) found.push({ reason, since: iso(since) });
    }
  }
  return found;
}

function iso(t: number): string {
  return new Date(t).toISOString();
}
