import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Properties } from '../../../core/entry.ts';
import { compilePlan, DEFAULT_PLAN } from '../../../core/events/plan.ts';
import { validate } from '../../../core/events/validate.ts';

const lenient = compilePlan(DEFAULT_PLAN);
const strict = compilePlan({ ...DEFAULT_PLAN, mode: 'strict' });

function check(name: string, properties: Properties, plan = lenient) {
  return validate(plan, { name, properties, currency: 'EUR', at: 'events[2]' });
}

function checked(name: string, properties: Properties) {
  const outcome = check(name, properties);
  if (!outcome.ok) throw new Error(`refused: ${outcome.code} at ${outcome.at}`);
  return outcome.value;
}

const rulesOf = (name: string, properties: Properties): string[] =>
  checked(name, properties).violations.map(({ rule, property }) => `${rule} ${property}`.trim());

describe('money', () => {
  it('is read in products too, whatever the event is called', () => {
    const event = checked('Gift Wrapped', {
      value: 1.005,
      products: [{ product_id: 1, price: '0.30', quantity: 2 }],
    });
    expect(event.properties).toEqual({ value: 101, products: [{ product_id: '1', price: 30, quantity: 2 }] });
    expect(event.currency).toBe('EUR');
  });

  it('in another currency keeps it, flagged', () => {
    const event = checked('Product Viewed', { product_id: '1', price: 1500, currency: 'JPY' });
    expect(event).toMatchObject({
      properties: { price: 1500 },
      currency: 'JPY',
      flags: ['currency_mismatch'],
    });
  });

  it('in an unknown currency is dropped, and the rest stays', () => {
    const sent = { product_id: '1', price: 5, currency: 'DOGE', products: [{ price: 5, name: 'Ink' }] };
    const event = checked('Product Viewed', sent);
    expect(event.properties).toEqual({ product_id: '1', products: [{ name: 'Ink' }] });
    expect(event).not.toHaveProperty('currency');
    expect(event.violations.map(({ rule }) => rule)).toEqual(['currency']);
    expect(check('Product Viewed', sent, strict)).toMatchObject({ ok: false, code: 'invalid_value' });
  });

  it('is no text: a value that is a word stays a word where nobody said it is money', () => {
    expect(checked('Filter Changed', { value: 'red' }).properties).toEqual({ value: 'red' });
  });
});

describe('an endless number', () => {
  it('is no value at any depth: the log could keep nothing of it', () => {
    const sent = JSON.parse('{"views":1e999,"tags":[1,-1e999],"a":{"b":1e999,"c":2}}');
    expect(checked('Gift Wrapped', sent).properties).toEqual({ tags: [1], a: { c: 2 } });
    expect(rulesOf('Gift Wrapped', sent)).toEqual(
      expect.arrayContaining(['type views', 'type tags', 'type a.b']),
    );
  });
});

describe('keys', () => {
  it('become snake_case, at every depth, and are reported', () => {
    const event = checked('Gift Wrapped', { giftCard: { imageURL: '/a' }, products: [{ productId: 1 }] });
    expect(event.properties).toEqual({ gift_card: { image_url: '/a' }, products: [{ product_id: '1' }] });
    expect(event.violations.filter(({ rule }) => rule === 'key').map(({ property }) => property)).toEqual([
      'gift_card',
      'gift_card.image_url',
      'products.product_id',
    ]);
  });

  it('that came in both spellings keep the snake_case one', () => {
    for (const sent of [
      { productId: 'b', product_id: 'a' },
      { product_id: 'a', productId: 'b' },
    ]) {
      expect(checked('Product Viewed', sent).properties).toEqual({ product_id: 'a' });
      expect(rulesOf('Product Viewed', sent)).toEqual(['key']);
    }
  });

  it.each(['__proto__', '__Proto__', 'constructor', 'Prototype', 'a'.repeat(101), ' '])(
    '"%s" is not stored',
    (key) => {
      const sent = JSON.parse(`{"product_id":"1",${JSON.stringify(key)}:{"polluted":true}}`);
      const event = checked('Product Viewed', sent);
      expect(Object.keys(event.properties)).toEqual(['product_id']);
      expect(Object.getPrototypeOf(event.properties)).toBe(Object.prototype);
      expect(event.violations.map(({ rule }) => rule)).toEqual(['key']);
    },
  );
});

describe('caps', () => {
  const keys = (count: number): Properties =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, i]));

  it('200 properties are kept and the rest is not, with one violation', () => {
    expect(rulesOf('Gift Wrapped', keys(200))).toEqual(['unknown_event']);
    const event = checked('Gift Wrapped', { ...keys(199), deep: keys(50) });
    expect(Object.keys(event.properties)).toHaveLength(200);
    expect(event.properties.deep).toEqual({ k0: 0 });
    expect(event.violations.map(({ rule }) => rule)).toEqual(['unknown_event', 'too_many']);
  });

  it('an array counts as one property, whatever it holds', () => {
    const full = checked('Gift Wrapped', { ...keys(198), list: [1, 2, 3], last: 1, over: 2 });
    expect(Object.keys(full.properties)).toHaveLength(200);
    expect(full.properties).not.toHaveProperty('over');
  });

  it('an order of 300 products keeps every one', () => {
    const products = Array.from({ length: 300 }, (_, i) => ({
      product_id: `${i}`,
      price: 1,
      quantity: 1,
      name: 'Ink',
    }));
    const event = checked('Order Completed', { order_id: '1', total: 300, products });
    expect(event.properties.products).toHaveLength(300);
    expect(event.violations).toEqual([]);
  });

  it('arrays end after 500 items and texts after 2,048 characters, between characters', () => {
    const event = checked('Gift Wrapped', { list: Array(501).fill(1), text: `${'x'.repeat(2_047)}😀` });
    expect(event.properties.list).toHaveLength(500);
    expect(event.properties.text).toBe('x'.repeat(2_047));
    expect(event.violations.map(({ rule }) => rule)).toEqual(['unknown_event', 'too_many', 'too_long']);
  });

  it('an event complains at most 50 times', () => {
    const products = Array(500).fill('no product');
    expect(checked('Cart Viewed', { products }).violations).toHaveLength(50);
  });
});

describe('any JSON', () => {
  it('is read without throwing, and reading what was stored again loses nothing', () => {
    const properties = fc.dictionary(fc.string({ maxLength: 12 }), fc.jsonValue({ maxDepth: 3 }), {
      maxKeys: 8,
    });
    fc.assert(
      fc.property(
        properties,
        fc.constantFrom('Product Viewed', 'Cart Viewed', 'Gift Wrapped'),
        (sent, name) => {
          const first = checked(name, JSON.parse(JSON.stringify(sent)));
          const again = checked(name, JSON.parse(JSON.stringify(first.properties)));
          expect(Object.keys(again.properties)).toEqual(Object.keys(first.properties));
          expect(Object.getPrototypeOf(first.properties)).toBe(Object.prototype);
        },
      ),
      { seed: 7, numRuns: 1_000 },
    );
  });
});
