import { it } from 'vitest';
import { connectShop } from './support/shopify/connected-shop.ts';
it('x', async () => {
  const c = await connectShop();
  c.shop.install();
  const a = await c.admin('GET', '/setup');
  const fs = await import('node:fs');
  fs.writeFileSync('/tmp/scratch/zz.txt', JSON.stringify(a.body, null, 1));
  const p = await c.shop.acts.createProduct({ handle: 'harbour-blue', priceMinor: 1_990 });
  const cu = await c.shop.acts.createCustomer({ state: 'SUBSCRIBED', level: 'SINGLE_OPT_IN', atMs: c.served.clock.now() - 1000 });
  const [variant] = p.variants;
  const { order } = await c.shop.acts.placeOrder({ customer: cu, lines: variant ? [{ product: p, variant, quantity: 2 }] : [] });
  await c.shop.acts.refund(order);
  fs.writeFileSync('/tmp/scratch/zz2.txt', JSON.stringify([(await c.admin('GET','/setup')).body, await (c.served as any).sites.list()], null, 1));fs.appendFileSync('/tmp/scratch/zz.txt', JSON.stringify([c.shop.webhooks.sent.map(({delivery, status}) => [delivery.topic, status]), await c.site().ask('POST', '/v1/visitors/lookup', { userId: String(cu.id) }), c.shop.state.pixel, [...c.shop.state.metafields.values()], (await c.admin('GET','/today')).body, (await c.admin('GET','/segments')).status, (await c.admin('POST','/segments', {template:'cart-abandoned'})).body], null, 1));
  await c.stop();
});
