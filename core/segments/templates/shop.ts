/**
 * Segments of a shop. Carts often carry no id and orders none of the cart's, so what is left in a cart is told by
 * product, and any order ends it: an order names its products in a list, so it has no `product_id` and no `category`
 * of its own, and ends every group. What is moved from a wishlist into the cart is an event of its own.
 */
import type { Condition, EventCondition, Window } from '../condition.ts';
import type { Template } from './template.ts';

const INTO_CART = ['Product Added', 'Wishlist Product Added to Cart'];
const BOUGHT = 'Order Completed';
const WANTED = [...INTO_CART, BOUGHT];
const CHECKOUT = [
  'Checkout Started',
  'Checkout Step Viewed',
  'Checkout Step Completed',
  'Payment Info Entered',
];
const BROWSED = ['Product List Viewed', 'Product List Filtered', 'Products Searched', 'Product Viewed'];
const PRICE_ROSE = { site: 'Price Increased', age: { lte: '30d' } } as const;

/** Themes fill the attribute also where a product has no category. */
const IN_A_CATEGORY = { category: { ne: '' } } as const;
/** `Accessories`, `accessories.bag`, `Pen accessory`: texts are compared by case. */
const IS_ACCESSORY = { category: { contains: 'ccessor' } } as const;

type Repeated = Pick<EventCondition, 'event' | 'where'> & { readonly within: Window; readonly per: string };
/** The same thing again and again, and no step towards having it. */
const thriceUnwanted = ({ within, per, ...asked }: Repeated): Condition => ({
  ...asked,
  within,
  count: { gte: 3 },
  per,
  unless: { event: WANTED, within },
});

const visits = (count: { gte?: number; lte?: number; eq?: number }): Condition => ({
  event: 'Session Started',
  within: '30d',
  source: 'web',
  count,
});

export const SHOP_TEMPLATES: readonly Template[] = [
  {
    key: 'early-exploration',
    name: 'Looking around',
    when: {
      all: [
        { event: BROWSED, within: 'session', count: { gte: 3 } },
        {
          not: { event: 'Product Viewed', within: 'session', count: { gte: 2 }, per: 'product_id' },
        },
        { event: [...WANTED, 'Checkout Started'], within: 'session', count: { eq: 0 } },
      ],
    },
    kpi: 'activation',
    action: 'Show what sells best and a short guide to choosing.',
    want: 'I am only looking. Show me what you have.',
    urgencyHours: 0.5,
  },
  {
    key: 'product-comparison',
    name: 'Comparing products',
    when: {
      event: 'Product Viewed',
      where: IN_A_CATEGORY,
      within: '24h',
      distinct: { of: 'product_id', gte: 3 },
      per: 'category',
      unless: { event: WANTED, within: '24h' },
    },
    kpi: 'conversion',
    action: 'Put the products side by side and name the one that suits most people.',
    want: 'I know what kind of thing I need. Help me tell them apart.',
    urgencyHours: 2,
  },
  {
    key: 'checkout-intent',
    name: 'At the checkout',
    when: { event: CHECKOUT, within: 'session', unless: { event: BOUGHT, within: 'session' } },
    kpi: 'conversion',
    action: 'Take everything else out of the way; show delivery, returns and who answers questions.',
    want: 'I want to buy this. Do not stop me.',
    urgencyHours: 0.25,
  },
  {
    key: 'cart-abandoned',
    name: 'Cart left for an hour',
    when: {
      all: [
        {
          sequence: [{ event: INTO_CART }, { absent: [BOUGHT, 'Product Removed'], for: '1h' }],
          per: 'product_id',
          within: '7d',
        },
        {
          event: [...INTO_CART, 'Product Removed', 'Cart Viewed', ...CHECKOUT],
          within: '1h',
          count: { eq: 0 },
        },
      ],
    },
    kpi: 'conversion',
    action: 'Remind once, with the cart as it was, and say what delivery costs.',
    want: 'I was going to buy it. Something came up, or put me off.',
    urgencyHours: 3,
  },
  {
    key: 'repeat-view-without-cart',
    name: 'Keeps looking at one product',
    when: thriceUnwanted({ event: 'Product Viewed', within: '7d', per: 'product_id' }),
    kpi: 'conversion',
    action: 'Answer the open question on the product: reviews, size, delivery date.',
    want: 'I like this one. I am not sure yet.',
    urgencyHours: 12,
  },
  {
    key: 'wishlist-adds',
    name: 'Wishlist that waits',
    when: {
      sequence: [
        { event: 'Product Added to Wishlist' },
        { absent: [...WANTED, 'Product Removed from Wishlist'], for: '1d' },
      ],
      per: 'product_id',
      within: '30d',
    },
    kpi: 'conversion',
    action: 'Tell them when something on the wishlist becomes cheaper or scarce.',
    want: 'I want it, but not now. Keep it for me.',
    urgencyHours: 72,
  },
  {
    key: 'configuration-steps',
    name: 'Configuring a product',
    when: thriceUnwanted({ event: 'Product Option Selected', within: '24h', per: 'product_id' }),
    kpi: 'conversion',
    action: 'Keep the chosen options for them and offer help with the choice.',
    want: 'I am making it mine. Is this combination right?',
    urgencyHours: 1,
  },
  {
    key: 'back-after-price-increase',
    name: 'Back after a higher price',
    when: {
      all: [
        { event: 'Product Viewed', within: '90d', per: 'product_id', before: PRICE_ROSE },
        {
          event: 'Product Viewed',
          per: 'product_id',
          unless: { event: BOUGHT, after: { site: 'Price Increased' } },
          after: PRICE_ROSE,
        },
      ],
    },
    kpi: 'conversion',
    action: 'Say why it costs more now, or show the nearest product at the old price.',
    want: 'It was cheaper when I looked. Is it still worth it?',
    urgencyHours: 24,
  },
  {
    key: 'high-intent-low-frequency',
    name: 'Likely to buy, seldom here',
    when: {
      all: [
        { score: 'purchase_7d', gte: 0.7, leave: 0.6, dwell: '10m' },
        visits({ lte: 2 }),
        { event: BOUGHT, within: '7d', count: { eq: 0 } },
      ],
    },
    kpi: 'conversion',
    action: 'Use this visit: one clear offer, and a reason to leave an address.',
    want: 'I am ready. I will not come back to ask.',
    urgencyHours: 1,
    needs: ['scores'],
  },
  {
    key: 'loyal-at-risk',
    name: 'Loyal, at risk',
    when: { rfm: { recency: { gte: '60d', lt: '365d' }, frequency: { gte: 3 } } },
    kpi: 'lifetime value',
    action: 'Write as to an old customer: what is new in what they used to buy.',
    want: 'I used to buy here. Give me a reason to come back.',
    urgencyHours: 168,
  },
  {
    key: 'one-time-buyer-due',
    name: 'One order, due again',
    when: { rfm: { recency: { gte: '30d', lt: '90d' }, frequency: { eq: 1 } } },
    kpi: 'lifetime value',
    action: 'Offer a refill, or what goes with the first order.',
    want: 'It was good. What would I need next?',
    urgencyHours: 168,
  },
  {
    key: 'accessory-views',
    name: 'Looking for accessories',
    when: thriceUnwanted({ event: 'Product Viewed', where: IS_ACCESSORY, within: '14d', per: 'category' }),
    kpi: 'revenue per visitor',
    action: 'Say what fits what they own, and offer the set.',
    want: 'I have the thing. What goes with it?',
    urgencyHours: 48,
  },
  {
    key: 'new-visitor-one-product',
    name: 'New, and back at one product',
    when: {
      all: [
        { event: 'Session Started', source: 'web', count: { eq: 1 } },
        thriceUnwanted({ event: 'Product Viewed', within: 'session', per: 'product_id' }),
      ],
    },
    kpi: 'conversion',
    action: 'Introduce the shop next to the product: returns, delivery, who you are.',
    want: 'I found what I came for. Can I trust you?',
    urgencyHours: 0.5,
  },
  {
    key: 'topic-fan',
    name: 'Fan of a category',
    when: {
      all: [
        { event: 'Product Viewed', where: IN_A_CATEGORY, within: '30d', count: { gte: 6 }, per: 'category' },
        visits({ gte: 2 }),
      ],
    },
    kpi: 'revenue per visitor',
    action: 'Lead with that category: new arrivals first, on the start page too.',
    want: 'This is my thing. Show me more of it.',
    urgencyHours: 72,
  },
];
