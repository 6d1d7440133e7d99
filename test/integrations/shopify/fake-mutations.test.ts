/** The fake refuses what Shopify refuses: for each mutation its faults, the rate limit, the scope, and what can be read back. */
import { describe, expect, it } from 'vitest';
import { gid } from '../../../apps/shopify-dev/fake/state.ts';
import * as discounts from '../../../integrations/shopify/operations/discounts.ts';
import { flowTriggerReceive } from '../../../integrations/shopify/operations/flow.ts';
import * as metafields from '../../../integrations/shopify/operations/metafields.ts';
import type { Operation } from '../../../integrations/shopify/operations/operation.ts';
import * as pixel from '../../../integrations/shopify/operations/pixel.ts';
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
  what: string,
  operation: Operation<never, unknown>,
  variables: (stocked: Stocked) => unknown,
  faults: readonly string[],
];
const refusal = <V>(
  what: string,
  operation: Operation<V, unknown>,
  variables: (stocked: Stocked) => V,
  ...faults: readonly string[]
): Case => [what, operation as Operation<never, unknown>, variables, faults];

const create = discounts.discountCodeBasicCreate;
const REFUSALS: readonly Case[] = [
  refusal(
    'a code that ends before it starts',
    create,
    () => ({ discount: coupon({ endsAt: '2026-07-06T10:00:00Z' }) }),
    'END_DATE_BEFORE_START_DATE',
  ),
  refusal(
    'a code for nothing',
    create,
    () => ({ discount: coupon({ customerGets: { value: { percentage: 0.1 } } }) }),
    'APPLIES_ON_NOTHING',
  ),
  refusal(
    'more than all of it off',
    create,
    () => ({ discount: coupon({ customerGets: { value: { percentage: 10 }, items: { all: true } } }) }),
    'VALUE_OUTSIDE_RANGE',
  ),
  refusal(
    'no code and no title',
    create,
    () => ({ discount: coupon({ code: '', title: '' }) }),
    'BLANK',
    'BLANK',
  ),
  refusal(
    'a code for nobody that is there',
    create,
    () => ({ discount: coupon({ context: { customers: { add: [gid('Customer', 1)] } } }) }),
    'INVALID',
  ),
  refusal('a code for no use', create, () => ({ discount: coupon({ usageLimit: 0 }) }), 'GREATER_THAN'),
  refusal(
    'an end to a code that is not there',
    discounts.discountCodeDeactivate,
    () => ({ id: gid('DiscountCodeNode', 1) }),
    'INVALID',
  ),
  refusal(
    'to delete a code that is not there',
    discounts.discountCodeDelete,
    () => ({ id: gid('DiscountCodeNode', 1) }),
    'INVALID',
  ),
  refusal(
    'pixel settings that are no JSON',
    pixel.webPixelCreate,
    () => ({ settings: '{' }),
    'INVALID_CONFIGURATION_JSON',
  ),
  refusal(
    'pixel settings that the toml does not have',
    pixel.webPixelCreate,
    () => ({ settings: { ...PIXEL_SETTINGS, more: 'x' } }),
    'INVALID_SETTINGS',
  ),
  refusal(
    'to change a pixel that is not there',
    pixel.webPixelUpdate,
    () => ({ id: gid('WebPixel', 1), settings: PIXEL_SETTINGS }),
    'NOT_FOUND',
  ),
  refusal(
    'to delete a pixel that is not there',
    pixel.webPixelDelete,
    () => ({ id: gid('WebPixel', 1) }),
    'NOT_FOUND',
  ),
  refusal(
    'a metafield of nobody',
    metafields.metafieldsSet,
    () => ({ metafields: [{ ownerId: gid('Customer', 1), key: 'score', type: 'json', value: '1' }] }),
    'INVALID',
  ),
  refusal(
    'a metafield without a type',
    metafields.metafieldsSet,
    ({ customerId }) => ({ metafields: [{ ownerId: customerId, key: 'score', value: '1' }] }),
    'BLANK',
  ),
  refusal(
    'a value that is not of its type',
    metafields.metafieldsSet,
    ({ customerId }) => ({
      metafields: [{ ownerId: customerId, key: 'score', type: 'number_decimal', value: 'high' }],
    }),
    'INVALID_VALUE',
  ),
  refusal(
    "another app's namespace",
    metafields.metafieldsSet,
    ({ customerId }) => ({
      metafields: [{ ownerId: customerId, namespace: 'app--99', key: 'score', type: 'json', value: '1' }],
    }),
    'APP_NOT_AUTHORIZED',
  ),
  refusal(
    'a digest of what is no more',
    metafields.metafieldsSet,
    ({ customerId }) => ({
      metafields: [{ ownerId: customerId, key: 'score', type: 'json', value: '1', compareDigest: 'old' }],
    }),
    'STALE_OBJECT',
  ),
  refusal(
    'twenty-six metafields',
    metafields.metafieldsSet,
    ({ customerId }) => ({
      metafields: Array.from({ length: 26 }, (_, at) => ({
        ownerId: customerId,
        key: `key_${at}`,
        type: 'json',
        value: '1',
      })),
    }),
    'LESS_THAN_OR_EQUAL_TO',
  ),
  refusal(
    'public settings that are no JSON',
    metafields.publicSettingsSet,
    () => ({ metafields: [{ ...metafields.PUBLIC_SETTINGS, ownerId: INSTALLATION, value: '{' }] }),
    'INVALID_VALUE',
  ),
  refusal(
    'to take a metafield from nobody',
    metafields.metafieldsDelete,
    () => ({ metafields: [{ ownerId: gid('Customer', 1), namespace: '$app', key: 'score' }] }),
    'metafields.0.ownerId',
  ),
  refusal(
    "to take another app's metafield",
    metafields.metafieldsDelete,
    ({ customerId }) => ({ metafields: [{ ownerId: customerId, namespace: 'app--99', key: 'score' }] }),
    'metafields.0.namespace',
  ),
  refusal('tags of nobody', tagsAdd, () => ({ id: gid('Customer', 1), tags: ['a'] }), 'id'),
  refusal(
    'a tag that is too long',
    tagsAdd,
    ({ customerId }) => ({ id: customerId, tags: ['a'.repeat(256)] }),
    'tags',
  ),
  refusal('to take tags from nobody', tagsRemove, () => ({ id: gid('Customer', 1), tags: ['a'] }), 'id'),
  refusal(
    'a segment of what nobody knows',
    segments.segmentCreate,
    () => ({ name: 'A', query: 'shoe_size = 42' }),
    'query',
  ),
  refusal(
    'a segment without a name',
    segments.segmentCreate,
    () => ({ name: '', query: "customer_tags CONTAINS 'a'" }),
    'name',
  ),
  refusal(
    'to change a segment that is not there',
    segments.segmentUpdate,
    () => ({ id: gid('Segment', 1), name: 'B' }),
    'id',
  ),
  refusal(
    'to delete a segment that is not there',
    segments.segmentDelete,
    () => ({ id: gid('Segment', 1) }),
    'id',
  ),
  refusal(
    'a trigger that no extension has',
    flowTriggerReceive,
    () => ({ handle: 'another', payload: {} }),
    'handle',
  ),
  refusal(
    'more than a trigger may carry',
    flowTriggerReceive,
    () => ({ handle: 'inkling-flow-segment-entered', payload: { Segment: 'a'.repeat(50_000) } }),
    'payload',
  ),
  refusal(
    'a trigger without one of its fields',
    flowTriggerReceive,
    () => ({ handle: 'inkling-flow-segment-entered', payload: { Segment: 'vip' } }),
    'payload',
  ),
  refusal(
    'a field of a trigger that is of another type',
    flowTriggerReceive,
    () => ({ handle: 'inkling-flow-segment-entered', payload: { customer_id: '7', Segment: 'vip' } }),
    'payload',
  ),
];

describe('the fake shop refuses', () => {
  it('something of each mutation that the app knows', () => {
    const mutations = DOCUMENTS.filter(({ operation }) => operation.text.startsWith('mutation'));
    const refused = new Set(REFUSALS.map(([, { name }]) => name));
    expect(mutations.map(({ operation }) => operation.name).filter((name) => !refused.has(name))).toEqual([]);
  });

  it.each(REFUSALS)('%s', async (_what, operation, variables, faults) => {
    const stocked = await openStocked();
    const { data, errors } = await stocked.shop.run(operation, variables(stocked) as never);
    expect(errors).toBeUndefined();
    expect(faultsOf(data)).toEqual(faults);
  });

  it('what is there already', async () => {
    const { shop } = await openStocked();
    const twice = async <V>(operation: Operation<V, unknown>, variables: V) => {
      expect(faultsOf((await shop.run(operation, variables)).data)).toEqual([]);
      return faultsOf((await shop.run(operation, variables)).data);
    };
    expect(await twice(create, { discount: coupon() })).toEqual(['TAKEN']);
    expect(await twice(pixel.webPixelCreate, { settings: PIXEL_SETTINGS })).toEqual(['TAKEN']);
    expect(await twice(segments.segmentCreate, { name: 'A', query: "customer_tags CONTAINS 'a'" })).toEqual([
      'name',
    ]);
  });

  it('all of a call when one part of it is wrong', async () => {
    const { shop, customerId } = await openStocked();
    const good = { ownerId: customerId, key: 'score', type: 'json', value: '1' };
    await shop.run(metafields.metafieldsSet, { metafields: [good, { ...good, key: 'x' }] });
    expect(shop.state.metafields.size).toBe(0);
  });
});
