import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordFacts } from '../../../core/catalogue/facts.ts';
import { DAY, HOUR, openSegments, type SegmentWorld } from './segment-world.ts';

let world: SegmentWorld;
beforeEach(async () => {
  world = await openSegments();
});
afterEach(() => world.close());

const priceRose = async (product: number, time = world.now()): Promise<void> => {
  const facts = [{ name: 'Price Increased', time, properties: { product_id: product, from: 1, to: 2 } }];
  const { append, now } = world.engine();
  const recorded = await recordFacts(world.site(), { facts }, { append, now });
  if (!recorded.ok) throw new Error(recorded.hint);
  await world.settle();
};

describe('a segment that looks at facts of the site', () => {
  beforeEach(() =>
    world.put({
      key: 'seen-before-rise',
      name: 'Seen before the price rose',
      when: {
        event: 'Product Viewed',
        per: 'product_id',
        before: { site: 'Price Increased', age: { gte: '1d', lt: '3d' } },
      },
    }),
  );

  it('is entered and left by the age of the fact alone, by whom it concerns', async () => {
    await world.event('ann', 'Product Viewed', { product_id: '7' });
    await world.event('ben', 'Product Viewed', { product_id: '8' });
    await world.pass(HOUR);
    const rose = world.now();
    await priceRose(7);
    await world.pass(4 * DAY);
    expect(await world.noticesOf('ann')).toEqual([
      ['entered', 'seen-before-rise', rose + DAY],
      ['left', 'seen-before-rise', rose + 3 * DAY],
    ]);
    expect(await world.noticesOf('ben')).toEqual([]);
  });

  it('hears of a fact that is told late as if it had been known', async () => {
    await world.event('ann', 'Product Viewed', { product_id: '7' });
    await world.pass(5 * DAY);
    const rose = world.now() - 2 * DAY;
    await priceRose(7, rose);
    expect(await world.noticesOf('ann')).toEqual([['entered', 'seen-before-rise', rose + DAY]]);
  });
});

describe('a segment that looks at the account', () => {
  it('moves everybody of the account when a fact of it changes', async () => {
    await world.put({ key: 'big', name: 'Big accounts', when: { account: 'seats', gte: 10 } });
    const [account] = await world.engine().accounts.upsert(world.site(), [{ id: 'acme', seats: 5 }]);
    if (account === undefined) throw new Error('no account');
    await world.event('ann', 'Page Viewed', {}, world.now(), { account: 'acme' });
    expect(await world.membersOf('big')).toEqual([]);
    await world.pass(HOUR);
    await world.engine().accounts.upsert(world.site(), [{ id: 'acme', seats: 12 }]);
    expect(await world.membersOf('big')).toEqual(['ann']);
  });
});
