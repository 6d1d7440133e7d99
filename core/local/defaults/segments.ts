/** Segments of one session, to begin with: of shops, and of sites that are read. */
import { CONTENT_TEMPLATES } from '../../segments/templates/content.ts';
import type { LocalSegment } from '../bundle.ts';

const ORDERING = ['Checkout Started', 'Order Completed'];

export const SHOP_SEGMENTS: readonly LocalSegment[] = [
  {
    key: 'cart-hesitation',
    name: 'Hesitates over the cart',
    when: { sequence: [{ event: 'Product Added' }, { absent: ORDERING, for: '3m' }], within: '12h' },
  },
  {
    key: 'comparing-products',
    name: 'Compares products',
    when: {
      event: 'Product Viewed',
      within: 'session',
      distinct: { of: 'product_id', gte: 3 },
      unless: { event: ['Product Added', ...ORDERING], within: 'session' },
    },
  },
  {
    key: 'same-product-again',
    name: 'Comes back to the same product',
    when: {
      event: 'Product Viewed',
      per: 'product_id',
      within: 'session',
      count: { gte: 2 },
      unless: { event: 'Product Added', within: 'session' },
    },
  },
  {
    key: 'search-without-result',
    name: 'Searched and found nothing',
    when: {
      sequence: [
        { event: 'Products Searched', where: { results: { eq: 0 } } },
        { absent: 'Product Viewed', for: '20s' },
      ],
      within: '30m',
    },
  },
];

/** A page of a piece is reported as `Page Viewed` with its category. */
export const READING_SEGMENTS: readonly LocalSegment[] = [
  {
    key: 'engaged-reader',
    name: 'Reads with attention',
    when: {
      all: [
        { event: 'Page Viewed', within: 'session', distinct: { of: 'path', gte: 3 } },
        { event: 'Page Engaged', within: 'session', sum: { of: 'seconds_active', gte: 120 } },
      ],
    },
  },
  {
    key: 'topic-fan',
    name: 'Stays with one topic',
    when: { event: 'Page Viewed', per: 'category', within: 'session', count: { gte: 3 } },
  },
  {
    key: 'skimmer-leaving',
    name: 'Skims and is about to leave',
    when: {
      all: [
        { event: 'Exit Intent Detected', within: '2m' },
        { event: 'Page Viewed', within: 'session', count: { gte: 1, lte: 2 } },
        { not: { event: 'Page Engaged', within: 'session', sum: { of: 'seconds_active', gte: 30 } } },
      ],
    },
  },
  {
    key: 'newsletter-candidate',
    name: 'Might like the newsletter',
    when: {
      all: [
        { any: [{ segment: 'engaged-reader' }, { segment: 'topic-fan' }] },
        { not: { event: 'Signed Up', within: '24h' } },
      ],
    },
  },
  ...CONTENT_TEMPLATES.filter(({ key }) => key === 'searching-reader').map(({ key, name, when }) => ({
    key,
    name,
    when,
  })),
];
