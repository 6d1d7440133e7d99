import { describe, expect, it } from 'vitest';
import { compilePlan, DEFAULT_PLAN, exemptPaths, parsePlan } from '../../../core/events/plan.ts';

const oneProperty = (key: string, property: unknown) => ({
  events: { 'Gift Wrapped': { properties: { [key]: property } } },
});

describe('a tracking plan', () => {
  it('is lenient and empty where nothing is said', () => {
    expect(parsePlan({})).toEqual({ ok: true, value: DEFAULT_PLAN });
  });

  it('takes a type alone or with its requirement', () => {
    const events = {
      'Gift Wrapped': { properties: { product_id: { type: 'id', required: true }, paper: 'string' } },
    };
    expect(parsePlan({ mode: 'strict', events })).toEqual({
      ok: true,
      value: {
        mode: 'strict',
        events: {
          'Gift Wrapped': {
            properties: {
              product_id: { type: 'id', required: true },
              paper: { type: 'string', required: false },
            },
            additionalProperties: true,
          },
        },
      },
    });
  });

  it.each<[string, unknown, string, string, RegExp]>([
    ['no object', 'strict', 'invalid_value', '', /expected object/],
    ['an unknown mode', { mode: 'loose' }, 'invalid_value', 'mode', /lenient.*strict/],
    ['an unknown word', { modes: 'strict' }, 'invalid_value', '', /remove modes/],
    [
      'an unknown type',
      oneProperty('paper', 'text'),
      'invalid_value',
      'events["Gift Wrapped"].properties.paper',
      /write one of id/,
    ],
    [
      'a name in small letters',
      { events: { 'gift wrapped': {} } },
      'invalid_name',
      'events["gift wrapped"]',
      /Gift Wrapped/,
    ],
    [
      'a name without a verb',
      { events: { 'Gift Paper': {} } },
      'invalid_name',
      'events["Gift Paper"]',
      /past-tense/,
    ],
    [
      'an alias',
      { events: { purchase: {} } },
      'invalid_name',
      'events["purchase"]',
      /call it Order Completed/,
    ],
    [
      'a prototype key',
      JSON.parse('{"events":{"Gift Wrapped":{"properties":{"constructor":"id"}}}}'),
      'invalid_value',
      'events["Gift Wrapped"].properties["constructor"]',
      /not allowed/,
    ],
    [
      'camelCase',
      oneProperty('giftPaper', 'string'),
      'invalid_value',
      'events["Gift Wrapped"].properties["giftPaper"]',
      /gift_paper/,
    ],
    [
      'a deep path',
      oneProperty('products.a.b', 'string'),
      'invalid_value',
      'events["Gift Wrapped"].properties["products.a.b"]',
      /snake_case/,
    ],
    [
      'a price that is a number',
      oneProperty('price', 'number'),
      'invalid_value',
      'events["Gift Wrapped"].properties["price"]',
      /always money/,
    ],
    [
      'money by another name',
      oneProperty('deposit', 'money'),
      'invalid_value',
      'events["Gift Wrapped"].properties["deposit"]',
      /use one of these names/,
    ],
    [
      'products by another name',
      oneProperty('bundle', 'products'),
      'invalid_value',
      'events["Gift Wrapped"].properties["bundle"]',
      /called products/,
    ],
    [
      'products that are no list of them',
      oneProperty('products', 'string'),
      'invalid_value',
      'events["Gift Wrapped"].properties["products"]',
      /always a list/,
    ],
    [
      'what is never stored',
      { events: { 'Product Shared': { properties: { recipient: { type: 'string', required: true } } } } },
      'invalid_value',
      'events["Product Shared"].properties["recipient"]',
      /never stored/,
    ],
  ])('with %s is refused, with the place and a cure', (_, input, code, at, hint) => {
    const outcome = parsePlan(input);
    expect(outcome).toMatchObject({ ok: false, code, at });
    if (!outcome.ok) expect(outcome.hint).toMatch(hint);
  });

  it('has at most 1,000 events', () => {
    const named = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`Gift ${i} Wrapped`, {}]));
    expect(parsePlan({ events: named(1_000) }).ok).toBe(true);
    expect(parsePlan({ events: named(1_001) })).toMatchObject({ ok: false, code: 'too_many_items' });
  });
});

describe('the properties that the free-text filter leaves alone', () => {
  const plan = compilePlan({
    mode: 'lenient',
    events: {
      'Gift Wrapped': {
        properties: {
          voucher: { type: 'sku', required: false },
          'products.serial': { type: 'id', required: false },
        },
        additionalProperties: true,
      },
    },
  });

  it.each([
    ['Product Viewed', 'product_id', true],
    ['Product Viewed', 'productId', true],
    ['view_item', 'sku', true],
    ['Product Viewed', 'price', true],
    ['Product Viewed', 'quantity', true],
    ['Traits Updated', 'birthday', true],
    ['Cart Viewed', 'products.sku', true],
    ['Cart Viewed', 'products.name', false],
    ['Cart Viewed', 'details.sku', false],
    ['Cart Viewed', 'details.row_id', true],
    ['Product Viewed', 'name', false],
    ['Product Viewed', 'category', false],
    ['Anything', 'external_id', true],
    ['Anything', 'sku', false],
    ['', 'note', false],
    ['Gift Wrapped', 'voucher', true],
    ['gift_wrapped', 'products.serial', true],
    ['Product Viewed', 'voucher', false],
    ['Product Viewed', 'paid', false],
  ])('%s, %s: %s', (name, path, exempt) => {
    expect(exemptPaths(plan, name)(path)).toBe(exempt);
  });
});
