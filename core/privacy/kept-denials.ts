/** What somebody refused outlives their profile: written down before the profile goes, said again after it, then crossed out. */
import type { Entry, Json, SiteId, VisitorId } from '../entry.ts';
import type { Store } from '../ports.ts';
import type { ProfileBook } from '../profiles/book.ts';

/** Beside the rows of the visitor: what removes those leaves it. */
const COLLECTION = 'kept-denials';
const PREFIX = 'of:';
const PAGE = 100;

export type Denials = { readonly visitors: readonly VisitorId[]; readonly entries: readonly Entry[] };

type Shelf = Pick<Store, 'putRecord' | 'listRecords' | 'deleteRecord'>;

export async function keepDenials(
  store: Shelf,
  site: SiteId,
  visitor: VisitorId,
  { entries }: Denials,
): Promise<void> {
  if (entries.length === 0) return;
  await store.putRecord(COLLECTION, site, PREFIX + visitor, entries as unknown as Json);
}

/** Also of a run that broke off. @example await finishDenials({ store, append: book.append }, site) */
export async function finishDenials(
  { store, append }: { readonly store: Shelf; readonly append: ProfileBook['append'] },
  site: SiteId,
): Promise<void> {
  for (;;) {
    const page = await store.listRecords(COLLECTION, site, null, PAGE);
    for (const { key, value } of page) {
      await append(value as unknown as readonly Entry[]);
      await store.deleteRecord(COLLECTION, site, key);
    }
    if (page.length < PAGE) return;
  }
}
