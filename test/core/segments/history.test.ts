import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Condition } from '../../../core/segments/condition.ts';
import type { Held } from '../../../core/segments/history.ts';
import { DAY, HOUR, MINUTE, openSegments, type SegmentWorld } from './segment-world.ts';

let world: SegmentWorld;
beforeEach(async () => {
  world = await openSegments();
});
afterEach(() => world.close());

const put = (key: string, when: Condition) => world.put({ key, name: key, when });
const view = (product: string, t = world.now()) =>
  world.event('ann', 'Product Viewed', { product_id: product }, t);

async function heldAt(t: number, name = 'ann'): Promise<readonly Held[]> {
  const { history } = world.engine();
  const held = await history.membershipsAt(world.site().siteId, world.visitorOf(name), t);
  if (!held.ok) throw new Error(held.code);
  return held.value;
}

async function refusalAt(t: number, name = 'ann') {
  const { history } = world.engine();
  const held = await history.membershipsAt(world.site().siteId, world.visitorOf(name), t);
  return held.ok ? null : [held.code, held.at];
}

/** Which segments explanations say hold, and until when. */
async function explainedAt(t: number, keys: readonly string[]): Promise<readonly unknown[]> {
  const { history } = world.engine();
  const told: unknown[] = [];
  for (const key of keys) {
    const answer = await history.explain(world.site().siteId, world.visitorOf('ann'), key, t);
    if (!answer.ok) throw new Error(answer.code);
    if (answer.value.holds) told.push({ key, until: answer.value.until });
  }
  return told;
}

describe('memberships as of an instant', () => {
  it('are exact at any instant: before, between and after events, and in the future', async () => {
    await put('viewed', { event: 'Product Viewed', within: '7d' });
    const t = world.now();
    await view('1', t);
    await world.pass(10 * DAY);
    await view('2', t + 10 * DAY);
    const first = [{ key: 'viewed', since: t, until: t + 7 * DAY }];
    const second = [{ key: 'viewed', since: t + 10 * DAY, until: t + 17 * DAY }];
    expect(await heldAt(t - 1)).toEqual([]);
    expect(await heldAt(t)).toEqual(first);
    expect(await heldAt(t + 7 * DAY - 1)).toEqual(first);
    expect(await heldAt(t + 7 * DAY)).toEqual([]);
    expect(await heldAt(t + 10 * DAY)).toEqual(second);
    expect(await heldAt(t + 17 * DAY - 1)).toEqual(second);
    expect(await heldAt(t + 17 * DAY)).toEqual([]);
    expect(await heldAt(t + 4_000 * DAY)).toEqual([]);
  });

  it('take in time that passed without an event', async () => {
    await put('quiet', { idle: '3d' });
    const t = world.now();
    await view('1', t);
    await world.skip(3 * DAY - 1);
    expect(await heldAt(world.now())).toEqual([]);
    await world.skip(1);
    expect(await heldAt(world.now())).toEqual([{ key: 'quiet', since: t + 3 * DAY, until: null }]);
  });

  it('know a late event as of its own time', async () => {
    await put('viewed', { event: 'Product Viewed', within: '7d' });
    const t = world.now();
    await view('1', t);
    await world.pass(HOUR);
    await view('2', t - 2 * DAY);
    expect(await heldAt(t - DAY)).toEqual([{ key: 'viewed', since: t - 2 * DAY, until: t + 5 * DAY }]);
  });

  it('count nothing of the site that came later', async () => {
    await put('dearer', {
      event: 'Product Viewed',
      per: 'product_id',
      before: { site: 'Price Increased', age: { lte: '30d' } },
    });
    const t = world.now();
    await view('1', t);
    await world.pass(DAY);
    const rise = { name: 'Price Increased', t: world.now(), properties: { product_id: '1' } };
    await world.engine().append([
      {
        ...rise,
        site: world.site().siteId,
        id: 'rise',
        type: 'fact',
        visitor: null,
        receivedAt: rise.t,
        source: 'server',
      },
    ]);
    await world.settle();
    expect(await heldAt(t + DAY - 1)).toEqual([]);
    expect(await explainedAt(t + HOUR, ['dearer'])).toEqual([]);
    const { history } = world.engine();
    const before = await history.explain(world.site().siteId, world.visitorOf('ann'), 'dearer', t + HOUR);
    expect(before.ok && [before.value.holds, before.value.until]).toEqual([false, null]);
    expect((await heldAt(t + DAY)).map(({ key, since }) => [key, since])).toEqual([['dearer', t + DAY]]);
  });

  it('are those of the version in force, also for the past', async () => {
    await put('viewed', { event: 'Product Viewed', within: '7d' });
    const t = world.now();
    await view('1', t);
    await world.pass(HOUR);
    await put('viewed', { event: 'Product Viewed', within: '2d' });
    expect(await heldAt(t)).toEqual([{ key: 'viewed', since: t, until: t + 2 * DAY }]);
  });

  it('stand still while analytics is declined', async () => {
    await put('viewed', { event: 'Product Viewed' });
    const t = world.now();
    await view('1', t);
    await world.pass(HOUR);
    const no = {
      site: world.site().siteId,
      id: 'no',
      type: 'consent',
      name: 'Consent',
      source: 'server',
    } as const;
    await world.engine().append([
      {
        ...no,
        t: t + HOUR,
        receivedAt: t + HOUR,
        visitor: world.visitorOf('ann'),
        properties: { purposes: { analytics: false }, source: 'form' },
      },
    ]);
    await world.settle();
    expect((await heldAt(t + HOUR - 1)).map(({ key }) => key)).toEqual(['viewed']);
    expect(await heldAt(t + HOUR)).toEqual([]);
    const { history } = world.engine();
    const why = await history.explain(world.site().siteId, world.visitorOf('ann'), 'viewed', t + HOUR);
    expect(why).toMatchObject({
      value: { holds: false, withheld: 'analytics declined', node: { holds: true } },
    });
  });

  it('before the kept history are refused, and known after it', async () => {
    await put('viewed', { event: 'Product Viewed', within: '30d' });
    const t = world.now();
    await view('1', t);
    await world.pass(200 * DAY);
    await view('2', t + 200 * DAY);
    await world.engine().retention.retireEvents(world.site().siteId, 180);
    await world.settle();
    expect(await refusalAt(t - 1)).toEqual(['truncated', 'at']);
    expect(await refusalAt(t)).toEqual(['truncated', 'at']);
    // Until then the window may look at the event that went.
    expect(await refusalAt(t + 30 * DAY - 1)).toEqual(['truncated', 'at']);
    expect(await heldAt(t + 30 * DAY)).toEqual([]);
    expect((await heldAt(world.now())).map(({ key }) => key)).toEqual(['viewed']);
  });

  it('of nobody are refused', async () => {
    await put('viewed', { event: 'Product Viewed' });
    expect(await refusalAt(world.now(), 'nobody')).toEqual(['not_found', 'visitor']);
  });

  it('read from the log are what was read at the time, and explanations agree', async () => {
    const conditions: Readonly<Record<string, Condition>> = {
      thrice: { event: 'Product Viewed', within: '2d', count: { gte: 3 } },
      same: {
        event: 'Product Viewed',
        per: 'product_id',
        count: { gte: 2 },
        unless: { event: 'Product Added' },
      },
      cart: {
        sequence: [{ event: 'Product Added' }, { absent: 'Order Completed', for: '1h' }],
        within: '3d',
      },
      today: { event: 'Product Viewed', within: 'today', count: { gte: 2 } },
      browsing: { event: 'Product Viewed', within: 'session', count: { gte: 2 } },
      bounced: { event: 'Session Ended', where: { events: 1 }, within: '5d' },
      quiet: { all: [{ idle: '12h' }, { not: { segment: 'cart' } }] },
      part: { random: 0.5, seed: 's' },
    };
    for (const [key, when] of Object.entries(conditions)) await put(key, when);
    const asked: { t: number; held: readonly Held[] }[] = [];
    const ask = async () => void asked.push({ t: world.now(), held: await heldAt(world.now()) });
    const names = ['Product Viewed', 'Product Viewed', 'Product Added', 'Product Viewed', 'Order Completed'];
    for (let n = 0; n < 24; n++) {
      await world.event('ann', names[n % names.length] ?? '', { product_id: `${n % 3}` });
      await ask();
      await world.pass(([MINUTE, 29 * MINUTE, 30 * MINUTE, 7 * HOUR, DAY][(n * 7) % 5] ?? 0) - 1);
      await ask();
      await world.pass(1);
    }
    expect(asked.some(({ held }) => held.length > 3)).toBe(true);
    for (const { t, held } of asked) {
      expect([t, await heldAt(t)]).toEqual([t, held]);
      const explained = await explainedAt(t, Object.keys(conditions).toSorted());
      expect([t, explained]).toEqual([t, held.map(({ key, until }) => ({ key, until }))]);
    }
  });
});
