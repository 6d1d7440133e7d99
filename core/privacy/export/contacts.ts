/** What lies in the contact vault, opened: it is the visitor's own. */
import type { SiteId, VisitorId } from '../../entry.ts';
import { CONTACT_KINDS, type Vault, VOUCHED } from '../../identity/vault.ts';
import type { ExportHead } from './schema.ts';

/** An instant beyond what a date can hold stands for rows of before it was kept. */
const LAST_INSTANT = 8.64e15;

export async function readContacts(
  vault: Pick<Vault, 'read'>,
  {
    site,
    ids,
    isShown,
  }: { readonly site: SiteId; readonly ids: readonly VisitorId[]; readonly isShown: boolean },
): Promise<ExportHead['contacts']> {
  const contacts: ExportHead['contacts'] = [];
  for (const id of ids) {
    for (const kind of CONTACT_KINDS) {
      const kept = await vault.read(site, id, kind);
      if (kept === null) continue;
      const isDated = kept.givenAt !== VOUCHED && kept.givenAt <= LAST_INSTANT;
      const givenAt = isDated ? new Date(kept.givenAt).toISOString() : null;
      contacts.push({ kind, value: isShown ? kept.contact : null, givenAt });
    }
  }
  return contacts;
}
