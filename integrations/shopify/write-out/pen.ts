/** What is written to one customer at Shopify, and what is read of it. */
import { accept, type Outcome, REFUSALS, type RefusalCode } from '../../../core/errors.ts';
import type { Admin, Patience } from '../api/admin-client.ts';
import type { Shop } from '../installation/shops.ts';
import { customer } from '../operations/customers.ts';
import { metafieldsDelete, metafieldsSet } from '../operations/metafields.ts';
import { tagsAdd, tagsRemove } from '../operations/tags.ts';
import { type Changes, type Picture, TAG } from './picture.ts';

export type Pen = {
  /** Tags of ours, whoever wrote them: an earlier installation, or one that a restored backup knows nothing of. */
  readTags(shop: Shop, id: string, patience?: Patience): Promise<Outcome<Picture>>;
  /** Answers whether there was anything to write. */
  write(shop: Shop, id: string, changes: Changes, patience?: Patience): Promise<Outcome<boolean>>;
  /** Whether a refusal may mean that the customer is no more, and Shopify says so. */
  isGone(shop: Shop, id: string, code: RefusalCode, patience?: Patience): Promise<boolean>;
};

/** @example await createPen(admin).write(shop, reference, changes) */
export function createPen(admin: Admin): Pen {
  return {
    readTags: async (shop, id, patience) => {
      const asked = await admin.run(shop, customer, { id }, patience);
      if (!asked.ok) return asked;
      const tags = asked.value.customer?.tags.filter((tag) => tag.startsWith(TAG)) ?? [];
      return accept({ scores: {}, segments: tags.map((tag) => tag.slice(TAG.length)) });
    },
    write: async (shop, id, { set, remove, tags, tagsOff }, patience) => {
      const steps = [
        set.length > 0 && (() => admin.run(shop, metafieldsSet, { metafields: set }, patience)),
        remove.length > 0 && (() => admin.run(shop, metafieldsDelete, { metafields: remove }, patience)),
        tags.length > 0 && (() => admin.run(shop, tagsAdd, { id, tags }, patience)),
        tagsOff.length > 0 && (() => admin.run(shop, tagsRemove, { id, tags: tagsOff }, patience)),
      ].filter((step) => step !== false);
      for (const step of steps) {
        const outcome = await step();
        if (!outcome.ok) return outcome;
      }
      return accept(steps.length > 0);
    },
    isGone: async (shop, id, code, patience) => {
      if (REFUSALS[code].retryable || code === 'not_available' || code === 'unknown_key') return false;
      const asked = await admin.run(shop, customer, { id }, patience);
      return asked.ok && asked.value.customer === null;
    },
  };
}
