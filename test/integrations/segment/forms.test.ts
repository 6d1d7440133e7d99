/** What names somebody in another spelling, or where nobody looks for it, leaves Segment no more than it does elsewhere. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { call, sampleOf } from './events.ts';
import { openWorld, type SegmentEvent, type World } from './world.ts';

const USER = 'Canary-User-90210';
const PHONE = '+49 151 12345678';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.stop());
beforeEach(() => world.tap.clear());

const viewed = (more: SegmentEvent): SegmentEvent =>
  call('track', { event: 'Product Viewed', userId: USER, ...more });
const propertiesOf = async (properties: object, more: SegmentEvent = {}) => {
  await world.one('Track Calls', viewed({ properties: { kept: 1, ...properties }, ...more }));
  return world.messages()[0]?.properties;
};

it.each([
  ['a letter twice as wide', 'ann＠cage.example'],
  ['escaped twice', 'ann%2540cage.example'],
  ['the user id escaped twice', 'Canary%252DUser%252D90210'],
  ['the user id in wide letters', 'Ｃａｎａｒｙ-User-90210'],
  ['the user id of a form', 'of Canary+User+90210'],
  ['the user id of a program', 'canary_user_90210'],
  ['the user id in one word', 'CanaryUser90210'],
  ['a link that writes to somebody', 'mailto:ann'],
])('%s is no property', async (_, said) => {
  expect(await propertiesOf({ said, list: [said], [said]: 1 })).toEqual({ kept: 1, list: [] });
});

it('a user who is a telephone number stands in no other spelling of it', async () => {
  const said = { a: '+4915112345678', b: '+49-151-12345678', c: 'order 14915112345678' };
  expect(await propertiesOf(said, { userId: PHONE })).toEqual({ kept: 1, c: 'order 14915112345678' });
});

it('the raw id of an account is no value by itself, and a word that holds it stays', async () => {
  const said = { account: 'Google', group_id: 'google', campaign: 'google-ads' };
  expect(await propertiesOf(said, { context: { groupId: 'google' } })).toEqual({
    kept: 1,
    campaign: 'google-ads',
  });
  await world.one(
    'Group Calls',
    call('group', { groupId: 'Acme 9', traits: { slug: 'acme 9', plan: 'pro' } }),
  );
  expect(world.messages()).toMatchObject([{ traits: { plan: 'pro' } }]);
});

it.each([
  [' https://shop.example/a?token=b', 'https://shop.example/a'],
  ['android-app://com.shop/a?token=b&utm_source=x', 'android-app://com.shop/a?utm_source=x'],
  ['account/reset?token=b', 'account/reset'],
  ['#/reset?token=b', ''],
  ['#ff0000', '#ff0000'],
  ['Which size? a=1, b=2', 'Which size? a=1, b=2'],
])('of the address %j the path stays', async (url, sent) => {
  expect(await propertiesOf({ link: url })).toEqual({ kept: 1, link: sent });
});

it('traits that name a person are known in whatever spelling', async () => {
  const named = [
    'firstname',
    'LASTNAME',
    'Full Name',
    'e-mail address',
    'IPAddress',
    'phonenumber',
    'First.Name',
  ];
  const others = ['surname', 'familyName', 'given name', 'telephone', 'postcode', 'zipCode', 'birthday'];
  const traits = Object.fromEntries([...named, ...others].map((name) => [name, 'x']));
  await world.one('Identify Calls', call('identify', { traits: { plan: 'pro', ...traits, deep: [traits] } }));
  expect(world.messages()).toMatchObject([{ traits: { plan: 'pro', deep: [{}] } }]);
  expect(JSON.stringify(world.tap.sent)).not.toContain('"x"');
});

it.each(['Mail to ann@cage.example Sent', `Account ${USER} Viewed`])(
  'an event called %j is refused, and its name stays where it is',
  async (event) => {
    const [node] = await world.many('Track Calls', [viewed({ event })]);
    expect(node).toMatchObject({ status: 400, errortype: 'PAYLOAD_VALIDATION_FAILED' });
    expect(node?.errormessage).not.toContain(event);
    expect(world.tap.sent).toEqual([]);
  },
);

it('so is an audience', async () => {
  const personas = { computation_class: 'audience', computation_key: 'ann@cage.example' };
  const event = {
    ...sampleOf('Engage Audiences'),
    traits: { 'ann@cage.example': true },
    context: { personas },
  };
  const [node] = await world.many('Engage Audiences', [event]);
  expect([node?.status, world.tap.sent]).toEqual([400, []]);
});

it('a message id that names a person is hashed, and stays the same', async () => {
  for (const messageId of [`${USER}-1`, `${USER}-1`, 'ann@cage.example-1', 'fine-1'])
    await world.one('Track Calls', viewed({ messageId }));
  const [first, again, mail, fine] = world.messages().map(({ messageId }) => messageId);
  expect([first, mail]).toEqual([
    expect.stringMatching(/^[0-9a-f]{64}$/),
    expect.stringMatching(/^[0-9a-f]{64}$/),
  ]);
  expect([again, fine]).toEqual([first, 'fine-1']);
});

it('consent says yes and no, by categories that name nobody', async () => {
  const categoryPreferences = { Analytics: true, Share: 'ann', Ads: null, 'ann@cage.example': true };
  const event = {
    ...sampleOf('Segment Consent Preference Updated'),
    context: { consent: { categoryPreferences } },
  };
  await world.one('Segment Consent Preference Updated', event);
  const sent = { Analytics: true, Share: false, Ads: false };
  expect(world.messages()).toMatchObject([{ context: { consent: { categoryPreferences: sent } } }]);
  expect(JSON.stringify(event)).toContain('ann@cage.example');
});
