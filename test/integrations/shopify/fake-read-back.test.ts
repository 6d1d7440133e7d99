import { describe, expect, it } from 'vitest';
import * as discounts from '../../../integrations/shopify/operations/discounts.ts';
import { flowTriggerReceive } from '../../../integrations/shopify/operations/flow.ts';
import * as metafields from '../../../integrations/shopify/operations/metafields.ts';
import * as pixel from '../../../integrations/shopify/operations/pixel.ts';
import * as segments from '../../../integrations/shopify/operations/segments.ts';
import { appInstallation } from '../../../integrations/shopify/operations/shop.ts';
import { tagsAdd, tagsRemove } from '../../../integrations/shopify/operations/tags.ts';
import {
  coupon,
  faultsOf,
  INSTALLATION,
  openStocked,
  PIXEL_SETTINGS,
} from '../../support/shopify/stocked-shop.ts';

const HOUR_MS = 3_600_000;
const create = discounts.discountCodeBasicCreate;

describe('what was written is read back', () => {
  it('a code: active, then used up, then over on its own clock', async () => {
    const { shop, customer, product } = await openStocked();
    await shop.run(create, { discount: coupon() });
    const read = async () =>
      (await shop.run(discounts.discountByCode, { code: 'ink-1' })).data?.codeDiscountNodeByCode;
    expect((await read())?.codeDiscount).toMatchObject({
      status: 'ACTIVE',
      usageLimit: 1,
      asyncUsageCount: 0,
    });
    const [variant] = product.variants;
    const lines = variant ? [{ product, variant, quantity: 2 }] : [];
    const first = await shop.acts.placeOrder({ customer, lines, code: 'INK-1' });
    expect([first.redemption?.applied, first.order.discountCodes]).toEqual([true, ['INK-1']]);
    expect(first.order.lines[0]?.discountMinor).toBe(398);
    const second = await shop.acts.placeOrder({ customer, lines, code: 'INK-1' });
    expect([second.redemption, second.order.discountCodes]).toEqual([
      { applied: false, reason: 'used up' },
      [],
    ]);
    expect((await read())?.codeDiscount.asyncUsageCount).toBe(1);
    await shop.clock.moveTo(shop.clock.now() + 2 * HOUR_MS);
    expect((await read())?.codeDiscount.status).toBe('EXPIRED');
    const list = await shop.run(discounts.ownDiscounts, { first: 10, query: 'tag:inkling status:expired' });
    expect(list.data?.discountNodes.nodes.map(({ id }) => id)).toEqual([(await read())?.id]);
    await shop.run(discounts.discountCodeDelete, { id: (await read())?.id ?? '' });
    expect(await read()).toBeNull();
  });

  it('a code that was ended by hand, and one for somebody else, are not redeemed', async () => {
    const { shop, product, customer, customerId } = await openStocked();
    const other = await shop.acts.createCustomer();
    const [variant] = product.variants;
    const lines = variant ? [{ product, variant, quantity: 1 }] : [];
    const made = await shop.run(create, {
      discount: coupon({ context: { customers: { add: [customerId] } } }),
    });
    const refused = await shop.acts.placeOrder({ customer: other, lines, code: 'INK-1' });
    expect(refused.redemption).toEqual({ applied: false, reason: 'not for this customer' });
    const id = made.data?.discountCodeBasicCreate?.codeDiscountNode?.id ?? '';
    await shop.run(discounts.discountCodeDeactivate, { id });
    const late = await shop.acts.placeOrder({ customer, lines, code: 'INK-1' });
    expect(late.redemption).toEqual({ applied: false, reason: 'not valid' });
  });

  it('the pixel: none is an error, one is shown, changed and gone', async () => {
    const { shop } = await openStocked();
    expect((await shop.run(pixel.webPixel, {})).errors?.[0]?.message).toMatch(/No web pixel was found/);
    const made = await shop.run(pixel.webPixelCreate, { settings: PIXEL_SETTINGS });
    const id = made.data?.webPixelCreate?.webPixel?.id ?? '';
    await shop.run(pixel.webPixelUpdate, { id, settings: { ...PIXEL_SETTINGS, accountId: 'w_2' } });
    const shown = await shop.run(pixel.webPixel, {});
    expect(JSON.parse(`${shown.data?.webPixel?.settings}`)).toEqual({ ...PIXEL_SETTINGS, accountId: 'w_2' });
    await shop.run(pixel.webPixelDelete, { id });
    expect((await shop.run(pixel.webPixel, {})).errors).toHaveLength(1);
  });

  it('metafields: of the installation, of customers under our own namespace, by digest', async () => {
    const { shop, customerId } = await openStocked();
    const settings = { ...metafields.PUBLIC_SETTINGS, ownerId: INSTALLATION, value: '{"site":"s"}' };
    await shop.run(metafields.publicSettingsSet, { metafields: [settings] });
    const { namespace, key } = metafields.PUBLIC_SETTINGS;
    const own = await shop.run(appInstallation, { namespace, key });
    expect(own.data?.currentAppInstallation).toMatchObject({
      id: INSTALLATION,
      metafield: { value: settings.value },
    });
    const score = { ownerId: customerId, key: 'score', type: 'number_decimal', value: '0.5' };
    await shop.run(metafields.metafieldsSet, { metafields: [score] });
    const read = async () =>
      (await shop.run(metafields.customerMetafields, { id: customerId, namespace: '$app' })).data?.customer
        ?.metafields.nodes;
    const [first] = (await read()) ?? [];
    const newer = [{ ...score, value: '0.9', compareDigest: first?.compareDigest ?? '' }];
    expect(faultsOf((await shop.run(metafields.metafieldsSet, { metafields: newer })).data)).toEqual([]);
    expect(faultsOf((await shop.run(metafields.metafieldsSet, { metafields: newer })).data)).toEqual([
      'STALE_OBJECT',
    ]);
    expect((await read())?.map(({ value }) => value)).toEqual(['0.9']);
    await shop.run(metafields.metafieldsDelete, {
      metafields: [{ ownerId: customerId, namespace: '$app', key: 'score' }],
    });
    expect(await read()).toEqual([]);
  });

  it('tags, segments and triggers', async () => {
    const { shop, customer, customerId } = await openStocked();
    await shop.run(tagsAdd, { id: customerId, tags: ['a', 'b'] });
    await shop.run(tagsRemove, { id: customerId, tags: ['b'] });
    expect(customer.tags).toEqual(['a']);
    const made = await shop.run(segments.segmentCreate, { name: 'A', query: "customer_tags CONTAINS 'a'" });
    const id = made.data?.segmentCreate?.segment?.id ?? '';
    await shop.run(segments.segmentUpdate, { id, name: 'B' });
    expect((await shop.run(segments.segment, { id })).data?.segment?.name).toBe('B');
    expect((await shop.run(segments.segments, { first: 5 })).data?.segments.nodes).toHaveLength(1);
    await shop.run(segments.segmentDelete, { id });
    expect((await shop.run(segments.segment, { id })).data?.segment).toBeNull();
    await shop.run(flowTriggerReceive, {
      handle: 'inkling-flow-segment-left',
      payload: { customer_id: customer.id, Segment: 'vip' },
    });
    expect(shop.state.flowTriggers).toEqual([
      { handle: 'inkling-flow-segment-left', payload: { customer_id: customer.id, Segment: 'vip' } },
    ]);
  });

  it('nothing of the app, once it is uninstalled', async () => {
    const { shop, customerId } = await openStocked();
    await shop.run(pixel.webPixelCreate, { settings: PIXEL_SETTINGS });
    await shop.run(metafields.metafieldsSet, {
      metafields: [{ ownerId: customerId, key: 'score', type: 'json', value: '1' }],
    });
    await shop.uninstall();
    expect([shop.state.pixel, shop.state.metafields.size]).toEqual([null, 0]);
  });
});
