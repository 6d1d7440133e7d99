/** One good request for each route: a new route fails the suites that walk the table until it has one. */
import { createHmac } from 'node:crypto';
import { NOON } from '../../support/served.ts';

export type RouteSample = {
  /** Values for the path's parameters. */
  readonly params?: Readonly<Record<string, string>>;
  /** Of the address, with its question mark. */
  readonly query?: string;
  readonly body?: unknown;
  /** 200 unless said. */
  readonly status?: number;
  /** Of what is refused all the same: the site of the walk has no such thing. */
  readonly code?: string;
  /** What its refusal says. */
  readonly hint?: RegExp;
};

export const DEVICE = 'd0'.repeat(16);
const time = new Date(NOON - 60_000).toISOString();
const consent = { analytics: true };

/** Messages of tracking libraries. Their walker is a program, which is no robot where it says whose library it is. */
const said = {
  anonymousId: '0a0a0a0a-0a0a-4a0a-8a0a-0a0a0a0a0a0a',
  timestamp: time,
  context: { library: { name: 'walk' } },
};
const message = {
  ...said,
  type: 'track',
  messageId: 'm1',
  event: 'Product Viewed',
  properties: { price: 5 },
};
const batch = { body: { batch: [message], sentAt: new Date(NOON).toISOString() } };
const SEGMENT_SAMPLES: Readonly<Record<string, RouteSample>> = {
  ...bothWays('track', { event: 'Product Viewed', properties: { price: 5 } }),
  ...bothWays('page', { name: 'Home', properties: { path: '/' } }),
  ...bothWays('screen', { name: 'Home' }),
  ...bothWays('identify', { userId: 'customer-7', traits: { plan: 'pro' } }),
  ...bothWays('group', { groupId: 'acme', traits: { plan: 'pro', seats: 3 } }),
  ...bothWays('alias', { userId: 'customer-7', previousId: 'customer-6' }),
  'POST /v1/batch': batch,
  'POST /v1/b': batch,
  'POST /v1/import': batch,
  'POST /beacon/v1/batch': batch,
};

/** Under its whole path, and under the short one. */
function bothWays(type: string, more: object): Readonly<Record<string, RouteSample>> {
  const body = { ...said, ...more };
  return { [`POST /v1/${type}`]: { body }, [`POST /v1/${type.charAt(0)}`]: { body } };
}

/** Of the site of the walk: `keen`, and `gone` to be deleted. */
export const segment = {
  key: 'keen',
  name: 'Keen',
  when: {
    all: [
      {
        event: 'Product Viewed',
        where: { price: { gte: 5 } },
        per: 'product_id',
        count: { gte: 3 },
        within: '7d',
      },
      { sequence: [{ event: 'Product Added' }, { absent: 'Order Completed', for: '1h' }], within: '3d' },
    ],
  },
  kpi: 'conversion',
};

const small = {
  key: 'small',
  name: 'Small',
  trigger: { slot: 'hero' },
  variants: [{ key: 'a', treatment: { kind: 'content', text: 'Hello' } }],
};

/** Of the site of the walk: `hello`, and `gone` to be deleted. */
export const campaign = {
  name: 'Hello',
  state: 'live',
  trigger: { event: 'Product Added', where: { price: { gte: 5 } } },
  variants: [
    { key: 'control', weight: 1, treatment: null },
    {
      key: 'a',
      weight: 2,
      treatment: {
        kind: 'message',
        title: { en: 'Hello', de: 'Hallo' },
        text: 'Stay a moment.',
        action: { label: 'Cart', url: '/cart' },
      },
    },
  ],
  goal: { kind: 'revenue', event: 'Order Completed', of: 'total', within: '72h' },
  limits: {
    caps: [{ scope: 'campaign', max: 2, per: '7d' }],
    cooldown: '1h',
    quietHours: { from: '22:00', to: '07:00' },
  },
  tags: ['greeting'],
};

/** What the site of the walk has Mailgun prove itself with. */
export const MAILGUN_KEY = 'signing-key-of-the-walk';
const seconds = String(NOON / 1_000);
const signature = createHmac('sha256', MAILGUN_KEY).update(`${seconds}token`).digest('hex');

/** @param known Ids that the route's site has: a visitor with an entry, and the site's own name. */
export function routeSamples(known: {
  readonly visitor: string;
  readonly site: string;
  /** Of the visitor. */
  readonly decision?: string;
  readonly writeKey?: string;
}): Readonly<Record<string, RouteSample>> {
  const { visitor, site, decision = '0d'.repeat(16), writeKey = 'wk_0' } = known;
  return {
    'POST /v1/events': {
      body: { events: [{ id: 's1', name: 'Product Viewed', time, device: DEVICE, consent, properties: {} }] },
    },
    ...SEGMENT_SAMPLES,
    'GET /v1/projects/{writeKey}/settings': { params: { writeKey } },
    'GET /sourceConfig': {},
    'POST /v1/facts': {
      body: { facts: [{ name: 'Price Increased', time, properties: { product_id: 'p1' } }] },
    },
    'PUT /v1/products': {
      body: { products: [{ id: 'p1', title: 'Heron', price: '19.90', currency: 'eur' }] },
    },
    'GET /v1/products/{id}/related': { params: { id: 'p1' }, query: '?kind=bought&limit=3' },
    'PUT /v1/accounts': { body: { accounts: [{ id: 7, plan: 'pro', seats: 3, trial_end_date: time }] } },
    'POST /v1/consent': { body: { device: DEVICE, purposes: consent, source: 'banner', until: NOON + 1 } },
    'GET /v1/visitors/{visitor}/export': { params: { visitor }, query: '?format=html&lang=de' },
    'POST /v1/own': { body: { device: DEVICE } },
    'POST /v1/own/export': { body: { device: DEVICE, format: 'json', lang: 'de' } },
    'POST /v1/own/erasures': { body: { device: '0c'.repeat(16) } },
    'POST /v1/own/proofs': { body: { userId: 'customer-7' } },
    'POST /v1/objections': { body: { device: '0b'.repeat(16) } },
    'POST /v1/sites': { body: { name: 'Another shop', timezone: 'Pacific/Auckland' }, status: 201 },
    'GET /v1/sites/{site}': { params: { site } },
    'PATCH /v1/sites/{site}': { params: { site }, body: { sessionGapMinutes: 20 } },
    'POST /v1/sites/{site}/rotate-keys': { params: { site }, body: { only: 'write', overlap: '3d' } },
    'PUT /v1/plan': {
      body: { mode: 'lenient', events: { 'Gift Wrapped': { properties: { product_id: 'id' } } } },
    },
    'GET /v1/plan': {},
    'GET /v1/plan/violations': {},
    'GET /v1/audit': { query: '?order=oldest' },
    'GET /v1/installation': {},
    'GET /v1/segments/schema.json': {},
    'GET /v1/stages/schema.json': {},
    'POST /v1/segments/check': { body: { words: 'viewed a product in 7 days' } },
    'POST /v1/segments/preview': { body: { when: segment.when, key: 'keen' } },
    'GET /v1/segments': {},
    'POST /v1/segments': { body: { segments: [segment] } },
    'PUT /v1/segments/{key}': { params: { key: 'keen' }, body: segment },
    'GET /v1/segments/{key}': { params: { key: 'keen' } },
    'DELETE /v1/segments/{key}': { params: { key: 'gone' } },
    'GET /v1/segments/{key}/members': { params: { key: 'keen' } },
    'PUT /v1/stages': { body: { stages: [{ key: 'looking', when: { event: 'Product Viewed' } }] } },
    'GET /v1/stages': {},
    'GET /v1/first-run': {},
    'PUT /v1/first-run': { body: { isPutAway: true } },
    'GET /v1/sample': {},
    'POST /v1/sample': { body: { visitors: 50 }, status: 202 },
    'DELETE /v1/sample': {},
    'GET /v1/campaigns/templates': {},
    'POST /v1/campaigns/templates/{template}': {
      params: { template: 'cart-reminder' },
      body: { key: 'carts' },
    },
    'POST /v1/visitors/lookup': { body: { device: DEVICE } },
    'GET /v1/visitors': {},
    'GET /v1/visitors/{visitor}': { params: { visitor } },
    'GET /v1/visitors/{visitor}/segments': { params: { visitor } },
    'GET /v1/visitors/{visitor}/explain/{segment}': { params: { visitor, segment: 'keen' } },
    'GET /v1/visitors/{visitor}/events': { params: { visitor } },
    'GET /v1/visitors/{visitor}/scores': { params: { visitor }, query: '?label=churn_30d' },
    'GET /v1/visitors/{visitor}/lifetime': {
      params: { visitor },
      status: 409,
      code: 'not_available',
      hint: /^0 of 100 repeat buyers: .*the next fitting is due on 2026-01-12\)$/,
    },
    'GET /v1/scores': { query: '?label=churn_30d&format=ndjson' },
    'GET /v1/models': {},
    'GET /v1/models/{label}': { params: { label: 'purchase_7d' } },
    'GET /v1/models/{label}/scores': { params: { label: 'churn_30d' } },
    'PUT /v1/models/{label}': {
      params: { label: 'signs_up' },
      body: { event: 'Trial Converted', within: '14d' },
    },
    'DELETE /v1/models/{label}': { params: { label: 'purchase_7d' }, status: 409, code: 'conflict' },
    'POST /v1/models/{label}/train': { params: { label: 'purchase_7d' } },
    'POST /v1/models/{label}/cancel': { params: { label: 'purchase_7d' } },
    'POST /v1/models/{label}/rollback': {
      params: { label: 'purchase_7d' },
      status: 409,
      code: 'not_available',
    },
    'GET /v1/segments/health': {},
    'POST /v1/segments/discover': {},
    'GET /v1/attribution': { query: '?goal=Order%20Completed&window=72h' },
    'GET /v1/customers/rfm': {},
    'GET /v1/signals': { query: '?days=7' },
    'GET /v1/statistics': { query: '?days=7' },
    'GET /v1/statistics/events': { query: '?days=7' },
    'GET /v1/statistics/choices': { query: '?days=7' },
    'GET /v1/campaigns/schema.json': {},
    'POST /v1/campaigns/check': { body: small },
    'GET /v1/campaigns': {},
    'PUT /v1/campaigns/{key}': { params: { key: 'hello' }, body: campaign },
    'GET /v1/campaigns/{key}': { params: { key: 'hello' } },
    'DELETE /v1/campaigns/{key}': { params: { key: 'gone' } },
    'GET /v1/campaigns/{key}/report': { params: { key: 'hello' }, query: '?version=1' },
    'POST /v1/campaigns/{key}/uplift': { params: { key: 'hello' }, status: 409, code: 'not_available' },
    'POST /v1/campaigns/{key}/dry-run': { params: { key: 'hello' }, query: '?days=2', body: {} },
    'POST /v1/experiments/plan': { body: { goal: 'conversion', mean: 0.1, lift: 0.2, dailyVisitors: 500 } },
    'POST /v1/exposures': { body: { decision, shown: true, action: 'clicked', at: NOON, s: NOON } },
    'POST /v1/decide': { body: { device: DEVICE, slot: 'hero', slots: ['side'], page: 'ab'.repeat(16) } },
    'POST /v1/erasures': { body: { visitor: 'ee'.repeat(16) } },
    'GET /v1/privacy': {},
    'GET /v1/privacy/proof': {},
    'POST /v1/privacy/retention': { body: { dryRun: false } },
    'GET /v1/erasures': {},
    'GET /v1/erasures/{id}': {
      params: { id: `er_${'ee'.repeat(12)}` },
      status: 404,
      code: 'not_found',
    },
    'PUT /v1/webhooks/{key}': {
      params: { key: 'crm' },
      body: { url: 'https://8.8.8.8/inkling', types: ['notice'], includes: ['late'], visitor: 'own' },
    },
    'GET /v1/webhooks': {},
    'POST /v1/webhooks/{key}/rotate': { params: { key: 'crm' } },
    'GET /v1/webhooks/{key}/dead-letters': { params: { key: 'crm' } },
    'POST /v1/webhooks/{key}/dead-letters/resend': { params: { key: 'crm' }, body: { ids: ['nt_1'] } },
    'DELETE /v1/webhooks/{key}': { params: { key: 'crm' } },
    'PUT /v1/segment/webhook': { body: { sharedSecret: 'a-secret-of-the-walk' } },
    'GET /v1/segment/webhook': {},
    'POST /v1/segment/webhook': {
      body: [{ type: 'track', messageId: 'w1', event: 'Product Viewed', userId: 'u-1' }],
      status: 401,
      code: 'unknown_key',
      hint: /same shared secret/,
    },
    'DELETE /v1/segment/webhook': {},
    'PUT /v1/segment/write-back': {
      body: {
        writeKey: 'source-key-of-the-walk',
        region: 'eu',
        scores: ['intent'],
        segments: ['keen'],
        delta: 0.1,
      },
    },
    'GET /v1/segment/write-back': {},
    'GET /v1/segment/write-back/dead-letters': {},
    'POST /v1/segment/write-back/dead-letters/resend': { body: { ids: ['nt_1'] } },
    'DELETE /v1/segment/write-back': {},
    'GET /v1/mail': {},
    'PATCH /v1/mail': {
      body: { fromName: 'Heron', postalAddress: '1 Reed Lane', language: 'en', utm: { source: 'inkling' } },
    },
    'GET /v1/suppressions': {},
    'PUT /v1/suppressions': { body: { email: 'bea@example.com', reason: 'manual' } },
    'DELETE /v1/suppressions': { body: { email: 'bea@example.com' } },
    'POST /v1/email-events': {
      body: { events: [{ id: 'm1', type: 'opened', email: 'bea@example.com', at: time }] },
    },
    'POST /v1/email-events/{service}': {
      params: { service: 'mailgun' },
      body: {
        signature: { timestamp: seconds, token: 'token', signature },
        'event-data': { id: 'm2', event: 'opened', timestamp: NOON / 1_000, recipient: 'bea@example.com' },
      },
    },
    'GET /v1/stream': { query: '?follow=false' },
    'GET /v1/live': {},
    'GET /v1/events/tail': { query: '?follow=false' },
    'GET /v1/jobs': {},
    'POST /v1/jobs/{job}/run': { params: { job: 'salts' } },
    'GET /healthz': {},
    'GET /readyz': {},
  };
}

/** @example fillPath('/v1/sites/{site}', { site: 'demo' }) // '/v1/sites/demo' */
export function fillPath(path: string, params: Readonly<Record<string, string>> = {}): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
}
