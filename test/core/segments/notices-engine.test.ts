import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SegmentDefinition } from '../../../core/segments/condition.ts';
import { DAY, HOUR, openSegments, type SegmentWorld } from './segment-world.ts';

const VIEWED_LATELY: SegmentDefinition = {
  key: 'viewed-lately',
  name: 'Viewed lately',
  when: { event: 'Product Viewed', within: '7d' },
};

let world: SegmentWorld;
beforeEach(async () => {
  world = await openSegments();
});
afterEach(() => world.close());

describe('a segment with a window', () => {
  it('is left when the window slides out, with nothing happening, exactly once', async () => {
    await world.put(VIEWED_LATELY);
    const t = world.now();
    await world.event('ann', 'Product Viewed', { product_id: '1' });
    expect(await world.noticesOf('ann')).toEqual([['entered', 'viewed-lately', t]]);
    await world.pass(7 * DAY - 1);
    expect(await world.membersOf('viewed-lately')).toEqual(['ann']);
    await world.pass(1);
    expect(await world.noticesOf('ann')).toEqual([
      ['entered', 'viewed-lately', t],
      ['left', 'viewed-lately', t + 7 * DAY],
    ]);
    expect(await world.membersOf('viewed-lately')).toEqual([]);
  });

  it('tells after downtime what happened meanwhile, with the true instants', async () => {
    await world.put(VIEWED_LATELY);
    const t = world.now();
    await world.event('ann', 'Product Viewed', { product_id: '1' });
    await world.restart(() => world.skip(9 * DAY));
    expect((await world.noticesOf('ann')).at(-1)).toEqual(['left', 'viewed-lately', t + 7 * DAY]);
  });
});

describe('a late event', () => {
  it('revokes what it made untrue and tells what is', async () => {
    await world.put(VIEWED_LATELY);
    const t = world.now();
    await world.event('ann', 'Product Viewed', { product_id: '1' });
    await world.pass(HOUR);
    await world.event('ann', 'Product Viewed', { product_id: '1' }, t - HOUR);
    expect(await world.noticesOf('ann')).toEqual([['entered', 'viewed-lately', t - HOUR]]);
    expect(await world.revokedOf('ann')).toEqual([['entered', 'viewed-lately', t]]);
  });
});

describe('a definition that changes', () => {
  it('moves only those whose membership it changes', async () => {
    await world.put({ ...VIEWED_LATELY, when: { event: 'Product Viewed', within: '7d', count: { gte: 3 } } });
    await world.pass(HOUR);
    const t = world.now();
    for (const n of [0, 1, 2, 3, 4])
      await world.event('ann', 'Product Viewed', { product_id: `${n}` }, t - n);
    for (const n of [0, 1, 2]) await world.event('ben', 'Product Viewed', { product_id: `${n}` }, t - n);
    expect(await world.membersOf('viewed-lately')).toEqual(['ann', 'ben']);
    await world.pass(HOUR);
    await world.put({ ...VIEWED_LATELY, when: { event: 'Product Viewed', within: '7d', count: { gte: 5 } } });
    expect(await world.membersOf('viewed-lately')).toEqual(['ann']);
    expect((await world.noticesOf('ann')).length).toBe(1);
    expect((await world.noticesOf('ben')).map(([type]) => type)).toEqual(['entered', 'left']);
    expect(await world.causesOf('ben')).toEqual(['event', 'definition']);
  });
});
