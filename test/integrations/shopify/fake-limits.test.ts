/** What no mutation gets around: the rate limit, the scope, and an answer that was lost. */
import { describe, expect, it } from 'vitest';
import { API_VERSIONS } from '../../../apps/shopify-dev/fake/schema.ts';
import * as discounts from '../../../integrations/shopify/operations/discounts.ts';
import { flowTriggerReceive } from '../../../integrations/shopify/operations/flow.ts';
import * as metafields from '../../../integrations/shopify/operations/metafields.ts';
import type { Operation } from '../../../integrations/shopify/operations/operation.ts';
import * as pixel from '../../../integrations/shopify/operations/pixel.ts';
import { SCOPES } from '../../../integrations/shopify/operations/scopes.ts';
import * as segments from '../../../integrations/shopify/operations/segments.ts';
import { tagsAdd, tagsRemove } from '../../../integrations/shopify/operations/tags.ts';
import { DOCUMENTS } from '../../support/shopify/documents.ts';
import {
  coupon,
  faultsOf,
  INSTALLATION,
  openStocked,
  PIXEL_SETTINGS,
  type Stocked,
} from '../../support/shopify/stocked-shop.ts';

type Case = readonly [
  name: string,
  operation: Operation<never, unknown>,
  /** Does what has to be there before. */
  variables: (stocked: Stocked) => unknown,
];
const allowed = <V>(
  operation: Operation<V, unknown>,
  variables: (stocked: Stocked) => V | Promise<V>,
): Case => [operation.name, operation as Operation<never, unknown>, variables];

const create = discounts.discountCodeBasicCreate;
const madeCode = async ({ shop }: Stocked) => {
  const { data } = await shop.run(create, { discount: coupon() });
  return { id: data?.discountCodeBasicCreate?.codeDiscountNode?.id ?? '' };
};
const madePixel = async ({ shop }: Stocked) => {
  const { data } = await shop.run(pixel.webPixelCreate, { settings: PIXEL_SETTINGS });
  return { id: data?.webPixelCreate?.webPixel?.id ?? '' };
};
const madeSegment = async ({ shop }: Stocked) => {
  const { data } = await shop.run(segments.segmentCreate, { name: 'A', query: "customer_tags CONTAINS 'a'" });
  return { id: data?.segmentCreate?.segment?.id ?? '' };
};

/** One call of each mutation that goes through where it may. */
const ALLOWED: readonly Case[] = [
  allowed(create, () => ({ discount: coupon() })),
  allowed(pixel.webPixelCreate, () => ({ settings: PIXEL_SETTINGS })),
  allowed(metafields.metafieldsSet, ({ customerId }) => ({
    metafields: [{ ownerId: customerId, key: 'score', type: 'json', value: '1' }],
  })),
  allowed(metafields.metafieldsDelete, ({ customerId }) => ({
    metafields: [{ ownerId: customerId, namespace: '$app', key: 'purchase_7d' }],
  })),
  allowed(metafields.publicSettingsSet, () => ({
    metafields: [{ ...metafields.PUBLIC_SETTINGS, ownerId: INSTALLATION, value: '{}' }],
  })),
  allowed(discounts.discountCodeDeactivate, madeCode),
  allowed(discounts.discountCodeDelete, madeCode),
  allowed(pixel.webPixelUpdate, async (stocked) => ({
    ...(await madePixel(stocked)),
    settings: { ...PIXEL_SETTINGS, accountId: 'w_2' },
  })),
  allowed(pixel.webPixelDelete, madePixel),
  allowed(segments.segmentUpdate, async (stocked) => ({ ...(await madeSegment(stocked)), name: 'B' })),
  allowed(segments.segmentDelete, madeSegment),
  allowed(tagsAdd, ({ customerId }) => ({ id: customerId, tags: ['a'] })),
  allowed(tagsRemove, ({ customerId }) => ({ id: customerId, tags: ['a'] })),
  allowed(segments.segmentCreate, () => ({
    name: 'A',
    query: "customer_tags CONTAINS 'a'",
  })),
  allowed(flowTriggerReceive, () => ({
    handle: 'inkling-flow-segment-left',
    payload: { customer_id: 7001, Segment: 'vip' },
  })),
];
/** All that a mutation could have changed. */
function heldBy({ shop: { state }, customer, product }: Stocked): string {
  const { discounts, metafields: fields, segments: groups, pixel: own, flowTriggers } = state;
  return JSON.stringify([[...discounts], [...fields], [...groups], own, flowTriggers, customer, product]);
}
const SCOPELESS = ['PublicSettingsSet', 'FlowTriggerReceive'];

describe('the fake shop', () => {
  it('is asked for each mutation that the app knows', () => {
    const mutations = DOCUMENTS.filter(({ operation }) => operation.text.startsWith('mutation'));
    expect(ALLOWED.map(([name]) => name).sort()).toEqual(
      mutations.map(({ operation }) => operation.name).sort(),
    );
  });

  it.each(ALLOWED)('takes %s in each version', async (_name, operation, variables) => {
    for (const version of API_VERSIONS) {
      const stocked = await openStocked();
      const given = (await variables(stocked)) as never;
      const answer = await stocked.shop.run(operation, given, version);
      expect([answer.errors, faultsOf(answer.data)]).toEqual([undefined, []]);
      expect(answer.extensions?.cost.actualQueryCost).toBe(10);
    }
  });

  it.each(ALLOWED)('throttles %s until there are points again', async (_name, operation, variables) => {
    const stocked = await openStocked();
    const { shop } = stocked;
    const given = (await variables(stocked)) as never;
    shop.bucket.drain();
    const before = heldBy(stocked);
    const throttled = await shop.run(operation, given);
    expect(throttled.errors?.map(({ extensions }) => extensions?.code)).toEqual(['THROTTLED']);
    expect(throttled.extensions?.cost).toMatchObject({ requestedQueryCost: 10, actualQueryCost: null });
    expect(heldBy(stocked)).toBe(before);
    await shop.clock.moveTo(shop.clock.now() + 100);
    expect((await shop.run(operation, given)).errors).toBeUndefined();
  });

  it.each(ALLOWED.filter(([name]) => !SCOPELESS.includes(name)))(
    'denies %s without its scope',
    async (_, operation, variables) => {
      const stocked = await openStocked();
      const given = (await variables(stocked)) as never;
      const reading = Object.keys(SCOPES).filter((scope) => scope.startsWith('read_'));
      await stocked.shop.changeScopes(reading);
      const before = heldBy(stocked);
      const { errors } = await stocked.shop.run(operation, given);
      expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['ACCESS_DENIED']);
      expect(heldBy(stocked)).toBe(before);
    },
  );

  it('does what it was asked for when the answer was lost', async () => {
    const { shop } = await openStocked();
    shop.faults.next('lost', { only: 'DiscountCodeBasicCreate' });
    await expect(shop.run(create, { discount: coupon() })).rejects.toThrow('fetch failed');
    expect(faultsOf((await shop.run(create, { discount: coupon() })).data)).toEqual(['TAKEN']);
  });
});
