import { describe, expect, it } from 'vitest';
import type { SiteId, VisitorId } from '../../../core/entry.ts';
import { accept } from '../../../core/errors.ts';
import type { Shop } from '../../../integrations/shopify/installation/shops.ts';
import type { Customer } from '../../../integrations/shopify/intake/customers.ts';
import { NOTHING_CHOSEN } from '../../../integrations/shopify/write-out/choices.ts';
import type { Changes } from '../../../integrations/shopify/write-out/picture.ts';
import { createWriter } from '../../../integrations/shopify/write-out/writer.ts';
import type { Row } from '../../../integrations/shopify/write-out/written.ts';

const SITE = 'st_1' as SiteId;
const VISITOR = 'a'.repeat(32) as VisitorId;
const REFERENCE = 'gid://shopify/Customer/7';
const SHOP = {
  domain: 'ink.myshopify.com',
  site: { siteId: SITE, settings: { retention: { idleDays: 400 } } },
} as Shop;

/** A customer of whom Shopify takes the first write slowly: it is answered when somebody says so. */
function openSlowly() {
  const tags = new Set<string>();
  const rows = new Map<string, Row>();
  const order: string[] = [];
  const answered = Promise.withResolvers<void>();
  const state = { isAllowed: true, isErased: false, kept: 0, answer: answered.resolve };
  const writer = createWriter({
    now: () => 0,
    customers: {
      read: async () =>
        ({
          ...{ visitor: VISITOR, persons: [VISITOR], ids: [], isAllowed: state.isAllowed },
          profile: { events: { last: 0 } },
          openReference: async () => (state.isErased ? null : REFERENCE),
          openOwn: async () => null,
        }) as unknown as Customer,
    },
    pen: {
      read: async () => accept({ segments: [...tags].map((tag) => tag.slice(8)), isOptedOut: false }),
      write: async (_shop, _id, { tags: on, tagsOff }: Changes) => {
        order.push(on.length > 0 ? 'on' : 'off');
        if (order.length === 1) await answered.promise;
        for (const tag of on) tags.add(tag);
        for (const tag of tagsOff) tags.delete(tag);
        return accept(true);
      },
      isGone: async () => false,
    },
    written: {
      read: async () => rows.get(VISITOR) ?? null,
      keep: async (_site: SiteId, visitor: VisitorId, row: Row) => {
        state.kept += 1;
        rows.set(visitor, row);
      },
      drop: async (_site: SiteId, visitor: VisitorId) => void rows.delete(visitor),
    } as never,
    choicesOf: () => ({ ...NOTHING_CHOSEN, segments: ['vip'] }),
    look: async () => ({ scores: new Map(), segments: ['vip'] }),
  });
  return { writer, tags, rows, order, state };
}

describe('a customer whom somebody is writing to', () => {
  it('waits for that before anything else is written, so that what came last holds', async () => {
    const { writer, tags, order, state } = openSlowly();
    const on = writer.bring(SHOP, VISITOR, { at: 0 });
    await expect.poll(() => order).toEqual(['on']);
    state.isAllowed = false;
    const off = writer.bring(SHOP, VISITOR, { at: 0 });
    await new Promise((resolve) => setImmediate(resolve));
    state.answer();
    expect([await on, await off]).toEqual([accept(true), accept(true)]);
    expect([[...tags], order]).toEqual([[], ['on', 'off']]);
  });

  it('is wiped after that where they are erased meanwhile, and no row is left', async () => {
    const { writer, tags, rows, order, state } = openSlowly();
    const on = writer.bring(SHOP, VISITOR, { at: 0 });
    await expect.poll(() => order).toEqual(['on']);
    state.isErased = true;
    rows.clear();
    const wiped = writer.wipe(SHOP, REFERENCE, true);
    await new Promise((resolve) => setImmediate(resolve));
    state.answer();
    await Promise.all([on, wiped]);
    expect([[...tags], [...rows], order]).toEqual([[], [], ['on', 'off']]);
  });

  it('is not put down again where nothing has changed', async () => {
    const { writer, state } = openSlowly();
    state.answer();
    await writer.bring(SHOP, VISITOR, { at: 0 });
    const { kept } = state;
    expect(await writer.bring(SHOP, VISITOR, { at: 0 })).toEqual(accept(false));
    expect(state.kept).toBe(kept);
  });
});
