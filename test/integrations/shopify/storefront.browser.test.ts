/** A visitor in a shop of Shopify's that has the app, in a real browser, against our real server. */
import type { Page, Request } from 'playwright-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { campaign } from '../../acceptance/campaigns.ts';
import { describeBrowser, enterPage, shareBrowser } from '../../support/chromium.ts';
import { type OpenedStorefront, openStorefront } from '../../support/shopify/opened-storefront.ts';
import { until } from '../../support/until.ts';

/** What the shop itself sets, each when it is needed. */
const SHOPS_OWN = ['_shopify_customer', '_tracking_consent', 'cart'];
const KEPT =
  '[document.cookie, ...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter(Boolean)';

const isOfCheckout = (request: Request): boolean =>
  /"n":"(Checkout|Payment|Order)/.test(request.postData() ?? '');

describeBrowser('the storefront of a shop', () => {
  let front: OpenedStorefront;
  let page: Page;
  /** What went from the page and its worker to us. */
  let posts: Request[];

  beforeEach(async () => {
    front = await openStorefront();
    await front.shop.acts.createProduct({ handle: 'harbour-blue', title: 'Harbour Blue' });
    page = await enterPage(await shareBrowser());
    posts = [];
    page.on('request', (request) => {
      if (/\/apps\/inkling\/v1\/|\/platforms\/shopify\//.test(request.url())) posts.push(request);
    });
  });
  afterEach(async () => {
    page.removeAllListeners('request');
    await page.goto('about:blank');
    await front.stop();
  });

  const goTo = (path: string) => page.goto(front.url + path, { waitUntil: 'load' });
  const choose = async (answer: 'accept' | 'decline') => {
    await page.click(`#shopify-pc__banner [value="${answer}"]`);
    await page.waitForSelector('#shopify-pc__banner', { state: 'hidden' });
  };
  const kept = () => page.evaluate(KEPT);
  const cookies = async () => (await page.context().cookies()).map(({ name }) => name).sort();
  const goThroughCheckout = async () => {
    await goTo('/products/harbour-blue');
    await page.click('form[action="/cart/add"] button');
    await page.waitForFunction("document.querySelector('output').textContent !== ''");
    await goTo('/cart');
    await page.click('form[action="/checkout"] button');
    for (const title of ['Shipping', 'Payment', 'Thank you']) {
      await page.click('main form button');
      await page.waitForSelector(`h1:text("${title}")`);
    }
  };
  const visitors = async () =>
    (await front.site.ask('GET', '/v1/visitors')).body.items as readonly { readonly visitor: string }[];
  /** Names of what is known of everybody. */
  const told = async (): Promise<readonly string[]> => {
    const logs = (await visitors()).map(({ visitor }) =>
      front.site.ask('GET', `/v1/visitors/${visitor}/events`),
    );
    return (await Promise.all(logs)).flatMap(({ body }) =>
      (body.items as readonly { readonly name: string }[]).map(({ name }) => name),
    );
  };

  /** Who allowed it, and has looked at a product since. */
  const beRemembered = async () => {
    await goTo('/products/harbour-blue');
    await choose('accept');
    await goTo('/products/harbour-blue');
    await until(async () => (await told()).includes('Product Viewed'));
  };

  it('keeps nothing and knows nobody before the visitor has chosen, nor after they refused', async () => {
    await goTo('/products/harbour-blue');
    expect(await page.isVisible('#shopify-pc__banner')).toBe(true);
    expect([await kept(), await cookies()]).toEqual([[], []]);
    const before = posts.length;
    await choose('decline');
    await goThroughCheckout();
    expect([await kept(), await cookies()]).toEqual([[], ['_tracking_consent']]);
    const bodies = posts.map((request) => request.postDataJSON());
    expect(bodies.map(({ dev }) => dev)).toEqual(bodies.map(() => undefined));
    // Who takes long to choose is counted, of nobody; the refusal itself is told with nothing that happened.
    const told = bodies.slice(before).filter(({ c }) => c !== undefined);
    expect(told.map(({ c, e }) => [c.analytics, e])).toEqual(told.map(() => [false, []]));
    expect(posts.filter((request) => request.url().includes('/pixel'))).toEqual([]);
    expect(await visitors()).toEqual([]);
  });

  it('tells what is looked at through the shop’s own address, with no cookie, once it may', async () => {
    await goTo('/products/harbour-blue');
    await choose('accept');
    // What was looked at before may have been counted already, of nobody.
    await goTo('/products/harbour-blue');
    await until(async () => (await told()).includes('Product Viewed'));
    const pages = posts.filter((request) => request.method() === 'POST');
    expect(pages.map((request) => new URL(request.url()).origin)).toEqual(pages.map(() => front.url));
    expect(await kept()).toEqual(['inkling']);
    expect((await cookies()).filter((name) => !SHOPS_OWN.includes(name))).toEqual([]);
  });

  it('shows what a campaign has for the slot, in the place that was kept for it', async () => {
    const variants = [{ key: 'a', treatment: { kind: 'content', text: 'Bottled this morning' } }];
    const put = campaign({ trigger: { slot: 'product' }, variants });
    expect((await front.site.ask('PUT', '/v1/campaigns/fresh', put)).status).toBe(200);
    await goTo('/products/harbour-blue');
    await choose('accept');
    await goTo('/products/harbour-blue');
    const slot = page.locator('[data-inkling-slot="product"]');
    await slot.getByText('Bottled this morning').waitFor();
    expect((await slot.boundingBox())?.height).toBeGreaterThanOrEqual(160);
  });

  it('puts what goes together into the cart of the shop, by the variants that it knows', async () => {
    const { acts, state } = front.shop;
    const [blue] = [...state.products.values()];
    const pen = await acts.createProduct({ handle: 'field-pen', title: 'Field Pen', priceMinor: 900 });
    const paper = await acts.createProduct({ handle: 'grid-paper', title: 'Grid Paper' });
    const other = await acts.createProduct({ handle: 'wax', title: 'Wax' });
    const linesOf = (...products: readonly (typeof blue)[]) =>
      products.flatMap((product) => {
        const variant = product?.variants[0];
        return product && variant ? [{ product, variant, quantity: 1 }] : [];
      });
    const lines = linesOf(blue, pen, paper);
    await front.site.ask('PATCH', `/v1/sites/${front.site.site}`, { serverConsent: { analytics: true } });
    for (const wanted of [...Array(12).fill(lines), ...Array(24).fill(linesOf(other))])
      await acts.placeOrder({ customer: await acts.createCustomer(), lines: wanted });
    await front.served.engine.relations.catchUp();
    const treatment = { kind: 'bundle', title: 'Goes with it', addAll: 'Add all' };
    const put = campaign({ trigger: { event: 'Product Viewed' }, variants: [{ key: 'a', treatment }] });
    expect((await front.site.ask('PUT', '/v1/campaigns/bundle', put)).status).toBe(200);
    await goTo('/products/harbour-blue');
    await choose('accept');
    await goTo('/products/harbour-blue');
    await page.getByRole('button', { name: 'Add all' }).click();
    await until(() => [...state.carts.values()].some((cart) => cart.lines.length === 3));
    const [cart] = [...state.carts.values()].filter(({ lines: held }) => held.length > 0);
    expect(cart?.lines.map(({ variant }) => variant.id).toSorted()).toEqual(
      lines.map(({ variant }) => variant.id).toSorted(),
    );
  });

  it('hears of the checkout by the pixel, and counts the order once', async () => {
    await goTo('/');
    await choose('accept');
    await goThroughCheckout();
    // Each of the six steps has been told by the pixel, and taken.
    const ofPixel = () => posts.filter((request) => request.url().includes('/platforms/shopify/pixel'));
    await until(() => ofPixel().filter(isOfCheckout).length === 6);
    const answers = await Promise.all(ofPixel().map((request) => request.response()));
    // Of a post whose page was left meanwhile the browser tells no answer: that it arrived, what is known tells.
    const statuses = answers.flatMap((answer) => answer?.status() ?? []);
    expect(new Set(statuses)).toEqual(new Set([200]));
    const paid = 'Payment Info Entered';
    await until(
      async () => (await told()).filter((name) => /^Checkout/.test(name) || name === paid).length >= 5,
    );
    const names = await told();
    const count = (wanted: string) => names.filter((name) => name === wanted).length;
    const wanted = ['Checkout Started', 'Checkout Step Completed', paid, 'Order Completed'];
    expect(wanted.map(count)).toEqual([1, 3, 1, 1]);
    const [order] = [...front.shop.state.orders.values()];
    expect(order?.cartToken).toMatch(/^c1-/);
    expect(front.shop.webhooks.sent.filter(({ status }) => status !== 200)).toEqual([]);
    expect(await visitors()).toHaveLength(1);
  });

  it('lets a visitor see what is held, and keeps what they choose there also where Shopify keeps it', async () => {
    Object.assign(front.theme, { privacy: true });
    await beRemembered();
    await goTo('/policies/privacy-policy');
    await page
      .locator('dd', { hasText: /^[1-9]/ })
      .first()
      .waitFor();
    const asked = posts.filter((request) => request.url().includes('/v1/own'));
    expect(asked.map((request) => new URL(request.url()).origin)).toEqual([front.url]);
    const heard = page.waitForResponse(/_shopify.consent/);
    await page.getByRole('switch', { name: 'Keep a history' }).click();
    await heard;
    await until(async () => ((await kept()) as readonly string[]).length === 0);
    const before = posts.length;
    await goTo('/products/harbour-blue');
    await goThroughCheckout();
    const said = posts.slice(before).map((request) => request.postDataJSON());
    // What takes the choice back names the device, and nothing that happened.
    expect(said.filter((body) => body?.dev !== undefined && body.e.length > 0)).toEqual([]);
    expect([await kept(), (await cookies()).includes('_tracking_consent')]).toEqual([[], true]);
  });

  it('holds to what a visitor refused there, though Shopify could not be told, and tells it again', async () => {
    Object.assign(front.theme, { privacy: true });
    await beRemembered();
    await goTo('/policies/privacy-policy');
    const unheard = '**/_shopify/consent';
    await page.route(unheard, (route) => route.abort());
    const failed = page.waitForEvent('requestfailed');
    await page.getByRole('switch', { name: 'Keep a history' }).click();
    await failed;
    await page.getByText('Saved.').waitFor();
    expect(await kept()).toContain('inkling-refused');
    await page.unroute(unheard);
    posts = [];
    const heard = page.waitForResponse(/_shopify.consent/);
    await goTo('/products/harbour-blue');
    await heard;
    await until(async () => ((await kept()) as readonly string[]).length === 0);
    expect(posts.flatMap((request) => request.postDataJSON().e)).toEqual([]);
  });

  it('knows by Shopify’s word who is logged in, and the page never says it', async () => {
    const { id } = await front.shop.acts.createCustomer();
    await goTo('/account');
    await page.click(`button[value="${id}"]`);
    await choose('accept');
    await goTo('/products/harbour-blue');
    const find = () => front.site.ask('POST', '/v1/visitors/lookup', { userId: `${id}` });
    await until(async () => (await find()).status === 200);
    const said = posts.map((request) => request.url() + request.postData());
    expect(said.length).toBeGreaterThan(0);
    expect(said.filter((text) => text.includes(`${id}`))).toEqual([]);
  });

  it('knows who logs in after they allowed it, and shows them what is held', async () => {
    const { id } = await front.shop.acts.createCustomer();
    // It is sent with the shop's cookies whatever we say; it is for pages whose posts break off as they are left.
    await page.addInitScript('navigator.sendBeacon = () => false');
    Object.assign(front.theme, { privacy: true });
    await beRemembered();
    await goTo('/account');
    await page.click(`button[value="${id}"]`);
    await goTo('/products/harbour-blue');
    await until(
      async () => (await front.site.ask('POST', '/v1/visitors/lookup', { userId: `${id}` })).status === 200,
    );
    await goTo('/policies/privacy-policy');
    await page
      .locator('dd', { hasText: /^[1-9]/ })
      .first()
      .waitFor();
  });

  it('falls silent with the uninstall, though the theme still has the embed', async () => {
    await goTo('/products/harbour-blue');
    await choose('accept');
    await until(() => posts.length > 0);
    await front.shop.uninstall();
    await page.goto('about:blank');
    posts = [];
    await goThroughCheckout();
    expect(await page.locator('#inkling-embed').count()).toBe(0);
    await goTo('/');
    expect([await page.locator('#inkling-embed').count(), posts.length]).toEqual([1, 0]);
  });
});

describeBrowser('a shop where nobody has to be asked', () => {
  it('tells what is looked at, and keeps nothing on the device', async () => {
    const front = await openStorefront({ isOpenRegion: true });
    try {
      await front.shop.acts.createProduct({ handle: 'harbour-blue' });
      const page = await enterPage(await shareBrowser());
      const post = page.waitForRequest(/\/apps\/inkling\/v1\/collect/);
      await page.goto(`${front.url}/products/harbour-blue`, { waitUntil: 'load' });
      expect(await page.isVisible('#shopify-pc__banner')).toBe(false);
      expect((await post).postDataJSON()).not.toHaveProperty('dev');
      expect([await page.evaluate(KEPT), await page.context().cookies()]).toEqual([[], []]);
      await page.goto('about:blank');
    } finally {
      await front.stop();
    }
  });
});
