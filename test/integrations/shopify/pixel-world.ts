/** Events of Shopify's web pixel as their own types have them, with a person in every field that may hold one. */
import type {
  CartLine,
  Checkout,
  Context,
  EventType,
  MailingAddress,
  MoneyV2,
  ProductVariant,
} from '@shopify/web-pixels-extension';
import type { StandardEvent } from '../../../integrations/shopify/storefront/pixel-events.ts';

/** What says who somebody is. */
export type Personal = {
  readonly clientId: string;
  readonly email: string;
  readonly phone: string;
  readonly name: string;
  readonly address: string;
  readonly customer: string;
  readonly userAgent: string;
  readonly typed: string;
};

export const ANN: Personal = {
  clientId: 'b1c2d3e4-client',
  email: 'ann.gould@example.com',
  phone: '+16135551111',
  name: 'Ann Gould',
  address: '12 Elm Street',
  customer: '900100200',
  userAgent: 'Mozilla/5.0 (Fake; rv:1.0)',
  typed: 'what ann typed',
};

export const CART_TOKEN = 'hWN2Nea0tFGlGsBs6V8CLYV1';
export const CHECKOUT_TOKEN = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
export const AT = '2026-01-05T12:00:00.000Z';

const standard = 'standard' as string as EventType.Standard;
const money = (amount: number): MoneyV2 => ({ amount, currencyCode: 'EUR' });

export const VARIANT: ProductVariant = {
  id: '3002',
  image: { src: 'https://cdn.example/boot.jpg' },
  price: money(59.9),
  product: {
    id: '2001',
    title: 'Boots',
    type: 'Shoes',
    untranslatedTitle: 'Boots',
    url: '/products/boots',
    vendor: 'Heron',
  },
  sku: 'BOOT-42',
  title: '42',
  untranslatedTitle: '42',
};

const LINE: CartLine = { cost: { totalAmount: money(119.8) }, merchandise: VARIANT, quantity: 2 };

function addressOf(who: Personal): MailingAddress {
  const { name, phone, address } = who;
  return {
    address1: address,
    address2: address,
    city: address,
    country: 'CA',
    countryCode: 'CA',
    firstName: name,
    lastName: name,
    phone,
    province: address,
    provinceCode: 'ON',
    zip: address,
  };
}

export function checkoutOf(who: Personal): Checkout {
  return {
    attributes: [{ key: 'note', value: who.typed }],
    billingAddress: addressOf(who),
    buyerAcceptsEmailMarketing: true,
    buyerAcceptsSmsMarketing: true,
    currencyCode: 'EUR',
    delivery: null,
    discountApplications: [
      {
        allocationMethod: 'ACROSS',
        targetSelection: 'ALL',
        targetType: 'LINE_ITEM',
        title: 'WINTER10',
        type: 'DISCOUNT_CODE',
        value: { percentage: 10 },
      },
    ],
    discountsAmount: money(11.98),
    email: who.email,
    lineItems: [
      {
        discountAllocations: [],
        finalLinePrice: money(107.82),
        id: '1',
        properties: [{ key: 'engraving', value: who.typed }],
        quantity: 2,
        sellingPlanAllocation: null,
        title: 'Boots',
        variant: VARIANT,
      },
    ],
    localization: {
      country: { isoCode: 'CA' },
      language: { isoCode: 'en' },
      market: { handle: 'ca', id: '1' },
    },
    order: { customer: { id: who.customer, isFirstOrder: true }, id: 'gid://shopify/OrderIdentity/4242' },
    phone: who.phone,
    shippingAddress: addressOf(who),
    shippingLine: { price: money(4.9) },
    smsMarketingPhone: who.phone,
    subtotalPrice: money(107.82),
    token: CHECKOUT_TOKEN,
    totalPrice: money(112.72),
    totalTax: money(18),
    transactions: [],
  };
}

function contextOf(who: Personal, pathname: string): Context {
  const location = {
    hash: `#${who.email}`,
    host: 'shop.example',
    hostname: 'shop.example',
    href: `https://shop.example${pathname}?email=${who.email}`,
    origin: 'https://shop.example',
    pathname,
    port: '',
    protocol: 'https:',
    search: `?email=${who.email}`,
  };
  const document = {
    characterSet: 'UTF-8',
    location,
    referrer: `https://mail.example/inbox/${who.email}?to=${who.name}`,
    title: `Welcome ${who.name}`,
  };
  const navigator = { cookieEnabled: true, language: 'en', languages: ['en'], userAgent: who.userAgent };
  return { document, navigator, window: { location } as Context['window'] };
}

type Name = StandardEvent['name'];
type DataOf = { readonly [N in Name]: Extract<StandardEvent, { name: N }>['data'] };

function dataOf(who: Personal): DataOf {
  const checkout = checkoutOf(who);
  return {
    page_viewed: {},
    product_viewed: { productVariant: VARIANT },
    collection_viewed: {
      collection: { id: '77', productVariants: [VARIANT, VARIANT], title: 'Winter' },
    },
    search_submitted: { searchResult: { productVariants: [VARIANT], query: 'boots' } },
    cart_viewed: {
      cart: {
        attributes: [{ key: 'gift for', value: who.typed }],
        cost: { totalAmount: money(119.8) },
        id: `gid://shopify/Cart/${CART_TOKEN}?key=${who.typed}`,
        lines: [LINE],
        totalQuantity: 2,
      },
    },
    product_added_to_cart: { cartLine: LINE },
    product_removed_from_cart: { cartLine: LINE },
    checkout_started: { checkout },
    checkout_contact_info_submitted: { checkout },
    checkout_address_info_submitted: { checkout },
    checkout_shipping_info_submitted: { checkout },
    payment_info_submitted: { checkout },
    checkout_completed: { checkout },
    alert_displayed: {
      alert: {
        message: `${who.email} is not valid`,
        target: 'cart.buyerIdentity.email',
        type: 'INPUT_INVALID' as never,
        value: who.typed,
      },
    },
    ui_extension_errored: {
      error: {
        apiVersion: '2026-07',
        appId: '1',
        appName: 'An app',
        appVersion: '1',
        extensionName: 'It',
        extensionTarget: 'purchase.thank-you.block.render',
        message: who.typed,
        placementReference: null,
        trace: who.typed,
        type: 'EXTENSION_USAGE_ERROR' as never,
      },
    },
  };
}

export const NAMES = Object.keys(dataOf(ANN)) as readonly Name[];

/** @example pixelEvent('checkout_completed', ANN) */
export function pixelEvent<N extends Name>(
  name: N,
  who: Personal,
  pathname = `/checkouts/cn/${CHECKOUT_TOKEN}/information`,
): Extract<StandardEvent, { name: N }> {
  const event = {
    name,
    clientId: who.clientId,
    context: contextOf(who, pathname),
    data: dataOf(who)[name],
    id: 'sh-00000000-0000-4000-8000-000000000001',
    seq: 1,
    timestamp: AT,
    type: standard,
  };
  return event as unknown as Extract<StandardEvent, { name: N }>;
}
