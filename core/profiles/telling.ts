/** Profiles asked for what they owe: notices that time or a new definition makes. */
import type { Teller } from '../segments/teller.ts';
import type { ProfileBook } from './book.ts';
import type { FoldQueue } from './fold-queue.ts';
import type { Slots } from './slots.ts';
import type { UnderWay } from './under-way.ts';

export type TellingShelves = {
  readonly slots: Slots;
  readonly teller: Teller | undefined;
  readonly queue: FoldQueue;
  readonly underWay: UnderWay;
  /** The place in the log up to which entries are folded. */
  readonly folded: () => number;
};

/** The part of the book that tells. */
export function createTelling({
  slots,
  teller,
  queue,
  underWay,
  folded,
}: TellingShelves): Pick<ProfileBook, 'retell' | 'whileTelling' | 'touch'> {
  return {
    retell: async (site, visitors, reason, upTo) => {
      const { told } = await queue.run(async () => {
        await slots.readAll(site, visitors);
        const read = await Promise.all(visitors.map((visitor) => slots.read(site, visitor)));
        for (const slot of read) slots.touch(slot);
        // Inside an object, so that folding goes on while the notices are being written.
        return { told: teller?.tell(read, reason, upTo) };
      });
      await told;
      slots.makeRoom();
    },
    whileTelling: (tell) =>
      underWay.during(folded(), async () => {
        for (const { slot, seq } of await tell()) slots.mark(slot, seq);
      }),
    touch: async (site, visitor) => {
      const slot = await slots.read(site, visitor);
      slots.touch(slot);
      if (queue.isIdle()) slots.makeRoom();
      return slot;
    },
  };
}
