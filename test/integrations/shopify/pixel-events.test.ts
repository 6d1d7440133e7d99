import { build } from 'esbuild';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SPEC } from '../../../core/events/spec.ts';
import { mapPixelEvent } from '../../../integrations/shopify/storefront/pixel-events.ts';
import { ANN, AT, CART_TOKEN, CHECKOUT_TOKEN, NAMES, type Personal, pixelEvent } from './pixel-world.ts';

const ITEM = {
  product_id: '2001',
  variant_id: '3002',
  sku: 'BOOT-42',
  name: 'Boots',
  variant: '42',
  brand: 'Heron',
  category: 'Shoes',
  price: 59.9,
};
const LINE = { ...ITEM, quantity: 2 };
const CHECKOUT = {
  checkout_id: CHECKOUT_TOKEN,
  value: 107.82,
  subtotal: 107.82,
  total: 112.72,
  tax: 18,
  shipping: 4.9,
  discount: 11.98,
  coupon: 'WINTER10',
  currency: 'EUR',
  products: [LINE],
};
const OWN = 'pixel:sh-00000000-0000-4000-8000-000000000001';
const step = (name: string, no: number, n = 'Checkout Step Completed') => ({
  i: `checkout:${CHECKOUT_TOKEN}:${name}`,
  n,
  p: { checkout_id: CHECKOUT_TOKEN, step: no },
});

/** By Shopify's name, all 15. */
const EXPECTED: { readonly [name: string]: { i: string; n: string; p: object } | null } = {
  page_viewed: { i: OWN, n: 'Page Viewed', p: { path: '/checkouts', referrer: 'https://mail.example' } },
  product_viewed: { i: OWN, n: 'Product Viewed', p: { ...ITEM, currency: 'EUR' } },
  collection_viewed: {
    i: OWN,
    n: 'Product List Viewed',
    p: { list_id: '77', category: 'Winter', products: [ITEM, ITEM], currency: 'EUR' },
  },
  search_submitted: { i: OWN, n: 'Products Searched', p: { query: 'boots', results: 1 } },
  cart_viewed: {
    i: OWN,
    n: 'Cart Viewed',
    p: { cart_id: CART_TOKEN, value: 119.8, currency: 'EUR', products: [LINE] },
  },
  product_added_to_cart: { i: OWN, n: 'Product Added', p: { ...LINE, value: 119.8, currency: 'EUR' } },
  product_removed_from_cart: { i: OWN, n: 'Product Removed', p: { ...LINE, value: 119.8, currency: 'EUR' } },
  checkout_started: { i: `checkout:${CHECKOUT_TOKEN}:started`, n: 'Checkout Started', p: CHECKOUT },
  checkout_contact_info_submitted: step('contact', 1),
  checkout_address_info_submitted: step('address', 2),
  checkout_shipping_info_submitted: step('shipping', 3),
  payment_info_submitted: step('payment', 4, 'Payment Info Entered'),
  checkout_completed: {
    i: 'order:4242',
    n: 'Order Completed',
    p: { ...CHECKOUT, order_id: '4242', revenue: 107.82 },
  },
  alert_displayed: null,
  ui_extension_errored: null,
};

describe('an event of the pixel', () => {
  it('is one of the 15 that Shopify calls standard', () => {
    expect(NAMES).toHaveLength(15);
    expect(Object.keys(EXPECTED).toSorted()).toEqual(NAMES.toSorted());
  });

  it.each(NAMES)('%s comes out in our words', (name) => {
    const expected = EXPECTED[name];
    const given = mapPixelEvent(pixelEvent(name, ANN));
    expect(given).toEqual(expected === null ? null : { t: Date.parse(AT), ...expected });
    if (given !== null) expect(SPEC.has(given.n)).toBe(true);
  });

  it.each(NAMES)('%s has all that our event requires', (name) => {
    const { n, p } = mapPixelEvent(pixelEvent(name, ANN)) ?? {};
    const required = n === undefined ? [] : (SPEC.get(n)?.required ?? []);
    expect(required.filter((keys) => [keys].flat().every((key) => p?.[key] === undefined))).toEqual([]);
  });

  it.each([
    ['/products/boots', '/products/boots'],
    ['/checkouts/cn/Z2NwLWV1/thank-you', '/checkouts'],
    ['/en-ca/checkouts/cn/Z2NwLWV1', '/en-ca/checkouts'],
    ['/65432/orders/8f2b/authenticate', '/65432/orders'],
    ['/account/login/multipass/abc', '/account'],
  ])('of the page %s tells %s', (pathname, path) => {
    expect(mapPixelEvent(pixelEvent('page_viewed', ANN, pathname))?.p.path).toBe(path);
  });

  it('tells no address that was searched for', () => {
    const event = pixelEvent('search_submitted', ANN);
    event.data.searchResult.query = ANN.email;
    expect(mapPixelEvent(event)?.p).toEqual({ query: '', results: 1 });
  });

  it('is not told where it lacks what it is about', () => {
    const completed = pixelEvent('checkout_completed', ANN);
    completed.data.checkout.order = null;
    const added = pixelEvent('product_added_to_cart', ANN);
    added.data.cartLine = null;
    const entered = pixelEvent('payment_info_submitted', ANN);
    entered.data.checkout.token = null;
    expect([completed, added, entered].map(mapPixelEvent)).toEqual([null, null, null]);
  });

  it.each(['clicked', 'input_changed', 'custom:thing', '__proto__', 'constructor', 'toString', ''])(
    'of the name %j is not told',
    (name) => {
      expect(mapPixelEvent({ ...pixelEvent('page_viewed', ANN), name } as never)).toBeNull();
    },
  );

  it('of any shape is told or not told, and never throws', () => {
    const damaged = fc.tuple(fc.constantFrom(...NAMES), fc.jsonValue(), fc.jsonValue());
    fc.assert(
      fc.property(damaged, ([name, data, context]) => {
        const given = mapPixelEvent({ name, data, context, timestamp: AT, id: '1' } as never);
        expect(given === null || given.t === Date.parse(AT)).toBe(true);
      }),
    );
  });

  it('tells nothing of who somebody is', () => {
    // Marked, so that no product happens to be called so.
    const marked = fc.string({ minLength: 1, maxLength: 20 }).map((text) => `§${text}§`);
    const person: fc.Arbitrary<Personal> = fc.record({
      clientId: marked,
      email: marked,
      phone: marked,
      name: marked,
      address: marked,
      customer: marked,
      userAgent: marked,
      typed: marked,
    });
    fc.assert(
      fc.property(person, fc.constantFrom(...NAMES), (who, name) => {
        expect(JSON.stringify(mapPixelEvent(pixelEvent(name, who)))).not.toContain('§');
      }),
    );
  });
});

describe('the pixel', () => {
  it('is carried by few bytes', async () => {
    const { outputFiles } = await build({
      entryPoints: ['integrations/shopify/storefront/pixel-events.ts'],
      bundle: true,
      minify: true,
      format: 'esm',
      write: false,
    });
    expect(outputFiles[0]?.contents.length).toBeLessThan(3_500);
  });
});
