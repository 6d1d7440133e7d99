/**
 * The door between deliveries and addresses: finds the one mailbox that a visitor may be written to at, opened for the
 * length of a delivery, or says that there is none.
 *
 * An address is a visitor's own where it lies under the very id that answers for them, or where it is the identifier by
 * which the site's server knows them. Of a device that several people use, or on which somebody only claims to be them,
 * nothing else counts: what one person typed there is no mailbox of the next.
 */
import type { KeyObject } from 'node:crypto';
import type { SiteId, VisitorId } from '../entry.ts';
import type { Standing } from './consent.ts';
import { innerHash, personVisitor } from './hash.ts';
import type { RawId } from './raw.ts';
import { isSuppressed, mailboxKey, type SuppressionReason, type Suppressions } from './suppressions.ts';
import { type Kept, type Vault, VOUCHED } from './vault.ts';

/** Who answers for a visitor now, as far as writing to them goes. */
export type Addressee = {
  readonly visitor: VisitorId;
  /** Whether anything is held of them. */
  readonly isKnown: boolean;
  /** The ids under which the site's server knows them: their own, and addresses that are the same person. */
  readonly persons: readonly VisitorId[];
  /** Every id whose entries may be theirs. */
  readonly ids: readonly VisitorId[];
  /** What stands of consent to be written to. */
  readonly contact: Standing | null;
  /** The trait `language` or `locale`. */
  readonly language: string | null;
};

export type Mailbox = {
  /** Goes into the envelope of one message, and nowhere else. */
  readonly address: RawId;
  /** Its place in the suppression list. */
  readonly key: string;
  readonly addressee: Addressee;
};

export type Mailboxes = {
  /**
   * Null where nobody may be written to: no address, no consent that stands, or suppressed.
   *
   * @throws InklingError `sealed_elsewhere` when the vault does not open.
   */
  find(site: SiteId, visitor: VisitorId, isTransactional: boolean): Promise<Mailbox | null>;
  suppress(site: SiteId, key: string, reason: SuppressionReason, at: number): Promise<void>;
};

export type MailboxPorts = {
  readonly vault: Pick<Vault, 'read'>;
  readonly suppressions: Pick<Suppressions, 'find' | 'add'>;
  readonly idKeyOf: (site: SiteId) => KeyObject | undefined;
  readonly readAddressee: (site: SiteId, visitor: VisitorId) => Promise<Addressee>;
};

/** @example const mailbox = await createMailboxes(ports).find(site, visitor, false) */
export function createMailboxes(ports: MailboxPorts): Mailboxes {
  const { suppressions, idKeyOf, readAddressee } = ports;
  return {
    find: async (site, visitor, isTransactional) => {
      const idKey = idKeyOf(site);
      if (idKey === undefined) return null;
      const addressee = await readAddressee(site, visitor);
      if (!isTransactional && addressee.contact?.allowed !== true) return null;
      const address = await findAddress(ports, { site, idKey, addressee });
      if (address === null) return null;
      const key = mailboxKey(idKey, address);
      const reasons = await suppressions.find(site, key);
      if (isSuppressed(reasons, { contact: addressee.contact, isTransactional })) return null;
      return { address, key, addressee };
    },
    suppress: suppressions.add,
  };
}

type Search = {
  readonly site: SiteId;
  readonly idKey: KeyObject;
  readonly addressee: Addressee;
};

async function findAddress({ vault }: MailboxPorts, search: Search): Promise<RawId | null> {
  const { site, addressee } = search;
  for (const id of [...addressee.persons, ...addressee.ids]) {
    const kept = await vault.read(site, id, 'email');
    if (kept !== null && isOwn(kept, id, search)) return kept.contact;
  }
  return null;
}

/**
 * A page cannot know whose mailbox it names: its word counts where consent was confirmed, and for an address that
 * stands for nobody else only where that came after it, so that nobody who confirmed one can put another in its place.
 */
function isOwn({ contact, givenAt }: Kept, id: VisitorId, { site, idKey, addressee }: Search): boolean {
  const isVouched = givenAt === VOUCHED;
  const consent = addressee.contact;
  if (!isVouched && consent?.allowed !== true) return false;
  if (addressee.persons.includes(personVisitor(idKey, innerHash(site, contact)))) return true;
  return id === addressee.visitor && (isVouched || givenAt <= (consent?.since ?? 0));
}
