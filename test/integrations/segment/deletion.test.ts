/** Segment's deletion requests: by user id alone, as often as Segment likes, and for good. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { call, DEVICE, sampleOf } from './events.ts';
import { openWorld, type SegmentEvent, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.stop());
beforeEach(() => world.tap.clear());

/** As Segment sends it. */
const remove = (userId: string | null, more: object = {}) =>
  world.destination.onDelete?.(
    {
      type: 'delete',
      messageId: 'delete-reg-1',
      timestamp: '2026-01-05T12:00:00.000Z',
      context: null,
      integrations: null,
      userId,
      ...more,
    } as never,
    world.settings as never,
  );

describe('a deletion request', () => {
  it('by user id reaches the devices and the address that were linked to them', async () => {
    const own = { userId: 'leaver-1' };
    await world.one('Identify Calls', { ...sampleOf('Identify Calls'), ...own });
    await world.one('Track Calls', { ...sampleOf('Track Calls'), ...own });
    expect(await world.namesOf({ device: DEVICE })).toContain('Product Viewed');
    await remove('leaver-1');
    expect(await world.namesOf(own)).toBeNull();
    expect(await world.namesOf({ device: DEVICE })).toBeNull();
    const sent = world.tap.sent.at(-1);
    expect(sent).toMatchObject({ method: 'POST', path: '/v1/erasures' });
    expect(JSON.parse(sent?.body ?? '')).toEqual({ inner: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  it('a second time finds nothing, which is no fault', async () => {
    await world.one('Track Calls', { ...sampleOf('Track Calls'), userId: 'leaver-2', anonymousId: null });
    const first = (await remove('leaver-2')) as unknown as { data: { removed: { entries: number } } };
    const second = (await remove('leaver-2')) as unknown as typeof first;
    expect(first.data.removed.entries).toBeGreaterThan(0);
    expect(second.data.removed.entries).toBe(0);
  });

  it('keeps out what Segment replays of their time', async () => {
    const event: SegmentEvent = { ...sampleOf('Track Calls'), userId: 'leaver-3', anonymousId: null };
    await world.one('Track Calls', event);
    await remove('leaver-3');
    const replayed = { ...event, messageId: 'replayed-under-a-new-id' };
    await expect(world.one('Track Calls', replayed)).rejects.toMatchObject({ status: 410 });
    expect(await world.many('Track Calls', [event, replayed])).toMatchObject([
      { status: 410 },
      { status: 410 },
    ]);
    expect(await world.namesOf({ userId: 'leaver-3' })).toBeNull();
  });

  it('of a device takes that as well', async () => {
    const anonymousId = 'AAAAAAAA-BBBB-4CCC-8DDD-EEEEEEEEEEEE';
    await world.one('Track Calls', {
      ...call('track', { event: 'Product Viewed' }),
      userId: null,
      anonymousId,
    });
    const device = anonymousId.replaceAll('-', '').toLowerCase();
    expect(await world.namesOf({ device })).toEqual(['Product Viewed']);
    await remove(null, { anonymousId });
    expect(await world.namesOf({ device })).toBeNull();
  });

  it('of a device without a random id takes that too', async () => {
    const event = {
      ...call('track', { event: 'Product Viewed' }),
      userId: null,
      anonymousId: 'kiosk-of-ann',
    };
    await world.one('Track Calls', event);
    const [message] = world.messages();
    const { anonymousId } = message as { anonymousId: string };
    expect(await world.namesOf({ device: anonymousId })).toEqual(['Product Viewed']);
    await remove(null, { anonymousId: 'kiosk-of-ann' });
    expect(await world.namesOf({ device: anonymousId })).toBeNull();
  });

  it.each([null, '', 'null', ' GUEST '])('that names nobody is done at once: %j', async (userId) => {
    expect(await remove(userId)).toMatchObject({ status: 200 });
    expect(world.tap.sent).toEqual([]);
  });

  it('that the server cannot take now fails, so that Segment tries again', async () => {
    world.tap.prescribe({ status: 503, body: {} });
    await expect(remove('leaver-4')).rejects.toMatchObject({ response: { status: 503 } });
    world.tap.prescribe(null);
  });
});
