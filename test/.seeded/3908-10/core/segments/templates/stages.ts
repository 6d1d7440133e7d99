/** Where a visitor stands on the way, by family: the last stage that holds is the stage. */
import type { Condition, StageDefinition } from '../condition.ts';
import { PAYING } from './saas.ts';
import type { TemplateFamily } from './template.ts';

const SEEN: Condition = { event: 'Session Started' };

export const STAGES: Readonly<Record<TemplateFamily, readonly StageDefinition[]>> = {
  shop: [
    { key: 'visitor', when: SEEN },
    { key: 'considering', when: { event: 'Product Viewed', within: '30d', count: { gte: 2 } } },
    {
      key: 'cart',
      when: {
        sequence: [
          { event: ['Product Added', 'Wishlist Product Added to Cart'] },
          { absent: ['Order Completed', 'Product Removed'], for: '1s' },
        ],
        per: 'product_id',
        within: '7d',
      },
    },
    { key: 'customer', when: { rfm: { frequency: { gte: 1 } } } },
    { key: 'repeat-customer', when: { rfm: { frequency: { gte: 2 } } } },
    { key: 'lapsed', when: { rfm: { recency: { gte: '180d' } } } },
  ],
  saas: [
    { key: 'visitor', when: SEEN },
    { key: 'signed-up', when: { event: ['Signed Up', 'Account Created'] } },
    { key: 'trial', when: { event: 'Trial Started' } },
    { key: 'trial-ended', when: { event: 'Trial Ended' } },
    { key: 'cancelled', when: { event: 'Subscription Cancelled' } },
    { key: 'customer', when: PAYING },
  ],
  content: [
    { key: 'visitor', when: SEEN },
    { key: 'reader', when: { event: 'Page Viewed', within: '30d', distinct: { of: 'path', gte: 3 } } },
    {
      key: 'regular',
      when: { event: 'Session Started', within: '30d', source: 'web', count: { gte: 4 } },
    },
    { key: 'member', when: { event: ['Signed Up', 'Account Created', 'Subscription Started'] } },
    {
      key: 'lapsed',
      when: {
        all: [
          { event: 'Session Started', source: 'web', count: { gte: 4 } },
          { idle: '30d', source: 'web' },
        ],
      },
    },
  ],
};
