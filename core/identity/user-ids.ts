/**
 * Customers' own ids, where a platform is told of them under the id that it knows: kept in the vault when the site's
 * server names somebody who allows passing on, and only where the site has that switched on.
 */
import type { SiteId, VisitorId } from '../entry.ts';
import { isBlockedIdentifier } from './blocked.ts';
import { isInnerHash } from './hash.ts';
import { asRawId, type RawId } from './raw.ts';
import type { Vault } from './vault.ts';

/** A raw id on its way into the vault. */
export type NamedUser = { readonly person: VisitorId; readonly userId: RawId };

export type UserIds = {
  /** Keeps each that is not there yet. */
  keep(site: SiteId, named: readonly NamedUser[]): Promise<void>;
};

/**
 * @param toldOf What a platform is told of the site's customers; null where none is told of anybody.
 * @example await createUserIds(vault, toldOf).keep(site, [{ person, userId: asRawId('customer-7') }])
 */
export function createUserIds(
  vault: Pick<Vault, 'has' | 'keep' | 'forget'>,
  toldOf: (site: SiteId) => readonly string[] | null = () => null,
): UserIds {
  return {
    keep: async (site, named) => {
      if (named.length === 0 || toldOf(site) === null) return;
      const users = new Map(named.map(({ person, userId }) => [person, userId]));
      for (const [person, userId] of users) {
        if (!(await vault.has(site, person, 'segment'))) await vault.keep(site, person, 'segment', userId);
      }
      // Switched off meanwhile, whoever let go of all ids may not have met these.
      if (toldOf(site) !== null) return;
      for (const person of users.keys()) await vault.forget(site, person, 'segment');
    },
  };
}

/** The id as it was said; null where it is a hash made elsewhere, or names nobody. */
export function toUserId(userId: string | undefined): RawId | null {
  if (userId === undefined || isInnerHash(userId)) return null;
  const raw = asRawId(userId);
  return isBlockedIdentifier(raw) ? null : raw;
}
