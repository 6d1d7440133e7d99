import type { Condition } from '../../../core/segments/condition.ts';

/** One condition for every form, and for the options that only some forms have. */
export const EXAMPLES: readonly Condition[] = [
  { all: [{ event: 'Product Viewed' }, { not: { segment: 'loyal' } }] },
  { any: [{ stage: 'trial' }] },
  {
    event: 'Product Viewed',
    where: { category: 'Shoes', price: { gte: 50 } },
    within: '7d',
    source: 'web',
    count: { gte: 3 },
    per: 'product_id',
    unless: { event: 'Product Added', within: '7d' },
  },
  { event: ['Product Viewed', 'Product Clicked'], within: { from: '-90d', to: '-30d' } },
  { event: 'Session Started', within: 'today' },
  { event: 'Order Completed', sum: { of: 'revenue', gte: 200 }, within: 'lifetime' },
  {
    event: 'Order Completed',
    per: 'products.product_id',
    count: { gte: 2 },
    before: { site: 'Price Increased', age: { gte: '30d' } },
    unless: { event: 'Order Completed', after: { site: 'Price Increased' } },
  },
  {
    sequence: [
      { event: 'Product Added' },
      { event: 'Checkout Started', within: '30m' },
      { absent: 'Order Completed', for: '1h' },
    ],
    per: 'cart_id',
    within: '3d',
  },
  { idle: '3d', source: 'web' },
  { since: 'Order Completed', gte: '30d' },
  { trait: 'plan', eq: 'pro' },
  { trait: 'birthday', anniversary: 'today' },
  { account: 'seats', gte: 5 },
  { account: { event: 'Feature Used', distinct: { of: 'feature', gte: 3 } } },
  { context: 'device', in: ['mobile'] },
  { context: 'campaign.utm_source', exists: false },
  { stage: 'trial' },
  { rfm: { recency: { lte: '30d' }, frequency: { gte: 3 }, monetary: { gte: 200 } } },
  { rfm: { r: { gte: 4 } } },
  { score: 'purchase_7d', gte: 0.7, leave: 0.6, dwell: '10m' },
  { random: 0.1, seed: 'holdout-2026' },
];
