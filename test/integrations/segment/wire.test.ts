/** The bytes on the wire: hashes by the shared vectors, and each action with all of its fields and with the least of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from '../../support/source-tree.ts';
import { call, DEVICE_UUID, sampleOf } from './events.ts';
import { openWorld, type World } from './world.ts';

type Vector = {
  readonly name: string;
  readonly siteId: string;
  readonly identifier: string;
  readonly normalized: string;
  readonly inner: string;
};
const VECTORS = JSON.parse(
  readFileSync(join(ROOT, 'test/cases/inner-hash.json'), 'utf8'),
) as readonly Vector[];

/** Not a placeholder, nor what looks like a hash that was made elsewhere. */
function isSomebody({ normalized }: Vector): boolean {
  return normalized !== '' && !/^[0-9a-f]{64}$/.test(normalized);
}

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.stop());
beforeEach(() => {
  world.tap.clear();
  world.tap.prescribe({ status: 200, body: { success: true } });
});

describe('an identifier', () => {
  it.each(VECTORS.filter(isSomebody))(
    'is hashed as everywhere: $name',
    async ({ siteId, identifier, inner }) => {
      const event = { ...sampleOf('Track Calls'), userId: identifier };
      await world.one('Track Calls', event, { id_key: siteId });
      expect(world.messages()).toMatchObject([{ userId: inner }]);
    },
  );

  it.each(VECTORS)('that is hashed already stays: $name', async ({ inner }) => {
    const event = call('identify', { userId: inner.toUpperCase(), traits: { email: inner } });
    await world.one('Identify Calls', event);
    await world.many('Identify Calls', [event]);
    expect(world.messages()).toMatchObject([
      { userId: inner, traits: { email: inner } },
      { userId: inner, traits: { email: inner } },
    ]);
  });

  it.each(['', 'null', 'undefined', '0', '-1', 'unknown', ' Guest ', 'TEST@example.com'])(
    'that stands for nobody names nobody: %j',
    async (nobody) => {
      const event = call('identify', { userId: nobody, traits: { email: nobody } });
      await world.one('Identify Calls', event);
      const [message] = world.messages();
      expect(message).toMatchObject({ anonymousId: DEVICE_UUID, traits: {} });
      expect(message).not.toHaveProperty('userId');
    },
  );

  it.each([
    [DEVICE_UUID, DEVICE_UUID],
    [DEVICE_UUID.toUpperCase(), DEVICE_UUID],
    [DEVICE_UUID.replaceAll('-', ''), DEVICE_UUID.replaceAll('-', '')],
    ['somebody-by-name', /^[0-9a-f]{64}$/],
    ['ann@shop.example', /^[0-9a-f]{64}$/],
  ])('of a device stays where it is random: %s', async (anonymousId, sent) => {
    await world.one('Track Calls', { ...sampleOf('Track Calls'), anonymousId });
    expect(world.messages()[0]?.anonymousId).toMatch(sent);
  });

  it('that is an address alone names the user', async () => {
    const event = {
      ...sampleOf('Track Calls'),
      userId: null,
      context: { traits: { email: 'ann@shop.example' } },
    };
    await world.one('Track Calls', event);
    const [message] = world.messages();
    expect(message?.userId).toMatch(/^[0-9a-f]{64}$/);
    expect(message?.context ?? {}).not.toHaveProperty('traits');
  });

  it('that is an address beside a user is told where it is linked, and nowhere else', async () => {
    const context = { traits: { email: 'ann@shop.example' } };
    await world.one('Track Calls', { ...sampleOf('Track Calls'), context });
    await world.one('Identify Calls', { ...sampleOf('Identify Calls'), traits: {}, context });
    const [tracked, identified] = world.messages();
    expect(tracked?.context ?? {}).not.toHaveProperty('traits');
    expect(identified?.traits).toEqual({ email: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  it('of analytics.js in an alias is a device as well', async () => {
    const event = { ...sampleOf('Alias Calls'), previousId: DEVICE_UUID, anonymousId: null };
    await world.one('Alias Calls', event);
    expect(world.messages()).toMatchObject([
      { type: 'alias', anonymousId: DEVICE_UUID, previousId: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
  });
});

type Field = {
  readonly type: string;
  readonly multiple?: boolean;
  readonly required?: unknown;
  readonly choices?: readonly { readonly value: string }[];
  readonly properties?: Readonly<Record<string, Field>>;
};

/** A value for a field, by its name and type. */
function sampleFor(key: string, { type, multiple, choices, properties }: Field): unknown {
  if (choices !== undefined) return choices[0]?.value;
  if (multiple) return [sampleFor(key, { type, ...(properties && { properties }) })];
  if (properties !== undefined) return valuesOf(properties);
  if (key === 'anonymous_id') return DEVICE_UUID;
  if (key === 'consent') return { analytics: true };
  if (type === 'datetime') return '2026-01-05T12:00:00.000Z';
  if (type === 'object') return { [`${key}_text`]: `${key} value`, [`${key}_number`]: 1.5, empty: null };
  return { number: 12.5, boolean: true }[type] ?? `${key} value`;
}

function valuesOf(fields: object, isWanted: (field: Field) => boolean = () => true): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields as Record<string, Field>)
      .filter(([, field]) => isWanted(field))
      .map(([key, field]) => [key, sampleFor(key, field)]),
  );
}

const ID_KEY = 'st_5f0c1d2e3a4b5c6d';

describe.each([
  'trackEvent',
  'trackPageView',
  'identifyUser',
  'trackOrder',
  'syncAudience',
  'updateConsent',
  'linkIdentities',
  'groupAccount',
])('%s', (partnerAction) => {
  const send = async (mapping: object) => {
    const subscription = { subscribe: 'type != ""', partnerAction, mapping };
    const personas = { computation_class: 'audience', computation_key: 'vip' };
    const event = { type: 'identify', traits: { vip: true }, context: { personas } };
    const settings = { ...world.settings, id_key: ID_KEY, subscription } as never;
    await world.destination.onEvent(event as never, settings);
    await world.destination.onBatch([event, event] as never, settings);
    return world.messages();
  };
  const fieldsOf = () => world.destination.definition.actions[partnerAction]?.fields ?? {};

  it('with all of its fields, the same alone and in a batch', async () => {
    const [alone, ...batch] = await send(valuesOf(fieldsOf()));
    expect(batch).toEqual([alone, alone]);
    expect(alone).toMatchSnapshot();
  });

  it('with the least of them', async () => {
    const least = valuesOf(fieldsOf(), ({ required }) => required === true);
    const consent = partnerAction === 'updateConsent' ? { consent: {} } : {};
    const [alone] = await send({ ...least, ...consent, user_id: 'ann' });
    expect(alone).toMatchSnapshot();
  });
});
