/**
 * The web pixel: what a visitor does where no theme runs, above all in the checkout. It lives in a worker of Shopify's, keeps
 * nothing, and is silent unless the visitor allows analytics; what leaves is what pixel-events.ts lets through.
 */
import type { ExtensionApi, StandardEventName } from '@shopify/web-pixels-extension';
import { mapPixelEvent } from './pixel-events.ts';

/** All that Shopify calls standard events. Those that say nothing to us are mapped to none. */
export const STANDARD_EVENTS = [
  'page_viewed',
  'product_viewed',
  'collection_viewed',
  'search_submitted',
  'cart_viewed',
  'product_added_to_cart',
  'product_removed_from_cart',
  'checkout_started',
  'checkout_contact_info_submitted',
  'checkout_address_info_submitted',
  'checkout_shipping_info_submitted',
  'payment_info_submitted',
  'checkout_completed',
  'alert_displayed',
  'ui_extension_errored',
] as const satisfies readonly StandardEventName[];

/** On a page of the theme the app embed tells these: twice told would be counted twice. */
const TOLD_BY_THE_PAGE: ReadonlySet<string> = new Set<StandardEventName>([
  'page_viewed',
  'product_viewed',
  'collection_viewed',
  'search_submitted',
  'cart_viewed',
]);

type Post = (url: string, options: RequestInit) => Promise<unknown>;

/**
 * Listens to all standard events and posts each of them to the collector, while the visitor allows it.
 *
 * @param post The worker's own `fetch`: its posts go on when the page goes.
 */
export function startPixel(
  { analytics, init, settings, customerPrivacy }: ExtensionApi,
  post: Post = (url, options) => fetch(url, options),
): void {
  const url = `${settings.endpoint}?k=${encodeURIComponent(settings.accountId)}`;
  const page = randomHex();
  const cart = cartId(init.data.cart?.id);
  let allowed = init.customerPrivacy;
  let posts = 0;
  customerPrivacy.subscribe('visitorConsentCollected', (told) => {
    allowed = told.customerPrivacy;
  });
  const tell = (item: object): void => {
    // Whether the visitor chose, or none is needed in their region, is heard on the page alone: here only a denial is sure.
    const consent = {
      analytics: true,
      personalization: allowed.preferencesProcessingAllowed ? undefined : false,
      share: allowed.saleOfDataAllowed ? undefined : false,
      source: 'shopify',
    };
    const body = JSON.stringify({ ver: 1, s: Date.now(), pg: page, q: posts++, c: consent, e: [item] });
    // What is lost is seen by the gap in `q`; a purchase is told by the shop as well.
    post(url, { method: 'POST', body, keepalive: true, credentials: 'omit' }).catch(() => undefined);
  };
  for (const name of STANDARD_EVENTS) {
    analytics.subscribe(name, (event) => {
      const { pathname } = event.context.document.location;
      if (!allowed.analyticsProcessingAllowed) return;
      if (TOLD_BY_THE_PAGE.has(name) && !/\/checkouts?\//.test(pathname)) return;
      const item = mapPixelEvent(event);
      // Where an event does not say of which cart it is, the page does.
      if (item) tell({ ...item, p: { cart_id: cart, ...item.p } });
    });
  }
}

/** @example cartId('gid://shopify/Cart/c1-abc?key=def') // 'c1-abc', without what opens the cart to whoever has it */
function cartId(id: string | null | undefined): string | undefined {
  return id?.replace(/\?.*/, '').split('/').at(-1);
}

/** 128 random bits that name this load of a page, and nobody. */
function randomHex(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}
