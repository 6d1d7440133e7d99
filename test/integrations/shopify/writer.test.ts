import { expect, it } from 'vitest';
import type { SiteId, VisitorId } from '../../../core/entry.ts';
import { accept } from '../../../core/errors.ts';
import type { Shop } from '../../../integrations/shopify/installation/shops.ts';
import type { Changes } from '../../../integrations/shopify/write-out/picture.ts';
import { createWriter } from '../../../integrations/shopify/write-out/writer.ts';

it('what was written to somebody who was erased meanwhile is taken back', async () => {
  const site = 'st_1' as SiteId;
  const visitor = 'a'.repeat(32) as VisitorId;
  const shop = { domain: 'ink.myshopify.com', site: { siteId: site } } as Shop;
  const done: Changes[] = [];
  let isErased = false;
  const writer = createWriter({
    customers: {
      read: async () => ({
        ...{ visitor, persons: [visitor], ids: [], isAllowed: true, profile: {} as never },
        openReference: async () => (isErased ? null : 'gid://shopify/Customer/7'),
      }),
    },
    pen: {
      readTags: async () => accept({ scores: {}, segments: isErased ? ['vip'] : [] }),
      write: async (_shop, _id, changes) => {
        done.push(changes);
        isErased = true;
        return accept(true);
      },
      isGone: async () => false,
    },
    written: { read: async () => null, keep: async () => undefined, drop: async () => undefined } as never,
    choicesOf: () => ({ scores: false, segments: ['vip'], made: {}, isDone: true }),
    look: async () => ({ scores: new Map(), segments: ['vip'] }),
  });
  expect(await writer.bring(shop, visitor, 0)).toEqual(accept(true));
  expect(done.map(({ tags, tagsOff, remove }) => [tags, tagsOff, remove.length])).toEqual([
    [['inkling:vip'], [], 0],
    [[], ['inkling:vip'], 3],
  ]);
});
