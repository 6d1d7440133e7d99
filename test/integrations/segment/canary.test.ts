/** No raw identifier is in any request that the destination makes, in whatever form, wherever it stood in the event. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findCanaries, writeNeedles } from '../../support/canary.ts';
import { call, sampleOf } from './events.ts';
import { openWorld, type SegmentEvent, type World } from './world.ts';

const USER = 'Canary-User-90210';
const EMAIL = 'Canary.Bird@Cage.example';
const PHONE = '+4915112345678';
const ANONYMOUS = 'canary-anonymous-77';
const PREVIOUS = 'canary-previous-66';
const GROUP = 'canary-group-55';
const FIRST = 'Canaryfirst';
const LAST = 'Canarylast';
const STREET = '17 Canary Wharf Lane';
const FRIEND = 'canary.friend@nest.example';

const person = {
  email: EMAIL,
  phone: PHONE,
  firstName: FIRST,
  last_name: LAST,
  name: `${FIRST} ${LAST}`,
  username: USER,
  address: { street: STREET, city: 'London' },
};
const properties = {
  email: EMAIL,
  phone: PHONE,
  first_name: FIRST,
  userName: USER,
  billing_address: { street: STREET },
  note: `write to ${EMAIL}`,
  about: `account ${USER} asked`,
  friends: [`for ${FRIEND}, too`, 'for nobody'],
  path: `/accounts/${USER.replaceAll('-', '%2D')}/${encodeURIComponent(FRIEND)}`,
  odd: '100%ff sure',
  [USER]: 1,
  nested: [{ deep: { who: USER.toUpperCase(), mail: EMAIL.toLowerCase() } }],
  url: `https://shop.example/shoes?email=${encodeURIComponent(EMAIL)}&utm_source=news#${USER}`,
};
const context = {
  traits: person,
  groupId: GROUP,
  ip: '203.0.113.77',
  userAgent: 'CanaryBrowser/1.0',
  campaign: { name: 'news', content: EMAIL, id: USER },
  page: {
    url: `https://shop.example/?user=${USER}`,
    path: '/',
    search: `?user=${USER}`,
    referrer: `https://mail.example/?to=${EMAIL}`,
  },
};
const HUNTED = [
  USER,
  EMAIL,
  PHONE,
  ANONYMOUS,
  PREVIOUS,
  GROUP,
  FIRST,
  LAST,
  STREET,
  FRIEND,
  '203.0.113.77',
  'CanaryBrowser/1.0',
];

const WITH: Readonly<Record<string, () => SegmentEvent>> = {
  'Track Calls': () => call('track', { event: 'Product Viewed', properties }),
  'Page and Screen Calls': () =>
    call('page', { name: `Account of ${EMAIL}`, category: USER, properties: { ...properties, path: '/' } }),
  'Identify Calls': () => call('identify', { traits: { plan: 'pro', ...person, ...properties } }),
  'Order Completed': () =>
    call('track', {
      event: 'Order Completed',
      properties: {
        ...sampleProperties(),
        ...properties,
        coupon: USER,
        products: [{ product_id: '1', name: EMAIL }],
      },
    }),
  'Engage Audiences': () => ({ ...sampleOf('Engage Audiences'), properties }),
  'Segment Consent Preference Updated': () => sampleOf('Segment Consent Preference Updated'),
  'Alias Calls': () => call('alias', { previousId: PREVIOUS, traits: person }),
  'Group Calls': () => call('group', { groupId: GROUP, traits: { ...person, plan: 'pro' } }),
};

function sampleProperties(): object {
  return sampleOf('Order Completed').properties as object;
}

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.stop());

const plant = (event: SegmentEvent): SegmentEvent => ({
  ...event,
  userId: USER,
  anonymousId: ANONYMOUS,
  context: { ...context, ...(event.context as object) },
});

describe('a request of the destination', () => {
  const needles = writeNeedles(HUNTED);

  it.each(Object.keys(WITH))('for %s holds none of what stood in the event', async (preset) => {
    world.tap.clear();
    const event = plant(WITH[preset]?.() ?? {});
    await world.one(preset, event);
    await world.many(preset, [{ ...event, messageId: 'again' }]);
    const bytes = Buffer.from(JSON.stringify(world.tap.sent));
    expect(world.tap.sent).toHaveLength(2);
    expect(findCanaries(bytes, needles)).toEqual([]);
  });

  it('holds none wherever in the event it stands', async () => {
    const planted = HUNTED.slice(0, 2).flatMap((id) => [
      id,
      id.toLowerCase(),
      `see ${id}.`,
      encodeURIComponent(id),
    ]);
    const { tree } = fc.letrec((tie) => ({
      leaf: fc.oneof(fc.constantFrom(...planted), fc.string(), fc.integer(), fc.constant(null), fc.boolean()),
      key: fc.oneof(fc.constantFrom('email', 'FirstName', 'note', 'user-id', ...planted), fc.string()),
      tree: fc.oneof(
        { maxDepth: 5 },
        tie('leaf'),
        fc.dictionary(tie('key') as fc.Arbitrary<string>, tie('tree'), { maxKeys: 4 }),
        fc.array(tie('tree'), { maxLength: 3 }),
      ),
    }));
    world.tap.prescribe({ status: 200, body: { success: true } });
    const own = writeNeedles(HUNTED.slice(0, 2));
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), tree, { maxKeys: 4 }), async (properties) => {
        world.tap.clear();
        const event = call('track', { event: 'Product Viewed', properties, context: { page: properties } });
        await world.many('Track Calls', [{ ...event, userId: USER, traits: { email: EMAIL } }]);
        expect(findCanaries(Buffer.from(JSON.stringify(world.tap.sent)), own)).toEqual([]);
      }),
      { numRuns: 150 },
    );
    world.tap.prescribe(null);
  });

  it('keeps what names nobody', async () => {
    world.tap.clear();
    await world.one('Track Calls', plant(WITH['Track Calls']?.() ?? {}));
    expect(world.messages()).toMatchObject([
      {
        properties: {
          url: 'https://shop.example/shoes?utm_source=news',
          nested: [{ deep: {} }],
          friends: ['for nobody'],
          odd: '100%ff sure',
        },
      },
    ]);
  });

  it('of a user whose number is short keeps the numbers of the event', async () => {
    const event = call('track', { event: 'Product Added', properties: { product_id: '7', quantity: 7 } });
    await world.one('Track Calls', { ...event, userId: '7' });
    expect(world.messages().at(-1)).toMatchObject({ properties: { product_id: '7', quantity: 7 } });
  });

  it('of a user who is a number keeps other numbers in which it stands by chance', async () => {
    const properties = {
      order_id: '91234567',
      sku: 'S-123456',
      total: 1234567,
      ref: 123456,
      note: 'for 123456!',
    };
    const event = call('track', {
      event: 'Order Completed',
      properties: { ...properties, coupon: '123456' },
    });
    world.tap.clear();
    await world.one('Order Completed', { ...event, userId: '123456' });
    await world.one('Track Calls', {
      ...event,
      event: 'Product Viewed',
      messageId: 'again',
      userId: '123456',
    });
    expect(world.messages().map(({ properties: sent }) => sent)).toEqual([
      { order_id: '91234567', total: 1234567 },
      { order_id: '91234567', total: 1234567 },
    ]);
  });

  it('leaves none in anything that the server keeps', () => {
    const folder = world.served.dataDir;
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    const found = files.flatMap(({ name, parentPath }) =>
      findCanaries(readFileSync(join(parentPath, name)), needles).map((sighting) => ({ name, ...sighting })),
    );
    expect(files.length).toBeGreaterThan(2);
    expect(found).toEqual([]);
  });

  it('for a deletion holds none either', async () => {
    world.tap.clear();
    const event = { type: 'delete', context: null, userId: USER, anonymousId: ANONYMOUS };
    await world.destination.onDelete?.(event as never, world.settings as never);
    expect(findCanaries(Buffer.from(JSON.stringify(world.tap.sent)), needles)).toEqual([]);
    expect(world.tap.sent).toHaveLength(1);
  });
});
