/** The profiles of everybody on a site, a page at a time. */
import type { SiteId, VisitorId } from '../entry.ts';
import type { ProfileRow, Store } from '../ports.ts';
import { nextTurn } from '../turn.ts';
import type { ProfileBook } from './book.ts';
import { decodeProfile } from './codec.ts';
import { type Kinship, readKinships } from './kinship.ts';
import type { Profile } from './profile.ts';

export type ListedProfile = { readonly profile: Profile; readonly kinship: Kinship };

export type ListedPage = {
  readonly found: readonly ListedProfile[];
  /** Who has no readable row, and was left for another time. */
  readonly leftOut: number;
};

export type ListingPorts = {
  readonly store: Pick<Store, 'listProfiles' | 'readLinks'>;
  readonly book: Pick<ProfileBook, 'flush' | 'touch'>;
};

export type Listing = {
  readonly pageRows: number;
  /** So many are folded anew at most; all unless said. */
  readonly mostAnew?: number;
};

/** Each is read from all over the log. */
const ANEW_A_TURN = 10;

/**
 * By id, which is a hash. A row that another version of the program wrote is worth nothing: that profile is folded anew
 * from the log, and its row with it, so that nobody has to come back before being seen again.
 *
 * @example for await (const { found } of listProfiles(ports, site, { pageRows: 200 })) { … }
 */
export async function* listProfiles(
  { store, book }: ListingPorts,
  site: SiteId,
  { pageRows, mostAnew = Number.POSITIVE_INFINITY }: Listing,
): AsyncGenerator<ListedPage> {
  await book.flush();
  let left = mostAnew;
  for (let after: VisitorId | null = null; ; ) {
    const rows: readonly ProfileRow[] = await store.listProfiles(site, after, pageRows);
    const visitors = rows.map(({ visitor }) => visitor);
    const kinships = await readKinships(store, site, visitors);
    const profiles = rows.map(({ data }) => decodeProfile(data));
    const old = [...profiles.keys()].filter((at) => profiles[at] === null);
    for (const [turn, at] of old.slice(0, left).entries()) {
      if (turn % ANEW_A_TURN === 0) await nextTurn();
      profiles[at] = (await book.touch(site, visitors[at] as VisitorId)).timeline.profile;
    }
    // They are in memory until their rows are written.
    if (old.length > 0) await book.flush();
    const leftOut = Math.max(0, old.length - left);
    left -= old.length - leftOut;
    yield { found: pairUp(profiles, kinships), leftOut };
    if (rows.length < pageRows) return;
    after = visitors.at(-1) ?? null;
  }
}

function pairUp(
  profiles: readonly (Profile | null)[],
  kinships: readonly Kinship[],
): readonly ListedProfile[] {
  return kinships.flatMap((kinship, at) => {
    const profile = profiles[at];
    return profile ? [{ profile, kinship }] : [];
  });
}
