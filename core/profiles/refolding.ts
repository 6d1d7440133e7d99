/** Profiles made anew, after what they were made of has gone. */
import type { SiteId, VisitorId } from '../entry.ts';
import type { Reason, Teller } from '../segments/teller.ts';
import type { ProfileBook } from './book.ts';
import type { FoldQueue } from './fold-queue.ts';
import type { Kinships } from './kinship.ts';
import type { Slots } from './slots.ts';
import type { UnderWay } from './under-way.ts';

export type Shelves = {
  readonly kinships: Kinships;
  readonly slots: Slots;
  readonly teller: Teller | undefined;
};

/** Folds their logs anew, and tells what came of it. */
export async function refold(
  { kinships, slots, teller }: Shelves,
  site: SiteId,
  visitors: readonly VisitorId[],
  reason: Reason = 'erasure',
): Promise<void> {
  kinships.forget(site, visitors);
  const folded = await Promise.all(visitors.map((visitor) => slots.read(site, visitor)));
  for (const slot of folded) await slots.refold(slot);
  await teller?.tell(folded, reason);
}

export function createEraser({
  queue,
  underWay,
  ...shelves
}: Shelves & {
  readonly queue: FoldQueue;
  readonly underWay: UnderWay;
}): ProfileBook['erase'] {
  return async (site, visitors, remove) => {
    // No row may be written now of what is about to go.
    shelves.kinships.forget(site, visitors);
    shelves.slots.drop(site, visitors);
    try {
      return await remove();
    } finally {
      // What was appended before the removal is folded from memory, where it still is.
      await underWay.ended();
      await queue.run(() => refold(shelves, site, visitors));
    }
  };
}
