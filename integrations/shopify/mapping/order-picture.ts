/**
 * An order as its events are made of it, wherever it was heard of: what a webhook and a node of GraphQL say of the same
 * order comes to the same events, byte by byte.
 *
 * - Amounts are of the shop's currency. `revenue` is what the goods cost after discounts, without gift cards: they are
 *   money changed, not goods sold, and what is bought with one later counts then. Where taxes are in the prices, they are
 *   in it.
 * - A test order is none. One of a point of sale or of a draft is: `affiliation` says so.
 * - Whatever topic told of it, it is the order as it stands: the same id, so that it counts once. After an edit its later
 *   copy says other things; which of the two stays is the store's rule (the smaller hash), and neither counts twice.
 * - Paid later, or never: it is completed when it was placed, as the buyer's page says. A cancellation takes it away.
 */
import { accept, type Outcome } from '../../../core/errors.ts';
import { toMajor } from '../../../core/events/money.ts';
import { majorOf, minorOf, sumMinor } from './amounts.ts';
import { known, type Mapped, type MappedCustomer, mapped, type ServerEvent } from './mapped.ts';

export type LinePicture = {
  readonly product: string | null;
  readonly variant: string | null;
  readonly sku: string | null;
  readonly name: string | null;
  readonly variantName: string | null;
  readonly brand: string | null;
  readonly quantity: number;
  readonly price: string;
  readonly discounts: readonly string[];
  readonly isGiftCard: boolean;
};

export type RefundPicture = {
  readonly id: string;
  readonly order: string;
  readonly at: number;
  /** What went back to the buyer, in parts. */
  readonly given: readonly string[];
  readonly lines: readonly {
    readonly product: string | null;
    readonly variant: string | null;
    readonly quantity: number;
    readonly subtotal: string;
    readonly isGiftCard: boolean;
  }[];
};

export type OrderPicture = {
  readonly id: string;
  readonly customer: string | null;
  readonly at: number;
  readonly cancelledAt: number | null;
  readonly cancelReason: string | null;
  readonly isTest: boolean;
  readonly currency: string;
  readonly sourceName: string | null;
  readonly cart: string | null;
  readonly checkout: string | null;
  readonly codes: readonly string[];
  readonly subtotal: string | null;
  readonly total: string;
  readonly tax: string | null;
  readonly shipping: string | null;
  readonly discount: string | null;
  readonly lines: readonly LinePicture[];
  readonly refunds: readonly RefundPicture[];
};

/** Other names are numbers of apps, or whatever an app wrote. */
const AFFILIATIONS: ReadonlyMap<string, string> = new Map([
  ['web', 'online store'],
  ['pos', 'point of sale'],
  ['shopify_draft_order', 'draft order'],
]);
const REASONS: ReadonlySet<string> = new Set([
  'customer',
  'declined',
  'fraud',
  'inventory',
  'other',
  'staff',
]);

/** Everything that is said of one order. */
export function mapOrder(order: OrderPicture): Outcome<Mapped> {
  if (order.isTest) return accept(mapped({}));
  const refunds = order.refunds.flatMap((refund) => refundEvent(refund, order.currency, order.customer));
  return accept(
    mapped({
      events: [completedEvent(order), ...cancelledEvent(order), ...refunds],
      customers: order.customer === null ? [] : [namedCustomer(order.customer)],
      joins: [
        {
          ...(order.cart && { cart: order.cart }),
          ...(order.checkout && { checkout: order.checkout }),
          order: order.id,
        },
      ],
    }),
  );
}

/** Of whom nothing but the number is said. */
export function namedCustomer(userId: string): MappedCustomer {
  const reference = `gid://shopify/Customer/${userId}`;
  return { userId, reference, marketing: null, optedOutAt: null, traits: {}, at: null };
}

function completedEvent(order: OrderPicture): ServerEvent {
  const { currency, codes, lines } = order;
  const [coupon] = codes;
  return {
    id: `order:${order.id}`,
    name: 'Order Completed',
    time: order.at,
    ...userOf(order.customer),
    properties: known({
      order_id: order.id,
      cart_id: order.cart ?? undefined,
      checkout_id: order.checkout ?? undefined,
      affiliation: AFFILIATIONS.get(order.sourceName ?? '') ?? (order.sourceName ? 'app' : undefined),
      revenue: revenueOf(order),
      subtotal: majorOf(order.subtotal, currency),
      total: majorOf(order.total, currency),
      tax: majorOf(order.tax, currency),
      shipping: majorOf(order.shipping, currency),
      discount: majorOf(order.discount, currency),
      coupon,
      coupons: codes.length > 1 ? codes : undefined,
      currency,
      products: lines.map((line) => itemOf(line, currency)),
    }),
  };
}

function revenueOf({ subtotal, currency, lines }: OrderPicture): number | undefined {
  if (subtotal === null) return undefined;
  const cards = lines.filter(({ isGiftCard }) => isGiftCard);
  const ofCards = cards.reduce(
    (sum, { price, quantity, discounts }) =>
      sum + minorOf(price, currency) * quantity - sumMinor(discounts, currency),
    0,
  );
  return toMajor(Math.max(0, minorOf(subtotal, currency) - ofCards), currency);
}

/** What is no product of the catalogue was written by hand, perhaps for one buyer: it has no name here. */
function itemOf(line: LinePicture, currency: string): ServerEvent['properties'] {
  const { product, discounts } = line;
  const named =
    product === null ? {} : { sku: line.sku, name: line.name, variant: line.variantName, brand: line.brand };
  return known({
    product_id: product,
    variant_id: line.variant,
    ...named,
    price: majorOf(line.price, currency),
    quantity: line.quantity,
    discount: discounts.length === 0 ? undefined : toMajor(sumMinor(discounts, currency), currency),
    gift_card: line.isGiftCard ? true : undefined,
  });
}

function cancelledEvent({ id, customer, cancelledAt, cancelReason }: OrderPicture): readonly ServerEvent[] {
  if (cancelledAt === null) return [];
  const reason = cancelReason?.toLowerCase() ?? '';
  return [
    {
      id: `cancel:${id}`,
      name: 'Order Cancelled',
      time: cancelledAt,
      ...userOf(customer),
      properties: known({ order_id: id, reason: REASONS.has(reason) ? reason : undefined }),
    },
  ];
}

/**
 * What was given back, as positive amounts: `revenue` of the goods, which is what the order's own is less by, and `value`
 * with taxes and shipping. There is no `total`: it would be taken off the revenue, which had no shipping in it. What was
 * only put back on the shelf gave nothing back, and is no refund; once money moves, it is one under the same id.
 */
export function refundEvent(
  { id, order, at, given, lines }: RefundPicture,
  currency: string,
  customer: string | null,
): readonly ServerEvent[] {
  const valueMinor = sumMinor(given, currency);
  if (valueMinor <= 0) return [];
  const goods = lines.filter(({ isGiftCard }) => !isGiftCard).map(({ subtotal }) => subtotal);
  // An amount that names no line is of the goods, as far as anybody can say.
  const revenueMinor = lines.length === 0 ? valueMinor : Math.min(sumMinor(goods, currency), valueMinor);
  return [
    {
      id: `refund:${id}`,
      name: 'Order Refunded',
      time: at,
      ...userOf(customer),
      properties: known({
        order_id: order,
        revenue: toMajor(Math.max(0, revenueMinor), currency),
        value: toMajor(valueMinor, currency),
        currency,
        products: lines.map(({ product, variant, quantity }) =>
          known({ product_id: product, variant_id: variant, quantity }),
        ),
      }),
    },
  ];
}

function userOf(customer: string | null): { readonly userId?: string } {
  return customer === null ? {} : { userId: customer };
}
