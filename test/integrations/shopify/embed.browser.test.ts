import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Liquid } from 'liquidjs';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeBrowser, enterPage, shareBrowser } from '../../support/chromium.ts';
import { ROOT } from '../../support/source-tree.ts';
import { until } from '../../support/until.ts';

const EMBED = join(ROOT, 'extensions/inkling-embed');
const SETTINGS = { k: 'wk_shop', s: 'st_shop', p: 'auto' };
const CART = {
  token: 'hWN2NeaCart?key=SECRETKEY',
  currency: 'EUR',
  item_count: 1,
  total_price: 1_250,
  items: [{ product_id: 7, variant_id: 70, sku: 'INK', quantity: 1, price: 1_250 }],
};
const YES = { analytics: 'yes', preferences: 'yes', marketing: 'no', sale_of_data: '' };
const NO = { analytics: 'no', preferences: 'no', marketing: 'no', sale_of_data: '' };
const NOTHING = { analytics: '', preferences: '', marketing: '', sale_of_data: '' };

type Envelope = {
  readonly c?: Readonly<Record<string, unknown>>;
  readonly dev?: string;
  readonly e: readonly { readonly n: string; readonly p: Readonly<Record<string, unknown>> }[];
};

/** A shop's page: what Shopify puts into it, and our blocks as the theme renders them. */
type Visit = {
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

describeBrowser('the app embed', () => {
  let server: Server;
  let origin: string;
  let page: Page;
  let visit: Visit;
  let posts: { readonly path: string; readonly envelope: Envelope; readonly cookie: string | undefined }[];
  let carts: number;

  beforeEach(async () => {
    posts = [];
    carts = 0;
    server = createServer(async (request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      if (request.method === 'POST') {
        posts.push({
          path: request.url ?? '',
          envelope: JSON.parse(await text(request)),
          cookie: request.headers.cookie,
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
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    page = await enterPage(await shareBrowser());
  });

  afterEach(async () => {
    await page.goto('about:blank');
    server.closeAllConnections();
    server.close();
  });

  const open = async (next: Visit): Promise<void> => {
    visit = next;
    await page.goto(`${origin}/products/ink`, { waitUntil: 'load' });
  };
  const choose = (chosen: typeof NOTHING) => page.evaluate(`window.choose(${JSON.stringify(chosen)})`);
  const stored = () =>
    page.evaluate(
      '[document.cookie, ...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter((name) => name !== "")',
    );
  const isStarted = () => page.evaluate('typeof window.inkling === "function"');
  const items = () => posts.flatMap(({ envelope }) => envelope.e);

  it('tells what the page is about through the shop’s own address, with the cart that the visitor allows to be known', async () => {
    await open({ chosen: YES });
    await until(() => items().some(({ n }) => n === 'Product Viewed'));
    const [post] = posts;
    expect(post?.path).toBe('/apps/inkling/v1/collect?k=wk_shop');
    expect(post?.envelope.c).toMatchObject({ analytics: true, personalization: true, source: 'shopify' });
    expect(post?.envelope.c).not.toHaveProperty('contact');
    expect(post?.envelope.dev).toMatch(/^[0-9a-f]{32}$/);
    expect(items().find(({ n }) => n === 'Product Viewed')?.p).toMatchObject({
      ...{
        product_id: '7',
        price: '12.5',
        currency: 'EUR',
        name: 'Iron gall & "blue"',
        cart_id: 'hWN2NeaCart',
      },
    });
    expect(JSON.stringify(posts)).not.toContain('SECRETKEY');
  });

  it('does nothing before Shopify has said what is allowed', async () => {
    await open({ chosen: YES, isLate: true });
    expect([await isStarted(), await stored(), posts.length, carts]).toEqual([false, [], 0, 0]);
    await page.evaluate('window.answer()');
    await until(() => posts.length > 0);
  });

  it.each([
    ['who refused', { chosen: NO }],
    ['the theme editor', { chosen: YES, designMode: true }],
    ['a shop whose settings have not arrived', { chosen: YES, settings: null }],
    ['a page in which the question is blocked', { chosen: YES, isFailing: true }],
  ] satisfies [string, Visit][])('keeps and sends nothing for %s', async (_who, next) => {
    await open(next);
    expect([await isStarted(), await stored(), posts.length, carts]).toEqual([false, [], 0, 0]);
  });

  it('keeps nothing on the device where no choice is needed and none was made', async () => {
    await open({ chosen: NOTHING, isOpenRegion: true });
    await until(() => items().some(({ n }) => n === 'Product Viewed'));
    expect(posts[0]?.envelope.c).toMatchObject({ required: false });
    expect(posts[0]?.envelope).not.toHaveProperty('dev');
    expect([await stored(), carts]).toEqual([[], 0]);
    expect(JSON.stringify(posts)).not.toContain('hWN2NeaCart');
  });

  it('follows a choice that is made while the page is open, and one that is taken back', async () => {
    await open({ chosen: NOTHING });
    expect([await stored(), carts]).toEqual([[], 0]);
    await choose(YES);
    await until(() => items().some(({ p }) => p.cart_id === 'hWN2NeaCart'));
    expect(await stored()).toEqual(['inkling']);
    await choose(NO);
    await until(() => posts.some(({ envelope }) => envelope.c?.analytics === false));
    expect(await page.evaluate('localStorage.getItem("inkling") ?? ""')).not.toMatch(/[0-9a-f]{32}/);
  });

  /** As the privacy element says it, in a page with the tracker and in one without. */
  const chooseInPage = (choice: Readonly<Record<string, boolean>>) =>
    page.evaluate(`{
      const detail = ${JSON.stringify({ ...choice, source: 'privacy-element' })};
      document.dispatchEvent(new CustomEvent('inkling:choice', { detail }));
      window.inkling?.('consent', detail, { remember: true });
    }`);
  const told = () => page.evaluate('window.told');
  const kept = async () => JSON.parse(await page.evaluate('localStorage.getItem("inkling") ?? "null"'));

  it('follows nobody who refused in the page, though Shopify has not heard of it', async () => {
    await open({ chosen: YES });
    await until(() => posts.length > 0);
    await chooseInPage({ analytics: false, personalization: false, share: false });
    await page.goto('about:blank');
    posts = [];
    await open({ chosen: YES });
    const refused = { analytics: false, preferences: false, sale_of_data: false };
    expect(await told()).toMatchObject([refused]);
    expect([await isStarted(), await stored(), posts.length]).toEqual([false, ['inkling'], 0]);
    await choose(NO);
    await until(async () => (await kept()) === null);
    await open({ chosen: YES });
    await until(() => posts.some(({ envelope }) => envelope.dev !== undefined));
    expect(await told()).toEqual([]);
  });

  it('holds to a part that was refused in the page, until Shopify has heard of it', async () => {
    await open({ chosen: YES });
    await until(() => posts.length > 0);
    await chooseInPage({ share: false });
    await page.goto('about:blank');
    posts = [];
    await open({ chosen: YES });
    expect(await told()).toEqual([
      { analytics: true, preferences: true, marketing: false, sale_of_data: false },
    ]);
    await until(() => posts.length > 0);
    expect(posts[0]?.envelope.c).toMatchObject({ analytics: true, share: false, source: 'privacy-element' });
    await choose({ ...YES, sale_of_data: 'no' });
    await until(async () => (await kept()).c.source === 'shopify');
    await open({ chosen: { ...YES, sale_of_data: 'yes' } });
    await until(async () => (await kept()).c.share === true);
    expect(await told()).toEqual([]);
  });

  it('takes a choice that is made before Shopify has answered', async () => {
    await open({ chosen: YES, isLate: true });
    await chooseInPage({ personalization: false });
    expect([await told(), posts.length]).toEqual([[], 0]);
    await page.evaluate('window.answer()');
    await until(() => posts.length > 0);
    expect(posts[0]?.envelope.c).toMatchObject({ analytics: true, personalization: false });
    expect(await told()).toEqual([{ analytics: true, preferences: false, marketing: false }]);
  });

  it.each([
    ['before Shopify has answered', { chosen: YES, isLate: true }],
    ['where Shopify is not to be asked', { chosen: YES, isFailing: true }],
  ] satisfies [string, Visit][])('keeps a refusal of a page that is left, %s', async (_when, visited) => {
    await open(visited);
    await chooseInPage({ analytics: false, personalization: false, share: false });
    await open({ chosen: YES });
    expect([await isStarted(), await stored(), posts.length]).toEqual([false, ['inkling'], 0]);
    expect(await told()).toMatchObject([{ analytics: false }]);
  });

  it('keeps the place of a slot, and moves nothing on the page', async () => {
    await open({ chosen: YES });
    await until(() => posts.length > 0);
    const [height, shifted, fallback] = (await page.evaluate(`[
      document.querySelector('[data-inkling-slot="product"]').getBoundingClientRect().height,
      window.shifted, document.querySelector('.inkling-slot__fallback').textContent]`)) as [
      number,
      number,
      string,
    ];
    expect(height).toBeGreaterThanOrEqual(160);
    expect([shifted, fallback]).toEqual([0, 'Hello']);
  });
});
