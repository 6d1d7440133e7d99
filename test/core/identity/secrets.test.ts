import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHashKey } from '../../../core/identity/hash.ts';
import { impersonalText } from '../../../core/identity/impersonal.ts';
import { cleanProperties } from '../../../core/identity/properties.ts';
import { createSecrets, NO_SECRETS } from '../../../core/identity/secrets.ts';

const UA = 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0';
const secrets = createSecrets([UA, 'Customer-77', 'ann', undefined, '']);

describe('the secrets of a request', () => {
  it.each([
    ['itself', UA],
    ['inside a text', `seen with ${UA}, twice`],
    ['in another case', UA.toUpperCase()],
    ['without spaces', UA.replaceAll(' ', '')],
    ['with plus signs', UA.replaceAll(' ', '+')],
    ['escaped', encodeURIComponent(UA)],
    ['a short one that stands alone', 'ANN'],
    ['another one', '/account/customer%2D77'],
    ['escaped twice', 'customer%252D77'],
    ['escaped beside bytes that are no UTF-8', '/customer%2D77/%E4'],
    ['escaped beside a lone percent sign', '100% customer%2D77'],
    ['as a later stage writes keys', 'customer_77'],
    ['as a later stage writes names', 'Customer 77 Viewed'],
  ])('are found: %s', (_title, text) => {
    expect(secrets.areIn(text)).toBe(true);
  });

  it.each(['', 'Firefox', 'Mozilla/5.0', 'anna', 'banner', 'Customer-7', '100 %', '%E0%A4%A'])(
    'are not in "%s"',
    (text) => {
      expect(secrets.areIn(text)).toBe(false);
    },
  );

  it('are found however their accents are composed', () => {
    expect(createSecrets(['Zo\u00eb-Canary']).areIn('for zoe\u0308-canary')).toBe(true);
    expect(createSecrets(['Zoe\u0308-Canary']).areIn('for zo\u00eb-canary')).toBe(true);
  });

  it('are no longer themselves once only digits are left of them', () => {
    expect(createSecrets(['12-34-56']).areIn('9123456')).toBe(false);
  });

  it('are none where none came', () => {
    expect(createSecrets(['', undefined])).toBe(NO_SECRETS);
    expect(NO_SECRETS.areIn('')).toBe(false);
  });

  it('are found in any text around them, and never throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (before, after) => {
        const isWhole = !/%/.test(before + after);
        expect(secrets.areIn(`${before}Customer-77${after}`) || !isWhole).toBe(true);
      }),
      { seed: 9, numRuns: 500 },
    );
  });
});

describe('properties', () => {
  const rules = {
    idKey: createHashKey(Buffer.alloc(32)),
    isExempt: (path: string) => path.endsWith('_id'),
    secrets,
  };

  it('lose what names the sender: values, keys, numbers, at any depth, and say where without saying what', () => {
    const { properties, removed } = cleanProperties(
      {
        kept: 'Heron',
        note: `from ${UA}`,
        'customer-77': 1,
        deep: [{ list: ['CUSTOMER-77', 'x'], 'is ann': 1, ann: 2 }],
        email: 'x',
        userAgent: 'y',
        mail_id: 'ann@example.com',
      },
      rules,
    );
    expect(properties).toEqual({ kept: 'Heron', deep: [{ list: ['x'], 'is ann': 1 }] });
    expect(removed.map(({ at }) => at).toSorted()).toEqual([
      '[key]',
      'deep[0].[key]',
      'deep[0].list[0]',
      'email',
      'mail_id',
      'note',
      'userAgent',
    ]);
    expect(JSON.stringify(removed)).not.toMatch(/customer|mozilla/i);
  });

  it('lose personal data below a key that names the sender without repeating the key', () => {
    const { removed } = cleanProperties({ 'Customer-77': { in: { note: 'ann@example.com' } } }, rules);
    expect(removed.map(({ at }) => at).toSorted()).toEqual(['[key]', '[key].in.note']);
    const whole = cleanProperties({ [UA]: { note: 'ann@example.com' } }, rules).removed;
    expect(JSON.stringify(whole)).not.toMatch(/mozilla/i);
  });

  it('keep an order id as a keyed hash alone, the same as text and as number', () => {
    const order = (order_id: unknown) => cleanProperties({ order_id }, rules).properties.order_id;
    expect(order(1001)).toBe(order('1001'));
    expect(order('1001')).toMatch(/^[0-9a-f]{32}$/);
    expect(order('')).toBeUndefined();
  });
});

describe('a merchant’s text', () => {
  it.each([
    ['Heron, 14 k gold', true],
    ['4006381333931', true],
    ['ask ann@example.com', false],
    ['', false],
    ['x'.repeat(51), false],
  ])('"%s" is taken: %s', (text, expected) => {
    expect(impersonalText(50).safeParse(text).success).toBe(expected);
  });
});
