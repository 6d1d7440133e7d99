import { describe, expect, it } from 'vitest';
import type { Properties } from '../../../core/entry.ts';
import { compilePlan, DEFAULT_PLAN, type PlanMode, parsePlan } from '../../../core/events/plan.ts';
import { validate } from '../../../core/events/validate.ts';

const lenient = compilePlan(DEFAULT_PLAN);
const strict = compilePlan({ ...DEFAULT_PLAN, mode: 'strict' });

function check(name: string, properties: Properties, plan = lenient) {
  return validate(plan, { name, properties, currency: 'EUR', at: 'events[2]' });
}

function checked(name: string, properties: Properties, plan = lenient) {
  const outcome = check(name, properties, plan);
  if (!outcome.ok) throw new Error(`refused: ${outcome.code} at ${outcome.at}`);
  return outcome.value;
}

function planned(mode: PlanMode, events: unknown) {
  const plan = parsePlan({ mode, events });
  if (!plan.ok) throw new Error(plan.hint);
  return compilePlan(plan.value);
}

const rulesOf = (name: string, properties: Properties, plan = lenient): string[] =>
  checked(name, properties, plan).violations.map(({ rule, property }) => `${rule} ${property}`.trim());

describe('a good event', () => {
  it('is stored under its canonical name, with typed properties and money in minor units', () => {
    const sent = { productId: 44600062, name: 'Sun lotion', price: '35.79', quantity: '2', currency: 'eur' };
    const event = checked('view_item', sent);
    expect(event).toMatchObject({
      name: 'Product Viewed',
      properties: { product_id: '44600062', name: 'Sun lotion', price: 3579, quantity: 2 },
      currency: 'EUR',
      flags: [],
    });
  });

  it('leaves the received properties as they were', () => {
    const sent = Object.freeze({
      product_id: 7,
      price: 1.5,
      products: Object.freeze([Object.freeze({ price: 1 })]),
    });
    checked('Product Viewed', sent);
    expect(sent).toEqual({ product_id: 7, price: 1.5, products: [{ price: 1 }] });
  });

  it('has no currency where it has no money', () => {
    expect(checked('Products Searched', { query: 'ink' })).not.toHaveProperty('currency');
  });

  it('holds what was sent under no name known to anybody', () => {
    const event = checked('Product Viewed', {
      product_id: '7',
      shade: { hex: 'ff0000', tags: ['warm', 3, true] },
    });
    expect(event.properties).toEqual({ product_id: '7', shade: { hex: 'ff0000', tags: ['warm', 3, true] } });
    expect(event.violations).toEqual([]);
  });
});

describe('names', () => {
  it.each([
    ['Gift Wrapped', 'unknown_event', 'unknown_event'],
    ['giftwrap', 'name', 'invalid_name'],
    ['Prodct Viewd', 'name', 'invalid_name'],
  ])('"%s" is flagged by a lenient plan and refused by a strict one', (name, rule, code) => {
    expect(checked(name, {})).toMatchObject({
      name,
      flags: ['off_plan'],
      violations: [{ rule, property: '' }],
    });
    expect(check(name, {}, strict)).toMatchObject({ ok: false, code, at: 'events[2]' });
  });

  it('a near miss is told what was probably meant', () => {
    expect(checked('Prodct Viewd', {}).violations[0]?.hint).toContain('did you mean Product Viewed?');
  });

  it('a name that is none is refused by every plan', () => {
    for (const plan of [lenient, strict]) {
      expect(check(' ', {}, plan)).toMatchObject({ ok: false, code: 'invalid_name', at: 'events[2].name' });
    }
  });
});

describe('required properties', () => {
  it.each<[string, Properties, string[]]>([
    ['Product Viewed', {}, ['missing product_id']],
    ['Product Viewed', { product_id: null }, ['missing product_id']],
    ['Product Viewed', { product_id: '' }, ['missing product_id']],
    ['Product List Viewed', {}, ['missing list_id']],
    ['Product List Viewed', { category: 'Shoes' }, []],
    ['Product List Viewed', { list_id: 7 }, []],
    ['Checkout Started', { value: 5, products: [] }, []],
    ['Experiment Viewed', { experiment_name: 'hero' }, ['missing variation_id']],
  ])('%s with %j: %j', (name, properties, violations) => {
    expect(rulesOf(name, properties)).toEqual(violations);
    if (violations.length > 0) {
      expect(checked(name, properties).flags).toEqual(['off_plan']);
      expect(check(name, properties, strict)).toMatchObject({ ok: false, code: 'missing_property' });
    } else {
      expect(check(name, properties, strict).ok).toBe(true);
    }
  });
});

describe('values', () => {
  it.each<[string, Properties, Properties]>([
    ['Product Added', { quantity: '3', position: '2' }, { quantity: 3, position: 2 }],
    [
      'Product Added',
      { quantity: 1.5, sku: 12, product_id: 34 },
      { quantity: 1.5, sku: '12', product_id: '34' },
    ],
    [
      'Product Added',
      { url: '/a', image_url: 'https://shop.example/a.png' },
      { url: '/a', image_url: 'https://shop.example/a.png' },
    ],
    ['Experiment Viewed', { nonInteraction: 1 }, { non_interaction: true }],
    ['Experiment Viewed', { non_interaction: 'false' }, { non_interaction: false }],
    [
      'Traits Updated',
      { birthday: '1990-02-28', created_at: 1_700_000_000_000 },
      { birthday: '1990-02-28', created_at: 1_700_000_000_000 },
    ],
    [
      'Trial Started',
      { trial_start_date: '2026-01-02T03:04:05.678+01:00' },
      { trial_start_date: '2026-01-02T03:04:05.678+01:00' },
    ],
    ['Product Option Selected', { option: 'size', value: 42 }, { option: 'size', value: '42' }],
  ])('%s reads %j as %j', (name, sent, stored) => {
    const { properties, violations } = checked(name, sent);
    expect(properties).toEqual(stored);
    expect(violations.filter(({ rule }) => rule === 'type')).toEqual([]);
  });

  it.each<[string, string, Properties[string]]>([
    ['Product Added', 'quantity', 'three'],
    ['Product Added', 'quantity', true],
    ['Product Added', 'position', 1.5],
    ['Product Added', 'product_id', { id: 7 }],
    ['Product Added', 'product_id', 1e17],
    ['Product Added', 'price', '1,299.00'],
    ['Product Added', 'price', [5]],
    ['Product Added', 'url', 'javascript:alert(1)'],
    ['Cart Viewed', 'products', { product_id: '7' }],
    ['Product List Filtered', 'filters', 'red'],
    ['Push Notification Received', 'campaign', 'spring'],
    ['Traits Updated', 'birthday', 'anna@example.com'],
    ['Traits Updated', 'birthday', '1990-13-01'],
    ['Experiment Viewed', 'non_interaction', 'maybe'],
  ])('%s does not store a %s that is %j', (name, key, value) => {
    const event = checked(name, { [key]: value });
    expect(event.properties).not.toHaveProperty(key);
    expect(event.violations).toContainEqual(
      expect.objectContaining({ rule: 'type', property: key, at: `events[2].properties.${key}` }),
    );
    expect(event.flags).toContain('off_plan');
  });

  it('never appear in a message', () => {
    const secret = 'zq-secret-zq';
    const sent = {
      product_id: [secret],
      quantity: secret,
      currency: secret,
      recipient: secret,
      price: secret,
    };
    for (const plan of [lenient, strict]) {
      expect(JSON.stringify(check('Product Shared', sent, plan))).not.toContain(secret);
    }
  });

  it.each([
    ['Product Shared', 'recipient'],
    ['Product Shared', 'share_message'],
    ['Product Reviewed', 'review_body'],
    ['Signed Up', 'firstName'],
    ['Invite Sent', 'invitee_email'],
    ['Traits Updated', 'email'],
    ['Live Chat Message Sent', 'message_body'],
    ['Page Viewed', 'search'],
  ])('%s never stores %s', (name, key) => {
    const event = checked(name, { [key]: 'Anna' });
    expect(event.properties).toEqual({});
    expect(event.violations.map(({ rule }) => rule)).toContain('never_stored');
  });
});

describe("a site's own plan", () => {
  const events = {
    'Gift Wrapped': {
      properties: {
        product_id: { type: 'id', required: true },
        ribbon: 'boolean',
        'products.engraving': { type: 'string', required: true },
      },
      additionalProperties: false,
    },
    'Product Added': { properties: { quantity: { type: 'integer', required: false } } },
  };

  it('is known by name and holds its properties to their types', () => {
    const plan = planned('lenient', events);
    const event = checked('gift_wrapped', { product_id: 7, ribbon: 'true', note: 'hi' }, plan);
    expect(event).toMatchObject({ name: 'Gift Wrapped', properties: { product_id: '7', ribbon: true } });
    expect(event.violations.map(({ rule, property }) => `${rule} ${property}`)).toEqual([
      'unknown_property note',
    ]);
  });

  it('lies over the table: it changes what it names and leaves the rest', () => {
    const plan = planned('strict', events);
    expect(check('Product Added', { product_id: '1' }, plan).ok).toBe(true);
    expect(check('Product Added', { product_id: '1', quantity: 1.5 }, plan)).toMatchObject({
      code: 'invalid_value',
    });
    expect(check('Product Added', { quantity: 1 }, plan)).toMatchObject({ code: 'missing_property' });
  });

  it('speaks of each product', () => {
    const plan = planned('lenient', events);
    const sent = { product_id: '7', products: [{ engraving: 5 }, {}] };
    const event = checked('Gift Wrapped', sent, plan);
    expect(event.properties.products).toEqual([{ engraving: '5' }, {}]);
    expect(event.violations).toMatchObject([
      { rule: 'missing', at: 'events[2].properties.products[1].engraving' },
    ]);
  });

  it('strict refuses a property that it does not name', () => {
    const outcome = check('Gift Wrapped', { product_id: '7', note: 'hi' }, planned('strict', events));
    expect(outcome).toMatchObject({ ok: false, code: 'invalid_value', at: 'events[2].properties.note' });
  });
});
