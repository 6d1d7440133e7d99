import { describe, expect, it } from 'vitest';
import { parseCondition, parseDefinition, parseStages } from '../../../core/segments/parse.ts';
import { EXAMPLES } from './examples.ts';
import { type Case, FAULTY } from './faulty.ts';

const viewed = { event: 'Product Viewed' };
const nested = (levels: number): unknown => (levels === 1 ? viewed : { not: nested(levels - 1) });

describe('a condition', () => {
  it.each(EXAMPLES.map((example) => [JSON.stringify(example), example]))(
    'is taken as it is: %s',
    (_, example) => {
      expect(parseCondition(example)).toStrictEqual({ ok: true, value: example });
    },
  );

  it('may count by a property, which is the property itself', () => {
    expect(
      parseCondition({ event: 'Order Completed', count: { sum: { of: 'revenue', gte: 200 } }, within: '7d' }),
    ).toEqual({
      ok: true,
      value: { event: 'Order Completed', sum: { of: 'revenue', gte: 200 }, within: '7d' },
    });
  });

  it('may stand as deep as 20', () => {
    expect(parseCondition(nested(20)).ok).toBe(true);
  });

  it('may have 200 parts', () => {
    expect(
      parseCondition({ any: [{ all: Array(98).fill(viewed) }, { all: Array(99).fill(viewed) }] }).ok,
    ).toBe(true);
  });
});

describe('a condition that is none', () => {
  it.each(FAULTY)('%s is refused with place and cure', (_, input, at, hint) => {
    expect(parseCondition(input)).toMatchObject({ ok: false, at, hint: expect.stringMatching(hint) });
  });

  it.each<[string, unknown, string, string]>([
    ['deeper than 20', nested(21), 'too_deep', Array(20).fill('not').join('.')],
    ['deeper than anything', nested(5_000), 'too_deep', Array(10).fill('not').join('.')],
    [
      'of more than 200 parts',
      { any: [{ all: Array(99).fill(viewed) }, { all: Array(99).fill(viewed) }] },
      'too_many_items',
      '',
    ],
    [
      'with a key of the language',
      JSON.parse('{"event":"Cart Viewed","where":{"__proto__":1}}'),
      'forbidden_key',
      'where.__proto__',
    ],
    ['with such a path', { ...viewed, per: 'products.constructor' }, 'forbidden_key', 'per'],
    ['with a malformed name', { event: 'Cheese' }, 'invalid_name', 'event'],
    ['of a person', { trait: 'plan', eq: 'ann@example.com' }, 'personal_data', 'eq'],
    ['of too many values', { context: 'device', in: Array(101).fill('x') }, 'too_many_items', 'in'],
  ])('%s is refused by its own code', (_, input, code, at) => {
    expect(parseCondition(input)).toMatchObject({
      ok: false,
      code,
      at,
    });
  });
});

const definition = { key: 'hot', name: 'Hot', when: viewed };

describe('a segment definition', () => {
  it('is taken with all that it may say', () => {
    const whole = {
      ...definition,
      kpi: 'lifetime value',
      action: 'call them',
      want: 'to be called',
      urgencyHours: 2,
      campaigns: ['call'],
    };
    expect(parseDefinition(whole)).toStrictEqual({ ok: true, value: whole });
  });

  it.each<Case>([
    ['nothing', null, '', /key, name, when/],
    ['a key in capitals', { ...definition, key: 'Hot' }, 'key', /"hot"/],
    ['a key that is an address', { ...definition, key: 'health' }, 'key', /take another, like "health-1"/],
    ['no condition', { key: 'hot', name: 'Hot' }, 'when', /add it/],
    [
      'a fault within',
      { ...definition, when: { all: [viewed, { ...viewed, within: '7 days' }] } },
      'when.all[1].within',
      /"7d"/,
    ],
    ['an unknown key', { ...definition, kip: 1 }, 'kip', /"kpi"/],
    ['an unknown kpi', { ...definition, kpi: 'conversions' }, 'kpi', /"conversion"/],
    ['an address for a name', { ...definition, name: 'ann@example.com' }, 'name', /no e-mail/],
    ['no urgency', { ...definition, urgencyHours: 0 }, 'urgencyHours', /more than 0/],
    ['itself', { ...definition, when: { not: { segment: 'hot' } } }, 'when', /cannot ask for itself/],
  ])('%s is refused with place and cure', (_, input, at, hint) => {
    expect(parseDefinition(input)).toMatchObject({ ok: false, at, hint: expect.stringMatching(hint) });
  });
});

describe('stages', () => {
  it('are taken in order', () => {
    const stages = [
      { key: 'trial', when: { event: 'Trial Started' } },
      { key: 'paying', when: { event: 'Order Completed' } },
    ];
    expect(parseStages(stages)).toStrictEqual({ ok: true, value: stages });
  });

  it.each<Case>([
    ['none', [], '', /at least one/],
    ['no list', {}, '', /list/],
    ['a fault within', [{ key: 'trial', when: { idle: 3 } }], '[0].when.idle', /"7d"/],
    ['a key twice', [definition, definition].map(({ key, when }) => ({ key, when })), '[1].key', /twice/],
    ['a stage of stages', [{ key: 'a', when: { stage: 'b' } }], '[0].when', /stage/],
  ])('%s is refused with place and cure', (_, input, at, hint) => {
    expect(parseStages(input)).toMatchObject({ ok: false, at, hint: expect.stringMatching(hint) });
  });
});
