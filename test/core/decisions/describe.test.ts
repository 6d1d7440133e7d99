import { describe, expect, it } from 'vitest';
import type { Audience, Limits, Offer, Trigger } from '../../../core/decisions/campaign.ts';
import { describeAudience, describeLimits, describeTrigger } from '../../../core/decisions/describe.ts';

describe('a campaign in words', () => {
  it.each<[Trigger, string]>([
    [{ entry: 'keen' }, 'enters keen'],
    [{ exit: 'keen' }, 'leaves keen'],
    [{ event: 'Product Added' }, 'added a product'],
    [{ event: 'Product Viewed', where: { category: 'Shoes' } }, 'viewed a product with category "Shoes"'],
    [{ exitIntent: true }, 'is about to leave the page'],
    [{ idle: '45s' }, 'does nothing for 45s'],
    [{ slot: 'hero' }, 'sees the slot hero'],
    [{ schedule: { at: '09:00' } }, 'every day at 09:00'],
    [{ schedule: { at: '09:00', on: ['mon', 'thu'] } }, 'every mon, thu at 09:00'],
  ])('is set off by %j', (trigger, words) => {
    expect(describeTrigger(trigger)).toBe(words);
  });

  it.each<[Audience, string]>([
    [{}, 'everybody'],
    [{ all: ['a', 'b'] }, 'in a and b'],
    [{ any: ['a'] }, 'in a'],
    [{ any: ['a', 'b'], none: ['c', 'd'] }, 'in any of a, b; not in c, d'],
  ])('is for %j', (audience, words) => {
    expect(describeAudience(audience)).toBe(words);
  });

  it.each<[Limits, Offer | undefined, readonly string[]]>([
    [{}, undefined, []],
    [{ caps: [{ scope: 'campaign', max: 2, per: '7d' }] }, undefined, ['campaign: at most 2 in 7d']],
    [{ caps: [{ scope: 'all', max: 1, per: 'day' }] }, undefined, ['all campaigns: at most 1 a day']],
    [{ caps: [{ scope: 'channel', max: 3, per: 'lifetime' }] }, undefined, ['channel: at most 3 ever']],
    [{ caps: [{ scope: 'tag', tag: 'sale', max: 0, per: 'week' }] }, undefined, ['tag sale: never']],
    [
      { cooldown: '1h', quietHours: { from: '21:00', to: '08:00' } },
      undefined,
      ['1h after any other treatment', 'none from 21:00 to 08:00'],
    ],
    [
      {},
      {
        discount: 0.1,
        oncePer: '90d',
        perDay: 20,
        perMonth: 300,
        mostLeftCarts: 3,
        excludesSaleItems: true,
        leastMargin: 0.155,
      },
      [
        'one discount a person in 90d',
        '20 discounts a day in all',
        '300 discounts a month in all',
        'none after 3 left carts',
        'none with sale items',
        'none below a margin of 15.5 %',
      ],
    ],
  ])('is limited by %j and %j', (limits, offer, words) => {
    expect(describeLimits(offer === undefined ? { limits } : { limits, offer })).toEqual(words);
  });
});
