import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, Properties } from '../../../core/entry.ts';
import { compilePlan, DEFAULT_PLAN, exemptPaths } from '../../../core/events/plan.ts';
import { looksPersonal, redactPersonalData } from '../../../core/identity/free-text.ts';
import corpus from '../../cases/free-text.json' with { type: 'json' };

const never = (): boolean => false;
const harmless = Object.values(corpus.harmless).flat();
const personal = Object.entries(corpus.personal).flatMap(([kind, texts]) =>
  texts.map((text) => ({ kind, text })),
);

describe('the labelled corpus', () => {
  const missed = personal.filter(({ text }) => looksPersonal(text) === null);
  const falseAlarms = harmless.filter((text) => looksPersonal(text) !== null);

  it('has at least 200 different values, 110 of each side', () => {
    expect(new Set([...harmless, ...personal.map(({ text }) => text)]).size).toBe(
      harmless.length + personal.length,
    );
    expect(Math.min(harmless.length, personal.length)).toBeGreaterThanOrEqual(110);
  });

  it('is recalled to at least 97 % with a precision of at least 99 %', () => {
    const found = personal.length - missed.length;
    const recall = found / personal.length;
    const precision = found / (found + falseAlarms.length);
    console.log(
      `free text: recall ${(recall * 100).toFixed(1)} % of ${personal.length}, precision ${(precision * 100).toFixed(1)} % ` +
        `(${falseAlarms.length} of ${harmless.length} harmless); missed ${JSON.stringify(missed.map(({ text }) => text))}, ` +
        `false ${JSON.stringify(falseAlarms)}`,
    );
    expect(recall).toBeGreaterThanOrEqual(0.97);
    expect(precision).toBeGreaterThanOrEqual(0.99);
  });

  it('is missed only where two numbers leave real doubt, and alarmed only by two more', () => {
    expect(missed.map(({ text }) => text)).toEqual(['0 30 / 23125-66', '1300 555 123']);
    expect(falseAlarms).toEqual(['016-032-064-128', 'Dell 0331-8830-4411']);
  });

  it('is told apart by kind', () => {
    const wrong = personal.filter(({ kind, text }) => ![kind, null].includes(looksPersonal(text)));
    expect(wrong).toEqual([]);
  });

  it('is recognised inside a longer sentence, too', () => {
    const texts = personal.filter(({ text }) => /^[\d+(]/.test(text) && looksPersonal(text) !== null);
    const lost = texts.filter(({ text }) => looksPersonal(`please note ${text}, thank you`) === null);
    expect(lost.length / texts.length).toBeLessThanOrEqual(0.03);
  });
});

const sample = new URL('../../../../shared/data/rees46_sample.csv', import.meta.url);
const missing = existsSync(sample) ? '' : ' [../shared/data/rees46_sample.csv is missing]';

describe(`a real shop${missing}`, () => {
  it.skipIf(missing !== '')('loses nothing in any of its 17,434 rows', () => {
    const [header = '', ...rows] = readFileSync(sample, 'utf8').trimEnd().split('\n');
    const columns = header.split(',');
    const exempt = exemptPaths(compilePlan(DEFAULT_PLAN), 'Product Viewed');
    const dropped = rows.flatMap((row) => {
      const properties = Object.fromEntries(row.split(',').map((value, i) => [columns[i] ?? '', value]));
      return redactPersonalData(properties, exempt).dropped;
    });
    expect(rows).toHaveLength(17_434);
    expect(dropped).toEqual([]);
  });
});

describe('redaction', () => {
  it('goes by the value, whatever the property is called', () => {
    const { properties, dropped } = redactPersonalData(
      { email: 'yes', phone: 'black', a: 'anna@example.com', b: '07700 900123', c: '4242 4242 4242 4242' },
      never,
    );
    expect(properties).toEqual({ email: 'yes', phone: 'black' });
    expect(dropped).toEqual([
      { at: 'a', kind: 'email' },
      { at: 'b', kind: 'phone' },
      { at: 'c', kind: 'card' },
    ]);
  });

  it('reaches every depth: objects, lists, lists of lists', () => {
    const { properties, dropped } = redactPersonalData(
      {
        form: { note: { text: 'to anna@example.com' }, size: 'M' },
        products: [{ name: 'Ink' }, { name: 'for anna@example.com', qty: 1 }],
        tags: ['red', 'anna@example.com', ['blue', '+44 7700 900123']],
      },
      never,
    );
    expect(properties).toEqual({
      form: { note: {}, size: 'M' },
      products: [{ name: 'Ink' }, { qty: 1 }],
      tags: ['red', ['blue']],
    });
    expect(dropped.map(({ at }) => at)).toEqual([
      'form.note.text',
      'products[1].name',
      'tags[1]',
      'tags[2][1]',
    ]);
  });

  it('drops a property whose key is personal, and does not repeat the key', () => {
    const { properties, dropped } = redactPersonalData({ form: { 'anna@example.com': 1, ok: 2 } }, never);
    expect(properties).toEqual({ form: { ok: 2 } });
    expect(dropped).toEqual([{ at: 'form.[key]', kind: 'email' }]);
  });

  it('leaves exempt digits alone and asks by path without indexes', () => {
    const asked: string[] = [];
    const exempt = (path: string): boolean => {
      asked.push(path);
      return path === 'products.sku';
    };
    const sent = { sku: '4242424242424242', products: [{ sku: '4242424242424242' }] };
    expect(redactPersonalData(sent, exempt).properties).toEqual({ products: [{ sku: '4242424242424242' }] });
    expect(asked).toEqual(['sku', 'products.sku']);
  });

  it('drops an e-mail address even where digits are exempt: no id has to be one', () => {
    expect(redactPersonalData({ user_id: 'anna@example.com' }, () => true).dropped).toEqual([
      { at: 'user_id', kind: 'email' },
    ]);
  });

  it.each<[Json, boolean]>([
    [4242424242424242, true],
    [378282246310005, true],
    [4242424242424241, false],
    [4222222222222, false],
    [1731672000123, false],
    [447700900123, false],
    [0.4242424242424242, false],
    [2 ** 60, false],
    [true, false],
    [null, false],
  ])('the JSON value %j is a card: %s', (value, isCard) => {
    expect(redactPersonalData({ value }, never).dropped).toEqual(
      isCard ? [{ at: 'value', kind: 'card' }] : [],
    );
  });

  it('answers the same object where nothing had to go', () => {
    const sent = { name: 'Ink', products: [{ price: 5 }], deep: { tags: ['a'] } };
    expect(redactPersonalData(sent, never).properties).toBe(sent);
  });

  it('does not change what it was given', () => {
    const sent = { note: 'anna@example.com', deep: { list: ['anna@example.com', 'ok'] } };
    const before = structuredClone(sent);
    redactPersonalData(sent, never);
    expect(sent).toEqual(before);
  });

  it('reads everything it keeps: what lies beyond is cut, in exempt properties too', () => {
    const long = `${'x '.repeat(1_500)}anna@example.com`;
    const { properties } = redactPersonalData(
      { note: long, list: [long], some_id: `4242424242424242 ${long}` },
      () => true,
    );
    expect(JSON.stringify(properties)).not.toContain('anna');
    for (const text of [properties.note, properties.some_id]) expect(String(text).length).toBe(2_304);
  });

  it('finds an address that the later cut to 2,048 characters would split', () => {
    expect(looksPersonal(`${'x '.repeat(1_020)}anna@example.com`)).toBe('email');
  });

  it('leaves no address in any nesting of any texts', () => {
    const text = fc.oneof(
      fc.string(),
      fc
        .tuple(fc.string({ maxLength: 9 }), fc.string({ maxLength: 9 }))
        .map(([a, b]) => `${a} anna@example.com ${b}`),
    );
    const value = fc.letrec<{ json: Json }>((tie) => ({
      json: fc.oneof(
        { maxDepth: 4 },
        text,
        fc.integer(),
        fc.array(tie('json'), { maxLength: 3 }),
        fc.dictionary(text, tie('json'), { maxKeys: 3 }),
      ),
    })).json;
    fc.assert(
      fc.property(fc.dictionary(text, value, { maxKeys: 4 }), (sent: Properties) => {
        expect(JSON.stringify(redactPersonalData(sent, never).properties)).not.toContain('anna@example.com');
      }),
      { seed: 5, numRuns: 500 },
    );
  });
});

describe('hostile texts', () => {
  it.each([
    ['digits', '1'],
    ['at signs', 'a@'],
    ['labels', 'a.'],
    ['groups', '1 '],
    ['pluses', '+1'],
    ['brackets', '(0'],
    ['announcements', 'tel no '],
    ['spelt-out signs', 'a(at)'],
    ['escapes', '%25'],
  ])('100 kB of %s are answered', (_, unit) => {
    const text = unit.repeat(Math.ceil(100_000 / unit.length));
    expect(['email', 'phone', 'card', null]).toContain(looksPersonal(text));
    const { properties } = redactPersonalData({ text }, never);
    expect(String(properties.text ?? '').length).toBeLessThanOrEqual(2_304);
  });
});

describe('disguises', () => {
  it.each([
    'anna%40example.com',
    'anna%2540example.com',
    'anna&#64;example.com',
    'anna&commat;example.com',
    'anna＠example.com',
    'an\u200bna@exa\u00admple.com',
    '٠٧٧٠٠ ٩٠٠١٢٣',
    '0770\u200b0\u00a0900\u2011123',
    '4242\u20134242\u20134242\u20134242',
    '%34%32%34%32 4242 4242 4242',
  ])('"%s" is seen through', (text) => {
    expect(looksPersonal(text)).not.toBeNull();
  });
});
