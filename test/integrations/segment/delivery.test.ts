/** Every action and every preset, alone and in batches, from Segment's trigger to what the real server holds. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { call, DEVICE, EMAIL, PRESETS, sampleOf, USER } from './events.ts';
import { openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.stop());
beforeEach(() => world.tap.clear());

describe.each(PRESETS)('%s', (preset) => {
  it('sends one event as a batch of one, which is taken', async () => {
    const results = await world.one(preset, sampleOf(preset));
    expect(results).toMatchObject([
      { output: 'Mappings resolved' },
      { output: 'Payload validated' },
      { output: 'Action Executed', data: { status: 200 } },
    ]);
    expect(world.tap.sent).toHaveLength(1);
    expect(world.tap.sent[0]).toMatchObject({
      method: 'POST',
      path: '/v1/batch',
      headers: {
        authorization: `Basic ${Buffer.from(`${world.site.secretKey}:`).toString('base64')}`,
        'content-type': 'application/json',
      },
    });
    expect(world.messages()).toHaveLength(1);
  });

  it('sends many events in one request, each of which gets its own answer', async () => {
    const events = [sampleOf(preset), call('delete'), sampleOf(preset), sampleOf(preset)];
    const nodes = await world.many(preset, events);
    expect(nodes.map(({ status }) => status)).toEqual([200, 400, 200, 200]);
    expect(world.tap.sent).toHaveLength(1);
    const messages = world.messages();
    expect(nodes.flatMap(({ sent, status }) => (status === 200 ? [sent] : []))).toEqual(messages);
    expect(messages.map(({ messageId }) => messageId)).toEqual(
      [events[0], events[2], events[3]].map((event) => event?.messageId),
    );
  });

  it('sends nothing when it takes none of a batch', async () => {
    const nodes = await world.many(preset, [call('delete'), call('delete')]);
    expect(nodes).toEqual([]);
    expect(world.tap.sent).toEqual([]);
  });

  it('takes nothing that Inkling itself told Segment', async () => {
    const event = sampleOf(preset);
    const own = { ...event, context: { ...(event.context as object), integration: { name: 'inkling' } } };
    expect(await world.one(preset, own)).toEqual([{ output: 'not subscribed' }]);
    expect(world.tap.sent).toEqual([]);
  });
});

describe('what the server holds after it', () => {
  it('is one history of a user, their device and their address, under hashes', async () => {
    const userId = `${USER}-whole`;
    const email = `whole.${EMAIL}`;
    const by = (preset: string, more: object) => world.one(preset, { ...sampleOf(preset), ...more });
    await by('Identify Calls', { userId, traits: { plan: 'pro', email } });
    await by('Track Calls', { userId });
    await by('Page and Screen Calls', { userId });
    const order = { order_id: 'whole-1', total: 99, currency: 'EUR', products: [] };
    await by('Order Completed', { userId, properties: order });
    await by('Engage Audiences', { userId });
    const names = await world.namesOf({ userId });
    expect(names).toEqual(
      expect.arrayContaining(['Traits Updated', 'Product Viewed', 'Page Viewed', 'Order Completed']),
    );
    expect(await world.namesOf({ email })).toEqual(names);
    expect(await world.namesOf({ device: DEVICE })).toEqual(expect.arrayContaining(['Product Viewed']));
  });

  it('knows the plan and the seats of the account that a user acts for', async () => {
    const userId = `${USER}-member`;
    const when = {
      all: [
        { account: 'plan', eq: 'pro' },
        { account: 'seats', gte: 10 },
      ],
    };
    await world.site.ask('PUT', '/v1/segments/big-teams', { name: 'Big teams', when });
    await world.one('Group Calls', { ...sampleOf('Group Calls'), userId });
    const acting = { context: { groupId: 'acme' } };
    await world.one('Track Calls', { ...sampleOf('Track Calls'), userId, ...acting });
    await world.one('Track Calls', {
      ...sampleOf('Track Calls'),
      userId: `${USER}-alone`,
      anonymousId: null,
    });
    expect(await world.segmentsOf({ userId })).toContain('big-teams');
    expect(await world.segmentsOf({ userId: `${USER}-alone` })).not.toContain('big-teams');
  });

  it('has what Engage computed as a trait, whichever way it came', async () => {
    const when = { trait: 'predicted_ltv', gte: 100 };
    await world.site.ask('PUT', '/v1/segments/worth-it', { name: 'Worth it', when });
    const context = { personas: { computation_class: 'trait', computation_key: 'predicted_ltv' } };
    const said = { trait_key: 'predicted_ltv', predicted_ltv: 250 };
    const of = (userId: string) => ({ userId, anonymousId: null, context });
    const track = call('track', { event: 'Trait Computed', properties: said, ...of('ltv-1') });
    await world.one('Track Calls', track);
    await world.one('Identify Calls', call('identify', { traits: { predicted_ltv: 250 }, ...of('ltv-2') }));
    await world.one('Identify Calls', call('identify', { traits: { predicted_ltv: 50 }, ...of('ltv-3') }));
    const held = await Promise.all(['ltv-1', 'ltv-2', 'ltv-3'].map((userId) => world.segmentsOf({ userId })));
    expect(held).toEqual([['worth-it'], ['worth-it'], []]);
  });

  it('has one event of a message that was sent three times', async () => {
    const event = { ...sampleOf('Track Calls'), userId: `${USER}-again`, anonymousId: null };
    await world.one('Track Calls', event);
    const nodes = await world.many('Track Calls', [event, event]);
    expect(nodes.map(({ status }) => status)).toEqual([200, 200]);
    expect(await world.namesOf({ userId: `${USER}-again` })).toEqual(['Product Viewed']);
  });

  it('has a thousand events of one batch', async () => {
    const userId = `${USER}-thousand`;
    const events = Array.from({ length: 1_000 }, (_, i) => ({
      ...sampleOf('Track Calls'),
      userId,
      anonymousId: null,
      messageId: `thousand-${i}`,
    }));
    const nodes = await world.many('Track Calls', events);
    expect(new Set(nodes.map(({ status }) => status))).toEqual(new Set([200]));
    expect(world.tap.sent).toHaveLength(1);
    expect(await world.namesOf({ userId })).toEqual(events.map(() => 'Product Viewed'));
  });
});

describe('a batch in which not everything is well', () => {
  const big = 'x'.repeat(40_000);
  const cases = () => {
    const good = sampleOf('Track Calls');
    return [
      { event: good, status: 200 },
      {
        event: { ...call('track', { event: 'Product Viewed', properties: { big } }) },
        status: 413,
        by: 'DESTINATION',
      },
      { event: { ...good, userId: 'guest', anonymousId: null }, status: 400, by: 'INTEGRATIONS' },
      { event: { ...good, event: undefined }, status: 400, by: 'INTEGRATIONS' },
      { event: call('identify'), status: 400, by: 'INTEGRATIONS' },
      { event: good, status: 200 },
    ];
  };

  it('each event gets the answer that is its own, in one request', async () => {
    const all = cases();
    const nodes = await world.many(
      'Track Calls',
      all.map(({ event }) => event),
    );
    expect(nodes.map(({ status }) => status)).toEqual(all.map(({ status }) => status));
    expect(nodes.map(({ errorreporter }) => errorreporter)).toEqual(all.map(({ by }) => by));
    expect(world.tap.sent).toHaveLength(1);
    expect(world.messages()).toHaveLength(3);
  });

  it('no error repeats a value', async () => {
    const nodes = await world.many(
      'Track Calls',
      cases().map(({ event }) => event),
    );
    const said = nodes.flatMap(({ errormessage }) => errormessage ?? []);
    expect(said).toHaveLength(4);
    for (const value of [USER, EMAIL, 'guest', 'xxxx']) expect(said.join('\n')).not.toContain(value);
  });

  it('alone, the server’s refusal is an error that is not tried again', async () => {
    const event = call('track', { event: 'Product Viewed', properties: { big } });
    await expect(world.one('Track Calls', event)).rejects.toMatchObject({
      name: 'IntegrationError',
      status: 413,
    });
  });

  it('alone, an event of nobody is an error of the payload', async () => {
    const event = { ...sampleOf('Track Calls'), userId: 'null', anonymousId: null };
    await expect(world.one('Track Calls', event)).rejects.toMatchObject({ status: 400 });
    expect(world.tap.sent).toEqual([]);
  });
});
