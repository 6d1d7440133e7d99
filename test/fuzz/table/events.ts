/** What comes in at the doors for events: bodies, items, names, values, addresses. */
import { readBatch } from '../../../core/collect/batch.ts';
import { readEnvelope, wirePlace } from '../../../core/collect/envelope.ts';
import { readEventId } from '../../../core/collect/event-id.ts';
import { readInstant } from '../../../core/collect/instant.ts';
import { findShapeFault, type JsonObject, readJson } from '../../../core/collect/json.ts';
import { eventTime } from '../../../core/collect/skew.ts';
import type { Entry, Json, SiteId } from '../../../core/entry.ts';
import { accept, type Outcome } from '../../../core/errors.ts';
import { readCurrency } from '../../../core/events/currency.ts';
import { isDecimal, toMajor, toMinor } from '../../../core/events/money.ts';
import { canonicalName, createNameResolver } from '../../../core/events/names.ts';
import { compilePlan, DEFAULT_PLAN, parsePlan } from '../../../core/events/plan.ts';
import { readValue, type SingleType } from '../../../core/events/property-value.ts';
import { validate } from '../../../core/events/validate.ts';
import { cleanProperties } from '../../../core/identity/properties.ts';
import { createSecrets } from '../../../core/identity/secrets.ts';
import { decodeEntry, type EntryRow, encodeRest } from '../../../core/stores/codec.ts';
import { orNone, type Parser, type Reading, taken } from '../examine.ts';
import { hashKey } from './key.ts';

const NOW = Date.UTC(2026, 0, 5, 12);
const PROPERTIES = {
  product_id: 'p1',
  price: '19.90',
  currency: 'eur',
  quantity: 2,
  category: 'Shoes',
  url: 'https://shop.example/p1?utm_source=mail',
  note: 'für Anna 😀',
  products: [{ product_id: 'p1', price: 19.9, tags: ['a', 'b'] }],
  productID: 7,
  nested: { a: { b: [1, 2, { c: null }] } },
};
const ITEM = {
  i: 'e1',
  n: 'Product Viewed',
  t: NOW,
  p: PROPERTIES,
  u: '/p1?utm_source=x',
  r: 'https://a.example/',
};
const ENVELOPES = [
  {
    ...{
      ver: 1,
      s: NOW,
      d: 1,
      g: 0,
      dev: 'd0'.repeat(16),
      z: 'Europe/Berlin',
      h: 'ab'.repeat(32),
      pg: '0123abcd',
    },
    c: { analytics: true, contact: false, at: NOW, source: 'banner', required: false },
    sl: ['hero', 'side'],
    e: [ITEM, { ...ITEM, i: 'e2', n: 'order_completed' }],
  },
  { ver: 1, s: NOW, e: [] },
];
const EVENT = {
  id: 's1',
  name: 'Product Viewed',
  time: '2026-01-05T12:00:00Z',
  userId: 'u1',
  properties: PROPERTIES,
};
const BATCHES = [
  {
    events: [
      { ...EVENT, source: 'email', consent: { analytics: true }, context: { device: 'mobile', path: '/' } },
      { ...EVENT, id: 's2', time: NOW, device: 'd1'.repeat(16), email: 'ann@example.com', account: 7 },
    ],
  },
];

const PLANS = [
  {
    mode: 'strict',
    events: {
      'Gift Wrapped': {
        properties: { product_id: 'id', paper: { type: 'string', required: true }, 'products.sku': 'sku' },
        additionalProperties: false,
      },
    },
  },
  {},
];
const PLAN = parsePlan(PLANS[0]);
const COMPILED = [compilePlan(DEFAULT_PLAN), compilePlan(PLAN.ok ? PLAN.value : DEFAULT_PLAN)];

/** As an item stands in the store and comes back, after every stage that looks at it. */
function storeItem({ n: name, t, p: properties }: { n: string; t: number; p: JsonObject }): Reading {
  const time = eventTime(t, 0, NOW);
  if (time === null) return orNone(null);
  const rules = {
    idKey: hashKey,
    secrets: createSecrets(['ann@example.com']),
    isExempt: (at: string) => at.endsWith('_id'),
  };
  const cleaned = cleanProperties(properties, rules).properties as { [key: string]: Json };
  for (const plan of COMPILED) {
    const valid = validate(plan, { name, properties: cleaned, currency: 'EUR', at: 'e[0]' });
    if (!valid.ok) return valid;
    const fault = findLoss(valid.value, time.t);
    if (fault !== null) throw new Error(fault);
  }
  return taken(null);
}

function findLoss(valid: Pick<Entry, 'name' | 'properties'>, t: number): string | null {
  const entry: Entry = {
    ...{ site: 'st' as SiteId, id: 'e1', type: 'event', t, receivedAt: NOW, visitor: null, source: 'web' },
    ...{ name: valid.name, properties: valid.properties },
  };
  const row: EntryRow = {
    ...{ seq: 1, site: 'st', id: 'e1', type: 0, source: 0, t, received: NOW, visitor: '' },
    ...{ name: Buffer.from(entry.name, 'utf8').toString('utf8'), data: encodeRest(entry) },
  };
  const { seq: _seq, ...read } = decodeEntry(row);
  const [sent, kept] = [entry, read].map((one) => JSON.stringify([one.name, one.properties], tellEnds));
  return sent === kept ? null : `the log keeps ${kept} of ${sent}`;
}

/** JSON would write an endless number and one that is none like nothing at all. */
function tellEnds(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? `!${value}` : value;
}

/** Everything between a post and the log, for each of its items. */
function storeItems(text: string): Reading {
  const body = readJson(Buffer.from(text, 'utf8'));
  if (!body.ok) return body;
  const envelope = readEnvelope(body.value);
  if (!envelope.ok) return envelope;
  for (const { name, time, properties } of envelope.value.items) {
    const stored = storeItem({ n: name, t: time, p: properties });
    if (!stored.ok && stored.code === 'internal') return stored;
  }
  return taken(envelope.value.refused.map(({ at }) => wirePlace(at)));
}

const asObject = (read: (body: JsonObject) => Outcome<unknown>) => (input: unknown) =>
  typeof input === 'object' && input !== null && !Array.isArray(input)
    ? read(input as JsonObject)
    : orNone(null);
const kept = ({ refused: _refused, ...rest }: { readonly refused: unknown }): unknown => rest;
const mapped = (outcome: Outcome<{ readonly refused: unknown }>): Reading =>
  outcome.ok ? taken(kept(outcome.value)) : outcome;

const resolveOwn = createNameResolver(['Gift Wrapped']);
const TYPES: readonly SingleType[] = ['id', 'sku', 'string', 'number', 'integer', 'boolean', 'time', 'url'];

export const EVENT_PARSERS: readonly Parser[] = [
  {
    name: 'a body in JSON',
    covers: ['core/collect/json.ts readJson'],
    takes: 'json',
    samples: [...ENVELOPES, ...BATCHES],
    read: (text: string) => readJson(Buffer.from(text, 'utf8')),
    // What it keeps is looked at by whoever takes the body apart.
    keepsMore: true,
    allowsKeys: true,
  },
  {
    name: 'the envelope of a page',
    covers: ['core/collect/envelope.ts readEnvelope'],
    takes: 'value',
    samples: ENVELOPES,
    read: asObject((body) => mapped(readEnvelope(body)) as Outcome<unknown>),
    keepsMore: true,
  },
  {
    name: 'a batch of a server',
    covers: ['core/collect/batch.ts readBatch'],
    takes: 'value',
    samples: BATCHES,
    read: asObject((body) => mapped(readBatch(body, NOW)) as Outcome<unknown>),
    keepsMore: true,
  },
  {
    name: 'a post of a page, until its items lie in the log',
    covers: [
      'core/stores/codec.ts decodeEntry',
      'core/events/properties.ts readProperties',
      'core/events/tidy.ts readItems',
    ],
    takes: 'json',
    samples: ENVELOPES,
    read: storeItems,
  },
  {
    name: 'the shape of an item',
    covers: [],
    takes: 'value',
    samples: [PROPERTIES],
    read: (input: unknown) => findShapeFault(input, 'e[0].p') ?? taken(null),
  },
  {
    name: 'an instant',
    covers: ['core/collect/instant.ts readInstant'],
    takes: 'value',
    samples: ['2026-01-05T12:00:00.123Z', '2026-01-05 12:00 +02', NOW, '2024-02-29'],
    read: (input: unknown) => orNone(readInstant(input)),
    // Years of four digits; beyond them, and for what is less than nothing, there is only the number.
    write: (t: number) => (t > 0 && t < 2.5e14 ? new Date(t).toISOString() : t),
  },
  {
    name: 'the id of an event',
    covers: ['core/collect/event-id.ts readEventId'],
    takes: 'value',
    samples: ['order:1001', '0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee'],
    read: (input: unknown) => readEventId(input, 'events[0].id'),
    write: (id: string) => id,
    isText: true,
  },
  {
    name: 'a tracking plan',
    namesPlaces: true,
    covers: ['core/events/plan.ts parsePlan'],
    takes: 'value',
    samples: PLANS,
    read: (input: unknown) => {
      const plan = parsePlan(input);
      if (plan.ok) compilePlan(plan.value).rulesOf('Gift Wrapped');
      return plan;
    },
    write: (plan: unknown) => JSON.parse(JSON.stringify(plan)),
  },
  {
    name: 'the name of an event',
    covers: [],
    takes: 'text',
    samples: ['Product Viewed', 'order_completed', 'Prodct Viewd', 'giftWrapped', 'ORDER-COMPLETED'],
    read: (raw: string) => {
      const own = resolveOwn(raw);
      const resolved = canonicalName(raw);
      if (resolved.kind === 'unusable' || own.kind === 'unusable') return orNone(null);
      return taken([resolved.name, own.name]);
    },
    write: ([name]: readonly [string]) => name,
    isText: true,
  },
  {
    name: 'an amount of money',
    covers: [],
    takes: 'value',
    samples: ['19.99', 19.99, ' 1e3 ', '.5', 1e-7],
    read: (input: unknown) => {
      if (typeof input !== 'number' && (typeof input !== 'string' || !isDecimal(input))) return orNone(null);
      return orNone(toMinor(input, 'EUR'));
    },
    // 2^53 - 1 cents are no double of major units any more.
    write: (minor: number) => (Math.abs(minor) < 1e15 ? toMajor(minor, 'EUR') : `${minor}e-2`),
  },
  {
    name: 'a currency',
    covers: ['core/events/currency.ts readCurrency'],
    takes: 'value',
    samples: ['EUR', ' eur '],
    read: (input: unknown) => orNone(readCurrency(input)),
    write: (code: string) => code,
    isText: true,
  },
  {
    name: 'a value of each type',
    covers: ['core/events/property-value.ts readValue'],
    takes: 'value',
    samples: [['4.5', '7', 'true', '2026-01-05T12:00:00Z', '/p?x=1', 44600062, false, '']],
    read: (input: unknown) =>
      accept(TYPES.map((type) => [input].flat().map((value) => readValue(type, value as Json) ?? null))),
    // A text that nobody reads as a number stays the text that it was.
    keepsMore: true,
    allowsKeys: true,
  },
];
