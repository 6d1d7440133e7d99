/** Records of a shop as they are made, before anybody hears of them. */
import type { NewOrder, NewProduct } from './acts.ts';
import { discountLines, judgeCode, type Redemption, type Wanted } from './discounting.ts';
import {
  type FakeCustomer,
  type FakeLine,
  type FakeOrder,
  type FakeProduct,
  type FakeRefund,
  type Marketing,
  orderTotals,
  type ShopState,
} from './state.ts';

const SHIPPING_MINOR = 490;
const FIRST_NUMBER = 1_001;

export function makeCustomer(state: ShopState, marketing: Partial<Marketing>): FakeCustomer {
  const id = state.nextId();
  const nowMs = state.clock.now();
  return {
    id,
    email: `w.quastenflosser.${id}@briefkasten.example`,
    firstName: 'Wilhelmine',
    lastName: 'Quastenflosser',
    phone: '+436648412979',
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    tags: [],
    locale: 'de-AT',
    dataSaleOptOut: false,
    marketing: { state: 'NOT_SUBSCRIBED', level: null, atMs: null, ...marketing },
    isRedacted: false,
  };
}

export function makeProduct(state: ShopState, given: NewProduct): FakeProduct {
  const nowMs = state.clock.now();
  const variants = given.variants ?? [{ priceMinor: given.priceMinor ?? 1_990 }];
  return {
    id: state.nextId(),
    handle: given.handle,
    title: given.title ?? given.handle,
    vendor: 'Ink & Quill',
    productType: given.productType ?? 'Ink',
    status: 'ACTIVE',
    tags: given.tags ?? [],
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    variants: variants.map(({ title = 'Default Title', priceMinor, stock = 20 }, at) => ({
      id: state.nextId(),
      title,
      sku: `${given.handle}-${at + 1}`,
      priceMinor,
      compareAtMinor: null,
      stock,
    })),
    collections: [],
  };
}

function makeLines(
  state: ShopState,
  wanted: readonly Wanted[],
  discounts: readonly number[],
): readonly FakeLine[] {
  return wanted.map(({ product, variant, quantity }, at) => ({
    id: state.nextId(),
    product,
    variant,
    title: product.title,
    unitMinor: variant.priceMinor,
    discountMinor: discounts[at] ?? 0,
    quantity,
    refunded: 0,
  }));
}

export function makeRefund(state: ShopState, order: FakeOrder, quantities?: readonly number[]): FakeRefund {
  const lines = order.lines.flatMap((line, at) => {
    const quantity = Math.min(
      quantities?.[at] ?? (quantities ? 0 : line.quantity),
      line.quantity - line.refunded,
    );
    if (quantity <= 0) return [];
    line.refunded += quantity;
    const netMinor = line.unitMinor * line.quantity - line.discountMinor;
    return [{ line, quantity, amountMinor: Math.round((netMinor * quantity) / line.quantity) }];
  });
  const goodsMinor = lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const { totalMinor, refundedMinor } = orderTotals(order);
  // Who gives everything back gets the shipping, too.
  const amountMinor = quantities ? goodsMinor : totalMinor - refundedMinor;
  return { id: state.nextId(), createdAtMs: state.clock.now(), amountMinor, lines };
}

export type Placed = { readonly order: FakeOrder; readonly redemption: Redemption | null };

/** A code that may not be redeemed is left out: the order goes on at its full price. */
export function makeOrder(state: ShopState, given: NewOrder): Placed {
  const { customer = null, cart, code } = given;
  const wanted = given.lines ?? cart?.lines ?? [];
  const redemption = code === undefined ? null : judgeCode(state, code, customer, wanted);
  const discount = redemption?.applied ? redemption.discount : null;
  discount?.uses.push(customer?.id ?? 0);
  const nowMs = state.clock.now();
  const order: FakeOrder = {
    id: state.nextId(),
    number: FIRST_NUMBER + state.orders.size,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    cancelledAtMs: null,
    customer,
    cartToken: cart?.token ?? null,
    checkoutToken: given.checkoutToken ?? null,
    discountCodes: discount ? [discount.code] : [],
    lines: makeLines(state, wanted, discountLines(discount, wanted)),
    shippingMinor: SHIPPING_MINOR,
    isTest: given.isTest ?? false,
    refunds: [],
  };
  return { order, redemption };
}
