/** A page of a shop with the app embed, as a theme renders it, and what Shopify puts into it. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Liquid } from 'liquidjs';
import type { Page } from 'playwright-core';
import { enterPage, shareBrowser } from '../chromium.ts';
import { ROOT } from '../source-tree.ts';

const EMBED = join(ROOT, 'extensions/inkling-embed');
const SETTINGS = { k: 'wk_shop', s: 'st_shop', p: 'auto' };
const CART = {
  token: 'hWN2NeaCart?key=SECRETKEY',
  currency: 'EUR',
  item_count: 1,
  total_price: 1_250,
  items: [{ product_id: 7, variant_id: 70, sku: 'INK', quantity: 1, price: 1_250 }],
};
export const YES = { analytics: 'yes', preferences: 'yes', marketing: 'no', sale_of_data: '' };
export const NO = { analytics: 'no', preferences: 'no', marketing: 'no', sale_of_data: '' };
/** The entry of refusals that Shopify is not known to have. */
export const REFUSED = 'inkling-refused';
export const NOTHING = { analytics: '', preferences: '', marketing: '', sale_of_data: '' };

type Envelope = {
  readonly c?: Readonly<Record<string, unknown>>;
  readonly dev?: string;
  readonly e: readonly { readonly n: string; readonly p: Readonly<Record<string, unknown>> }[];
};

/** A shop's page: what Shopify puts into it, and our blocks as the theme renders them. */
export type Visit = {
  /** What the visitor chose before they came. */
  readonly chosen: typeof NOTHING;
  /** Shopify allows analytics where nothing was chosen. */
  readonly isOpenRegion?: boolean;
  /** The Customer Privacy API answers when the page says so. */
  readonly isLate?: boolean;
  readonly isFailing?: boolean;
  readonly designMode?: boolean;
  readonly settings?: typeof SETTINGS | null;
};

const liquid = new Liquid({ root: [join(EMBED, 'snippets')], extname: '.liquid' });
liquid.registerFilter('handleize', (value: string) => value.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'));

function render(name: string, scope: object): string {
  const source = readFileSync(join(EMBED, `blocks/${name}.liquid`), 'utf8');
  return liquid.parseAndRenderSync(source.replace(/\{% schema %\}[\s\S]*\{% endschema %\}/, ''), scope);
}

function renderPage({ settings = SETTINGS, ...visit }: Visit): string {
  const product = {
    ...{ id: 7, title: 'Iron gall & "blue"', vendor: 'Ink', type: 'Inks' },
    selected_or_first_available_variant: { id: 70, sku: 'INK', price: 1_250 },
  };
  const embed = render('inkling', {
    app: { metafields: { inkling: settings && { public: { value: settings } } } },
    ...{ product, request: { page_type: 'product' }, routes: { cart_url: '/cart' } },
    cart: { currency: { iso_code: 'EUR' } },
  });
  const slot = render('slot', {
    block: { settings: { slot: 'Product', height: 160, fallback: '<p>Hello</p>' } },
  });
  return `<!doctype html><title>Ink</title><script>
    const visit = ${JSON.stringify(visit)};
    const allowed = (name) => visit.chosen[name] === 'yes' || (visit.chosen[name] === '' && visit.isOpenRegion === true);
    window.told = [];
    window.Shopify = {
      designMode: visit.designMode,
      loadFeatures(features, done) {
        const answer = () => {
          if (visit.isFailing) return done(new Error('blocked'));
          window.Shopify.customerPrivacy = {
            currentVisitorConsent: () => visit.chosen,
            analyticsProcessingAllowed: () => allowed('analytics'),
            preferencesProcessingAllowed: () => allowed('preferences'),
            saleOfDataAllowed: () => allowed('sale_of_data'),
            setTrackingConsent: (chosen) => void window.told.push(chosen),
          };
          done();
        };
        if (visit.isLate) window.answer = answer;
        else answer();
      },
    };
    window.choose = (chosen) => { visit.chosen = chosen; document.dispatchEvent(new CustomEvent('visitorConsentCollected')); };
    window.shifted = 0;
    new PerformanceObserver((list) => { for (const { value } of list.getEntries()) window.shifted += value; }).observe({ type: 'layout-shift', buffered: true });
  </script><link rel="stylesheet" href="/assets/inkling.css"><main>${slot}<p>Below</p></main>${embed}
  <script src="/assets/inkling.js" defer></script>`;
}

type Post = {
  readonly path: string;
  readonly envelope: Envelope;
  readonly cookie: string | undefined;
  /** Address of the page that told it. */
  readonly from: string | undefined;
};

export type EmbedPage = {
  readonly page: Page;
  /** What pages told our server. */
  readonly posts: readonly Post[];
  /** Those of the page that is open: what is told as a page is left arrives at any time after it. */
  ownPosts(): readonly Post[];
  /** How often it asked for the cart. */
  readonly carts: () => number;
  readonly open: (visit: Visit) => Promise<void>;
  /** As Shopify's banner does. */
  readonly choose: (chosen: typeof NOTHING) => Promise<unknown>;
  /** As the privacy element does, in a page with the tracker and in one without. */
  readonly chooseInPage: (choice: Readonly<Record<string, boolean>>) => Promise<unknown>;
  /** What Shopify was told to keep in this page. */
  readonly told: () => Promise<unknown>;
  /** Names of what lies on the device. */
  readonly stored: () => Promise<unknown>;
  readonly isStarted: () => Promise<boolean>;
  readonly items: () => Envelope['e'][number][];
  readonly close: () => Promise<void>;
};

/** @example const embed = await openEmbedPage(); await embed.open({ chosen: YES }) */
export async function openEmbedPage(): Promise<EmbedPage> {
  const posts: Post[] = [];
  let visit: Visit = { chosen: NOTHING };
  let visits = 0;
  let carts = 0;
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'POST') {
      posts.push({
        path: request.url ?? '',
        envelope: JSON.parse(await text(request)),
        cookie: request.headers.cookie,
        from: request.headers.referer,
      });
      return response.end(JSON.stringify({ accepted: 1, refused: [], do: [] }));
    }
    if (pathname === '/cart.js') {
      carts += 1;
      return response.end(JSON.stringify(CART));
    }
    if (pathname.startsWith('/assets/')) {
      response.setHeader('content-type', pathname.endsWith('.css') ? 'text/css' : 'text/javascript');
      return response.end(readFileSync(join(EMBED, pathname)));
    }
    if (pathname !== '/products/ink') return response.writeHead(404).end();
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(renderPage(visit));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const page = await enterPage(await shareBrowser());
  return {
    page,
    posts,
    ownPosts: () => posts.filter(({ from }) => from === page.url()),
    carts: () => carts,
    open: async (next) => {
      visit = next;
      visits += 1;
      await page.goto(`${origin}/products/ink?visit=${visits}`, { waitUntil: 'load' });
    },
    choose: (chosen) => page.evaluate(`window.choose(${JSON.stringify(chosen)})`),
    chooseInPage: (choice) =>
      page.evaluate(`{
        const detail = ${JSON.stringify({ ...choice, source: 'privacy-element' })};
        document.dispatchEvent(new CustomEvent('inkling:choice', { detail }));
        window.inkling?.('consent', detail, { remember: true });
      }`),
    told: () => page.evaluate('window.told'),
    stored: () =>
      page.evaluate(
        '[document.cookie, ...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter((name) => name !== "")',
      ),
    isStarted: () => page.evaluate('typeof window.inkling === "function"'),
    items: () => posts.flatMap(({ envelope }) => envelope.e),
    close: async () => {
      await page.goto('about:blank');
      server.closeAllConnections();
      server.close();
    },
  };
}
