/**
 * Checkouts. That contact and address were entered is not read, since it would mean to look at them: the pixel tells of
 * these steps. What the checkout comes to an order by is the order's own webhook.
 *
 * Shopify does not say whether the amounts are of the shop's currency or of the buyer's; where the two differ they are told
 * as the buyer's, so that they are kept and never added up.
 */
import * as z from 'zod';
import { accept, type Outcome } from '../../../core/errors.ts';
import { majorOf } from './amounts.ts';
import { known, type Mapped, mapped, type ServerEvent } from './mapped.ts';
import { namedCustomer } from './order-picture.ts';
import { checkShape, decimal, instant, label, numericId, quantity, token } from './shapes.ts';

const currencyCode = z.string().regex(/^[A-Z]{3}$/);

const checkoutSchema = z.object({
  token,
  cart_token: token.nullish(),
  created_at: instant,
  updated_at: instant,
  customer: z.object({ id: numericId }).nullish(),
  currency: currencyCode,
  presentment_currency: currencyCode.nullish(),
  subtotal_price: decimal.nullish(),
  total_price: decimal.nullish(),
  total_tax: decimal.nullish(),
  total_discounts: decimal.nullish(),
  discount_codes: z.array(z.object({ code: label })).default([]),
  shipping_lines: z.array(z.object({ price: decimal.nullish() })).default([]),
  line_items: z
    .array(
      z.object({
        product_id: numericId.nullish(),
        variant_id: numericId.nullish(),
        sku: label.nullish(),
        title: label.nullish(),
        vendor: label.nullish(),
        quantity,
        price: decimal,
      }),
    )
    .default([]),
});
type Checkout = z.infer<typeof checkoutSchema>;

const SHIPPING_STEP = 3;

/** `checkouts/create` and `checkouts/update`: it began once, whatever is said of it later. */
export function mapCheckout(payload: unknown): Outcome<Mapped> {
  const checked = checkShape(checkoutSchema, payload);
  if (!checked.ok) return checked;
  const checkout = checked.value;
  const customer = checkout.customer?.id;
  return accept(
    mapped({
      events: [startedEvent(checkout), ...shippingEvent(checkout)],
      customers: customer === undefined ? [] : [namedCustomer(customer)],
      joins: [{ checkout: checkout.token, ...(checkout.cart_token && { cart: checkout.cart_token }) }],
    }),
  );
}

function startedEvent(checkout: Checkout): ServerEvent {
  const currency = checkout.presentment_currency ?? checkout.currency;
  return {
    id: `checkout:${checkout.token}:started`,
    name: 'Checkout Started',
    time: checkout.created_at,
    ...userOf(checkout),
    properties: known({
      checkout_id: checkout.token,
      cart_id: checkout.cart_token ?? undefined,
      value: majorOf(checkout.subtotal_price, currency),
      total: majorOf(checkout.total_price, currency),
      tax: majorOf(checkout.total_tax, currency),
      discount: majorOf(checkout.total_discounts, currency),
      coupon: checkout.discount_codes[0]?.code ?? undefined,
      currency,
      products: checkout.line_items.map((line) => itemOf(line, currency)),
    }),
  };
}

function itemOf(line: Checkout['line_items'][number], currency: string): ServerEvent['properties'] {
  const named = line.product_id == null ? {} : { sku: line.sku, name: line.title, brand: line.vendor };
  return known({
    product_id: line.product_id,
    variant_id: line.variant_id,
    ...named,
    price: majorOf(line.price, currency),
    quantity: line.quantity,
  });
}

function shippingEvent(checkout: Checkout): readonly ServerEvent[] {
  if (checkout.shipping_lines.length === 0) return [];
  return [
    {
      id: `checkout:${checkout.token}:shipping`,
      name: 'Checkout Step Completed',
      time: checkout.updated_at,
      ...userOf(checkout),
      properties: { checkout_id: checkout.token, step: SHIPPING_STEP },
    },
  ];
}

function userOf({ customer }: Checkout): { readonly userId?: string } {
  return customer == null ? {} : { userId: customer.id };
}
