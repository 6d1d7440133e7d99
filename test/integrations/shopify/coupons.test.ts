import { afterEach, describe, expect, it } from 'vitest';
import { createCoupons } from '../../../integrations/shopify/coupons.ts';
import { putCampaign } from '../../acceptance/campaigns.ts';
import { type ConnectedShop, installShop } from '../../support/shopify/connected-shop.ts';
import { openClient } from '../../support/shopify/opened-client.ts';
import { newDevice, postOfPage } from '../../support/shopify/pages.ts';
import { bearer, call } from '../../support/sites.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let connected: ConnectedShop;

async function openWithCampaign(): Promise<ConnectedShop> {
  connected = await installShop();
  await putCampaign(connected.site(), 'ten', {
    variants: [{ key: 'a', treatment: { kind: 'coupon', title: 'For you', text: 'Ten percent off.' } }],
    offer: { discount: 0.1, codesLast: '2h' },
  });
  return connected;
}

type Shown = { readonly decision: string; readonly coupon: { readonly code: string; readonly ends: string } };

/** What a page of somebody new shows when something was put into the cart. */
async function browse(device = newDevice()): Promise<readonly Shown[]> {
  const now = connected.served.clock.now();
  const consent = { analytics: true, personalization: true, at: now - 60 * DAY_MS, source: 'shopify' };
  const body = postOfPage(now, [['Product Added', { product_id: 'p1' }]], { device, consent });
  const answer = await connected.proxy('v1/collect', { body: { ...body, d: 1 } });
  return answer.body.do as readonly Shown[];
}

const discounts = () => [...connected.shop.state.discounts.values()];

describe('codes of coupons', () => {
  afterEach(() => connected.stop());

  it('are made in the shop for the one who gets them: once, ten percent, ended by Shopify', async () => {
    await openWithCampaign();
    const [shown] = await browse();
    const code = JSON.stringify(shown).match(/INK-[A-Z2-9]{5}-[A-Z2-9]{5}/)?.[0];
    expect(discounts()).toMatchObject([
      {
        ...{ code, percentage: 0.1, usageLimit: 1, tags: ['inkling'], isOncePerCustomer: true },
        endsAtMs: connected.served.clock.now() + 2 * HOUR_MS,
      },
    ]);
  });

  it('are another one for everybody, and say nothing of whom they are for', async () => {
    await openWithCampaign();
    const devices = [newDevice(), newDevice(), newDevice()];
    for (const device of devices) await browse(device);
    expect(new Set(discounts().map(({ code }) => code)).size).toBe(3);
    for (const device of devices) expect(JSON.stringify(discounts())).not.toContain(device);
  });

  it('are redeemed once, and the order is the visitor’s', async () => {
    await openWithCampaign();
    const { acts } = connected.shop;
    const product = await acts.createProduct({ handle: 'harbour-blue', priceMinor: 2_000 });
    const [variant] = product.variants;
    const lines = variant ? [{ product, variant, quantity: 1 }] : [];
    await browse();
    const [discount] = discounts();
    const code = discount?.code ?? '';
    const first = await acts.placeOrder({ customer: await acts.createCustomer(), lines, code });
    const second = await acts.placeOrder({ customer: await acts.createCustomer(), lines, code });
    expect([first.redemption, second.redemption]).toMatchObject([
      { applied: true },
      { applied: false, reason: 'used up' },
    ]);
  });

  it('are offered to nobody where none can be made now', async () => {
    await openWithCampaign();
    connected.shop.faults.next('unavailable', { only: 'DiscountCodeBasicCreate' });
    expect(await browse()).toEqual([]);
    await connected.shop.changeScopes(['read_products']);
    expect(await browse()).toEqual([]);
    expect(discounts()).toEqual([]);
  });

  it('are cleaned up once they have ended, and nobody else’s with them', async () => {
    await openWithCampaign();
    await browse();
    const [own] = discounts();
    if (own === undefined) throw new Error('no code was made');
    const theirs = { ...own, id: own.id + 1, code: 'SUMMER', tags: ['summer'] };
    connected.shop.state.discounts.set(theirs.id, theirs);
    await connected.served.clock.moveTo(connected.served.clock.now() + 3 * HOUR_MS);
    const { url, operatorKey } = connected.served;
    const headers = bearer(operatorKey);
    await call(`${url}/v1/jobs/shopify-coupons/run`, { method: 'POST', headers });
    expect(discounts().map(({ code }) => code)).toEqual(['SUMMER']);
  });
});

describe('the desk', () => {
  it('has the same code for the same decision, also where the first answer was lost', async () => {
    const { admin, clock, known, shop, store } = await openClient();
    const shops = { list: async () => [known], ofSite: async () => known };
    const { desk } = createCoupons({ admin, shops, now: clock.now });
    const asked = { id: 'd_1', site: known.site.siteId, campaign: 'ten', discount: 0.1 };
    const order = { ...asked, excludesSaleItems: false, endsAt: clock.now() + HOUR_MS };
    shop.faults.next('lost', { only: 'DiscountCodeBasicCreate' });
    expect(await desk?.make(order)).toBeNull();
    const code = await desk?.make(order);
    expect([await desk?.make(order), shop.state.discounts.size]).toEqual([code, 1]);
    expect(await desk?.make({ ...order, id: 'd_2' })).not.toBe(code);
    const [taken] = [...shop.state.discounts.values()];
    Object.assign(taken ?? {}, { tags: ['summer'] });
    expect(await desk?.make(order)).toBeNull();
    await store.close();
  });
});
