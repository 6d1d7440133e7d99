/** Addresses in the vault end with the consent to be written to: when it is withdrawn, or by time alone. */
import type { SiteId } from '../entry.ts';
import { consentAt } from '../identity/consent.ts';
import type { Vault, VaultLine } from '../identity/vault.ts';
import { isVouched } from '../identity/vouched-consent.ts';
import type { Clock } from '../ports.ts';
import type { ProfileBook } from '../profiles/book.ts';
import { isEmptyProfile } from '../profiles/profile.ts';

/** A page gave it, and nobody has confirmed it since: the mail that asks for that is long forgotten. */
export const UNCONFIRMED_MS = 30 * 86_400_000;

const PAGE = 500;

export type ContactPorts = {
  readonly vault: Pick<Vault, 'list' | 'forget'>;
  readonly book: Pick<ProfileBook, 'read'>;
  readonly clock: Clock;
};

/**
 * Answers how many go, or went. A shop system's own reference stays as long as its visitor, an id that is for passing on
 * as long as that is allowed.
 *
 * @param now Consent that has ended by then is over, UTC ms.
 */
export async function endContacts(
  ports: ContactPorts,
  site: SiteId,
  now: number,
  isDry: boolean,
): Promise<number> {
  let count = 0;
  for (let after: string | null = null; ; ) {
    const page: readonly VaultLine[] = await ports.vault.list(site, after, PAGE);
    for (const line of page) {
      if (!(await isOver(ports, site, line, now))) continue;
      if (!isDry) await ports.vault.forget(site, line.visitor, line.kind);
      count += 1;
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return count;
    after = last.key;
  }
}

async function isOver(
  { book, clock }: ContactPorts,
  site: SiteId,
  { visitor, kind, givenAt }: VaultLine,
  now: number,
): Promise<boolean> {
  const { profile } = (await book.read(site, visitor, clock.now())).slot.timeline;
  if (isEmptyProfile(profile)) return givenAt === null || givenAt + UNCONFIRMED_MS <= now;
  if (kind === 'segment') return !isVouched(profile.consent, 'share', now);
  if (kind !== 'email') return false;
  const standing = consentAt(profile.consent, 'contact', now);
  if (standing !== null) return !standing.allowed;
  return givenAt !== null && givenAt + UNCONFIRMED_MS <= now;
}
