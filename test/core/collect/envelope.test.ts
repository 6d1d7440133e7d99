import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Envelope, MOST_ITEMS, readEnvelope, wirePlace } from '../../../core/collect/envelope.ts';
import { type JsonObject, MOST_DEPTH } from '../../../core/collect/json.ts';
import { findPlace } from '../../apps/server/places.ts';

const T = Date.UTC(2026, 0, 5);
const ITEM = { i: 'a', n: 'Page Viewed', t: T, p: {}, u: '/', r: '' };
const MINIMAL = { ver: 1, s: T, e: [] };

function read(body: unknown): Envelope {
  const outcome = readEnvelope(body as JsonObject);
  if (!outcome.ok) throw new Error(`${outcome.code} at ${outcome.at}`);
  return outcome.value;
}

/** JSON of any shape, with keys and values that the reader looks for among them. */
const key = fc.oneof(
  fc.constantFrom(
    ...'ver s d g c dev z h m pr pg q sl e i n t p u r analytics at source required'.split(' '),
  ),
  fc.constantFrom('__proto__', 'constructor', 'toString', ''),
  fc.string({ maxLength: 8 }),
);
const leaf = fc.oneof(
  fc.constantFrom(
    null,
    true,
    false,
    0,
    1,
    -1,
    T,
    1e308,
    '',
    'Page Viewed',
    'ab'.repeat(16),
    Number.MAX_VALUE,
  ),
  fc.double(),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const { value: anyJson } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(key, tie('value'), { maxKeys: 8 }),
  ),
}));
const envelopeLike = fc.record(
  {
    ver: fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, anyJson),
    s: fc.oneof({ weight: 9, arbitrary: fc.constant(T) }, anyJson),
    e: fc.oneof(
      {
        weight: 9,
        arbitrary: fc.array(
          fc.oneof(fc.record({ i: leaf, n: leaf, t: leaf, p: anyJson }, { requiredKeys: [] }), anyJson),
          { maxLength: 6 },
        ),
      },
      anyJson,
    ),
    c: anyJson,
    d: anyJson,
    g: anyJson,
    dev: anyJson,
    pg: anyJson,
    sl: anyJson,
  },
  { requiredKeys: [] },
);

describe('the reader of the envelope', () => {
  it('never throws, accepts nothing that is not there, and refuses only at places that are', () => {
    fc.assert(
      fc.property(fc.oneof(envelopeLike, fc.dictionary(key, anyJson)), (given) => {
        const body = JSON.parse(JSON.stringify(given)) as JsonObject;
        const outcome = readEnvelope(body);
        if (!outcome.ok) {
          expect(outcome.hint).not.toBe('');
          expect(findPlace(body, outcome.at)).toBe(true);
          return;
        }
        const { items, refused, sentAt, device, page } = outcome.value;
        expect(items.length + refused.length).toBe((body.e as unknown[]).length);
        expect(Number.isFinite(sentAt)).toBe(true);
        expect([typeof device, typeof page]).toEqual(['string', 'string']);
        for (const { id, name, time, properties, at } of items) {
          expect(id).toMatch(/^[\x21-\x7e]{1,100}$/);
          expect(name.length).toBeGreaterThan(0);
          expect(name.length).toBeLessThanOrEqual(100);
          expect(Number.isFinite(time)).toBe(true);
          expect(Object.prototype.toString.call(properties)).toBe('[object Object]');
          expect(findPlace(body, at)).toBe(true);
        }
        for (const { at, hint } of refused) {
          expect([at, findPlace(body, wirePlace(at))]).toEqual([at, true]);
          expect(hint).not.toBe('');
        }
      }),
      { seed: 20260105, numRuns: 3_000 },
    );
  });

  it('reads every field of the wire', () => {
    const c = {
      analytics: true,
      share: false,
      marketing: true,
      at: T - 5,
      source: 'banner',
      required: false,
    };
    const body = {
      ...MINIMAL,
      d: 1,
      g: 1,
      c,
      dev: 'd'.repeat(32),
      z: 'Europe/Berlin',
      h: 'h',
      pr: 'p',
      m: 'm',
      pg: 'ab'.repeat(8),
      q: 0,
      sl: ['home-top', 'cart'],
      e: [ITEM],
    };
    expect(read(body)).toEqual({
      sentAt: T,
      wantsDecision: true,
      gpc: true,
      consent: {
        purposes: { analytics: true, share: false },
        at: T - 5,
        source: 'banner',
        notRequired: true,
      },
      device: 'd'.repeat(32),
      zone: 'Europe/Berlin',
      inner: 'h',
      proof: 'p',
      contact: 'm',
      page: 'ab'.repeat(8),
      isFirst: true,
      slots: ['home-top', 'cart'],
      items: [
        { at: 'e[0]', id: 'a', name: 'Page Viewed', time: T, properties: {}, address: '/', referrer: '' },
      ],
      refused: [],
    });
  });

  it('takes what a page leaves out as not said', () => {
    expect(read(MINIMAL)).toMatchObject({
      wantsDecision: false,
      gpc: false,
      consent: null,
      device: '',
      page: '',
      slots: [],
      items: [],
    });
    expect(read({ ...MINIMAL, e: [{ i: 'a', n: 'X', t: T }] }).items).toMatchObject([
      { properties: {}, address: '', referrer: '' },
    ]);
  });

  it.each([
    [{ d: true }, { wantsDecision: false }],
    [{ g: true }, { gpc: true }],
    [{ g: '1' }, { gpc: false }],
    [{ c: [] }, { consent: null }],
    [
      { c: { analytics: 'yes', at: '5', required: 0 } },
      { consent: { purposes: {}, at: null, notRequired: false } },
    ],
    [{ pg: 'not hex' }, { page: '' }],
    [{ pg: 'abc' }, { page: '' }],
    [{ pg: 'A'.repeat(32) }, { page: '' }],
    [{ sl: 'home-top' }, { slots: [] }],
    [{ sl: ['a', 'a', 'B', '', 'a b', 7, null, 'x'.repeat(65), 'b-2'] }, { slots: ['a', 'b-2'] }],
    [
      { sl: Array.from({ length: 30 }, (_, i) => `s${i}`) },
      { slots: Array.from({ length: 20 }, (_, i) => `s${i}`) },
    ],
    [
      { dev: 7, z: {}, h: null },
      { device: '', zone: '', inner: '' },
    ],
  ])('does not guess: %j', (more, expected) => {
    expect(read({ ...MINIMAL, ...more })).toMatchObject(expected);
  });

  const nest = (depth: number): unknown => (depth === 0 ? 0 : [nest(depth - 1)]);

  it.each([
    [{ i: 'x'.repeat(100) }, null],
    [{ i: 'x'.repeat(101) }, 'e[0].i'],
    [{ i: `nt_${'0f'.repeat(15)}` }, null],
    [{ i: `nt_${'0f'.repeat(16)}` }, 'e[0].i'],
    [{ n: 'x'.repeat(100) }, null],
    [{ n: 'x'.repeat(101) }, 'e[0].name'],
    [{ p: { a: nest(MOST_DEPTH - 1) } }, null],
    [{ p: { a: nest(MOST_DEPTH) } }, 'e[0].properties'],
    [{ p: { a: Array.from({ length: 2_000 }, () => 0) } }, null],
    [{ p: { a: Array.from({ length: 2_001 }, () => 0) } }, 'e[0].properties'],
  ])('bounds an item to the last one that fits (case %#)', (more, at) => {
    const { items, refused } = read({ ...MINIMAL, e: [{ ...ITEM, ...more }] });
    expect([items.length, refused.map((refusal) => refusal.at)]).toEqual(at === null ? [1, []] : [0, [at]]);
  });

  it('takes a hundred items and refuses one more', () => {
    const items = (count: number) => Array.from({ length: count }, () => ITEM);
    expect(read({ ...MINIMAL, e: items(MOST_ITEMS) }).items).toHaveLength(100);
    expect(readEnvelope({ ...MINIMAL, e: items(MOST_ITEMS + 1) })).toMatchObject({
      code: 'too_many_items',
      at: 'e',
    });
  });
});

describe('the place of a refusal, as the sender wrote it', () => {
  it.each([
    ['e[2].properties.price', 'e[2].p.price'],
    ['e[12].name', 'e[12].n'],
    ['e[0].time', 'e[0].t'],
    ['e[0].i', 'e[0].i'],
    ['e[0].properties.name', 'e[0].p.name'],
    ['events[0].name', 'events[0].name'],
    ['', ''],
  ])('%s is %s', (at, expected) => {
    expect(wirePlace(at)).toBe(expected);
  });
});
