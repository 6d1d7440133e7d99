/**
 * Customers: what a merchant may know of all of them without knowing who one is. No name, address, e-mail or telephone, and
 * neither language nor country: with the time of the first order and the sum they would be one of few.
 */
import * as z from 'zod';
import { accept, type Outcome } from '../../../core/errors.ts';
import { majorOf } from './amounts.ts';
import {
  known,
  type Mapped,
  type MappedCustomer,
  type Marketing,
  mapped,
  type ServerEvent,
  type ShopFacts,
} from './mapped.ts';
import { namedCustomer } from './order-picture.ts';
import { checkShape, decimal, globalId, instant, numericId } from './shapes.ts';

const consentSchema = z
  .object({
    state: z.string().transform((state) => state.toLowerCase()),
    consent_updated_at: instant.nullish(),
  })
  .nullish();
type Consent = z.infer<typeof consentSchema>;

const customerSchema = z.object({
  id: numericId,
  created_at: instant,
  updated_at: instant,
  orders_count: z.number().int().nonnegative().nullish(),
  total_spent: decimal.nullish(),
  currency: z.string().nullish(),
  tags: z.string().nullish(),
  email_marketing_consent: consentSchema,
});

const choiceSchema = z.object({ customer_id: numericId, email_marketing_consent: consentSchema });

const nodeSchema = z.object({
  id: globalId,
  updatedAt: instant,
  dataSaleOptOut: z.boolean().nullish(),
  defaultEmailAddress: z
    .object({ marketingState: z.string(), marketingUpdatedAt: instant.nullish() })
    .nullish(),
});

const mergeSchema = z.object({
  admin_graphql_api_customer_kept_id: globalId,
  admin_graphql_api_customer_deleted_id: globalId,
  status: z.string().nullish(),
});

/** `customers/create` and `customers/update`. */
export function mapCustomer(payload: unknown, facts: ShopFacts): Outcome<Mapped> {
  const checked = checkShape(customerSchema, payload);
  if (!checked.ok) return checked;
  const customer = checked.value;
  const chosen = new Set(facts.tags);
  const tags = (customer.tags ?? '').split(',').map((tag) => tag.trim());
  const traits = known({
    orders_count: customer.orders_count,
    total_spent: majorOf(customer.total_spent, customer.currency ?? facts.currency),
    created_at: new Date(customer.created_at).toISOString(),
    // Also an empty list: a tag that was taken away is no longer there.
    tags:
      chosen.size === 0 || customer.tags == null
        ? undefined
        : tags.filter((tag) => chosen.has(tag)).toSorted(),
  });
  const marketing = marketingOf(customer.email_marketing_consent, customer.updated_at);
  return accept(
    mapped({ customers: [{ ...namedCustomer(customer.id), marketing, traits, at: customer.updated_at }] }),
  );
}

/** `customers_email_marketing_consent/update`. Mails only: what somebody says of text messages is no word on mails. */
export function mapMarketingChoice(payload: unknown): Outcome<Mapped> {
  const checked = checkShape(choiceSchema, payload);
  if (!checked.ok) return checked;
  const marketing = marketingOf(checked.value.email_marketing_consent, null);
  return accept(mapped({ customers: [{ ...namedCustomer(checked.value.customer_id), marketing }] }));
}

/** A customer of GraphQL: what they agreed to hear, and whether they opted out of sale. */
export function mapCustomerNode(node: unknown): Outcome<Mapped> {
  const checked = checkShape(nodeSchema, node);
  if (!checked.ok) return checked;
  const { id, updatedAt, dataSaleOptOut, defaultEmailAddress: address } = checked.value;
  const consent = address && {
    state: address.marketingState.toLowerCase(),
    consent_updated_at: address.marketingUpdatedAt,
  };
  const said = {
    marketing: marketingOf(consent, updatedAt),
    optedOutAt: dataSaleOptOut === true ? updatedAt : null,
  };
  return accept(mapped({ customers: [{ ...namedCustomer(id), ...said }] }));
}

/** `customers/merge`: of two that are one from now on, one number stays. */
export function mapMerge(payload: unknown): Outcome<Mapped> {
  const checked = checkShape(mergeSchema, payload);
  if (!checked.ok) return checked;
  const {
    admin_graphql_api_customer_kept_id: into,
    admin_graphql_api_customer_deleted_id: from,
    status,
  } = checked.value;
  const isDone = status == null || status === 'completed';
  return accept(mapped({ merges: isDone && from !== into ? [{ from, into }] : [] }));
}

/**
 * What is said of a customer as an event of theirs; null where nothing is.
 *
 * @example traitsEvent(customer) // { id: 'customer:7:1767614400000', name: 'Traits Updated', … }
 */
export function traitsEvent({ userId, traits, at }: MappedCustomer): ServerEvent | null {
  if (at === null || Object.keys(traits).length === 0) return null;
  return { id: `customer:${userId}:${at}`, name: 'Traits Updated', time: at, userId, properties: traits };
}

/**
 * Pending is no answer yet. Not subscribed is one where somebody changed it to that; else nobody was ever asked. A mailbox
 * that does not exist, or that was taken away, gets nothing.
 */
function marketingOf(consent: Consent, changedAt: number | null): Marketing | null {
  const at = consent?.consent_updated_at ?? null;
  if (consent == null) return null;
  if (consent.state === 'subscribed') return at === null ? null : { contact: true, at, source: 'shopify' };
  if (consent.state === 'not_subscribed')
    return at === null ? null : { contact: false, at, source: 'shopify' };
  if (!['unsubscribed', 'redacted', 'invalid'].includes(consent.state)) return null;
  const since = at ?? changedAt;
  return since === null ? null : { contact: false, at: since, source: 'shopify' };
}
