import { expect, it } from 'vitest';
import { accept } from '../../../core/errors.ts';
import { createCounting } from '../../../integrations/shopify/counting/counting.ts';
import type { Shop } from '../../../integrations/shopify/installation/shops.ts';

it('an order is told from one that is told again, of as many as are remembered', () => {
  let orders = 0;
  const counting = createCounting({
    now: () => 0,
    pulse: { beat: () => undefined },
    tally: {
      add: (_site, more) => {
        orders += more.storeOrders ?? 0;
      },
    },
  });
  const tell = (id: string) => {
    const shop = { site: { siteId: 'st_1' } } as Shop;
    counting.webhook(
      { shop, topic: 'ORDERS_CREATE', id, payload: { cart_token: 'c1' }, triggeredAt: null },
      accept({}),
    );
  };
  for (let at = 0; at < 20_000; at += 1) tell(`${at}`);
  tell('0');
  expect(orders).toBe(20_000);
  tell('one more than are remembered');
  tell('0');
  expect(orders).toBe(20_002);
});
