/** Every topic that the app listens to for what happened, and what is made of it. */
import { type Outcome, refuse } from '../../../core/errors.ts';
import { mapCart } from './cart.ts';
import { mapCheckout } from './checkout.ts';
import { mapCustomer, mapMarketingChoice, mapMerge } from './customer.ts';
import type { Mapped, ShopFacts } from './mapped.ts';
import { mapOrderWebhook, mapRefundWebhook } from './order-webhook.ts';
import { mapProduct, mapProductGone } from './product.ts';

type MapTopic = (payload: unknown, facts: ShopFacts) => Outcome<Mapped>;

/** By the names that headers have; `WebhookSubscriptionTopic` writes them in capitals. */
const TOPICS: ReadonlyMap<string, MapTopic> = new Map<string, MapTopic>([
  ['orders/create', mapOrderWebhook],
  ['orders/updated', mapOrderWebhook],
  ['orders/paid', mapOrderWebhook],
  ['orders/cancelled', mapOrderWebhook],
  ['refunds/create', mapRefundWebhook],
  ['carts/create', mapCart],
  ['carts/update', mapCart],
  ['checkouts/create', mapCheckout],
  ['checkouts/update', mapCheckout],
  ['products/create', mapProduct],
  ['products/update', mapProduct],
  ['products/delete', mapProductGone],
  ['customers/create', mapCustomer],
  ['customers/update', mapCustomer],
  ['customers/merge', mapMerge],
  ['customers_email_marketing_consent/update', mapMarketingChoice],
]);
const BY_ENUM: ReadonlyMap<string, MapTopic> = new Map(
  [...TOPICS].map(([topic, map]) => [topic.toUpperCase().replace('/', '_'), map]),
);

export const MAPPED_TOPICS: readonly string[] = [...TOPICS.keys()];

/**
 * What a webhook says, in what our own doors take. The payload is whatever came; nothing but what is named is taken.
 *
 * @param topic As the header has it, or as the schema does: `orders/create` or `ORDERS_CREATE`.
 * @example mapWebhook('orders/create', payload, { currency: 'EUR' }) // value.events[0].id: 'order:4242'
 */
export function mapWebhook(topic: string, payload: unknown, facts: ShopFacts): Outcome<Mapped> {
  const map = TOPICS.get(topic) ?? BY_ENUM.get(topic);
  return (
    map?.(payload, facts) ?? refuse('invalid_value', 'topic', `subscribe to ${MAPPED_TOPICS.join(', ')}`)
  );
}
