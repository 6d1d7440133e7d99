/** Profiles made anew, after what they were made of has gone. */
import type { SiteId, VisitorId } from '../entry.ts';
import type { Reason, Teller } from '../segments/teller.ts';
import type { AccountMembers } from './account-members.ts';
import { foldsAccounts } from './accounts.ts';
import type { ProfileBook } from './book.ts';
import type { FoldQueue } from './fold-queue.ts';
import type { Hush } from './hush.ts';
import type { Kinships } from './kinship.ts';
import type { FoldRules } from './rules.ts';
import type { Slots } from './slots.ts';
import type { UnderWay } from './under-way.ts';

export type Shelves = {
  readonly kinships: Kinships;
  readonly slots: Slots;
  readonly members: AccountMembers;
  readonly teller: Teller | undefined;
  readonly rulesOf: (site: SiteId) => FoldRules;
};

/** Folds their logs anew, and tells what came of it. */
export async function refold(
  { kinships, slots, teller }: Pick<Shelves, 'kinships' | 'slots' | 'teller'>,
  site: SiteId,
  visitors: readonly VisitorId[],
  reason: Reason = 'erasure',
): Promise<void> {
  kinships.forget(site, visitors);
  const folded = await Promise.all(visitors.map((visitor) => slots.read(site, visitor)));
  for (const slot of folded) await slots.refold(slot);
  await teller?.tell(folded, reason);
}

/**
 * Everybody else who ever acted for an account that one of these did, as their profiles say.
 *
 * @example await readSharing(shelves, site, [visitor])
 */
export async function readSharing(
  { kinships, slots, members, rulesOf }: Shelves,
  site: SiteId,
  visitors: readonly VisitorId[],
): Promise<readonly VisitorId[]> {
  if (!foldsAccounts(rulesOf(site))) return [];
  const accounts = new Set<string>();
  for (const id of visitors) {
    const { ownership } = await kinships.read(site, id);
    for (const owner of new Set([id, ...(ownership?.ownersOf(id) ?? [])])) {
      const { timeline } = await slots.read(site, owner);
      for (const { visitor } of timeline.profile.accounts) accounts.add(visitor);
    }
  }
  const found = await members.read(site, accounts);
  return [...found].filter((member) => !visitors.includes(member));
}

export function createEraser({
  queue,
  underWay,
  hush,
  ...shelves
}: Shelves & {
  readonly queue: FoldQueue;
  readonly underWay: UnderWay;
  readonly hush: Pick<Hush, 'during'>;
}): ProfileBook['erase'] {
  const { kinships, slots } = shelves;
  return async (site, visitors, remove) => {
    const sharing = new Set(await readSharing(shelves, site, visitors));
    return hush.during(site, { going: visitors, sharing }, () => eraseHere(site, visitors, sharing, remove));
  };

  async function eraseHere<T>(
    site: SiteId,
    visitors: readonly VisitorId[],
    sharing: Set<VisitorId>,
    remove: () => Promise<T>,
  ): Promise<T> {
    // No row may be written now of what is about to go, nor be read that holds a part of it.
    const releases = [slots.hold(site, [...visitors, ...sharing])];
    try {
      kinships.forget(site, visitors);
      slots.drop(site, visitors);
      // A row on its way to the store would be there after the removal.
      await slots.saved();
      await slots.voidRows(site, [...sharing]);
      try {
        return await remove();
      } finally {
        // What was appended before the removal is folded from memory, where it still is.
        await underWay.ended();
        const late = await readSharing(shelves, site, visitors);
        releases.push(slots.hold(site, late));
        for (const other of late) sharing.add(other);
        await queue.run(() => refold(shelves, site, [...visitors, ...sharing]));
      }
    } finally {
      for (const release of releases) release();
    }
  }
}
