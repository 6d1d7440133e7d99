import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../../core/entry.ts';
import type { Condition, SegmentDefinition } from '../../../core/segments/condition.ts';
import { createRandom, type Random } from './brute/random.ts';
import { DAY, HOUR, MINUTE, openSegments, type SegmentWorld } from './segment-world.ts';
import { liveThrough, type Visit } from './two-lives.ts';

const named = (key: string, when: Condition): SegmentDefinition => ({ key, name: key, when });
const ofAccount = (key: string, account: Condition): SegmentDefinition => named(key, { account });

const SEGMENTS: readonly SegmentDefinition[] = [
  ofAccount('used-often', { event: 'Feature Used', count: { gte: 9 } }),
  ofAccount('few-uses', { event: 'Feature Used', count: { lt: 14 } }),
  ofAccount('spent', { event: 'Order Completed', sum: { of: 'revenue', gte: 90 } }),
  ofAccount('features', { event: 'Feature Used', distinct: { of: 'feature_id', gte: 3 } }),
  ofAccount('same-thrice', { event: 'Feature Used', count: { gte: 4 }, per: 'feature_id' }),
  ofAccount('quiet', { idle: '15d' }),
  ofAccount('since-order', { since: 'Order Completed', gte: '40d' }),
  ofAccount('lately', { event: 'Feature Used', within: '30d', count: { gte: 2 } }),
  ofAccount('paying', { sequence: [{ event: 'Order Completed' }, { absent: 'Signed Out', for: '1h' }] }),
  ofAccount('buyers', { rfm: { frequency: { gte: 4 } } }),
  ofAccount('team', { trait: 'plan', eq: 'team' }),
  named('own-uses', { event: 'Feature Used', count: { gte: 4 } }),
];
const NAMES = ['ann', 'ben', 'cid', 'dot'];

let sent = 0;

function propertiesOf(kind: string, random: Random): { [key: string]: Json } {
  if (kind === 'Feature Used') return { feature_id: `F-${random.below(4)}` };
  if (kind === 'Traits Updated') return { plan: random.pick(['team', 'solo']) };
  return kind === 'Order Completed'
    ? { order_id: `O-${sent}`, revenue: random.pick([0.1, 19.99, 33.33]) }
    : {};
}

function drawVisit(random: Random, name: string, now: number): Visit {
  let t = now - 2 * HOUR;
  const account = random.pick(['acme', 'acme', 'acme', 'other']);
  const events = Array.from({ length: 1 + random.below(4) }, () => {
    t += random.pick([0, 1, MINUTE, 20 * MINUTE, 30 * MINUTE]);
    const kind = random.pick([
      'Feature Used',
      'Feature Used',
      'Feature Used',
      'Order Completed',
      'Signed Out',
      'Traits Updated',
    ]);
    return {
      id: `${random.below(10)}-${sent++}`,
      name: kind,
      t,
      properties: propertiesOf(kind, random),
      ...(random.chance(0.8) && { account }),
    };
  });
  return { name, events };
}

describe('retention of what accounts did', () => {
  let worlds: readonly [retired: SegmentWorld, whole: SegmentWorld];
  beforeEach(async () => {
    worlds = [await openSegments(), await openSegments()];
  });
  afterEach(async () => {
    for (const world of worlds) await world.close();
  });

  it('neither adds, doubles nor revokes a notice, and moves nobody', { timeout: 120_000 }, async () => {
    const [retired, whole] = worlds;
    for (const world of worlds) for (const definition of SEGMENTS) await world.put(definition);
    const went = await liveThrough({ retired, whole, names: NAMES, random: createRandom(5), drawVisit });
    expect(went).toBeGreaterThan(40);
    const told = new Set<string>();
    for (const name of NAMES) {
      const notices = await whole.noticesOf(name);
      for (const [, key] of notices) told.add(key);
      expect(await retired.noticesOf(name)).toEqual(notices);
      expect(await retired.revokedOf(name)).toEqual(await whole.revokedOf(name));
    }
    expect([...told].toSorted()).toEqual(SEGMENTS.map(({ key }) => key).toSorted());
    for (const { key } of SEGMENTS) expect(await retired.membersOf(key)).toEqual(await whole.membersOf(key));
  });

  it('says since when an account counts, where events had gone before anybody asked for accounts', async () => {
    const [world] = worlds;
    const { siteId } = world.site();
    const use = (account: string) =>
      world.event('ann', 'Feature Used', { feature_id: '1' }, world.now(), { account });
    await world.put(named('own', { event: 'Feature Used' }));
    await use('acme');
    await world.leap(200 * DAY);
    await world.engine().retention.retireEvents(siteId, 180);
    const horizon = new Date(world.now() - 180 * DAY).toISOString();
    await world.put(ofAccount('life', { event: 'Feature Used', count: { gte: 2 } }));
    await world.put(ofAccount('window', { event: 'Feature Used', within: '90d', count: { gte: 2 } }));
    await use('acme');
    expect(await world.membersOf('life')).toEqual([]);
    await use('acme');
    expect(await world.membersOf('life')).toEqual(['ann']);
    const list = await world.engine().segments.list(siteId);
    expect(list.map(({ key, truncatedSince }) => [key, truncatedSince])).toEqual([
      ['life', horizon],
      ['own', undefined],
      ['window', undefined],
    ]);
  });

  it('tells first what time did to the others, whom nothing of their own is taken from', async () => {
    const [world] = worlds;
    await world.put(ofAccount('lately', { event: 'Feature Used', within: '30d' }));
    await world.put(ofAccount('long', { event: 'Feature Used', within: '60d' }));
    const used = world.now();
    await world.event('ben', 'Feature Used', {}, used, { account: 'acme' });
    await world.pass(10 * DAY);
    const joined = world.now();
    await world.event('ann', 'Page Viewed', {}, joined, { account: 'acme' });
    // No timer rings any more.
    await world.engine().segments.stop();
    await world.leap(175 * DAY);
    const { siteId } = world.site();
    expect(await world.engine().retention.retireEvents(siteId, 180)).toBe(1);
    await world.engine().book.refold(siteId, world.visitorOf('ann'));
    expect(await world.noticesOf('ann')).toEqual([
      ['entered', 'lately', joined],
      ['entered', 'long', joined],
      ['left', 'lately', used + 30 * DAY],
      ['left', 'long', used + 60 * DAY],
    ]);
  });

  it('knows the past of nobody whose account is no longer kept whole', async () => {
    const [world] = worlds;
    const { siteId } = world.site();
    await world.put(ofAccount('lately', { event: 'Feature Used', within: '30d' }));
    const used = world.now();
    await world.event('ann', 'Feature Used', {}, used, { account: 'acme' });
    await world.leap(170 * DAY);
    await world.event('ben', 'Page Viewed', {}, world.now(), { account: 'acme' });
    await world.leap(20 * DAY);
    await world.engine().retention.retireEvents(siteId, 180);
    const ask = (name: string, t: number) =>
      world.engine().history.membershipsAt(siteId, world.visitorOf(name), t);
    expect(await ask('ben', used + 30 * DAY - 1)).toMatchObject({ ok: false, code: 'truncated' });
    expect(await ask('ben', used + 30 * DAY)).toEqual({ ok: true, value: [] });
  });
});
