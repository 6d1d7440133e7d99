/**
 * Shopify's standard events in our words, made inside the web pixel: what is not named here never leaves the browser.
 * No clientId, no contact, no address, no title of a page, no text that a buyer typed but what was searched for.
 *
 * The ids of orders and checkouts are those of the mapping of webhooks (../mapping/), so that what both tell counts once.
 */
import type {
  CartLine,
  Checkout,
  CheckoutLineItem,
  EventType,
  MoneyV2,
  PixelEvents,
  ProductVariant,
} from '@shopify/web-pixels-extension';

type AnyEvent = PixelEvents[keyof PixelEvents];
/** The 15 events that Shopify calls standard: one more in their package, and `MAPPERS` fails to compile. */
export type StandardEvent = Extract<AnyEvent, { readonly type: EventType.Standard }>;
type StandardName = StandardEvent['name'];

type Value = string | number | undefined;
type Item = Readonly<Record<string, Value>>;
type Properties = Readonly<Record<string, Value | readonly Item[]>>;

/** One item of the wire (core/collect/WIRE.md): id, name, time in ms, properties. */
export type PixelItem = {
  readonly i: string;
  readonly n: string;
  readonly t: number;
  readonly p: Properties;
};

/** Without an id of its own: an event that only the pixel tells of. */
type Mapped = { readonly n: string; readonly p: Properties; readonly i?: string };

/** What stands behind these in a path names an order, a checkout or an account. */
const SECRET_PATH = /\/(checkouts?|orders?|account|invoices|gift_cards|customer_identity)\/.*/;

const STEPS = { contact: 1, address: 2, shipping: 3, payment: 4 } as const;

const MAPPERS: {
  readonly [Name in StandardName]: (event: Extract<StandardEvent, { name: Name }>) => Mapped | null;
} = {
  page_viewed: ({ context: { document } }) => ({
    n: 'Page Viewed',
    p: { path: pathOf(document.location.pathname), referrer: originOf(document.referrer) },
  }),
  product_viewed: ({ data: { productVariant: variant } }) => ({
    n: 'Product Viewed',
    p: { ...itemOf(variant), currency: variant.price.currencyCode },
  }),
  collection_viewed: ({ data: { collection } }) => ({
    n: 'Product List Viewed',
    p: {
      list_id: idOf(collection.id),
      category: collection.title,
      products: collection.productVariants.map(itemOf),
      currency: collection.productVariants[0]?.price.currencyCode,
    },
  }),
  search_submitted: ({ data: { searchResult } }) => ({
    n: 'Products Searched',
    // Some type their own address into the field.
    p: {
      query: searchResult.query.includes('@') ? '' : searchResult.query,
      results: searchResult.productVariants.length,
    },
  }),
  cart_viewed: ({ data: { cart } }) =>
    cart && {
      n: 'Cart Viewed',
      p: {
        cart_id: idOf(cart.id),
        ...amount('value', cart.cost.totalAmount),
        products: cart.lines.map(lineOf),
      },
    },
  product_added_to_cart: ({ data }) => cartLineEvent('Product Added', data.cartLine),
  product_removed_from_cart: ({ data }) => cartLineEvent('Product Removed', data.cartLine),
  checkout_started: ({ data: { checkout } }) => ({
    n: 'Checkout Started',
    p: checkoutOf(checkout),
    ...checkoutId(checkout, 'started'),
  }),
  checkout_contact_info_submitted: ({ data }) => stepEvent(data.checkout, 'contact'),
  checkout_address_info_submitted: ({ data }) => stepEvent(data.checkout, 'address'),
  checkout_shipping_info_submitted: ({ data }) => stepEvent(data.checkout, 'shipping'),
  payment_info_submitted: ({ data }) => stepEvent(data.checkout, 'payment', 'Payment Info Entered'),
  checkout_completed: ({ data: { checkout } }) => completed(checkout),
  // Holds what the buyer typed into a field, and says nothing that the steps do not say.
  alert_displayed: () => null,
  ui_extension_errored: () => null,
};

/**
 * One event of the pixel as an item for `POST /v1/collect`; null for what is not told: other events, errors, and what
 * lacks the thing that it is about. Never throws: a page of the shop must not break on an event that Shopify changed.
 *
 * @example mapPixelEvent(event) // { i: 'order:4242', n: 'Order Completed', t: 1767225600000, p: { order_id: '4242', … } }
 */
export function mapPixelEvent(event: { readonly name: string }): PixelItem | null {
  if (!Object.hasOwn(MAPPERS, event.name)) return null;
  try {
    return toItem(event as StandardEvent);
  } catch {
    return null;
  }
}

function toItem(event: StandardEvent): PixelItem | null {
  const map = MAPPERS[event.name] as (event: StandardEvent) => Mapped | null;
  const mapped = map(event);
  const t = Date.parse(event.timestamp);
  return mapped && Number.isFinite(t)
    ? { i: mapped.i ?? `pixel:${event.id}`, n: mapped.n, t, p: mapped.p }
    : null;
}

function cartLineEvent(n: string, line: CartLine | null): Mapped | null {
  return line && { n, p: { ...lineOf(line), ...amount('value', line.cost.totalAmount) } };
}

function stepEvent(
  checkout: Checkout,
  step: keyof typeof STEPS,
  n = 'Checkout Step Completed',
): Mapped | null {
  const { token } = checkout;
  return token === null
    ? null
    : { n, p: { checkout_id: token, step: STEPS[step] }, ...checkoutId(checkout, step) };
}

function completed(checkout: Checkout): Mapped | null {
  const id = idOf(checkout.order?.id);
  if (id === undefined) return null;
  const revenue = checkout.subtotalPrice?.amount;
  return { i: `order:${id}`, n: 'Order Completed', p: { ...checkoutOf(checkout), order_id: id, revenue } };
}

/** In the buyer's currency: the shop's own comes with the webhook, whose copy takes the place of this one. */
function checkoutOf(checkout: Checkout): Properties {
  return {
    checkout_id: checkout.token ?? undefined,
    value: checkout.subtotalPrice?.amount,
    subtotal: checkout.subtotalPrice?.amount,
    total: checkout.totalPrice?.amount,
    tax: checkout.totalTax?.amount,
    shipping: checkout.shippingLine?.price.amount,
    discount: checkout.discountsAmount?.amount,
    coupon: checkout.discountApplications.find(({ type }) => type === 'DISCOUNT_CODE')?.title,
    currency: checkout.currencyCode ?? undefined,
    products: checkout.lineItems.map(checkoutLineOf),
  };
}

function checkoutLineOf({ variant, quantity }: CheckoutLineItem): Item {
  return { ...(variant && itemOf(variant)), quantity };
}

function lineOf({ merchandise, quantity }: CartLine): Item {
  return { ...itemOf(merchandise), quantity };
}

function itemOf({ id, sku, title, price, product }: ProductVariant): Item {
  return {
    product_id: idOf(product.id),
    variant_id: idOf(id),
    sku: sku ?? undefined,
    name: product.title,
    variant: title ?? undefined,
    brand: product.vendor,
    category: product.type || undefined,
    price: price.amount,
  };
}

function amount(key: string, money: MoneyV2): Item {
  return { [key]: money.amount, currency: money.currencyCode };
}

function checkoutId({ token }: Checkout, step: string): { readonly i?: string } {
  return token === null ? {} : { i: `checkout:${token}:${step}` };
}

/** `gid://shopify/Product/7` and `7` are one; a cart's key behind its token opens it to whoever has it. */
function idOf(id: string | null | undefined): string | undefined {
  return id?.split('?')[0]?.split('/').at(-1) || undefined;
}

function pathOf(path: string): string {
  return path.replace(SECRET_PATH, '/$1');
}

function originOf(url: string): string | undefined {
  return url.split('/').slice(0, 3).join('/') || undefined;
}
