/**
 * What Shopify's server tells of orders, carts, checkouts, products and customers, put through our own doors. Ids that
 * Shopify repeats make it count once, in whatever order it comes; whose it is, the cart's or the order's number says.
 */
import type { Engine } from '../../../core/engine.ts';
import type { SiteId, VisitorId } from '../../../core/entry.ts';
import { accept, type Outcome, REFUSALS } from '../../../core/errors.ts';
import { recordConsentChoice } from '../../../core/identity/consent-door.ts';
import type { ServerItem } from '../../../core/identity/identify-server.ts';
import { namedVisitor } from '../../../core/identity/naming.ts';
import { keepReference } from '../../../core/identity/references.ts';
import type { Site } from '../../../core/sites/site.ts';
import type { Told, TopicHandler } from '../doors/webhooks.ts';
import type { ShopFactsBook } from '../installation/shop-facts.ts';
import { PLATFORM } from '../installation/shops.ts';
import { traitsEvent } from '../mapping/customer.ts';
import { MAPPED_TOPICS, mapWebhook } from '../mapping/map-webhook.ts';
import type { Mapped, MappedCustomer, ServerEvent } from '../mapping/mapped.ts';
import type { Part } from '../part.ts';
import type { Joins, JoinTokens } from './joins.ts';
import type { ProductTimes } from './product-times.ts';

/** What was put into a cart and taken out of it the page tells itself: from here it would count twice. */
const ONLY_JOINS = /^CARTS_/;

export type IntakePorts = {
  readonly engine: Pick<
    Engine,
    'ingest' | 'take' | 'append' | 'catalogue' | 'vault' | 'book' | 'visitors' | 'now'
  >;
  readonly joins: Pick<Joins, 'find' | 'note'>;
  readonly facts: Pick<ShopFactsBook, 'read'>;
  readonly productTimes: ProductTimes;
};

export type Intake = {
  /** Whatever was mapped, of webhooks or of what was asked for. */
  take(site: Site, mapped: Mapped): Promise<Outcome<unknown>>;
  readonly part: Part;
};

/** @example const { part } = createIntake({ engine, joins, facts }); part.topics.ORDERS_CREATE */
export function createIntake(ports: IntakePorts): Intake {
  const hear: TopicHandler = async ({ shop, topic, payload, triggeredAt }: Told) => {
    const facts = await ports.facts.read(shop);
    if (!facts.ok) return facts;
    const mapped = mapWebhook(topic, payload, facts.value);
    if (!mapped.ok) return mapped;
    const { value } = mapped;
    const told = ONLY_JOINS.test(topic) ? { ...value, events: [] } : value;
    return take(ports, shop.site, told, triggeredAt ?? ports.engine.now());
  };
  const topics = MAPPED_TOPICS.map((topic) => [topic.toUpperCase().replace('/', '_'), hear] as const);
  return {
    take: (site, mapped) => take(ports, site, mapped, ports.engine.now()),
    part: { topics: Object.fromEntries(topics) },
  };
}

/** The first that fails ends it: each step does nothing the second time, and the whole comes again. */
async function take(ports: IntakePorts, site: Site, mapped: Mapped, at: number): Promise<Outcome<unknown>> {
  const steps = [takeProducts, takeChoices, takeEvents, takeMerges, keepReferences];
  for (const step of steps) {
    const outcome = await step(ports, site, mapped, at);
    if (!outcome.ok) return outcome;
  }
  return accept({});
}

/** @param at When Shopify told of it, UTC ms. */
type Step = (ports: IntakePorts, site: Site, mapped: Mapped, at: number) => Promise<Outcome<unknown>>;

const takeProducts: Step = async ({ engine, productTimes }, site, { products, productsAt, gone }, at) => {
  const { catalogue, now } = engine;
  const { siteId, settings } = site;
  const unlessOlder = (product: string, told: number, change: () => Promise<unknown>): Promise<void> =>
    productTimes.unlessOlder(siteId, product, told, change);
  const sold = { siteId, currency: settings.currency };
  for (const product of products)
    await unlessOlder(product.id, productsAt ?? at, () => catalogue.upsert(sold, [product], now()));
  for (const id of gone) await unlessOlder(id, at, () => catalogue.remove(siteId, id));
  return accept({});
};

/** Whether mails may be written and anything passed on, as Shopify has it; the latest word holds, whenever it comes. */
const takeChoices: Step = async ({ engine }, site, { customers }) => {
  for (const { userId, purposes, at } of customers.flatMap(choicesOf)) {
    const choice = { userId, purposes, source: PLATFORM, at };
    const outcome = await recordConsentChoice({ site, choice, trusted: true }, engine);
    if (!outcome.ok && REFUSALS[outcome.code].retryable) return outcome;
  }
  return accept({});
};

function choicesOf({ userId, marketing, optedOutAt }: MappedCustomer) {
  return [
    ...(marketing === null ? [] : [{ userId, purposes: { contact: marketing.contact }, at: marketing.at }]),
    ...(optedOutAt === null ? [] : [{ userId, purposes: { share: false }, at: optedOutAt }]),
  ];
}

const takeEvents: Step = async ({ engine, joins }, site, mapped) => {
  const visitor = await findVisitor(joins, site, mapped);
  const traits = mapped.customers.flatMap((customer) => traitsEvent(customer) ?? []);
  const events = [...mapped.events.map((event) => ({ ...event, ...(visitor && { visitor }) })), ...traits];
  return events.length === 0 ? accept({}) : engine.ingest(site, { events });
};

/** A refund names no more than its order. */
async function findVisitor(
  joins: Pick<Joins, 'find'>,
  site: Site,
  { joins: said, events }: Mapped,
): Promise<VisitorId | null> {
  const refunded: readonly JoinTokens[] = said.length > 0 ? [] : events.flatMap(orderOf);
  for (const tokens of [...said, ...refunded]) {
    const visitor = await joins.find(site, tokens);
    if (visitor !== null) return visitor;
  }
  return null;
}

function orderOf({ properties }: ServerEvent): readonly JoinTokens[] {
  const { order_id: order } = properties;
  return typeof order === 'string' ? [{ order }] : [];
}

const takeMerges: Step = async ({ engine }, site, { merges }) => {
  if (merges.length === 0) return accept({});
  const receivedAt = engine.now();
  const items = merges.map(({ from, into }) => linkItem(from, into, receivedAt));
  return engine.take({ site, receivedAt, items, claimant: null });
};

function linkItem(previousId: string, userId: string, time: number): ServerItem {
  return {
    ...{ at: 'merge', id: 'merge', kind: 'link', name: 'Customers Merged', time, source: 'server' },
    ...{ userId, previousId, properties: {}, address: '', url: '', referrer: '', account: '' },
    ...{ consent: null, context: {}, agent: null },
  };
}

/**
 * By the customer's own id at Shopify, what is written there finds them. It lies in the vault, and only where something is
 * held of them: with their profile it goes.
 */
const keepReferences: Step = async ({ engine: { vault, visitors } }, site, { customers }) => {
  const isKnown = async (siteId: SiteId, visitor: VisitorId) =>
    (await visitors.resolve(siteId, visitor)).exists;
  for (const { userId, reference } of customers) {
    const visitor = namedVisitor({ userId }, site);
    if (visitor === null) continue;
    await keepReference({ vault, isKnown }, site.siteId, { visitor, kind: PLATFORM, reference });
  }
  return accept({});
};
