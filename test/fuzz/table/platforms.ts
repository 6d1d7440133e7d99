/** What shop systems send: webhooks, nodes of their API, requests that they pass on or make by themselves. */
import { findBodyFault, isObject } from '../../../core/collect/json.ts';
import { accept, refuse } from '../../../core/errors.ts';
import { readParameters } from '../../../integrations/shopify/doors/proxy.ts';
import { readRun } from '../../../integrations/shopify/flow/action.ts';
import { mapCustomerNode } from '../../../integrations/shopify/mapping/customer.ts';
import { MAPPED_TOPICS, mapWebhook } from '../../../integrations/shopify/mapping/map-webhook.ts';
import { mapOrderNode } from '../../../integrations/shopify/mapping/order-node.ts';
import { mapProductNode } from '../../../integrations/shopify/mapping/product.ts';
import { readVisitors } from '../../../integrations/wordpress/server/forgetting.ts';
import { readLines } from '../../../integrations/wordpress/server/lines.ts';
import { readReports } from '../../../integrations/wordpress/server/reports.ts';
import { readSignature } from '../../../integrations/wordpress/server/signing.ts';
import {
  CHECKOUT_PAYLOAD,
  CUSTOMER,
  cartOf,
  FACTS,
  ORDER,
  ORDER_NODE,
  PRODUCT,
  PRODUCT_NODE,
  REFUND,
} from '../../integrations/shopify/mapping-world.ts';
import { orNone, type Parser, type Reading } from '../examine.ts';

const MOST_LEVELS = 24;
const WHEN = '2026-01-05T12:00:00Z';
/** One payload a topic; what is left out is as another. */
const PAYLOADS: Readonly<Record<string, unknown>> = {
  'refunds/create': REFUND,
  'products/create': PRODUCT,
  'products/update': PRODUCT,
  'products/delete': { id: 2001 },
  'carts/create': cartOf(WHEN, [3001, 2]),
  'carts/update': cartOf(WHEN, [3001, 2], [3002, 1]),
  'checkouts/create': CHECKOUT_PAYLOAD,
  'checkouts/update': CHECKOUT_PAYLOAD,
  'customers/create': CUSTOMER,
  'customers/update': CUSTOMER,
};

const webhooks = MAPPED_TOPICS.filter((topic) => topic in PAYLOADS || topic.startsWith('orders/')).map(
  (topic): Parser => ({
    name: `webhook ${topic} of Shopify`,
    covers: [],
    takes: 'value',
    samples: [PAYLOADS[topic] ?? ORDER],
    read: (payload: unknown): Reading =>
      findBodyFault(payload, MOST_LEVELS) ?? mapWebhook(topic, payload, FACTS),
  }),
);

const RUN = {
  shopify_domain: 'ink.myshopify.com',
  action_run_id: 'run-1',
  properties: { customer_id: 'gid://shopify/Customer/7', campaign: 'carts' },
};
const QUERY = new URLSearchParams({
  ...{ shop: 'ink.myshopify.com', path_prefix: '/apps/inkling', timestamp: '1767614400' },
  ...{ logged_in_customer_id: '7', k: 'wk_1', signature: 'a'.repeat(64) },
});

const VISITOR = 'b'.repeat(32);
const REPORTS = [['0a0a0a0a', 'hint', 'a', { c: 1_767_614_400_000, s: 1_767_614_400_001 }]];
const LINES = {
  batch: 'c'.repeat(32),
  lines: [
    {
      ...{ t: 1_767_614_400_000, v: VISITOR, dev: VISITOR, m: 'consented', src: 'server' },
      c: { analytics: true, contact: false, at: 1_767_614_000_000 },
      e: [
        {
          ...{ i: 'order:1', n: 'Order Completed', t: 1_767_614_400_000, u: '/checkout' },
          p: { revenue_minor: 1_999, currency: 'EUR', products: [{ price_minor: 1_999 }] },
        },
      ],
      d: REPORTS,
    },
    { t: 1_767_614_400_000, v: '', m: 'counted', c: null, e: [{ i: '1', n: 'Page Viewed', u: '/' }] },
  ],
};

export const PLATFORM_PARSERS: readonly Parser[] = [
  ...webhooks,
  {
    name: 'node of an order of Shopify',
    covers: [],
    takes: 'value',
    samples: [ORDER_NODE],
    read: (node: unknown): Reading => mapOrderNode(node),
  },
  {
    name: 'node of a product of Shopify',
    covers: [],
    takes: 'value',
    samples: [PRODUCT_NODE],
    read: (node: unknown): Reading => mapProductNode(node, FACTS),
  },
  {
    name: 'node of a customer of Shopify',
    covers: [],
    takes: 'value',
    samples: [{ id: 'gid://shopify/Customer/7', updatedAt: WHEN, defaultEmailAddress: null }],
    read: (node: unknown): Reading => mapCustomerNode(node),
  },
  {
    name: 'run of an action of Shopify Flow',
    covers: ['integrations/shopify/flow/action.ts readRun', 'core/collect/json.ts readBoundedJson'],
    takes: 'json',
    samples: [RUN, { ...RUN, properties: { customer_id: 7, campaign: 'carts' } }],
    read: (body: string): Reading => readRun(Buffer.from(body)),
  },
  {
    name: 'parameters of the app proxy of Shopify',
    covers: ['integrations/shopify/doors/proxy.ts readParameters'],
    takes: 'text',
    samples: [`${QUERY}`],
    read: (query: string): Reading => orNone(readParameters(new URLSearchParams(query))),
  },
  {
    name: 'lines of the buffer of WordPress',
    covers: ['integrations/wordpress/server/lines.ts readLines'],
    takes: 'value',
    samples: [LINES],
    read: (body: unknown): Reading =>
      findBodyFault(body, MOST_LEVELS) ??
      (isObject(body) ? readLines(body, Date.parse(WHEN)) : refuse('invalid_body', '', 'no object')),
  },
  {
    name: 'what became of decisions of a page of WordPress',
    covers: ['integrations/wordpress/server/reports.ts readReports'],
    takes: 'value',
    samples: [REPORTS],
    read: (rows: unknown): Reading => accept(readReports(rows, 'a'.repeat(32))),
  },
  {
    name: 'visitors that a WordPress names',
    covers: ['integrations/wordpress/server/forgetting.ts readVisitors'],
    takes: 'value',
    samples: [{ visitors: ['a'.repeat(32)] }],
    read: (body: unknown): Reading => readVisitors(body),
  },
  {
    name: 'signature of a WordPress',
    covers: ['integrations/wordpress/server/signing.ts readSignature'],
    takes: 'text',
    samples: [`t=1767614400,v1=${'a'.repeat(64)}`],
    read: (header: string): Reading => orNone(readSignature(header)),
  },
];
