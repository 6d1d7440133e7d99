import type { FakeCustomer } from '../../../apps/shopify-dev/fake/state.ts';
import type { ConnectedShop } from './connected-shop.ts';

/**
 * A customer who has just bought something, and allowed this a second before.
 *
 * @throws where the consent is not taken.
 * @example await makeBuyer(connected, { analytics: true })
 */
export async function makeBuyer(connected: ConnectedShop, purposes: object): Promise<FakeCustomer> {
  const { acts } = connected.shop;
  const customer = await acts.createCustomer();
  await allow(connected, customer, purposes, connected.served.clock.now() - 1_000);
  const product = await acts.createProduct({ handle: 'harbour-blue', priceMinor: 2_000 });
  const [variant] = product.variants;
  await acts.placeOrder({ customer, lines: variant ? [{ product, variant, quantity: 1 }] : [] });
  return customer;
}

/** @param at When they said so, UTC ms. @throws where it is not taken. @example await allow(connected, customer, { share: true }, now()) */
export async function allow(
  connected: ConnectedShop,
  { id }: FakeCustomer,
  purposes: object,
  at: number,
): Promise<void> {
  const said = { userId: String(id), purposes, source: 'form', at };
  const { status } = await connected.site().ask('POST', '/v1/consent', said);
  if (status !== 200) throw new Error(`consent is not taken: ${status}`);
}
