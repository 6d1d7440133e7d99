/** The worker that Shopify runs a pixel in, with nothing in it but what a strict pixel is given. */
import { runInNewContext } from 'node:vm';
import type {
  Context,
  EventType,
  ExtensionApi,
  Location,
  PixelEvents,
  StandardEventName,
} from '@shopify/web-pixels-extension';

type Purposes = ExtensionApi['init']['customerPrivacy'];
export type Envelope = {
  readonly ver: number;
  readonly s: number;
  readonly pg: string;
  readonly q: number;
  readonly c: Readonly<Record<string, unknown>>;
  readonly e: readonly { readonly i: string; readonly n: string; readonly p: Record<string, unknown> }[];
};
export type PixelPost = {
  readonly url: string;
  readonly options: RequestInit;
  readonly envelope: Envelope;
};

export const NONE: Purposes = {
  analyticsProcessingAllowed: false,
  marketingAllowed: false,
  preferencesProcessingAllowed: false,
  saleOfDataAllowed: false,
};
export const ANALYTICS: Purposes = { ...NONE, analyticsProcessingAllowed: true };

const SETTINGS = { accountId: 'wk_1', endpoint: 'https://inkling.example.com/platforms/shopify/pixel' };

export type Worker = {
  readonly posts: readonly PixelPost[];
  /** What of the browser's storage, cookies and the page it touched. */
  readonly touched: readonly string[];
  readonly subscribed: ReadonlyMap<string, unknown>;
  publish<Name extends StandardEventName>(event: PixelEvents[Name]): void;
  choose(purposes: Purposes): void;
};

/** @param cartId As `init.data.cart.id`. @param post What `fetch` does. */
export function startWorker(
  code: string,
  allowed: Purposes,
  { cartId = null, fails = false }: { cartId?: string | null; fails?: boolean } = {},
): Worker {
  const posts: PixelPost[] = [];
  const touched: string[] = [];
  const subscribed = new Map<string, (event: unknown) => void>();
  const consents: ((told: { customerPrivacy: Purposes }) => void)[] = [];
  const browser = new Proxy({} as ExtensionApi['browser'], {
    get: (_, name) => touched.push(String(name)),
  });
  const api: ExtensionApi = {
    settings: SETTINGS,
    analytics: {
      subscribe: (name, listener) => {
        subscribed.set(name, listener as (event: unknown) => void);
        return () => true;
      },
    },
    browser,
    init: {
      context: contextOf('/'),
      data: {
        customer: { id: '7', email: 'anna@shop.example' },
        cart: cartId === null ? null : { id: cartId },
        shop: {
          countryCode: 'DE',
          myshopifyDomain: 'pens.myshopify.com',
          name: 'Pens',
          paymentSettings: { currencyCode: 'EUR' },
          storefrontUrl: null,
        },
        purchasingCompany: null,
      },
      customerPrivacy: allowed,
    },
    _pixelInfo: {},
    customerPrivacy: {
      subscribe: (_, listener) => {
        consents.push(listener);
        return () => true;
      },
    },
  };
  runInNewContext(code, {
    shopify: { extend: (_: string, run: (api: ExtensionApi) => void) => run(api) },
    crypto,
    fetch: (url: string, options: RequestInit) => {
      posts.push({ url, options, envelope: JSON.parse(String(options.body)) });
      return fails ? Promise.reject(new TypeError('blocked')) : Promise.resolve();
    },
  });
  return {
    posts,
    touched,
    subscribed,
    publish: (event) => subscribed.get(event.name)?.(event),
    choose: (customerPrivacy) => {
      for (const tell of consents) tell({ customerPrivacy });
    },
  };
}

/** What Shopify says of the page around the pixel. */
function contextOf(pathname: string): Context {
  const origin = 'https://pens.example';
  const location: Location = {
    hash: '',
    host: 'pens.example',
    hostname: 'pens.example',
    href: origin + pathname,
    origin,
    pathname,
    port: '',
    protocol: 'https:',
    search: '',
  };
  return {
    document: { characterSet: 'UTF-8', location, referrer: '', title: 'Pens' },
    navigator: { cookieEnabled: true, language: 'de', languages: ['de'], userAgent: 'Unmistakable/1.0' },
    window: {
      innerHeight: 800,
      innerWidth: 1000,
      location,
      origin,
      outerHeight: 800,
      outerWidth: 1000,
      pageXOffset: 0,
      pageYOffset: 0,
      screen: { height: 800, width: 1000 },
      screenX: 0,
      screenY: 0,
      scrollX: 0,
      scrollY: 0,
    },
  };
}

const frame = (pathname: string) => ({
  clientId: 'shopifys-own-id',
  context: contextOf(pathname),
  id: 'sh-6f2c1c7e',
  seq: 1,
  timestamp: '2026-11-27T08:00:00.000Z',
  type: 'standard' as EventType.Standard,
});

export const pageViewed = (pathname: string): PixelEvents['page_viewed'] => ({
  ...frame(pathname),
  name: 'page_viewed',
  data: {},
});

export const productAdded = (): PixelEvents['product_added_to_cart'] => ({
  ...frame('/products/pen'),
  name: 'product_added_to_cart',
  data: {
    cartLine: {
      cost: { totalAmount: { amount: 12.5, currencyCode: 'EUR' } },
      merchandise: {
        id: '500',
        image: null,
        price: { amount: 12.5, currencyCode: 'EUR' },
        product: {
          id: '50',
          title: 'Pen',
          type: 'Pens',
          untranslatedTitle: 'Pen',
          url: '/products/pen',
          vendor: 'Penmaker',
        },
        sku: 'PEN-1',
        title: 'Fine',
        untranslatedTitle: 'Fine',
      },
      quantity: 1,
    },
  },
});
