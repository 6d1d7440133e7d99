import { describe, expect, it } from 'vitest';
import type { Condition } from '../../../core/segments/condition.ts';
import { longestWindowMs, referencesOf } from '../../../core/segments/references.ts';
import { EXAMPLES } from './examples.ts';

const DAY_MS = 86_400_000;

describe('what a condition refers to', () => {
  it('is found in every form, each name once', () => {
    expect(referencesOf({ all: [...EXAMPLES, ...EXAMPLES] })).toEqual({
      segments: ['loyal'],
      events: [
        'Checkout Started',
        'Feature Used',
        'Order Completed',
        'Product Added',
        'Product Clicked',
        'Product Viewed',
        'Session Started',
      ],
      facts: ['Price Increased'],
      scores: ['purchase_7d'],
      traits: ['birthday', 'plan'],
      accounts: ['seats'],
      stages: ['trial'],
      asks: ['account fold', 'any event', 'context', 'rfm'],
    });
  });

  it('includes the facts of unless', () => {
    const unless = { event: 'Order Completed', after: { site: 'Price Decreased' } } as const;
    expect(referencesOf({ event: 'Cart Viewed', unless }).facts).toEqual(['Price Decreased']);
  });
});

describe('the longest window of a condition', () => {
  it.each<[Condition, number]>([
    [{ event: 'Cart Viewed' }, 0],
    [{ event: 'Cart Viewed', within: 'lifetime' }, 0],
    [{ event: 'Cart Viewed', within: '7d' }, 7],
    [{ event: 'Cart Viewed', within: { from: '-90d', to: '-30d' } }, 90],
    [{ event: 'Cart Viewed', within: '7d', unless: { event: 'Order Completed', within: '8d' } }, 8],
    [{ not: { any: [{ idle: '50d' }, { account: { event: 'Cart Viewed', within: '9d' } }] } }, 9],
    [{ sequence: [{ event: 'Cart Viewed' }, { event: 'Cart Viewed' }], within: '3d' }, 3],
    [
      {
        sequence: [
          { event: 'Cart Viewed' },
          { event: 'Cart Viewed', within: '3d' },
          { absent: 'Order Completed', for: '4d' },
        ],
      },
      7,
    ],
  ])('%j looks back %d days', (condition, days) => {
    expect(longestWindowMs(condition)).toBe(days * DAY_MS);
  });

  it('counts a calendar day with the hour that a change of the clock may add', () => {
    expect(longestWindowMs({ event: 'Cart Viewed', within: 'today' })).toBe(25 * 3_600_000);
  });
});
