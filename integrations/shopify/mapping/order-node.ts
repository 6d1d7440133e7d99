/**
 * Orders as GraphQL answers them, for past orders and for what webhooks missed. Complete: whoever asks brings the pages of
 * long orders together first, and the lines of refunds (`refundLineItems`). Gift cards and discounts of lines are as
 * far known as the document asks for them (`isGiftCard`, `discountAllocations`).
 */
import * as z from 'zod';
import { type Outcome, refuse } from '../../../core/errors.ts';
import type { Mapped } from './mapped.ts';
import { mapOrder, type OrderPicture } from './order-picture.ts';
import { checkShape, globalId, instant, label, quantity, shopMoneyNode, token } from './shapes.ts';

const reference = z.object({ id: globalId }).nullish();
const page = z.object({ hasNextPage: z.boolean() }).optional();

const lineSchema = z.object({
  id: globalId,
  product: reference,
  variant: reference,
  sku: label.nullish(),
  title: label.nullish(),
  variantTitle: label.nullish(),
  vendor: label.nullish(),
  quantity,
  originalUnitPriceSet: shopMoneyNode,
  isGiftCard: z.boolean().optional(),
  discountAllocations: z
    .array(z.object({ allocatedAmountSet: shopMoneyNode }))
    .default([])
    .transform((all) => all.map(({ allocatedAmountSet }) => allocatedAmountSet)),
});

const refundSchema = z.object({
  id: globalId,
  createdAt: instant,
  totalRefundedSet: shopMoneyNode,
  refundLineItems: z.object({
    nodes: z.array(
      z.object({
        quantity,
        subtotalSet: shopMoneyNode,
        lineItem: z.object({ id: globalId, product: reference, variant: reference }),
      }),
    ),
    pageInfo: page,
  }),
});

const orderSchema = z.object({
  id: globalId,
  customer: reference,
  processedAt: instant,
  cancelledAt: instant.nullish(),
  cancelReason: z.string().nullish(),
  test: z.boolean(),
  currencyCode: z.string().regex(/^[A-Z]{3}$/),
  sourceName: z.string().nullish(),
  cartToken: token.nullish(),
  checkoutToken: token.nullish(),
  discountCodes: z.array(label).default([]),
  subtotalPriceSet: shopMoneyNode.nullish(),
  totalPriceSet: shopMoneyNode,
  totalTaxSet: shopMoneyNode.nullish(),
  totalShippingPriceSet: shopMoneyNode.nullish(),
  totalDiscountsSet: shopMoneyNode.nullish(),
  lineItems: z.object({ nodes: z.array(lineSchema), pageInfo: page }),
  refunds: z.array(refundSchema).default([]),
});
type OrderNode = z.infer<typeof orderSchema>;

/** @example mapOrderNode(order) // events as `orders/create` of the same order has them */
export function mapOrderNode(node: unknown): Outcome<Mapped> {
  const order = checkShape(orderSchema, node);
  if (!order.ok) return order;
  const { lineItems, refunds } = order.value;
  const rest = 'ask for the pages that follow first';
  if (lineItems.pageInfo?.hasNextPage === true) return refuse('invalid_value', 'lineItems', rest);
  const cut = refunds.findIndex(({ refundLineItems }) => refundLineItems.pageInfo?.hasNextPage === true);
  if (cut >= 0) return refuse('invalid_value', `refunds[${cut}].refundLineItems`, rest);
  return mapOrder(pictureOf(order.value));
}

function pictureOf(order: OrderNode): OrderPicture {
  return {
    id: order.id,
    customer: order.customer?.id ?? null,
    at: order.processedAt,
    cancelledAt: order.cancelledAt ?? null,
    cancelReason: order.cancelReason ?? null,
    isTest: order.test,
    currency: order.currencyCode,
    sourceName: order.sourceName ?? null,
    cart: order.cartToken ?? null,
    checkout: order.checkoutToken ?? null,
    codes: order.discountCodes.filter((code) => code !== null),
    subtotal: order.subtotalPriceSet ?? null,
    total: order.totalPriceSet,
    tax: order.totalTaxSet ?? null,
    shipping: order.totalShippingPriceSet ?? null,
    discount: order.totalDiscountsSet ?? null,
    lines: order.lineItems.nodes.map((line) => ({
      product: line.product?.id ?? null,
      variant: line.variant?.id ?? null,
      sku: line.sku ?? null,
      name: line.title ?? null,
      variantName: line.variantTitle ?? null,
      brand: line.vendor ?? null,
      quantity: line.quantity,
      price: line.originalUnitPriceSet,
      discounts: line.discountAllocations,
      isGiftCard: line.isGiftCard === true,
    })),
    refunds: refundsOf(order),
  };
}

function refundsOf({ id, refunds, lineItems }: OrderNode): OrderPicture['refunds'] {
  const cards = new Set(lineItems.nodes.flatMap((line) => (line.isGiftCard === true ? [line.id] : [])));
  return refunds.map((refund) => ({
    id: refund.id,
    order: id,
    at: refund.createdAt,
    given: [refund.totalRefundedSet],
    lines: refund.refundLineItems.nodes.map(({ quantity: count, subtotalSet, lineItem }) => ({
      product: lineItem.product?.id ?? null,
      variant: lineItem.variant?.id ?? null,
      quantity: count,
      subtotal: subtotalSet,
      isGiftCard: cards.has(lineItem.id),
    })),
  }));
}
