/** Consent, for every action, alone and in a batch. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { call, PRESETS, sampleOf, withConsent } from './events.ts';
import { openWorld, type SegmentEvent, type World } from './world.ts';

const CONSENT = 'Segment Consent Preference Updated';
const required = { required_consent_category: 'Analytics' };
const others = PRESETS.filter((preset) => preset !== CONSENT);

let world: World;
beforeAll(async () => {
  world = await openWorld({});
});
afterAll(() => world.stop());
beforeEach(() => world.tap.clear());

/** What a visitor may have said, whether it is asked for, and whether anything may be sent. */
const CASES: readonly (readonly [what: string, said: unknown, asks: boolean, flows: boolean])[] = [
  ['allowed what is asked for', { Analytics: true, Advertising: false }, true, true],
  ['refused it', { Analytics: false, Advertising: true }, true, false],
  ['was not asked for it', { Advertising: true }, true, false],
  ['answered something else than yes', { Analytics: 'true' }, true, false],
  ['answered nothing', {}, true, false],
  ['answered nothing, and nothing is asked for', {}, false, false],
  ['refused, and nothing is asked for', { Analytics: false }, false, true],
  ['has preferences that are none', null, true, false],
];

describe.each(others)('%s', (preset) => {
  it.each(CASES)('of a visitor who %s, alone', async (_, said, asks, flows) => {
    const result = await world.one(preset, withConsent(sampleOf(preset), said), asks ? required : {});
    const [message, ...more] = world.messages();
    expect(more).toEqual([]);
    if (flows) return expect(message?.context).toMatchObject({ consent: { categoryPreferences: said } });
    expect(message).toBeUndefined();
    expect(result).toMatchObject([{}, {}, { data: { status: 200, message: /^Not sent/ } }].map(loosely));
  });

  it.each(CASES)('of a visitor who %s, in a batch', async (_, said, asks, flows) => {
    const events = [sampleOf(preset), withConsent(sampleOf(preset), said), sampleOf(preset)];
    const nodes = await world.many(preset, events, asks ? required : {});
    expect(nodes.map(({ status }) => status)).toEqual([200, 200, 200]);
    const ids = world.messages().map(({ messageId }) => messageId);
    expect(ids).toEqual(events.filter((_event, i) => flows || i !== 1).map(({ messageId }) => messageId));
    if (!flows) expect(nodes[1]).toMatchObject({ sent: {}, body: expect.stringMatching(/^Not sent/) });
  });

  it('without preferences flows, alone and in a batch', async () => {
    await world.one(preset, sampleOf(preset), required);
    await world.many(preset, [sampleOf(preset)], required);
    expect(world.messages()).toHaveLength(2);
  });

  it('of whom nobody consented, a batch makes no request', async () => {
    const nodes = await world.many(preset, [withConsent(sampleOf(preset), {})], required);
    expect(nodes.map(({ status }) => status)).toEqual([200]);
    expect(world.tap.sent).toEqual([]);
  });

  it('with preferences of no shape is not sent', async () => {
    const event = withConsent(sampleOf(preset), 'all');
    await expect(world.one(preset, event, required)).rejects.toThrow();
    expect((await world.many(preset, [event], required)).map(({ status }) => status)).toEqual([400]);
    expect(world.tap.sent).toEqual([]);
  });
});

function loosely({ data }: { data?: { status: number; message: RegExp } }) {
  if (data === undefined) return {};
  return { data: { status: data.status, message: expect.stringMatching(data.message) } };
}

describe(CONSENT, () => {
  const choice = (said: unknown, more: SegmentEvent = {}) =>
    withConsent(call('track', { event: CONSENT, ...more }), said);

  it.each(CASES)('of a visitor who %s is told, alone and in a batch', async (_, said, asks, flows) => {
    const events = [choice(said), choice(said)];
    await world.one(CONSENT, events[0] as SegmentEvent, asks ? required : {});
    await world.many(CONSENT, [events[1] as SegmentEvent], asks ? required : {});
    const told = flows ? said : {};
    expect(world.messages().map(({ context }) => context)).toEqual([
      { consent: { categoryPreferences: told } },
      { consent: { categoryPreferences: told } },
    ]);
  });

  it('carries nothing but the choice', async () => {
    await world.one(
      CONSENT,
      choice(
        { analytics: true },
        { properties: { page: 'x' }, context: { page: { url: 'https://x.example/' } } },
      ),
    );
    const [message] = world.messages();
    expect(Object.keys(message ?? {}).toSorted()).toEqual(
      ['anonymousId', 'context', 'event', 'messageId', 'timestamp', 'type', 'userId'].toSorted(),
    );
  });

  it('without preferences says nothing, and is refused', async () => {
    await expect(world.one(CONSENT, call('track', { event: CONSENT }))).rejects.toMatchObject({
      status: 400,
    });
    expect(world.tap.sent).toEqual([]);
  });

  it.each(['alone', 'in a batch'])(
    'withdrawn ends the use of the profile, and given again it goes on: %s',
    async (how) => {
      const userId = `chooser-${how}`;
      const own = { userId, anonymousId: null };
      const send = (preset: string, event: SegmentEvent) =>
        how === 'alone' ? world.one(preset, event, required) : world.many(preset, [event], required);
      const view = async () => {
        const { body } = await world.site.ask('POST', '/v1/visitors/lookup', { userId });
        return (await world.site.ask('GET', `/v1/visitors/${String(body.visitor)}`)).body;
      };
      const said = { Analytics: true, analytics: true, personalization: true };
      await world.served.clock.moveTo(world.served.clock.now() + 1_000);
      await send('Track Calls', withConsent({ ...sampleOf('Track Calls'), ...own }, said));
      expect(await view()).toMatchObject({ consent: { analytics: { allowed: true } } });
      await world.served.clock.moveTo(world.served.clock.now() + 1_000);
      const at = () => new Date(world.served.clock.now()).toISOString();
      await send(CONSENT, { ...choice({ Analytics: false }, own), timestamp: at() });
      expect(await view()).toMatchObject({
        consent: {
          analytics: { allowed: false },
          personalization: { allowed: false },
          share: { allowed: false },
        },
      });
      await world.served.clock.moveTo(world.served.clock.now() + 1_000);
      await send(CONSENT, { ...choice(said, own), timestamp: at() });
      expect(await view()).toMatchObject({ consent: { analytics: { allowed: true } } });
    },
  );
});
