import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Condition } from '../../../core/segments/condition.ts';
import { HOUR, MINUTE, openSegments, type SegmentWorld } from './segment-world.ts';

let world: SegmentWorld;
beforeEach(async () => {
  world = await openSegments();
});
afterEach(() => world.close());

const VIEWED = { key: 'viewed', name: 'Viewed', when: { event: 'Product Viewed' } } as const;

describe('a server that stops while a segment is built', () => {
  it('stops at once, and builds the rest when it runs again', async () => {
    await world.event('ann', 'Product Viewed', {});
    const put = await world.engine().segments.put(world.site().siteId, VIEWED);
    expect(put).toMatchObject({ ok: true, value: { state: 'building' } });
    await world.restart(async () => {});
    expect(await world.membersOf('viewed')).toEqual(['ann']);
  });
});

describe('stages of a site', () => {
  it('are there after a restart, without any segment', async () => {
    const stages = [{ key: 'visitor', when: { event: 'Page Viewed' } }];
    await world.engine().segments.putStages(world.site().siteId, stages);
    await world.restart(async () => {});
    expect(world.engine().segments.of(world.site().siteId)?.catalog.stages).toEqual(stages);
  });
});

describe('a change of what a segment builds on', () => {
  const done = (name: string) => ({ event: `${name} Done` }) as const;

  it('leaves what other segments count as it was, once the new versions are in force', async () => {
    await world.put({ key: 'a', name: 'A', when: done('X') });
    await world.put({ key: 's', name: 'S', when: { all: [{ segment: 'a' }, done('K')] } });
    await world.put({ key: 'k', name: 'K', when: done('K') });
    await world.event('ann', 'K Done', {});
    await world.put({ key: 'a', name: 'A', when: done('Y') });
    await world.event('ann', 'Y Done', {});
    expect(await world.membersOf('k')).toEqual(['ann']);
    expect(await world.membersOf('a')).toEqual(['ann']);
    expect(await world.membersOf('s')).toEqual(['ann']);
  });

  it('moves nobody in the version that goes by stages in force, until the new one is complete', async () => {
    const putTrial = (when: Condition) =>
      world.engine().segments.putStages(world.site().siteId, [{ key: 'trial', when }]);
    await putTrial(done('X'));
    await world.put({ key: 'trials', name: 'Trials', when: { stage: 'trial' } });
    await world.pass(MINUTE);
    await world.event('ann', 'X Done', {});
    await world.pass(MINUTE);
    await putTrial(done('Y'));
    await world.settle();
    expect(await world.membersOf('trials')).toEqual([]);
    expect(await world.causesOf('ann')).toEqual(['event', 'definition']);
    await world.event('ann', 'Y Done', {});
    expect(await world.membersOf('trials')).toEqual(['ann']);
  });
});

describe('many segments that are put together', () => {
  it('tell everybody of all of them, also where that is more than the store takes at once', async () => {
    // All that one page of visitors is told of at once: the store takes 10,000 entries.
    const [visitors, keys] = [200, 51];
    const events = Array.from({ length: visitors }, (_, i) => ({
      id: `view${i}`,
      name: 'Product Viewed',
      time: world.now(),
      userId: `visitor${i}`,
    }));
    await world.engine().ingest(world.site(), { events });
    const segments = Array.from({ length: keys }, (_, i) => ({ ...VIEWED, key: `viewed-${i}` }));
    await world.engine().segments.putAll(world.site().siteId, { segments });
    await world.settle();
    expect(new Set(world.published.map(({ id }) => id)).size).toBe(visitors * keys);
    expect(world.published).toHaveLength(visitors * keys);
  });
});

describe('a segment that was deleted and is put again', () => {
  it('tells those whom it leaves outside that they left, though they do nothing more', async () => {
    await world.put(VIEWED);
    await world.pass(MINUTE);
    await world.event('ann', 'Product Viewed', {});
    await world.pass(MINUTE);
    await world.engine().segments.remove(world.site().siteId, 'viewed');
    await world.put({ key: 'other', name: 'Other', when: { event: 'Cart Viewed' } });
    await world.put({ ...VIEWED, when: { event: 'Product Viewed', count: { gte: 2 } } });
    expect(await world.membersOf('viewed')).toEqual([]);
    expect((await world.noticesOf('ann')).map(([type]) => type)).toEqual(['entered', 'left']);
    expect(await world.causesOf('ann')).toEqual(['event', 'definition']);
  });
});

describe('settings of a site that change', () => {
  async function change(settings: { timezone?: string; sessionGapMinutes?: number }): Promise<void> {
    const changed = await world.engine().sites.change(world.site().site, settings);
    expect(changed.ok).toBe(true);
    world.engine().segments.refresh(world.site().siteId);
    await world.settle();
  }

  it('move members to where they are under the new ones, whoever did something meanwhile or not', async () => {
    await world.put({ key: 'today', name: 'Today', when: { event: 'Product Viewed', within: 'today' } });
    await world.pass(MINUTE);
    await world.event('ann', 'Product Viewed', {});
    await world.pass(13 * HOUR);
    expect(await world.membersOf('today')).toEqual([]);
    // Noon and thirteen hours: past midnight in UTC, not in New York.
    await change({ timezone: 'America/New_York' });
    expect(await world.membersOf('today')).toEqual(['ann']);
    expect((await world.noticesOf('ann')).map(([type]) => type)).toEqual(['entered']);
    expect((await world.causesOf('ann')).toSorted()).toEqual(['definition', 'event', 'time']);
  });

  it('count sessions anew', async () => {
    const bounced = { event: 'Session Ended', where: { events: 1 } } as const;
    await world.put({ key: 'bounced', name: 'Bounced', when: bounced });
    await world.event('ann', 'Page Viewed', {});
    await world.pass(20 * MINUTE);
    await world.event('ann', 'Page Viewed', {});
    await world.pass(HOUR);
    expect(await world.membersOf('bounced')).toEqual([]);
    await change({ sessionGapMinutes: 10 });
    expect(await world.membersOf('bounced')).toEqual(['ann']);
  });

  it('are caught up with after a restart', async () => {
    await world.put({ key: 'today', name: 'Today', when: { event: 'Product Viewed', within: 'today' } });
    await world.event('ann', 'Product Viewed', {});
    await world.pass(13 * HOUR);
    await world.engine().sites.change(world.site().site, { timezone: 'America/New_York' });
    await world.restart(async () => {});
    expect(await world.membersOf('today')).toEqual(['ann']);
  });
});
