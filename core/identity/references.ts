/** A shop system's own reference of its customers (a GID, a user id): in the vault, for whoever is known here, and no longer. */
import type { SiteId, VisitorId } from '../entry.ts';
import { asRawId } from './raw.ts';
import type { ContactKind, Vault } from './vault.ts';

export type PlatformReference = {
  readonly visitor: VisitorId;
  readonly kind: Exclude<ContactKind, 'email' | 'segment'>;
  readonly reference: string;
};

/**
 * @param isKnown Whether anything is held of the visitor: of whom nothing is, no reference is kept.
 * @example await keepReference({ vault, isKnown }, siteId, { visitor, kind: 'shopify', reference: 'gid://shopify/Customer/7' })
 */
export async function keepReference(
  {
    vault,
    isKnown,
  }: {
    readonly vault: Pick<Vault, 'has' | 'keep'>;
    readonly isKnown: (site: SiteId, visitor: VisitorId) => Promise<boolean>;
  },
  site: SiteId,
  { visitor, kind, reference }: PlatformReference,
): Promise<void> {
  if (await vault.has(site, visitor, kind)) return;
  if (await isKnown(site, visitor)) await vault.keep(site, visitor, kind, asRawId(reference));
}
