import { expect, it } from 'vitest';
import { describeInBrowser, SETTINGS, type Stage, writePage } from './support.ts';

const views = (stage: Stage): unknown[] => stage.site.items('Page Viewed').map(({ u }) => u);

/** Paths, and what is said of them: what could name somebody or open something is left out. */
const REPORTED: readonly (readonly [path: string, reported: string])[] = [
  ['/account/anna@shop.example/orders', '/account/:redacted/orders'],
  ['/account/anna%40shop.example', '/account/:redacted'],
  ['/reset/9f86d081884c7d659a2feaa0c55ad015', '/reset/:redacted'],
  ['/o/3b241101-e2bb-4255-8caf-4136c566a962/pay', '/o/:redacted/pay'],
  ['/verify/eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9', '/verify/:redacted'],
  ['/key/q2Zx8Kp0Lm4Tn6Rv1Sw3', '/key/:redacted'],
  ['/products/the-most-beautiful-fountain-pen-of-2024', '/products/the-most-beautiful-fountain-pen-of-2024'],
  ['/p/iphone15promax256gb', '/p/iphone15promax256gb'],
  ['/c/?utm_campaign=anna@shop.example&utm_source=ok', '/c/?utm_source=ok'],
];

describeInBrowser('page views', (stage) => {
  it('a load is one page view with path, title and campaign, without click id and fragment', async () => {
    await stage.guest.open('/shoes?gclid=xyz&utm_source=mail&utm_medium=x#top');
    await stage.guest.drain();
    expect(stage.site.names()).toEqual(['Page Viewed']);
    expect(stage.site.items()[0]).toMatchObject({
      u: '/shoes?utm_source=mail&utm_medium=x',
      p: { path: '/shoes', title: 'Shop' },
    });
    expect(stage.site.posts[0]?.body).not.toMatch(/gclid|xyz|top/);
  });

  it('a path is reported without what could name somebody or open something', async () => {
    for (const [path, reported] of REPORTED) {
      const before = views(stage).length;
      await stage.guest.open(path);
      await stage.guest.drain();
      expect(views(stage).slice(before), path).toEqual([reported]);
    }
  });

  it('only the first item of a page load names the referrer, and of it the origin', async () => {
    await stage.guest.page.goto(`${stage.site.origin}/secret/page?token=1`, {
      referer: 'https://search.example/?q=pen',
    });
    await stage.guest.drain();
    expect(stage.site.items().map(({ r }) => r)).toEqual(['https://search.example']);
    await stage.guest.page.evaluate(`history.pushState({}, '', '/next')`);
    await stage.guest.drain();
    expect(stage.site.items().map(({ r }) => r)).toEqual(['https://search.example', undefined, undefined]);
  });

  it('every post says of which page it is, so that a page of the same site is told from a referrer', async () => {
    await stage.guest.page.goto(`${stage.site.origin}/next`, { referer: `${stage.site.origin}/` });
    await stage.guest.drain();
    await stage.guest.page.goto('about:blank');
    await stage.site.until(({ envelope }) => envelope.e.some(({ n }) => n === 'Page Engaged'));
    expect(stage.site.items('Page Viewed').map(({ r }) => r)).toEqual([stage.site.origin]);
    expect(new Set(stage.site.posts.map(({ origin }) => origin))).toEqual(new Set([stage.site.origin]));
  });

  it('a pushState followed by a replaceState is one page view, with the late title', async () => {
    await stage.guest.open('/');
    await stage.guest.page.evaluate(`
      history.pushState({}, '', '/loading');
      history.replaceState({}, '', '/pens');
      setTimeout(() => { document.title = 'Pens'; }, 100);`);
    await stage.guest.drain();
    expect(stage.site.items('Page Viewed').map(({ p }) => p)).toEqual([
      { path: '/', title: 'Shop' },
      { path: '/pens', title: 'Pens' },
    ]);
  });

  it('a change of state or query is no page view', async () => {
    await stage.guest.open('/pens');
    await stage.guest.page.evaluate(`
      history.replaceState({ scroll: 3 }, '');
      history.pushState({}, '', '?variant=2');
      location.hash = 'details';`);
    await stage.guest.drain();
    expect(views(stage)).toEqual(['/pens']);
  });

  it('going back within a page is a page view', async () => {
    await stage.guest.open('/');
    await stage.guest.page.evaluate(`history.pushState({}, '', '/pens')`);
    await stage.guest.drain();
    await stage.guest.page.evaluate(
      `new Promise((done) => { addEventListener('popstate', done); history.back(); })`,
    );
    await stage.guest.drain();
    expect(views(stage)).toEqual(['/', '/pens', '/']);
  });

  it('events of a route that has not settled come after its page view in time', async () => {
    await stage.guest.open('/');
    await stage.guest.drain();
    await stage.guest.page.evaluate(
      `history.pushState({}, '', '/pens'); inkling('Product Added', { product_id: 'p' })`,
    );
    await stage.guest.drain();
    const inOrder = stage.site.items().sort((a, b) => a.t - b.t || (a.i < b.i ? -1 : 1));
    expect(inOrder.map(({ n, u }) => [n, u])).toEqual([
      ['Page Viewed', '/'],
      ['Page Engaged', '/'],
      ['Page Viewed', '/pens'],
      ['Product Added', '/pens'],
    ]);
  });

  it('the fragment is the route where the site says so', async () => {
    stage.site.settings = { ...SETTINGS, h: 1 };
    await stage.guest.open('/app#/');
    await stage.guest.page.evaluate(`location.hash = '#!/cart?step=2'`);
    await stage.guest.drain();
    await stage.guest.page.evaluate(`location.hash = '#/reset/9f86d081884c7d659a2feaa0c55ad015'`);
    await stage.guest.drain();
    expect(views(stage)).toEqual(['/', '/cart', '/reset/:redacted']);
  });

  it('a prerendered page sends nothing until it is shown', async () => {
    await stage.guest.page.addInitScript(`
      let hidden = true;
      Object.defineProperty(document, 'prerendering', { get: () => hidden, configurable: true });
      window.show = () => { hidden = false; document.dispatchEvent(new Event('prerenderingchange')); };`);
    await stage.guest.open('/');
    await stage.guest.call('Product Added', { product_id: 'p' });
    await stage.guest.pass(5000);
    expect(stage.site.posts).toEqual([]);
    await stage.guest.page.evaluate('show()');
    await stage.guest.drain();
    expect(stage.site.names().sort()).toEqual(['Page Viewed', 'Product Added']);
    const [viewed, added] = ['Page Viewed', 'Product Added'].map((name) => stage.site.items(name)[0]?.t ?? 0);
    expect((viewed ?? 0) - (added ?? 0)).toBeGreaterThanOrEqual(5000);
  });

  it('a page that includes the tracker twice is counted once', async () => {
    stage.site.pages.set('/', { body: writePage('', '<script src="/t/wk_test.js"></script>') });
    await stage.guest.open('/');
    await stage.guest.drain();
    expect(stage.site.names()).toEqual(['Page Viewed']);
  });

  it('a policy that lets nothing through the network is no error of the page', async () => {
    stage.site.pages.set('/', {
      body: writePage('<h1>Shop</h1>'),
      headers: { 'content-security-policy': "default-src 'self'; connect-src 'none'" },
    });
    await stage.guest.open('/');
    await stage.guest.pass(5000);
    expect(stage.guest.errors).toEqual([]);
    expect(stage.site.posts).toEqual([]);
  });
});

describeInBrowser(
  'pages from the back/forward cache',
  (stage) => {
    it('a page that comes back is a new page view with what it declares, in the same page load', async () => {
      const { page } = stage.guest;
      stage.site.pages.set('/a', {
        body: writePage('<p data-inkling-event="Product Viewed" data-inkling-product_id="p1">Pen</p>'),
      });
      await stage.guest.open('/a');
      await stage.guest.drain();
      const { pg } = stage.site.posts[0]?.envelope ?? {};
      await page.goto(`${stage.site.origin}/b`);
      await stage.guest.drain();
      const before = stage.site.posts.length;
      await page.evaluate('history.back()');
      const back = await stage.site.until(
        (post) => stage.site.posts.indexOf(post) >= before && post.envelope.e.some(({ u }) => u === '/a'),
      );
      expect(back.envelope.pg).toBe(pg);
      expect(back.envelope.e.map(({ n }) => n)).toEqual(['Page Viewed', 'Product Viewed']);
    });
  },
  { keepsPages: true },
);

describeInBrowser('slots', (stage) => {
  const slots = (): unknown[] =>
    stage.site.posts.map(({ envelope }) => envelope.sl).filter((names) => names !== undefined);
  const body = '<div data-inkling-slot="top"></div><p data-inkling-slot="cart"></p>';

  it('their names go with the first post of each page view', async () => {
    stage.site.settings = { ...SETTINGS, d: 1 };
    stage.site.pages.set('/', { body: writePage(body) });
    await stage.guest.open('/');
    await stage.guest.drain();
    await stage.guest.call('Product Added', { product_id: 'p' });
    await stage.guest.drain();
    expect(slots()).toEqual([['top', 'cart']]);
    await stage.guest.page.evaluate(
      `history.pushState({}, '', '/next'); document.querySelector('p').dataset.inklingSlot = 'side'`,
    );
    await stage.guest.drain();
    expect(slots()).toEqual([
      ['top', 'cart'],
      ['top', 'side'],
    ]);
  });

  it('a page that does not ask for decisions does not name them', async () => {
    stage.site.pages.set('/', { body: writePage(body) });
    await stage.guest.open('/');
    await stage.guest.drain();
    expect(slots()).toEqual([]);
  });
});
