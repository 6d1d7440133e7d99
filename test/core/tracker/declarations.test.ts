import { expect, it } from 'vitest';
import { describeInBrowser, type Stage, writePage } from './support.ts';

const PEN = `data-inkling-event="Product Viewed" data-inkling-product_id="50" data-inkling-name="Pen" data-inkling-price="12.50"`;
const markUp = (value: unknown): string =>
  `<script type="application/ld+json">${typeof value === 'string' ? value : JSON.stringify(value)}</script>`;

const viewed = (stage: Stage): unknown[] => stage.site.items('Product Viewed').map(({ p }) => p);

describeInBrowser('declared views', (stage) => {
  it('an element with an event that is no control is reported with its properties when the page is viewed', async () => {
    stage.site.pages.set('/pen', { body: writePage(`<article ${PEN}>Pen</article>`) });
    await stage.guest.open('/pen');
    await stage.guest.drain();
    expect(stage.site.names()).toEqual(['Page Viewed', 'Product Viewed']);
    expect(viewed(stage)).toEqual([{ product_id: '50', name: 'Pen', price: '12.50' }]);
  });

  it('lists and objects are parsed, and stay text where they are no JSON', async () => {
    stage.site.pages.set('/thanks', {
      body: writePage(`<p data-inkling-event="Order Completed" data-inkling-order_id="o1"
        data-inkling-products='[{"product_id":"50","price":12.5}]' data-inkling-note="[broken"></p>`),
    });
    await stage.guest.open('/thanks');
    await stage.guest.drain();
    expect(stage.site.items('Order Completed').map(({ p }) => p)).toEqual([
      { order_id: 'o1', products: [{ product_id: '50', price: 12.5 }], note: '[broken' },
    ]);
  });

  it('what a route brings later is reported once, however often the page changes around it', async () => {
    await stage.guest.open('/');
    await stage.guest.page.evaluate(`history.pushState({}, '', '/pen')`);
    await stage.guest.pass(1000);
    await stage.guest.page.evaluate(`document.body.innerHTML = '<article ${PEN}>Pen</article>'`);
    await stage.guest.drain();
    await stage.guest.page.evaluate(`document.body.append(document.createElement('hr'))`);
    await stage.guest.drain();
    expect(viewed(stage)).toHaveLength(1);
    expect(stage.site.items('Product Viewed')[0]?.u).toBe('/pen');
  });

  it('what stays on the page from the route before is not viewed again', async () => {
    stage.site.pages.set('/pen', { body: writePage(`<article ${PEN}>Pen</article>`) });
    await stage.guest.open('/pen');
    await stage.guest.page.evaluate(`history.pushState({}, '', '/pen/reviews')`);
    await stage.guest.drain();
    expect(viewed(stage)).toHaveLength(1);
  });

  it('an element that a framework uses again for another product is viewed again', async () => {
    stage.site.pages.set('/pen', { body: writePage(`<article ${PEN}>Pen</article>`) });
    await stage.guest.open('/pen');
    await stage.guest.drain();
    await stage.guest.page.evaluate(
      `document.querySelector('article').setAttribute('data-inkling-product_id', '51')`,
    );
    await stage.guest.drain();
    expect(viewed(stage)).toMatchObject([{ product_id: '50' }, { product_id: '51' }]);
  });
});

describeInBrowser('JSON-LD products', (stage) => {
  const offers = { '@type': 'Offer', price: '12.50', priceCurrency: 'EUR' };
  const pen = {
    '@type': 'Product',
    sku: 'p50',
    name: 'Pen',
    brand: { '@type': 'Brand', name: 'Quill' },
    offers,
  };
  const seen = { product_id: 'p50', name: 'Pen', brand: 'Quill', price: '12.50', currency: 'EUR' };

  const PAGES: readonly (readonly [title: string, head: string, expected: readonly unknown[]])[] = [
    ['at the top', markUp(pen), [seen]],
    ['in a list', markUp([{ '@type': 'WebSite' }, { ...pen, offers: [offers] }]), [seen]],
    ['in a graph', markUp({ '@graph': [{ '@type': 'BreadcrumbList' }, pen] }), [seen]],
    ['as what the page is about', markUp({ '@type': 'WebPage', mainEntity: pen }), [seen]],
    ['of several types', markUp({ ...pen, '@type': ['Product', 'Vehicle'] }), [seen]],
    [
      'with a range of prices',
      markUp({ ...pen, offers: { lowPrice: 9, priceCurrency: 'EUR' } }),
      [{ ...seen, price: 9 }],
    ],
    ['marked up twice', markUp(pen) + markUp(pen), [seen]],
    ['beside broken markup', markUp('{ "broken": ') + markUp(pen), [seen]],
    ['one of many', markUp([pen, { ...pen, sku: 'p51' }]), []],
    ['of a mentioned thing', markUp({ '@type': 'Article', about: pen }), []],
  ];

  it('the product that a page is about is found wherever its markup has it', async () => {
    for (const [title, head, expected] of PAGES) {
      const before = viewed(stage).length;
      stage.site.pages.set('/pen', { body: writePage('<h1>Pen</h1>', head) });
      await stage.guest.open('/pen');
      await stage.guest.page.waitForFunction('[...document.scripts].some((s) => s.use)');
      await stage.guest.drain();
      expect(viewed(stage).slice(before), title).toEqual(expected);
    }
  });

  it('a file that arrives late is used when it is there', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    stage.site.held = promise;
    stage.site.pages.set('/pen', { body: writePage('<h1>Pen</h1>', markUp(pen)) });
    await stage.guest.page.goto(`${stage.site.origin}/pen`, { waitUntil: 'commit' });
    await stage.site.until(() => true);
    await stage.guest.drain();
    expect(viewed(stage)).toEqual([]);
    resolve();
    await stage.guest.page.waitForFunction('[...document.scripts].some((s) => s.use)');
    await stage.guest.drain();
    expect(viewed(stage)).toEqual([seen]);
  });

  it('a product that the page declares itself is not reported twice', async () => {
    stage.site.pages.set('/pen', { body: writePage(`<article ${PEN}>Pen</article>`, markUp(pen)) });
    await stage.guest.open('/pen');
    await stage.guest.page.waitForFunction('[...document.scripts].some((s) => s.use)');
    await stage.guest.drain();
    expect(viewed(stage)).toMatchObject([{ product_id: '50' }]);
  });

  it('a page without markup does not load the file', async () => {
    await stage.guest.open('/');
    await stage.guest.drain();
    expect(stage.site.requests).not.toContain('/t/json-ld.js');
  });
});
