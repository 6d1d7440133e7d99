import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addSizes, type SizesSlice } from '../../../core/measurement/segment-sizes.ts';
import type { Condition } from '../../../core/segments/condition.ts';
import { DAY, HOUR, MINUTE, openSegments, type SegmentWorld } from '../segments/segment-world.ts';

let world: SegmentWorld;
beforeEach(async () => {
  world = await openSegments();
});
afterEach(() => world.close());

const put = (key: string, when: Condition) => world.put({ key, name: key, when });
const happen = (name: string, event: string, t: number) => world.event(name, event, { product_id: '1' }, t);

async function countAll(instants: readonly number[]): Promise<SizesSlice['sizes']> {
  const { sizes } = world.engine();
  let sum: SizesSlice['sizes'] = {};
  for (let after: SizesSlice['next'] = null; ; ) {
    const slice = await sizes.countAt(world.site().siteId, instants, after);
    if (!slice.ok) throw new Error(slice.code);
    sum = addSizes(sum, slice.value.sizes);
    after = slice.value.next;
    if (after === null) return sum;
  }
}

const CONDITIONS: Readonly<Record<string, Condition>> = {
  seen: { event: 'Product Viewed', within: '2h' },
  left: { sequence: [{ event: 'Product Added' }, { absent: 'Order Completed', for: '1h' }], within: '3h' },
  quiet: { idle: '90m' },
};

/** Half an hour apart from `t` on: what is worked out by hand stands beside it. */
async function tellStory(t: number): Promise<void> {
  await happen('ann', 'Product Viewed', t);
  await happen('bob', 'Product Viewed', t + 30 * MINUTE);
  await happen('bob', 'Product Added', t + 30 * MINUTE);
  await happen('cid', 'Product Added', t + HOUR);
  await happen('cid', 'Order Completed', t + 90 * MINUTE);
}
const HALVES = [-1, 0, 1, 2, 3, 4, 5, 6, 7, 8];
const WORKED_OUT = {
  // ann 0:00 to 2:00, bob 0:30 to 2:30
  seen: [0, 1, 2, 2, 2, 1, 0, 0, 0, 0],
  // bob added at 0:30: from 1:30 to 3:30
  left: [0, 0, 0, 0, 1, 1, 1, 1, 0, 0],
  // ann from 1:30, bob from 2:00, cid from 3:00
  quiet: [0, 0, 0, 0, 1, 2, 2, 3, 3, 3],
};

describe('sizes of segments over time', () => {
  it('are those worked out by hand, also for a past that lies before the segments', async () => {
    const t = world.now() - DAY;
    await tellStory(t);
    for (const [key, when] of Object.entries(CONDITIONS)) await put(key, when);
    expect(await countAll(HALVES.map((n) => t + n * 30 * MINUTE))).toEqual(WORKED_OUT);
  });

  it('are exact to the millisecond', async () => {
    const t = world.now() - DAY;
    await put('seen', CONDITIONS.seen as Condition);
    await happen('ann', 'Product Viewed', t);
    expect(await countAll([t - 1, t, t + 2 * HOUR - 1, t + 2 * HOUR])).toEqual({ seen: [0, 1, 1, 0] });
  });

  it('of now are those that the list says, and of any instant what each visitor is told', async () => {
    for (const [key, when] of Object.entries(CONDITIONS)) await put(key, when);
    await tellStory(world.now());
    await world.pass(3 * HOUR);
    const { segments, history } = world.engine();
    const { siteId } = world.site();
    const counted = await countAll([world.now()]);
    const listed = await segments.list(siteId);
    expect(counted).toEqual(Object.fromEntries(listed.map(({ key, size }) => [key, [size]])));
    for (let t = world.now() - 3 * HOUR; t <= world.now(); t += 7 * MINUTE) {
      const held: string[] = [];
      for (const name of ['ann', 'bob', 'cid']) {
        const told = await history.membershipsAt(siteId, world.visitorOf(name), t);
        if (told.ok) held.push(...told.value.map(({ key }) => key));
      }
      const sizes = Object.keys(CONDITIONS).map((key) => [key, [held.filter((one) => one === key).length]]);
      expect([t, await countAll([t])]).toEqual([t, Object.fromEntries(sizes)]);
    }
  });

  it('come a slice of visitors at a time, which add up', async () => {
    await put('seen', { event: 'Product Viewed' });
    const t = world.now();
    for (let n = 0; n < 205; n++) await happen(`v${n}`, 'Product Viewed', t);
    const { sizes } = world.engine();
    const first = await sizes.countAt(world.site().siteId, [t], null);
    expect(first).toMatchObject({ ok: true, value: { visitors: 100, sizes: { seen: [100] } } });
    expect(await countAll([t - 1, t])).toEqual({ seen: [0, 205] });
    expect(await sizes.readSpan(world.site().siteId, null)).toMatchObject({ visitors: 100, total: 205 });
  });

  it('are those of the version in force while the next is built, and none where nothing is defined', async () => {
    const t = world.now();
    await happen('ann', 'Product Viewed', t);
    expect(await countAll([t])).toEqual({});
    await put('seen', { event: 'Product Viewed' });
    await put('seen', { event: 'Product Added' });
    expect(await countAll([t])).toEqual({ seen: [0] });
  });

  it('before what is kept are refused, and known after it', async () => {
    await put('seen', { event: 'Product Viewed', within: '30d' });
    const t = world.now();
    await happen('ann', 'Product Viewed', t);
    await world.pass(200 * DAY);
    await happen('ann', 'Product Viewed', world.now());
    const { sizes, retention } = world.engine();
    const { siteId } = world.site();
    await retention.retireEvents(siteId, 180);
    await world.settle();
    const { knownAfter, first, last } = await sizes.readSpan(siteId, null);
    expect([knownAfter, first, last]).toEqual([t + 30 * DAY - 1, t, t + 200 * DAY]);
    expect(await sizes.countAt(siteId, [t + 30 * DAY - 1], null)).toMatchObject({
      ok: false,
      code: 'truncated',
    });
    expect(await countAll([t + 30 * DAY, t + 200 * DAY - 1, t + 200 * DAY])).toEqual({ seen: [0, 0, 1] });
  });

  it('count a person once, also for the time before two devices were one person', async () => {
    await put('seen', { event: 'Product Viewed', within: '2h' });
    const t = world.now();
    const consent = { analytics: true, personalization: true };
    const view = { name: 'Product Viewed', consent, properties: { product_id: '1' } };
    const events = ['1', '2'].flatMap((digit, n) => {
      const device = digit.repeat(32);
      return [
        { ...view, id: `v${n}`, device, time: t + n * 30 * MINUTE },
        { ...view, id: `l${n}`, device, userId: 'ann', time: t + n * 30 * MINUTE + HOUR },
      ];
    });
    await world.pass(2 * HOUR);
    const taken = await world.engine().ingest(world.site(), { events });
    expect(taken).toMatchObject({ value: { accepted: 4, counted: 0, refused: [] } });
    await world.settle();
    const links = await world.store().readLinks(world.site().siteId, [world.visitorOf('ann')]);
    expect(links.length).toBeGreaterThan(0);
    const instants = [-1, 0, 1, 2, 3, 6, 7, 8].map((halves) => t + halves * 30 * MINUTE);
    expect(await countAll(instants)).toEqual({ seen: [0, 1, 1, 1, 1, 1, 0, 0] });
  });
});
