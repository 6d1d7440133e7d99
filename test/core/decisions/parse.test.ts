import { describe, expect, it } from 'vitest';
import { parseCampaign } from '../../../core/decisions/parse.ts';
import { campaignJsonSchema } from '../../../core/decisions/schema.ts';
import { isValid } from '../segments/json-schema-check.ts';
import { CAMPAIGNS } from './examples.ts';
import { FAULTY } from './faulty.ts';
import { campaign, type Given, MAIL, MESSAGE, put } from './world.ts';

const treated = { key: 'a', treatment: MESSAGE };
const mail = { key: 'a', treatment: MAIL };

describe('a campaign', () => {
  it.each(Object.entries(CAMPAIGNS))(
    '%s is taken, and is the same after its way through JSON',
    (key, given) => {
      const read = parseCampaign(given, key);
      expect(read).toMatchObject({ ok: true });
      if (!read.ok) return;
      expect(parseCampaign(JSON.parse(JSON.stringify(read.value)))).toStrictEqual(read);
    },
  );

  it.each(Object.entries(CAMPAIGNS))('%s is one by its JSON Schema too', (_, given) => {
    const schema = campaignJsonSchema();
    expect(isValid(schema, given, schema)).toBe(true);
  });

  it.each<[string, Given]>([
    ['without a name', { ...put(), name: undefined }],
    ['with a key of its own', put({ shows: 'more' })],
    ['of an unknown channel', put({ channel: 'fax' })],
    ['without a trigger', put({ trigger: {} })],
    ['with a treatment of no kind', put({ variants: [{ key: 'a', treatment: { kind: 'poem' } }] })],
  ])('%s is none by its JSON Schema either', (_, given) => {
    const schema = campaignJsonSchema();
    expect(isValid(schema, JSON.parse(JSON.stringify(given)), schema)).toBe(false);
  });

  it.each([
    '__proto__',
    'Hello',
    'a b',
    'hello\r\nbcc: ann@example.com',
    'ann@example.com',
    'a'.repeat(65),
    '',
  ])('is refused where its address is no key: %j', (key) => {
    expect(parseCampaign(put(), key)).toMatchObject({ ok: false, code: 'invalid_value', at: 'key' });
  });

  it('has what is left out', () => {
    const { variants, ...rest } = campaign();
    expect(variants).toEqual([{ key: 'a', weight: 1, treatment: MESSAGE }]);
    expect(rest).toEqual({
      key: 'hello',
      name: 'Hello',
      state: 'live',
      channel: 'onsite',
      audience: {},
      trigger: { event: 'Product Added' },
      goal: { kind: 'conversion', event: 'Order Completed', within: '72h' },
      limits: {},
      priority: 50,
      tags: [],
      traffic: 1,
      obeys: true,
      counts: true,
      transactional: false,
      cancel: {},
      validFor: '30m',
      reentry: '0s',
      steps: [],
      saysWhy: true,
      smallestLift: 0.1,
    });
  });

  it.each<[string, Given, string]>([
    ['of a message', { channel: 'email', variants: [mail] }, '30d'],
    ['of a sequence', { steps: [{ wait: '1h', treatment: MESSAGE }] }, '30d'],
    ['of a page', {}, '72h'],
    ['that says so itself', { goal: { event: 'Order Completed', within: '2h' } }, '2h'],
  ])('%s has a goal within as long as fits', (_, given, within) => {
    expect(campaign(given).goal.within).toBe(within);
  });

  it('of a channel waits a day for it, and may say that it takes nobody in again', () => {
    const own = campaign({ channel: 'email', variants: [mail], reentry: null });
    expect([own.validFor, own.reentry]).toEqual(['24h', null]);
  });

  it.each<[string, Given, Given]>([
    ['perDay', { scope: 'all', perDay: 2 }, { scope: 'all', max: 2, per: 'day' }],
    ['perWeek', { scope: 'campaign', perWeek: 3 }, { scope: 'campaign', max: 3, per: 'week' }],
    ['perDay beside max', { scope: 'all', max: 4, perDay: true }, { scope: 'all', max: 4, per: 'day' }],
    ['a window', { scope: 'channel', max: 1, per: '7d' }, { scope: 'channel', max: 1, per: '7d' }],
    ['never, of no window', { scope: 'all', max: 0 }, { scope: 'all', max: 0, per: 'lifetime' }],
    [
      'a tag',
      { scope: 'tag', tag: 'sale', max: 1, per: 'lifetime' },
      { scope: 'tag', tag: 'sale', max: 1, per: 'lifetime' },
    ],
  ])('says a cap by %s', (_, cap, read) => {
    expect(campaign({ limits: { caps: [cap] } }).limits.caps).toEqual([read]);
  });
});

describe('a campaign that is none', () => {
  it.each(FAULTY)('since it %s is refused with place and cure', (_, given, at, hint) => {
    expect(parseCampaign(put(given), 'hello')).toMatchObject({
      ok: false,
      code: 'invalid_value',
      at,
      hint: expect.stringMatching(hint),
    });
  });

  it.each<[string, unknown, string, string]>([
    ['names a key of the language', JSON.parse('{"name":"x","__proto__":1}'), 'forbidden_key', '__proto__'],
    ['holds an address', put({ name: 'For ann@example.com' }), 'personal_data', 'name'],
    [
      'is set off by a malformed name',
      put({ trigger: { event: 'order_completed' } }),
      'invalid_name',
      'trigger.event',
    ],
    [
      'has too many variants',
      put({ variants: Array.from({ length: 11 }, (_, n) => ({ ...treated, key: `v${n}` })) }),
      'too_many_items',
      'variants',
    ],
    ['is a list', [], 'invalid_value', ''],
    ['has no key at all', put(), 'invalid_value', 'key'],
  ])('since it %s is refused by its code', (_, given, code, at) => {
    expect(parseCampaign(given)).toMatchObject({ ok: false, code, at });
  });
});
