/** One thing has one name, whichever vocabulary it is told in: each row of core/events/vocabularies.ts through the door. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SPEC } from '../../../../core/events/spec.ts';
import { VOCABULARIES, VOCABULARY } from '../../../../core/events/vocabularies.ts';
import { type Served, serve } from '../../../support/served.ts';
import { type AnswerBody, createSite, type TestSite } from '../../../support/sites.ts';
import { type Event, eventsOf, postTo } from './posts.ts';

const HASH = expect.stringMatching(/^[0-9a-f]{32}$/);

let served: Served;
let site: TestSite;
beforeAll(async () => {
  served = await serve();
  site = await createSite(served, { serverConsent: { analytics: true } });
});
afterAll(() => served.stop());

let nth = 0;
async function tell(event: string, properties: AnswerBody): Promise<Event | undefined> {
  nth += 1;
  const userId = `teller-${nth}`;
  expect(await postTo(served.url, site)('/v1/track', { userId, event, properties })).toMatchObject({
    status: 200,
  });
  return (await eventsOf(site, { userId }))[0];
}

/** Everything that a page may hand to gtag. */
const GA4: AnswerBody = {
  currency: 'EUR',
  value: 42.5,
  tax: 3,
  shipping: '4.50',
  transaction_id: 't-1',
  coupon: 'TEN',
  items: [
    {
      item_id: 'p1',
      item_name: 'Heron',
      item_brand: 'Reed',
      item_category: 'Shoes',
      item_variant: 'red',
      price: 21.25,
      quantity: 2,
      index: 3,
    },
  ],
  item_id: 'p1',
  item_list_id: 'l1',
  item_list_name: 'Sale',
  search_term: 'boots',
  promotion_id: 'pr1',
  promotion_name: 'Spring',
  creative_name: 'Lamb',
  creative_slot: 'top',
  shipping_tier: 'fast',
  payment_type: 'card',
  method: 'mail',
  page_location: 'https://shop.example/shoes?token=1',
  page_title: 'Shoes',
  page_referrer: 'https://b.example/x',
  screen_name: 'Cart',
  link_url: 'https://shop.example/help',
  link_text: 'Help',
  experiment_id: 'ex1',
  variant_id: 'b',
};
const GA4_PRODUCT = {
  product_id: 'p1',
  name: 'Heron',
  brand: 'Reed',
  category: 'Shoes',
  variant: 'red',
  price: 21.25,
  quantity: 2,
  position: 3,
};
const GA4_ITEMS = { products: [GA4_PRODUCT] };

const VARIANT = {
  id: 'gid://shopify/ProductVariant/77',
  sku: 'S-1',
  title: 'red',
  price: { amount: 21.25, currencyCode: 'EUR' },
  image: { src: 'https://cdn.example/heron.jpg' },
  product: {
    id: 'gid://shopify/Product/7',
    title: 'Heron',
    vendor: 'Reed',
    type: 'Shoes',
    url: '/products/heron',
  },
};
/** Everything that the web pixel says in `data`, and its `context`. */
const SHOPIFY: AnswerBody = {
  productVariant: VARIANT,
  collection: { id: 'gid://shopify/Collection/5', title: 'Sale', productVariants: [VARIANT] },
  searchResult: { query: 'boots', productVariants: [VARIANT] },
  cartLine: {
    quantity: 2,
    merchandise: VARIANT,
    cost: { totalAmount: { amount: 42.5, currencyCode: 'EUR' } },
  },
  cart: {
    id: 'c1',
    cost: { totalAmount: { amount: 42.5, currencyCode: 'EUR' } },
    lines: [
      { quantity: 2, merchandise: VARIANT, cost: { totalAmount: { amount: 42.5, currencyCode: 'EUR' } } },
    ],
  },
  checkout: {
    token: 'k1',
    currencyCode: 'EUR',
    email: 'kaethe@nest-example.net',
    shippingAddress: { firstName: 'Kaethe', city: 'Nest' },
    order: { id: 'gid://shopify/OrderIdentity/4711' },
    subtotalPrice: { amount: 42.5, currencyCode: 'EUR' },
    totalPrice: { amount: 50, currencyCode: 'EUR' },
    totalTax: { amount: 3, currencyCode: 'EUR' },
    shippingLine: { price: { amount: 4.5, currencyCode: 'EUR' } },
    discountsAmount: { amount: 1, currencyCode: 'EUR' },
    lineItems: [{ id: 'li1', quantity: 2, variant: VARIANT }],
  },
  element: { href: 'https://shop.example/help', tagName: 'a' },
  context: {
    document: {
      location: { href: 'https://shop.example/shoes?token=1', pathname: '/shoes' },
      title: 'Shoes',
      referrer: 'https://b.example/x',
    },
  },
};
const SHOPIFY_PRODUCT = {
  product_id: '7',
  sku: 'S-1',
  name: 'Heron',
  brand: 'Reed',
  category: 'Shoes',
  variant: 'red',
  price: 21.25,
  url: '/products/heron',
  image_url: 'https://cdn.example/heron.jpg',
};
const SHOPIFY_CHECKOUT = {
  checkout_id: HASH,
  value: 42.5,
  subtotal: 42.5,
  total: 50,
  tax: 3,
  shipping: 4.5,
  discount: 1,
  products: [{ ...SHOPIFY_PRODUCT, quantity: 2 }],
};
const PAGE = {
  url: 'https://shop.example/shoes',
  path: '/shoes',
  title: 'Shoes',
  referrer: 'https://b.example',
};

/** Of each event the pixel tells only what it is about. */
function asPixelSays(properties: object): AnswerBody {
  const read = JSON.stringify(properties);
  return Object.fromEntries(Object.entries(SHOPIFY).filter(([root]) => read.includes(`"${root}.`)));
}

type Expected = Readonly<Record<string, AnswerBody>>;
const EXPECTED: Readonly<Record<'ga4' | 'shopify', Expected>> = {
  ga4: {
    page_view: PAGE,
    screen_view: { name: 'Cart' },
    click: { href: 'https://shop.example/help', label: 'Help' },
    search: { query: 'boots' },
    view_search_results: { query: 'boots' },
    view_item_list: { list_id: 'l1', category: 'Sale', ...GA4_ITEMS },
    select_item: { ...GA4_PRODUCT, list_id: 'l1' },
    view_item: { ...GA4_PRODUCT, value: 42.5 },
    view_promotion: { promotion_id: 'pr1', name: 'Spring', creative: 'Lamb', position: 'top' },
    select_promotion: { promotion_id: 'pr1', name: 'Spring', creative: 'Lamb', position: 'top' },
    add_to_cart: { ...GA4_PRODUCT, value: 42.5 },
    remove_from_cart: { ...GA4_PRODUCT, value: 42.5 },
    view_cart: { ...GA4_ITEMS, value: 42.5 },
    begin_checkout: { ...GA4_ITEMS, value: 42.5, coupon: 'TEN' },
    add_shipping_info: { shipping_method: 'fast' },
    add_payment_info: { payment_method: 'card' },
    purchase: {
      ...GA4_ITEMS,
      order_id: HASH,
      revenue: 42.5,
      total: 50,
      tax: 3,
      shipping: 4.5,
    },
    refund: { ...GA4_ITEMS, order_id: HASH, total: 42.5 },
    add_to_wishlist: GA4_PRODUCT,
    remove_from_wishlist: GA4_PRODUCT,
    share: { share_via: 'mail', product_id: 'p1' },
    sign_up: { type: 'mail' },
    login: { type: 'mail' },
    experiment_impression: { experiment_id: 'ex1', variation_id: 'b' },
    dynamic_link_app_open: { url: 'https://shop.example/help' },
  },
  shopify: {
    page_viewed: PAGE,
    clicked: { href: 'https://shop.example/help', role: 'a' },
    search_submitted: { query: 'boots' },
    collection_viewed: { list_id: '5', category: 'Sale', products: [SHOPIFY_PRODUCT] },
    product_viewed: SHOPIFY_PRODUCT,
    product_added_to_cart: { ...SHOPIFY_PRODUCT, quantity: 2, value: 42.5 },
    product_removed_from_cart: { ...SHOPIFY_PRODUCT, quantity: 2, value: 42.5 },
    cart_viewed: { cart_id: HASH, value: 42.5, products: [{ ...SHOPIFY_PRODUCT, quantity: 2 }] },
    checkout_started: SHOPIFY_CHECKOUT,
    checkout_contact_info_submitted: { checkout_id: HASH },
    checkout_address_info_submitted: { checkout_id: HASH },
    checkout_shipping_info_submitted: { checkout_id: HASH },
    payment_info_submitted: { checkout_id: HASH },
    checkout_completed: {
      ...SHOPIFY_CHECKOUT,
      revenue: 42.5,
      order_id: HASH,
    },
  },
};

const rows = [...VOCABULARY].flatMap(([event, row]) =>
  VOCABULARIES.flatMap((vocabulary) =>
    (row[vocabulary] ?? []).map(({ name, properties = {} }) => ({ event, vocabulary, name, properties })),
  ),
);

describe('the table of vocabularies', () => {
  it('names events of the Spec, each foreign name once, and properties of theirs', () => {
    expect(rows.map(({ event }) => event).filter((event) => !SPEC.has(event))).toEqual([]);
    const names = rows.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
    const odd = rows.flatMap(({ event, name, properties }) =>
      Object.keys(properties)
        .filter((key) => key !== 'currency' && !(key in (SPEC.get(event)?.properties ?? {})))
        .map((key) => [name, key]),
    );
    expect(odd).toEqual([]);
  });

  it('has an expectation here for every name whose properties are told in other words, and for no other', () => {
    for (const vocabulary of ['ga4', 'shopify'] as const) {
      const mapped = rows.filter(
        (row) => row.vocabulary === vocabulary && Object.keys(row.properties).length > 0,
      );
      expect(Object.keys(EXPECTED[vocabulary]).toSorted()).toEqual(mapped.map(({ name }) => name).toSorted());
    }
  });

  it.each(rows)('$vocabulary: $name is $event', async ({ event, vocabulary, name, properties }) => {
    const isForeign = vocabulary === 'ga4' || vocabulary === 'shopify';
    const payloads: Expected = { ga4: GA4, shopify: asPixelSays(properties) };
    const given = payloads[vocabulary] ?? { product_id: 'p1' };
    const told = await tell(name, given);
    expect(told?.name).toBe(event);
    if (!isForeign || Object.keys(properties).length === 0) return;
    expect(told?.properties).toMatchObject(EXPECTED[vocabulary][name] ?? { never: true });
    expect(JSON.stringify(told)).not.toMatch(/t-1|4711|kaethe|Nest/i);
  });

  it('leaves what is told in the Spec’s own words alone, whatever the spelling of the name', async () => {
    const properties = { product_id: 'p9', name: 'Reed', items: [{ item_id: 'p1' }] };
    expect((await tell('product_viewed', properties))?.properties).toMatchObject(properties);
    expect((await tell('view_item', { ...GA4, product_id: 'p9' }))?.properties).toMatchObject({
      product_id: 'p9',
      name: 'Heron',
    });
    expect((await tell('purchase', { transaction_id: 't-2' }))?.properties).toEqual({
      order_id: expect.any(String),
    });
  });
});
