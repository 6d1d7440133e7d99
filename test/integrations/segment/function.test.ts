/** The paste-in function as Segment runs it: a script of its own, with Segment's globals and nothing else. */
import * as nodeCrypto from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, Script } from 'node:vm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from '../../support/source-tree.ts';
import { call, DEVICE_UUID, EMAIL, PRESETS, sampleOf, withConsent } from './events.ts';
import { openWorld, type SegmentEvent, type Settings, type World } from './world.ts';

type Handler = (event: unknown, settings: object) => Promise<unknown>;
type Answers = readonly { readonly status: number; readonly errormessage?: string }[];

const source = readFileSync(join(ROOT, 'integrations/segment/function.js'), 'utf8');

class RetryError extends Error {}
class InvalidEventPayload extends Error {}
class ValidationError extends Error {}
class EventNotSupported extends Error {}

/** What a Destination Function finds around itself. */
const globals = {
  fetch,
  crypto: nodeCrypto,
  atob,
  btoa,
  Buffer,
  console,
  RetryError,
  InvalidEventPayload,
  ValidationError,
  EventNotSupported,
};

function runFunction(): Readonly<Record<string, Handler>> {
  const context = createContext({ ...globals });
  new Script(source, { filename: 'function.js' }).runInContext(context);
  return context as unknown as Readonly<Record<string, Handler>>;
}

const HANDLERS: Readonly<Record<string, string>> = {
  track: 'onTrack',
  page: 'onPage',
  screen: 'onScreen',
  identify: 'onIdentify',
  group: 'onGroup',
  alias: 'onAlias',
};

let world: World;
let run: Readonly<Record<string, Handler>>;
beforeAll(async () => {
  world = await openWorld();
  run = runFunction();
});
afterAll(() => world.stop());
beforeEach(() => {
  world.tap.clear();
  world.tap.prescribe(null);
});

const one = (event: SegmentEvent, settings: Readonly<Record<string, unknown>> = {}) =>
  run[HANDLERS[String(event.type)] ?? 'onTrack']?.(event, { ...world.settings, ...settings });
const many = async (events: readonly SegmentEvent[], settings: Partial<Settings> = {}) =>
  (await run.onBatch?.(events, { ...world.settings, ...settings })) as Answers;
const takeSent = () => {
  const sent = [...world.tap.sent];
  world.tap.clear();
  return sent;
};

const refused = (preset: string) => withConsent(sampleOf(preset), { Analytics: false });
/** Events that a mapping bends into shape, beside the samples. */
const ODD: readonly (readonly [string, SegmentEvent])[] = [
  [
    'Track Calls',
    call('track', { event: 'Product Viewed', userId: 4711, properties: { a: null, b: '', c: [] } }),
  ],
  [
    'Track Calls',
    call('track', { event: 'Product Viewed', userId: null, context: { traits: { email: EMAIL } } }),
  ],
  [
    'Track Calls',
    call('track', { event: 'Product Viewed', context: { groupId: 'acme', campaign: { name: 'x' } } }),
  ],
  [
    'Track Calls',
    call('track', { event: 'Product Viewed', properties: { email: EMAIL, note: `to ${EMAIL}` } }),
  ],
  [
    'Track Calls',
    call('track', { event: 'Product Viewed', context: { page: { url: '/a#b', path: 7, more: 1 } } }),
  ],
  [
    'Track Calls',
    call('track', { event: ['Product Viewed'], messageId: [7], context: { page: { path: ['/a'] } } }),
  ],
  ['Page and Screen Calls', call('screen', { name: '', properties: {} })],
  ['Identify Calls', call('identify', { traits: { email: 'f'.repeat(64), plan: null, firstName: 'Ann' } })],
  ['Identify Calls', call('identify', { traits: undefined, timestamp: 1_767_614_400_000 })],
  [
    'Order Completed',
    call('track', {
      event: 'Order Completed',
      properties: { order_id: 7, total: '9.50', coupon: '', tax: '' },
    }),
  ],
  [
    'Order Completed',
    call('track', {
      event: 'Order Completed',
      properties: {
        order_id: 'A-1',
        revenue: 5,
        products: [{ product_id: 3, price: '2.5', quantity: 2, color: 'red' }, { sku: 'S' }],
      },
    }),
  ],
  [
    'Order Completed',
    call('track', { event: 'Order Completed', properties: { order_id: '1', products: { sku: 'S' } } }),
  ],
  ['Alias Calls', call('alias', { previousId: DEVICE_UUID, anonymousId: undefined })],
  ['Group Calls', call('group', { groupId: 9, traits: { name: 'Acme', plan: 'pro' } })],
  ['Segment Consent Preference Updated', refused('Segment Consent Preference Updated')],
];
const CASES = [...PRESETS.map((preset) => [preset, sampleOf(preset)] as const), ...ODD];

describe('the function', () => {
  it.each(CASES)('sends byte for byte what the destination sends: %s %j', async (preset, event) => {
    const settings = { required_consent_category: 'Analytics' };
    await world.one(preset, event, settings);
    await world.many(preset, [event, event], settings);
    const expected = takeSent();
    await one(event, settings);
    await many([event, event], settings);
    expect(takeSent()).toEqual(expected);
    expect(expected.length).toBeGreaterThan(0);
  });

  it('sends a batch of all calls in one request, and answers for each', async () => {
    const events = [...PRESETS.map(sampleOf), call('track', { userId: 'null', anonymousId: '', event: 'X' })];
    const answers = await many(events);
    expect(answers.map(({ status }) => status)).toEqual([...PRESETS.map(() => 200), 400]);
    expect(world.tap.sent).toHaveLength(1);
    expect(answers.at(-1)?.errormessage).toMatch(/names nobody/);
  });

  it('sends nothing of those who did not consent', async () => {
    const others = PRESETS.filter((preset) => preset !== 'Segment Consent Preference Updated');
    const settings = { required_consent_category: 'Analytics' };
    for (const preset of others) await one(refused(preset), settings);
    expect((await many(others.map(refused), settings)).map(({ status }) => status)).toEqual(
      others.map(() => 200),
    );
    expect(world.tap.sent).toEqual([]);
  });

  it('deletes as the destination does', async () => {
    const event = { type: 'delete', context: null, userId: 'leaver', anonymousId: DEVICE_UUID };
    await world.destination.onDelete?.(event as never, world.settings as never);
    const expected = takeSent();
    await run.onDelete?.(event, world.settings);
    expect(takeSent()).toEqual(expected);
    await run.onDelete?.({ type: 'delete', context: null, userId: 'null' }, world.settings);
    expect(world.tap.sent).toEqual([]);
  });

  it.each([
    [408, RetryError],
    [429, RetryError],
    [503, RetryError],
    [400, InvalidEventPayload],
    [401, InvalidEventPayload],
    [501, InvalidEventPayload],
  ])('tells Segment what to do about %d', async (status, kind) => {
    world.tap.prescribe({ status, body: {} });
    await expect(one(sampleOf('Track Calls'))).rejects.toBeInstanceOf(kind);
    await expect(many([sampleOf('Track Calls')])).rejects.toBeInstanceOf(kind);
    const results = [{ index: 0, status, message: 'Why.' }];
    world.tap.prescribe({ status: 207, body: { success: false, results } });
    await expect(one(sampleOf('Track Calls'))).rejects.toBeInstanceOf(kind);
    expect(await many([sampleOf('Track Calls')])).toEqual([{ status, errormessage: 'Why.' }]);
  });

  it('tells Segment to try again where nobody answers', async () => {
    const nobody = { endpoint: 'http://127.0.0.1:9' };
    await expect(one(sampleOf('Track Calls'), nobody)).rejects.toBeInstanceOf(RetryError);
  });

  it.each(['<html>fine</html>', ''])(
    'tells Segment to try again where the answer is none: %j',
    async (body) => {
      world.tap.prescribe({ status: 200, body });
      await expect(one(sampleOf('Track Calls'))).rejects.toBeInstanceOf(RetryError);
      await expect(many([sampleOf('Track Calls')])).rejects.toBeInstanceOf(RetryError);
    },
  );

  it('takes its settings under the names that Segment makes of their labels', async () => {
    const { endpoint: serverUrl, secret_key: secretKey, id_key: idKey } = world.settings;
    const event = refused('Track Calls');
    await run.onTrack?.(event, { serverUrl, secretKey, idKey, requiredConsentCategory: 'Analytics' });
    expect(world.tap.sent).toEqual([]);
    world.tap.prescribe({ status: 200, body: { success: true } });
    const consented = sampleOf('Track Calls');
    await run.onTrack?.(consented, { serverUrl, secretKey, idKey });
    const named = takeSent();
    await one(consented);
    expect(named).toEqual(takeSent());
  });

  it.each([
    ['has no setting endpoint', { endpoint: undefined }],
    ['has no setting secret_key', { secret_key: undefined }],
    ['has no setting id_key', { id_key: '' }],
    ['Secret Key is none', { secret_key: 'wk_7f' }],
    ['ID Key is none', { id_key: 'demo' }],
  ])('sends nothing with settings that cannot be right, and says which: %s', async (why, wrong) => {
    const settings = { ...world.settings, ...wrong };
    const event = sampleOf('Track Calls');
    const deletion = { type: 'delete', context: null, userId: 'leaver' };
    for (const attempt of [
      () => run.onTrack?.(event, settings),
      () => run.onBatch?.([event], settings),
      () => run.onDelete?.(deletion, settings),
    ]) {
      const error = await attempt()?.catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(InvalidEventPayload);
      expect(String(error)).toContain(why);
    }
    expect(world.tap.sent).toEqual([]);
  });

  it('says why the server refuses the whole', async () => {
    const event = sampleOf('Track Calls');
    await expect(one(event, { secret_key: 'sk_unknown' })).rejects.toThrow(
      /^Inkling answered 401. The key is not known. \(check the key with/,
    );
    await expect(one(event, { id_key: 'st_0123456789abcdef' })).rejects.toThrow(
      /^Inkling answered 404. There is no such site. \(the ID key is not the one of this site/,
    );
    world.tap.prescribe({ status: 404, body: '<title>Not found</title>' });
    await expect(one(event)).rejects.toThrow(/^Inkling answered 404.$/);
  });

  it('sends no key without encryption', async () => {
    const open = { endpoint: 'http://inkling.example.com' };
    await expect(one(sampleOf('Track Calls'), open)).rejects.toBeInstanceOf(InvalidEventPayload);
  });

  it('takes nothing that Inkling itself told Segment, nor what has no action', async () => {
    const own = { ...sampleOf('Track Calls'), context: { integration: { name: 'inkling' } } };
    await expect(one(own)).rejects.toBeInstanceOf(EventNotSupported);
    expect((await many([own])).map(({ status }) => status)).toEqual([400]);
    expect(world.tap.sent).toEqual([]);
  });

  it('sends no time that is none', async () => {
    const event = call('track', { event: 'Product Viewed', timestamp: 'ann@cage.example' });
    await expect(one(event)).rejects.toBeInstanceOf(InvalidEventPayload);
    await expect(world.one('Track Calls', event)).rejects.toThrow(/Timestamp/);
    expect(world.tap.sent).toEqual([]);
  });

  it('refuses what fits no field, and does not repeat it', async () => {
    const event = call('track', {
      event: 'Order Completed',
      properties: { order_id: 'o-1', total: 'not-a-number' },
    });
    const [answer] = await many([event]);
    expect(answer?.status).toBe(400);
    expect(answer?.errormessage).not.toContain('not-a-number');
    await expect(world.one('Order Completed', event)).rejects.toThrow();
  });
});
