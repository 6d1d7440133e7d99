import { afterEach, expect, it } from 'vitest';
import { describeInBrowser, GRANTED, openSite, SETTINGS, type Site, writePage } from './support.ts';

const PRODUCT_MARKUP = `<script type="application/ld+json">{"@type":"Product","sku":"p1","name":"Pen"}</script>`;

describeInBrowser('the page', (stage) => {
  const opened: Site[] = [];
  afterEach(async () => {
    for (const site of opened.splice(0)) await site.close();
  });

  it("works under default-src 'self' with the collector allowed, on another origin", async () => {
    const collector = await openSite(stage.site.built);
    opened.push(collector);
    stage.site.pages.set('/', {
      body: writePage('<h1>Shop</h1>', PRODUCT_MARKUP, `${collector.origin}/t/wk_test.js`),
      headers: {
        'content-security-policy': `default-src 'self'; script-src 'self' ${collector.origin}; connect-src ${collector.origin}`,
      },
    });
    await stage.guest.open('/');
    await stage.guest.call('consent', GRANTED);
    await stage.guest.call('identify', 'c-1');
    await collector.until(({ envelope }) => envelope.h !== undefined);
    await collector.until(({ envelope }) => envelope.e.some(({ n }) => n === 'Product Viewed'));
    expect(collector.names()).toContain('Page Viewed');
    expect(stage.site.posts).toEqual([]);
    expect(stage.guest.errors).toEqual([]);
  });

  it('the collector may lie elsewhere than the script', async () => {
    const collector = await openSite(stage.site.built);
    opened.push(collector);
    stage.site.settings = { ...SETTINGS, u: collector.origin };
    await stage.guest.open('/');
    await collector.until(({ envelope }) => envelope.e.some(({ n }) => n === 'Page Viewed'));
    expect(stage.site.posts).toEqual([]);
  });

  it('a collector that is down is no error of the page', async () => {
    stage.site.settings = { ...SETTINGS, u: 'http://127.0.0.1:1' };
    stage.site.pages.set('/', { body: writePage('<h1>Shop</h1>', PRODUCT_MARKUP) });
    await stage.guest.open('/');
    await stage.guest.call('consent', GRANTED);
    await stage.guest.call('identify', 'c-1');
    await stage.guest.pass(600_000);
    await stage.guest.page.goto(`${stage.site.origin}/next`);
    expect(stage.guest.errors).toEqual([]);
  });

  it('nothing that a page hands over can break it', async () => {
    await stage.guest.open('/');
    await stage.guest.page.evaluate(`
      const ring = {}; ring.ring = ring;
      inkling(); inkling(null); inkling('X', ring); inkling('X', { get a() { throw new Error('mine') } }); inkling('X', { n: 1n });
      inkling.consent(null); inkling.consent('yes'); inkling.identify(); inkling.identify(ring, 5); inkling.on(); inkling.reset();
      document.dispatchEvent(new Event('click')); document.dispatchEvent(new Event('change')); document.dispatchEvent(new Event('submit'));`);
    await stage.guest.call('Product Added', { product_id: 'p' });
    await stage.guest.drain();
    expect(stage.site.names()).toContain('Product Added');
    expect(stage.guest.errors).toEqual([]);
  });

  it('calls made before the script arrives are answered in order, after the page view', async () => {
    await stage.guest.page.addInitScript(
      `window.inkling = window.inkling || function () { (inkling.q = inkling.q || []).push(arguments) };
      inkling('Product Added', { product_id: 'p1' }); inkling('consent', { analytics: true });
      inkling('Product Removed', { product_id: 'p1' });`,
    );
    await stage.guest.open('/');
    await stage.guest.drain();
    expect(stage.site.names()).toEqual(['Page Viewed', 'Product Added', 'Product Removed']);
    expect(stage.site.posts[0]?.envelope.dev).toMatch(/^[0-9a-f]{32}$/);
  });

  it('nothing moves on a page of 100 declared products', async () => {
    const products = Array.from(
      { length: 100 },
      (_, i) => `<li data-inkling-event="Product Viewed" data-inkling-product_id="p${i}">Pen ${i}</li>`,
    ).join('');
    stage.site.pages.set('/', { body: writePage(`<button>Buy</button><ul>${products}</ul>`) });
    await stage.guest.page.addInitScript(`
      window.shifts = [];
      new PerformanceObserver((list) => shifts.push(...list.getEntries().map(({ value }) => value)))
        .observe({ type: 'layout-shift', buffered: true });`);
    await stage.guest.open('/');
    await stage.guest.page.click('button');
    await stage.guest.page.evaluate(`document.head.append(document.createElement('meta'))`);
    await stage.guest.drain();
    expect(stage.site.items('Product Viewed')).toHaveLength(100);
    expect(await stage.guest.page.evaluate('shifts')).toEqual([]);
  });

  it('no listener stands in the way of the back/forward cache', async () => {
    await stage.guest.page.addInitScript(`
      window.heard = [];
      const listen = EventTarget.prototype.addEventListener;
      EventTarget.prototype.addEventListener = function (type, ...rest) { heard.push(type); return listen.call(this, type, ...rest); };`);
    await stage.guest.open('/');
    await stage.guest.drain();
    const heard = (await stage.guest.page.evaluate('heard')) as string[];
    expect(heard).toContain('pagehide');
    expect(heard.filter((type) => /unload/.test(type))).toEqual([]);
  });
});
