import { afterEach, describe, expect, it } from 'vitest';
import { type ConnectedShop, connectShop } from '../../support/shopify/connected-shop.ts';

let connected: ConnectedShop;
afterEach(() => connected.stop());

async function openShop(): Promise<ConnectedShop> {
  connected = await connectShop();
  connected.shop.install();
  const { status } = await connected.admin('GET', '/setup');
  expect(status).toBe(200);
  return connected;
}

describe('what Shopify’s server tells', () => {
  it('of products is in the catalogue, and goes from it', async () => {
    const { shop, site } = await openShop();
    const product = await shop.acts.createProduct({ handle: 'harbour-blue', priceMinor: 1_990 });
    const { body } = await site().ask('GET', '/v1/products');
    expect(body.items).toMatchObject([{ id: String(product.id), title: 'harbour-blue', price: 19.9 }]);
    await shop.acts.deleteProduct(product);
    expect((await site().ask('GET', '/v1/products')).body.items).toEqual([]);
  });
});
