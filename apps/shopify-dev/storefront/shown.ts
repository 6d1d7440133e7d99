/** A page of the shop with what Shopify puts into each: the visitor's choice, the pixel and what happened on it. */
import type { ShopState } from '../fake/state.ts';
import { type Exchange, sendText } from './exchange.ts';
import type { Shopper } from './shopper.ts';
import { type Place, pageViewed } from './standard-events.ts';
import { type PageFacts, renderPage, type ThemeChoice } from './theme.ts';

export type ShopWorld = {
  readonly state: ShopState;
  readonly theme: ThemeChoice;
  /** Shopify asks nobody there: all is allowed until it is refused. */
  readonly isOpenRegion: boolean;
  readonly shopperOf: (exchange: Pick<Exchange, 'request'>) => Shopper;
};

export type Shown = {
  readonly title: string;
  readonly kind: PageFacts['kind'];
  /** Standard events beside the page's own view. */
  readonly events?: readonly unknown[];
  /** What is published when the product of the page goes into the cart. */
  readonly onAdd?: unknown;
  readonly product?: PageFacts['product'];
  readonly cart?: PageFacts['cart'];
  readonly more?: Readonly<Record<string, unknown>>;
};

export function placeOf({ request, url }: Exchange, { state }: ShopWorld): Place {
  return { url, userAgent: request.headers['user-agent'] ?? '', currency: state.currency };
}

/** @example showPage(world, exchange, { title: 'Cart', kind: 'cart' }) */
export function showPage(world: ShopWorld, exchange: Exchange, shown: Shown): void {
  const { state, theme, isOpenRegion } = world;
  const { cart: own, chosen, customer } = world.shopperOf(exchange);
  const cart = shown.cart ?? own;
  const visit = {
    ...{ shop: state.domain, chosen, isOpenRegion, onAdd: shown.onAdd ?? null },
    pixel: state.pixel && JSON.parse(`${state.pixel.settings}`),
    init: initOf(world, exchange, cart?.token ?? null),
    events: [pageViewed(placeOf(exchange, world)), ...(shown.events ?? [])],
  };
  const page = renderPage(state, theme, {
    ...{ title: shown.title, kind: shown.kind, visit, cart },
    showsBanner: !isOpenRegion && chosen.analytics === '',
    customer_name: customer && `${customer.firstName} ${customer.lastName}`,
    ...(shown.product && { product: shown.product }),
    ...shown.more,
  });
  sendText(exchange.response, page);
}

/** What a pixel is told at its start; the page adds what is allowed. */
function initOf(world: ShopWorld, exchange: Exchange, cart: string | null) {
  const { state } = world;
  return {
    context: pageViewed(placeOf(exchange, world)).context,
    data: {
      customer: null,
      cart: cart && { id: `gid://shopify/Cart/${cart}?key=c0ffee` },
      shop: {
        countryCode: 'AT',
        myshopifyDomain: state.domain,
        name: state.name,
        paymentSettings: { currencyCode: state.currency },
        storefrontUrl: `https://${state.domain}`,
      },
      purchasingCompany: null,
    },
  };
}
