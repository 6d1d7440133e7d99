/** Which topics the app hears, which fields of them it reads, and which it must not even be sent. */
import { MAPPED_TOPICS } from '../mapping/map-webhook.ts';
import type { Finding } from './lint.ts';
import type { Subscription } from './shape.ts';

const COMPLIANCE = ['customers/data_request', 'customers/redact', 'shop/redact'];
const OF_THE_APP = ['app/uninstalled', 'app/scopes_update'];
/** Mapped where they come, and not asked for: they bring a customer's name and addresses. */
const NOT_ASKED_FOR = ['customers/create', 'customers/update', 'customers/merge'];
/** Holds the state and its time, and the address only for apps that may see addresses. */
const WHOLE = ['customers_email_marketing_consent/update'];

const WANTED: ReadonlySet<string> = new Set([
  ...OF_THE_APP,
  ...MAPPED_TOPICS.filter((topic) => !NOT_ASKED_FOR.includes(topic)),
]);

/**
 * What the mappers read, by what the topic is about, and one field at least that is another in each delivery: without, Shopify
 * drops those that look like the last one.
 */
const READ: Readonly<Record<string, readonly string[]>> = {
  orders: [
    ...[
      'id',
      'updated_at',
      'created_at',
      'processed_at',
      'cancelled_at',
      'cancel_reason',
      'test',
      'currency',
    ],
    ...['source_name', 'cart_token', 'checkout_token', 'discount_codes', 'line_items', 'customer.id'],
    ...['total_price_set', 'subtotal_price_set', 'total_tax_set', 'total_shipping_price_set'],
    ...['total_discounts_set', 'refunds.id', 'refunds.order_id', 'refunds.created_at'],
    ...['refunds.refund_line_items', 'refunds.transactions.kind', 'refunds.transactions.status'],
    ...['refunds.transactions.amount', 'refunds.transactions.currency', 'refunds.transactions.test'],
  ],
  refunds: [
    ...['id', 'order_id', 'created_at', 'refund_line_items', 'transactions.kind', 'transactions.status'],
    ...['transactions.amount', 'transactions.currency', 'transactions.test'],
  ],
  carts: ['token', 'updated_at', 'line_items'],
  checkouts: [
    ...['token', 'cart_token', 'created_at', 'updated_at', 'currency', 'presentment_currency', 'total_price'],
    ...['subtotal_price', 'total_tax', 'total_discounts', 'discount_codes', 'line_items', 'customer.id'],
  ],
  products: [
    ...[
      'id',
      'title',
      'handle',
      'status',
      'vendor',
      'product_type',
      'published_at',
      'updated_at',
      'image.src',
    ],
    ...[
      'variants.price',
      'variants.compare_at_price',
      'variants.inventory_quantity',
      'variants.inventory_policy',
    ],
  ],
};

/** Of a person, at whatever depth; or what brings all of a person with it. */
const OF_A_PERSON =
  /^(customer|note|note_attributes|client_details|landing_site|referring_site|refunds|order_status_url|abandoned_checkout_url)$|(^|\.)(email|contact_email|phone|sms|name|first_name|last_name|(billing_|shipping_|default_)?address(es)?|address1|address2|zip|city|latitude|longitude|browser_ip|ip|user_agent|user_id|token_secret)(\.|$)/;

/** @example lintWebhooks([{ topics: ['orders/create'], uri: '/webhooks' }]) // findings: others are missing, no include_fields */
export function lintWebhooks(subscriptions: readonly Subscription[]): readonly Finding[] {
  const at = (index: number): string => `webhooks.subscriptions[${index}]`;
  return [...subscriptions.flatMap((one, index) => lintOne(one, at(index))), ...lintCover(subscriptions)];
}

function lintOne(
  { topics = [], compliance_topics: duties = [], uri, include_fields: fields }: Subscription,
  at: string,
) {
  const findings: Finding[] = [];
  const add = (place: string, fault: string, cure: string): void =>
    void findings.push({ at: at + place, fault, cure });
  if (topics.length === 0 && duties.length === 0) add('', 'hears nothing', 'name its topics');
  if (duties.length > 0 && uri !== '/webhooks/compliance')
    add('.uri', 'is not where duties are heard', 'write /webhooks/compliance');
  if (topics.length > 0 && uri !== '/webhooks')
    add('.uri', 'is not where these are heard', 'write /webhooks');
  for (const topic of duties)
    if (!COMPLIANCE.includes(topic)) add('.compliance_topics', `${topic} is no duty`, 'put it into topics');
  for (const topic of topics)
    if (!WANTED.has(topic)) add('.topics', `nobody here reads ${topic}`, 'leave it out');
  for (const topic of topics) findings.push(...lintFields(topic, fields, at));
  return findings;
}

function lintFields(topic: string, fields: readonly string[] | undefined, at: string): readonly Finding[] {
  const read = READ[topic.slice(0, topic.indexOf('/'))];
  if (read === undefined || WHOLE.includes(topic)) return [];
  const place = `${at}.include_fields`;
  if (fields === undefined)
    return [{ at: place, fault: `${topic} would come whole`, cure: 'name the fields that are read' }];
  return [
    ...fields
      .filter((field) => OF_A_PERSON.test(field))
      .map((field) => ({
        at: place,
        fault: `${field} is of a person`,
        cure: 'leave it out: it is not read',
      })),
    ...read
      .filter((field) => !fields.includes(field))
      .map((field) => ({
        at: place,
        fault: `${field} of ${topic} is read and would not come`,
        cure: 'name it',
      })),
  ];
}

function lintCover(subscriptions: readonly Subscription[]): readonly Finding[] {
  const heard = subscriptions.flatMap(({ topics = [], compliance_topics: duties = [] }) => [
    ...topics,
    ...duties,
  ]);
  const missing = [...WANTED, ...COMPLIANCE].filter((topic) => !heard.includes(topic));
  const twice = new Set(heard.filter((topic, index) => heard.indexOf(topic) !== index));
  const at = 'webhooks.subscriptions';
  return [
    ...missing.map((topic) => ({ at, fault: `${topic} is not heard`, cure: 'subscribe to it' })),
    ...[...twice].map((topic) => ({ at, fault: `${topic} would come twice`, cure: 'name it once' })),
  ];
}
