/** Engage audiences: connected once, then true or false for each user, and a segment of ours in the end. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { call } from './events.ts';
import { openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.stop());
beforeEach(() => world.tap.clear());

const create = (audienceName: string, audienceSettings: object = {}) =>
  world.destination.createAudience({ settings: world.settings, audienceName, audienceSettings } as never);
const get = (externalId: string) =>
  world.destination.getAudience({ settings: world.settings, externalId } as never);
const segmentOf = (key: string) => world.site.ask('GET', `/v1/segments/${key}`);

const membership = (userId: string, key: string, isMember: unknown, type = 'identify') =>
  call(type, {
    userId,
    anonymousId: null,
    ...(type === 'identify' ? { traits: { [key]: isMember } } : { event: 'Audience Entered' }),
    ...(type === 'track' && { properties: { audience_key: key, [key]: isMember } }),
    context: {
      personas: {
        computation_class: 'audience',
        computation_key: key,
        external_audience_id: `audience_${key}`,
      },
    },
  });

describe('an audience', () => {
  it.each([
    ['VIP', 'audience_vip'],
    ['High value customers', 'audience_high_value_customers'],
    ['cart-abandoners 2026', 'audience_cart_abandoners_2026'],
    ['50% off', /^audience_50__off_[0-9a-f]{8}$/],
    ['Stammkäufer', /^audience_stammk_ufer_[0-9a-f]{8}$/],
    ['お得意様', /^audience_+[0-9a-f]{8}$/],
    ['x'.repeat(90), /^audience_x{40}_[0-9a-f]{8}$/],
  ])('%s becomes a trait, and a segment that asks for it', async (name, id) => {
    const { externalId } = (await create(name)) as { externalId: string };
    expect(externalId).toMatch(id);
    const { status, body } = await segmentOf(externalId.replaceAll('_', '-'));
    expect(status).toBe(200);
    expect(body).toMatchObject({ when: { trait: externalId, eq: true } });
    expect(await get(externalId)).toEqual({ externalId });
  });

  it('may be given another trait', async () => {
    expect(await create('VIP', { trait: 'is_vip' })).toEqual({ externalId: 'is_vip' });
  });

  it.each(['Very Important', 'vip-users', '_vip', 'x'.repeat(65)])(
    'is given no trait that no condition could ask for: %s',
    async (trait) => {
      await expect(create('VIP', { trait })).rejects.toThrow(/The Trait Name may hold/);
      expect(world.tap.sent).toEqual([]);
    },
  );

  it('that is connected again leaves the segment as somebody changed it', async () => {
    const when = { all: [{ trait: 'audience_kept', eq: true }, { event: 'Order Completed' }] };
    await create('Kept');
    await world.site.ask('PUT', '/v1/segments/audience-kept', { name: 'Kept', when });
    expect(await create('Kept')).toEqual({ externalId: 'audience_kept' });
    expect((await segmentOf('audience-kept')).body).toMatchObject({ when });
  });

  it('without a name, or whose segment is gone, is an error', async () => {
    await expect(create('')).rejects.toMatchObject({ status: 400 });
    await expect(get('audience_gone')).rejects.toMatchObject({ status: 404 });
  });

  it.each(['identify', 'track'])('says of each user of a batch whether they are in it: %s', async (type) => {
    await create(`Said by ${type}`);
    const key = `said_by_${type}`;
    const users = [`in-${type}`, `out-${type}`, `left-${type}`];
    const [inside = '', outside = '', left = ''] = users;
    const nodes = await world.many('Engage Audiences', [
      membership(inside, key, true, type),
      membership(outside, key, false, type),
      membership(left, key, true, type),
      membership(left, key, false, type),
      membership(left, key, 'perhaps', type),
    ]);
    expect(nodes.map(({ status }) => status)).toEqual([200, 200, 200, 200, 400]);
    const memberOf = async (userId: string) =>
      (await world.segmentsOf({ userId })).includes(`audience-said-by-${type}`);
    expect(await Promise.all(users.map(memberOf))).toEqual([true, false, false]);
    await world.one('Engage Audiences', membership(outside, key, true, type));
    expect(await memberOf(outside)).toBe(true);
  });

  it('without a name for its trait is refused, alone and in a batch', async () => {
    const personas = { computation_class: 'audience', computation_key: 'x', external_audience_id: '' };
    const event = { ...membership('nameless', 'x', true), context: { personas } };
    await expect(world.one('Engage Audiences', event)).rejects.toMatchObject({ status: 400 });
    expect((await world.many('Engage Audiences', [event])).map(({ status }) => status)).toEqual([400]);
    expect(world.tap.sent).toEqual([]);
  });

  it('that was never connected is set under its own key', async () => {
    const event = membership('direct', 'loose', true);
    const personas = { computation_class: 'audience', computation_key: 'loose' };
    await world.one('Engage Audiences', { ...event, context: { personas } });
    expect(world.messages()).toMatchObject([{ type: 'identify', traits: { loose: true } }]);
  });
});
