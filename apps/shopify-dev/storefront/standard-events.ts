/** What Shopify tells pixels of its pages, in the types of its own package. */
import type {
  Cart,
  CartLine,
  Checkout,
  Context,
  EventType,
  PixelEvents,
  ProductVariant,
  StandardEventName,
} from '@shopify/web-pixels-extension';
import { type FakeCart, type FakeOrder, type FakeProduct, type FakeVariant, gid } from '../fake/state.ts';

/** The page that it happens on. */
export type Place = { readonly url: URL; readonly userAgent: string; readonly currency: string };
type Line = { readonly product: FakeProduct; readonly variant: FakeVariant; readonly quantity: number };

export type CheckoutFacts = {
  readonly token: string;
  readonly cart: Pick<FakeCart, 'lines'>;
  readonly order: FakeOrder | null;
  readonly email: string | null;
};

/** The steps of a checkout, in their order. */
export const CHECKOUT_STEPS = [
  'checkout_started',
  'checkout_contact_info_submitted',
  'checkout_address_info_submitted',
  'checkout_shipping_info_submitted',
  'payment_info_submitted',
  'checkout_completed',
] as const satisfies readonly StandardEventName[];
export type CheckoutStep = (typeof CHECKOUT_STEPS)[number];

/** The browser gives it its id and its time. */
const frame = ({ url, userAgent }: Place) => ({
  clientId: 'shopifys-own-id',
  context: contextOf(url, userAgent),
  id: '',
  seq: 1,
  timestamp: '',
  type: 'standard' as EventType.Standard,
});

export const pageViewed = (place: Place): PixelEvents['page_viewed'] => ({
  ...frame(place),
  name: 'page_viewed',
  data: {},
});

export const productViewed = (place: Place, product: FakeProduct): PixelEvents['product_viewed'] => ({
  ...frame(place),
  name: 'product_viewed',
  data: { productVariant: variantOf(place, product) },
});

export const productAdded = (place: Place, product: FakeProduct): PixelEvents['product_added_to_cart'] => ({
  ...frame(place),
  name: 'product_added_to_cart',
  data: { cartLine: lineOf(place, { product, variant: firstOf(product), quantity: 1 }) },
});

export const cartViewed = (place: Place, cart: FakeCart | null): PixelEvents['cart_viewed'] => ({
  ...frame(place),
  name: 'cart_viewed',
  data: { cart: cart && showCart(place, cart) },
});

export const checkoutEvent = (
  place: Place,
  name: CheckoutStep,
  facts: CheckoutFacts,
): PixelEvents[CheckoutStep] =>
  ({ ...frame(place), name, data: { checkout: showCheckout(place, facts) } }) as PixelEvents[CheckoutStep];

const money = ({ currency }: Place, minor: number) => ({ amount: minor / 100, currencyCode: currency });
const sum = (lines: readonly Line[]): number =>
  lines.reduce((total, { variant, quantity }) => total + variant.priceMinor * quantity, 0);

function firstOf({ variants }: FakeProduct): FakeVariant {
  const [variant] = variants;
  if (!variant) throw new Error('a product has one variant at least');
  return variant;
}

function variantOf(place: Place, product: FakeProduct, variant = firstOf(product)): ProductVariant {
  return {
    id: `${variant.id}`,
    image: null,
    price: money(place, variant.priceMinor),
    product: {
      id: `${product.id}`,
      title: product.title,
      type: product.productType,
      untranslatedTitle: product.title,
      url: `/products/${product.handle}`,
      vendor: product.vendor,
    },
    sku: variant.sku,
    title: variant.title,
    untranslatedTitle: variant.title,
  };
}

const lineOf = (place: Place, line: Line): CartLine => ({
  cost: { totalAmount: money(place, line.variant.priceMinor * line.quantity) },
  merchandise: variantOf(place, line.product, line.variant),
  quantity: line.quantity,
});

const showCart = (place: Place, { token, lines }: FakeCart): Cart => ({
  attributes: [],
  cost: { totalAmount: money(place, sum(lines)) },
  id: `gid://shopify/Cart/${token}?key=c0ffee`,
  lines: lines.map((line) => lineOf(place, line)),
  totalQuantity: lines.reduce((total, { quantity }) => total + quantity, 0),
});

function showCheckout(place: Place, { token, cart, order, email }: CheckoutFacts): Checkout {
  const { currency } = place;
  const lines: readonly Line[] = order?.lines ?? cart.lines;
  const shippingMinor = order?.shippingMinor ?? 0;
  const offMinor = order?.lines.reduce((total, { discountMinor }) => total + discountMinor, 0) ?? 0;
  return {
    attributes: [],
    // Null for an app that may not see addresses.
    ...{ billingAddress: null, shippingAddress: null, email, phone: null, smsMarketingPhone: null },
    ...{ buyerAcceptsEmailMarketing: false, buyerAcceptsSmsMarketing: false, delivery: null },
    currencyCode: currency,
    discountApplications: (order?.discountCodes ?? []).map((title) => ({
      ...{ allocationMethod: 'ACROSS', targetSelection: 'ALL', targetType: 'LINE_ITEM', title },
      ...{ type: 'DISCOUNT_CODE', value: money(place, offMinor) },
    })),
    discountsAmount: money(place, offMinor),
    lineItems: lines.map((line) => ({
      discountAllocations: [],
      finalLinePrice: money(place, line.variant.priceMinor * line.quantity),
      id: `${line.variant.id}`,
      properties: [],
      quantity: line.quantity,
      sellingPlanAllocation: null,
      title: line.product.title,
      variant: variantOf(place, line.product, line.variant),
    })),
    localization: {
      country: { isoCode: 'AT' },
      language: { isoCode: 'en' },
      market: { handle: 'at', id: '1' },
    },
    order: order && { customer: null, id: gid('OrderIdentity', order.id) },
    shippingLine: { price: money(place, shippingMinor) },
    subtotalPrice: money(place, sum(lines) - offMinor),
    token,
    totalPrice: money(place, sum(lines) - offMinor + shippingMinor),
    totalTax: money(place, 0),
    transactions: [],
  };
}

function contextOf(url: URL, userAgent: string): Context {
  const { hash, host, hostname, href, origin, pathname, port, protocol, search } = url;
  const location = { hash, host, hostname, href, origin, pathname, port, protocol, search };
  const screen = { height: 800, width: 1_280 };
  return {
    document: { characterSet: 'UTF-8', location, referrer: '', title: 'Ink & Quill' },
    navigator: { cookieEnabled: true, language: 'en', languages: ['en'], userAgent },
    window: {
      ...{ location, origin, screen, screenX: 0, screenY: 0, scrollX: 0, scrollY: 0 },
      ...{ innerHeight: 800, innerWidth: 1_280, outerHeight: 800, outerWidth: 1_280 },
      ...{ pageXOffset: 0, pageYOffset: 0 },
    },
  };
}
