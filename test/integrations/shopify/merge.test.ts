import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeCustomer, gid } from '../../../apps/shopify-dev/fake/state.ts';
import { SUBSCRIPTIONS } from '../../../apps/shopify-dev/fake/subscriptions.ts';
import { makeBuyer } from '../../support/shopify/buyers.ts';
import { type ConnectedShop, installShop } from '../../support/shopify/connected-shop.ts';

/** Not asked for, since it names people; whoever subscribes to it all the same is understood. */
const MERGES = { topic: 'customers/merge', path: '/webhooks' };

describe('customers whom Shopify makes one', () => {
  let connected: ConnectedShop;
  beforeEach(async () => {
    connected = await installShop({ subscriptions: [...SUBSCRIPTIONS, MERGES] });
  });
  afterEach(() => connected.stop());

  const visitorOf = async ({ id }: FakeCustomer) =>
    (await connected.site().ask('POST', '/v1/visitors/lookup', { userId: String(id) })).body.visitor;
  const profileOf = async (customer: FakeCustomer) =>
    (await connected.site().ask('GET', `/v1/visitors/${await visitorOf(customer)}`)).body;
  const merge = (gone: FakeCustomer, kept: FakeCustomer, changes: object = {}) =>
    connected.shop.webhooks.tell('customers/merge', {
      admin_graphql_api_customer_kept_id: gid('Customer', kept.id),
      admin_graphql_api_customer_deleted_id: gid('Customer', gone.id),
      ...{ status: 'completed', ...changes },
    });
  const lastStatus = () => connected.shop.webhooks.sent.at(-1)?.status;

  const buyer = (): Promise<FakeCustomer> => makeBuyer(connected, { analytics: true });

  it('are one visitor from then on, with the orders of both, however often it is told', async () => {
    const [kept, gone] = [await buyer(), await buyer()];
    expect(await visitorOf(gone)).not.toBe(await visitorOf(kept));
    await merge(gone, kept);
    const told = connected.shop.webhooks.sent.at(-1)?.delivery;
    if (told === undefined) throw new Error('Shopify told nobody');
    expect(await connected.shop.webhooks.repeat(told)).toBe(200);
    expect(await visitorOf(gone)).toBe(await visitorOf(kept));
    expect(await profileOf(kept)).toMatchObject({ orders: { frequency: 2, monetary: 40 } });
  });

  it('are each merge for itself, and one by way of another', async () => {
    const [ann, anna, annie, ben] = [await buyer(), await buyer(), await buyer(), await buyer()];
    await merge(annie, anna);
    await merge(anna, ann);
    expect(await profileOf(ann)).toMatchObject({ orders: { frequency: 3 } });
    expect(await visitorOf(annie)).toBe(await visitorOf(ann));
    expect(await profileOf(ben)).toMatchObject({ orders: { frequency: 1 } });
  });

  it('are two as long as it goes on, where it failed, and where both are the same one', async () => {
    const [kept, gone] = [await buyer(), await buyer()];
    for (const status of ['requested', 'in_progress', 'failed']) {
      await merge(gone, kept, { status });
      expect(lastStatus()).toBe(200);
    }
    await merge(kept, kept);
    expect(lastStatus()).toBe(200);
    expect(await profileOf(kept)).toMatchObject({ orders: { frequency: 1 } });
    expect(await visitorOf(gone)).not.toBe(await visitorOf(kept));
  });

  it('are both forgotten with the one who stayed', async () => {
    const [kept, gone] = [await buyer(), await buyer()];
    await merge(gone, kept);
    await connected.shop.acts.redactCustomer(kept);
    expect(lastStatus()).toBe(200);
    expect([await visitorOf(kept), await visitorOf(gone)]).toEqual([undefined, undefined]);
    expect((await connected.site().ask('GET', '/v1/visitors')).body.items).toEqual([]);
  });

  it('leave no profile behind where neither of them ever allowed one', async () => {
    const { acts } = connected.shop;
    await merge(await acts.createCustomer(), await acts.createCustomer());
    expect(lastStatus()).toBe(200);
    expect((await connected.site().ask('GET', '/v1/visitors')).body.items).toEqual([]);
  });
});
