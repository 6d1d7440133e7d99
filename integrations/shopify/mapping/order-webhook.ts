/** Orders and refunds as webhooks write them: https://shopify.dev/docs/api/admin-rest/latest/resources/order */
import * as z from 'zod';
import { accept, type Outcome } from '../../../core/errors.ts';
import { type Mapped, mapped, type ShopFacts } from './mapped.ts';
import { mapOrder, type OrderPicture, type RefundPicture, refundEvent } from './order-picture.ts';
import { checkShape, decimal, instant, label, numericId, quantity, shopMoney, token } from './shapes.ts';

const lineSchema = z.object({
  product_id: numericId.nullish(),
  variant_id: numericId.nullish(),
  sku: label.nullish(),
  title: label.nullish(),
  variant_title: label.nullish(),
  vendor: label.nullish(),
  quantity,
  price_set: shopMoney.optional(),
  price: decimal,
  gift_card: z.boolean().nullish(),
  discount_allocations: z
    .array(z.object({ amount_set: shopMoney.optional(), amount: decimal }))
    .default([])
    .transform((all) => all.map(({ amount_set, amount }) => amount_set ?? amount)),
});

const refundSchema = z.object({
  id: numericId,
  order_id: numericId,
  created_at: instant,
  refund_line_items: z
    .array(
      z.object({
        quantity,
        subtotal_set: shopMoney.optional(),
        subtotal: decimal,
        total_tax_set: shopMoney.optional(),
        total_tax: decimal.nullish(),
        line_item: lineSchema.pick({ product_id: true, variant_id: true, gift_card: true }),
      }),
    )
    .default([]),
  transactions: z
    .array(
      z.object({
        kind: z.string(),
        status: z.string(),
        amount: decimal,
        currency: z.string().nullish(),
        test: z.boolean().nullish(),
      }),
    )
    .default([]),
});
type Refund = z.infer<typeof refundSchema>;

const orderSchema = z
  .object({
    id: numericId,
    customer: z.object({ id: numericId }).nullish(),
    created_at: instant,
    processed_at: instant.nullish(),
    cancelled_at: instant.nullish(),
    cancel_reason: z.string().nullish(),
    test: z.boolean().nullish(),
    currency: z.string().regex(/^[A-Z]{3}$/),
    source_name: z.string().nullish(),
    cart_token: token.nullish(),
    checkout_token: token.nullish(),
    discount_codes: z.array(z.object({ code: label })).default([]),
    subtotal_price_set: shopMoney.nullish(),
    subtotal_price: decimal.nullish(),
    total_price_set: shopMoney.nullish(),
    total_price: decimal.nullish(),
    total_tax_set: shopMoney.nullish(),
    total_tax: decimal.nullish(),
    total_shipping_price_set: shopMoney.nullish(),
    total_discounts_set: shopMoney.nullish(),
    total_discounts: decimal.nullish(),
    line_items: z.array(lineSchema),
    refunds: z.array(refundSchema).default([]),
  })
  .refine((order) => (order.total_price_set ?? order.total_price) != null, { path: ['total_price_set'] });

/** `orders/create`, `orders/updated`, `orders/paid` and `orders/cancelled`: the order as it stands, and all that became of it. */
export function mapOrderWebhook(payload: unknown): Outcome<Mapped> {
  const order = checkShape(orderSchema, payload);
  return order.ok ? mapOrder(pictureOf(order.value)) : order;
}

/** `refunds/create`. Nobody says there whose it was: the order's own webhooks say it again with the customer. */
export function mapRefundWebhook(payload: unknown, { currency }: ShopFacts): Outcome<Mapped> {
  const refund = checkShape(refundSchema, payload);
  if (!refund.ok) return refund;
  const { transactions } = refund.value;
  if (transactions.length > 0 && transactions.every(({ test }) => test === true)) return accept(mapped({}));
  return accept(mapped({ events: refundEvent(refundPictureOf(refund.value, currency), currency, null) }));
}

function pictureOf(order: z.infer<typeof orderSchema>): OrderPicture {
  return {
    id: order.id,
    customer: order.customer?.id ?? null,
    at: order.processed_at ?? order.created_at,
    cancelledAt: order.cancelled_at ?? null,
    cancelReason: order.cancel_reason ?? null,
    isTest: order.test === true,
    currency: order.currency,
    sourceName: order.source_name ?? null,
    cart: order.cart_token ?? null,
    checkout: order.checkout_token ?? null,
    codes: order.discount_codes.flatMap(({ code }) => code ?? []),
    subtotal: order.subtotal_price_set ?? order.subtotal_price ?? null,
    total: order.total_price_set ?? order.total_price ?? '0',
    tax: order.total_tax_set ?? order.total_tax ?? null,
    shipping: order.total_shipping_price_set ?? null,
    discount: order.total_discounts_set ?? order.total_discounts ?? null,
    lines: order.line_items.map((line) => ({
      product: line.product_id ?? null,
      variant: line.variant_id ?? null,
      sku: line.sku ?? null,
      name: line.title ?? null,
      variantName: line.variant_title ?? null,
      brand: line.vendor ?? null,
      quantity: line.quantity,
      price: line.price_set ?? line.price,
      discounts: line.discount_allocations,
      isGiftCard: line.gift_card === true,
    })),
    refunds: order.refunds.map((refund) => refundPictureOf(refund, order.currency)),
  };
}

function refundPictureOf(refund: Refund, currency: string): RefundPicture {
  return {
    id: refund.id,
    order: refund.order_id,
    at: refund.created_at,
    given: givenIn(refund, currency),
    lines: refund.refund_line_items.map(({ quantity: count, subtotal_set, subtotal, line_item }) => ({
      product: line_item.product_id ?? null,
      variant: line_item.variant_id ?? null,
      quantity: count,
      subtotal: subtotal_set ?? subtotal,
      isGiftCard: line_item.gift_card === true,
    })),
  };
}

/** Money that moved; in another currency than the shop's nobody says how much of the shop's it was, and the lines have to do. */
function givenIn({ transactions, refund_line_items: lines }: Refund, currency: string): readonly string[] {
  const moved = transactions.filter(({ kind, status }) => kind === 'refund' && status === 'success');
  if (moved.every((transaction) => (transaction.currency ?? currency) === currency))
    return moved.map(({ amount }) => amount);
  return lines.flatMap((line) => [
    line.subtotal_set ?? line.subtotal,
    line.total_tax_set ?? line.total_tax ?? '0',
  ]);
}
