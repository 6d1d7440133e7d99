import { describe, expect, it } from 'vitest';
import { parseCondition, parseDefinition, parseStages } from '../../../core/segments/parse.ts';
import { EXAMPLES } from './examples.ts';

const viewed = { event: 'Product Viewed' };
const nested = (levels: number): unknown => (levels === 1 ? viewed : { not: nested(levels - 1) });
const sequence = (...steps: unknown[]) => ({ sequence: steps });

type Case = readonly [what: string, input: unknown, at: string, hint: RegExp];

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

const FORMS: readonly Case[] = [
  ['nothing', undefined, '', /add it/],
  ['a text', 'Product Viewed', '', /\{"event"/],
  ['a list', [viewed], '', /"all"/],
  ['an empty object', {}, '', /all, any, not.*random/],
  ['a misspelt form', { evnt: 'Product Viewed' }, 'evnt', /did you mean "event"/],
  ['two forms', { event: 'Product Viewed', idle: '3d' }, 'idle', /event and idle are two.*"all"/],
  ['an empty all', { all: [] }, 'all', /at least one/],
  ['an all that is no list', { all: viewed }, 'all', /list of conditions/],
  [
    'a fault deep within',
    { all: [viewed, { any: [{ not: { idle: '3 days' } }] }] },
    'all[1].any[0].not.idle',
    /"3d"/,
  ],
  ['a key in capitals', { segment: 'Hot Leads' }, 'segment', /"hot-leads"/],
  ['a stage that is no key', { stage: 3 }, 'stage', /a-z/],
];

const EVENTS: readonly Case[] = [
  ['an unknown key', { ...viewed, withn: '7d' }, 'withn', /did you mean "within"/],
  ['an unknown key like no other', { ...viewed, colour: 1 }, 'colour', /remove it/],
  ['another spelling of a name', { event: 'order_completed' }, 'event', /"Order Completed"/],
  ["another vocabulary's name", { event: ['Product Viewed', 'purchase'] }, 'event[1]', /"Order Completed"/],
  ['a malformed name', { event: 'prodct viewd' }, 'event', /"Product Viewed"/],
  ['a name with no verb', { event: 'Cheese' }, 'event', /past-tense/],
  ['no names', { event: [] }, 'event', /at least one/],
  ['a number for a name', { event: 5 }, 'event', /name of an event/],
  ['a duration in words', { ...viewed, within: '7 days' }, 'within', /^write "7d"$/],
  ['a fraction of hours', { ...viewed, within: '1.5h' }, 'within', /"90m"/],
  ['months', { ...viewed, within: '2 months' }, 'within', /"60d"/],
  ['a number of milliseconds', { ...viewed, within: 5 }, 'within', /like "7d"/],
  ['no time', { ...viewed, within: '0d' }, 'within', /more than nothing/],
  ['a century', { ...viewed, within: '36500d' }, 'within', /10 years/],
  ['a calendar word misspelt', { ...viewed, within: 'this_week' }, 'within', /"thisWeek"/],
  ['a window in wild words', { ...viewed, within: 'soonish' }, 'within', /today, yesterday/],
  ['ages without minus', { ...viewed, within: { from: '90d', to: '-30d' } }, 'within.from', /"-90d"/],
  ['ages the wrong way', { ...viewed, within: { from: '-30d', to: '-90d' } }, 'within.from', /exchange/],
  ['half a window', { ...viewed, within: { from: '-30d' } }, 'within.to', /add it/],
  ['a number as text', { ...viewed, count: { gte: '3' } }, 'count.gte', /^write 3 without quotes$/],
  ['a bare count', { ...viewed, count: 3 }, 'count', /object/],
  ['half an event', { ...viewed, count: { gte: 2.5 } }, 'count.gte', /whole/],
  ['fewer than none', { ...viewed, count: { gte: -1 } }, 'count.gte', /0 or more/],
  [
    'an endless number',
    { ...viewed, sum: { of: 'price', gte: Number.POSITIVE_INFINITY } },
    'sum.gte',
    /number/,
  ],
  ['an empty count', { ...viewed, count: {} }, 'count', /asks nothing/],
  ['a sum without bounds', { ...viewed, sum: { of: 'price' } }, 'sum', /asks nothing/],
  ['a sum of nothing', { ...viewed, sum: { gte: 5 } }, 'sum.of', /add it/],
  ['both count and sum', { ...viewed, count: { gte: 1 }, sum: { of: 'price', gte: 5 } }, 'count', /not both/],
  ['both in count', { ...viewed, count: { gte: 1, sum: { of: 'price', gte: 5 } } }, 'count', /not both/],
  [
    'two aggregates',
    { ...viewed, avg: { of: 'price', gte: 5 }, max: { of: 'price', gte: 5 } },
    'max',
    /not both/,
  ],
  [
    'a fault in a counted sum',
    { ...viewed, count: { sum: { of: 'price', gte: '5' } } },
    'count.sum.gte',
    /write 5/,
  ],
  ['an empty where', { ...viewed, where: {} }, 'where', /asks nothing/],
  ['an empty comparison', { ...viewed, where: { price: {} } }, 'where.price', /asks nothing/],
  [
    'an unknown operator',
    { ...viewed, where: { price: { get: 5 } } },
    'where.price.get',
    /did you mean "gt"/,
  ],
  ['a text compared', { ...viewed, where: { price: { gte: 'x' } } }, 'where.price.gte', /only numbers/],
  ['null', { ...viewed, where: { price: null } }, 'where.price', /value/],
  ['a key in camel case', { ...viewed, where: { productId: '1' } }, 'where.productId', /"product_id"/],
  ['no values', { ...viewed, where: { price: { in: [] } } }, 'where.price.in', /at least one/],
  ['too many values', { ...viewed, where: { price: { nin: Array(101).fill(1) } } }, 'where.price.nin', /100/],
  ['a path in capitals', { ...viewed, per: 'products.productId' }, 'per', /"products.product_id"/],
  ['an e-mail address', { ...viewed, where: { label: 'ann@example.com' } }, 'where.label', /no e-mail/],
  [
    'two lists',
    { ...viewed, per: 'products.sku', where: { 'items.sku': 1 } },
    'where["items.sku"]',
    /one list/,
  ],
  [
    'a second list in unless',
    { ...viewed, per: 'a.b', unless: { ...viewed, where: { 'c.d': 1 } } },
    'unless.where["c.d"]',
    /one list/,
  ],
  ['an unknown source', { ...viewed, source: 'app' }, 'source', /web, server or email/],
  [
    'a fact by another name',
    { ...viewed, before: { site: 'price_increased' } },
    'before.site',
    /"Price Increased"/,
  ],
  [
    'an age without bounds',
    { ...viewed, after: { site: 'Price Increased', age: {} } },
    'after.age',
    /asks nothing/,
  ],
  ['per in unless', { ...viewed, unless: { ...viewed, per: 'sku' } }, 'unless.per', /not known here/],
];

const OTHERS: readonly Case[] = [
  ['one step', sequence(viewed), 'sequence', /second step/],
  [
    'an absent first step',
    sequence({ absent: 'Order Completed', for: '1h' }, viewed),
    'sequence[0]',
    /start with an event/,
  ],
  [
    'a first step after none',
    sequence({ ...viewed, within: '1h' }, viewed),
    'sequence[0].within',
    /beside "sequence"/,
  ],
  [
    'two absent steps',
    sequence(viewed, { absent: 'Order Completed', for: '1h' }, { absent: 'Cart Viewed', for: '1h' }),
    'sequence[2]',
    /between/,
  ],
  ['a step of both', sequence(viewed, { ...viewed, absent: 'Cart Viewed' }), 'sequence[1]', /"absent"/],
  [
    'an absent step with no time',
    sequence(viewed, { absent: 'Order Completed' }),
    'sequence[1].for',
    /add it/,
  ],
  ['a step in words', sequence(viewed, { ...viewed, within: '30 minutes' }), 'sequence[1].within', /"30m"/],
  [
    'two lists in a step',
    { ...sequence(viewed, { ...viewed, where: { 'a.b': 1 } }), per: 'c.d' },
    'sequence[1].where["a.b"]',
    /one list/,
  ],
  ['a calendar word for a sequence', { ...sequence(viewed, viewed), within: 'today' }, 'within', /lifetime/],
  ['since a derived event', { since: ['Cart Viewed', 'Session Ended'], gte: '1d' }, 'since[1]', /derived/],
  ['since without bounds', { since: 'Cart Viewed' }, '', /asks nothing: add one of gt,/],
  ['since with a source alone', { since: 'Cart Viewed', source: 'web' }, '', /asks nothing/],
  ['a trait alone', { trait: 'plan' }, '', /asks nothing/],
  ['an anniversary tomorrow', { trait: 'birthday', anniversary: 'tomorrow' }, 'anniversary', /"today"/],
  ['an anniversary compared', { trait: 'birthday', anniversary: 'today', eq: 'x' }, 'eq', /not known here/],
  ['an account fact alone', { account: 'seats' }, '', /asks nothing/],
  ['an account of a faulty condition', { account: { idle: 3 } }, 'account.idle', /"7d"/],
  ['a context alone', { context: 'device' }, '', /asks nothing/],
  ['an empty rfm', { rfm: {} }, 'rfm', /asks nothing/],
  ['a sixth quintile', { rfm: { r: { gte: 6 } } }, 'rfm.r.gte', /1 to 5/],
  ['no quintile', { rfm: { m: { lte: 0 } } }, 'rfm.m.lte', /1 to 5/],
  ['recency as a number', { rfm: { recency: { lte: 30 } } }, 'rfm.recency.lte', /"7d"/],
  ['a score beyond one', { score: 'purchase_7d', gte: 70 }, 'gte', /0 to 1/],
  [
    'a score left before it is entered',
    { score: 'purchase_7d', gte: 0.6, leave: 0.7 },
    'leave',
    /at most 0.6/,
  ],
  ['a share beyond one', { random: 10, seed: 'x' }, 'random', /0 to 1/],
  ['a share without seed', { random: 0.1 }, 'seed', /add it/],
];

describe('a condition that is none', () => {
  it.each([...FORMS, ...EVENTS, ...OTHERS])('%s is refused with place and cure', (_, input, at, hint) => {
    expect(parseCondition(input)).toMatchObject({ ok: false, at, hint: expect.stringMatching(hint) });
  });

  it.each<[string, unknown, string, string]>([
    ['deeper than 20', nested(21), 'too_deep', Array(20).fill('not').join('.')],
    ['deeper than anything', nested(5_000), 'too_deep', Array(10).fill('not').join('.')],
    [
      'of more than 200 parts',
      { any: [{ all: Array(100).fill(viewed) }, { all: Array(99).fill(viewed) }] },
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
