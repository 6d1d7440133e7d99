/** What is written to one customer at Shopify, and what is read of it. */
import { accept, type Outcome, REFUSALS, type RefusalCode } from '../../../core/errors.ts';
import type { Admin, Patience } from '../api/admin-client.ts';
import type { Shop } from '../installation/shops.ts';
import { customer } from '../operations/customers.ts';
import { metafieldsDelete, metafieldsSet } from '../operations/metafields.ts';
import { tagsAdd, tagsRemove } from '../operations/tags.ts';
import { type Changes, TAG } from './picture.ts';

export type Held = {
  /** Keys of segments that stand there as tags of ours, whoever wrote them. */
  readonly segments: readonly string[];
  /** Shopify holds that nothing of them may be sold, which is passing on too. */
  readonly isOptedOut: boolean;
};

export type Pen = {
  /** Null: Shopify has no such customer. */
  read(shop: Shop, id: string, patience?: Patience): Promise<Outcome<Held | null>>;
  /** Answers whether there was anything to write. */
  write(shop: Shop, id: string, changes: Changes, patience?: Patience): Promise<Outcome<boolean>>;
  /** Whether a refusal may mean that the customer is no more, and Shopify says so. */
  isGone(shop: Shop, id: string, code: RefusalCode, patience?: Patience): Promise<boolean>;
};

/** @example await createPen(admin).write(shop, reference, changes) */
export function createPen(admin: Admin): Pen {
  const read: Pen['read'] = async (shop, id, patience) => {
    const asked = await admin.run(shop, customer, { id }, patience);
    if (!asked.ok) return asked;
    if (asked.value.customer === null) return accept(null);
    const { tags, dataSaleOptOut: isOptedOut } = asked.value.customer;
    const own = tags.filter((tag) => tag.startsWith(TAG));
    return accept({ segments: own.map((tag) => tag.slice(TAG.length)), isOptedOut });
  };
  return {
    read,
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
      if (isOfAll(code)) return false;
      const held = await read(shop, id, patience);
      return held.ok && held.value === null;
    },
  };
}

/** What is no matter of this one customer: the shop, the permission, Shopify itself or our own store is not there now. */
export function isOfAll(code: RefusalCode): boolean {
  // What Shopify answers oddly it may answer so for one customer alone, and for good.
  return (
    code !== 'internal' && (REFUSALS[code].retryable || code === 'not_available' || code === 'unknown_key')
  );
}
