import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { createApp, createFakePort, DEVICE } from './support.ts';

const app = createApp(createFakePort());
const CART = 'c=p1ba.2-i4b.1';

const PAGES = [
  '/shop/',
  '/shop/catalogue',
  '/shop/catalogue/pens',
  '/shop/catalogue/inks?sort=price-up&price=low&stock=1',
  '/shop/catalogue/accessories?price=high',
  '/shop/p/heron',
  '/shop/p/moonwater',
  `/shop/p/magpie?${CART}&w=p5`,
  '/shop/search',
  '/shop/search?q=ink',
  '/shop/search?q=%3Cscript%3Ealert(1)%3C/script%3E',
  '/shop/wishlist',
  '/shop/wishlist?w=p1-i7',
  '/shop/cart',
  `/shop/cart?${CART}`,
  `/shop/checkout?${CART}`,
  '/shop/about',
  '/shop/privacy',
  '/shop/held',
  '/shop/?d=1&k=1',
];

const matches = (body: string, pattern: RegExp): string[] =>
  [...body.matchAll(pattern)].map(([, group = '']) => group);

/** Tags that close what they open, in the right order; elements without content aside. */
function findUnbalanced(body: string): string | null {
  const open: string[] = [];
  for (const [, slash, name = ''] of body.matchAll(/<(\/?)([a-z][a-z0-9]*)(?=[\s>/])[^>]*>/g)) {
    if (/^(meta|link|img|input|circle|br)$/.test(name)) continue;
    if (slash !== '/') open.push(name);
    else if (open.pop() !== name) return name;
  }
  return open.at(-1) ?? null;
}

function expectHeaders(headers: Record<string, string>): void {
  expect(headers['content-security-policy']).toMatch(/^default-src 'self';/);
  expect(headers['content-security-policy']).not.toContain('unsafe');
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['referrer-policy']).toBe('same-origin');
  for (const name of ['set-cookie', 'etag', 'last-modified']) expect(headers).not.toHaveProperty(name);
}

describe.each(PAGES)('%s', (path) => {
  it('answers with the headers of a page that keeps nothing', async () => {
    const { status, headers } = await request(app).get(path);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['cache-control']).toBe('no-store');
    expectHeaders(headers);
  });

  it('is a well-formed page: one h1, own ids, labelled fields, sized pictures', async () => {
    const { text } = await request(app).get(path);
    expect(findUnbalanced(text)).toBeNull();
    expect(matches(text, /<(h1)[ >]/g)).toHaveLength(1);
    const ids = matches(text, / id="([^"]*)"/g);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of matches(text, / (?:for|aria-labelledby|aria-describedby)="([^"]*)"/g))
      expect(ids).toContain(id);
    const labelled = matches(text, /<label[^>]* for="([^"]*)"/g);
    for (const id of matches(text, /<(?:input(?! type="hidden")|select)[^>]* id="([^"]*)"/g))
      expect(labelled).toContain(id);
    expect(text).not.toMatch(/<input(?! type="hidden")(?![^>]* id=)/);
    for (const picture of matches(text, /<img([^>]*)>/g))
      expect(picture).toMatch(/ width="\d+" height="\d+" alt="/);
  });

  it('has no inline script, handler or style, and asks nothing of other origins', async () => {
    const { text } = await request(app).get(path);
    expect(text).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=|javascript:/i);
    for (const address of matches(text, / (?:src|href|action)="([^"]*)"/g))
      expect(address).toMatch(/^(\/(?!\/)|#)/);
    expect(text).toContain('<script src="/t/wk_test.js" defer></script>');
  });

  it('leads only to pages that are there', async () => {
    const { text } = await request(app).get(path);
    const links = new Set(
      matches(text, / (?:href|src)="(\/shop[^"#]*)"/g).map((link) => link.replaceAll('&amp;', '&')),
    );
    const answers = await Promise.all(
      [...links].map(async (link) => [link, (await request(app).get(link)).status]),
    );
    expect(answers.filter(([, status]) => status !== 200)).toEqual([]);
  });
});

describe('what is not there', () => {
  it.each([
    '/shop/p/typewriter',
    '/shop/catalogue/cars',
    '/shop/p/__proto__',
    '/shop/art/p1-none.svg',
    '/shop/order?order=p1aa.1',
    '/shop/nothing',
  ])('%s is a page that says so', async (path) => {
    const { status, text, headers } = await request(app).get(path);
    expect(status).toBe(404);
    expect(text).toContain('This shelf is empty');
    expectHeaders(headers);
  });

  it.each([
    ['an address that cannot be decoded', () => request(app).get('/shop/p/%E0%A4%A'), 400],
    ['broken JSON', () => request(app).post('/shop/held').type('json').send('{'), 400],
    [
      'a body without end',
      () =>
        request(app)
          .post('/shop/cart')
          .type('form')
          .send(`x=${'y'.repeat(20_000)}`),
      413,
    ],
  ])('%s is refused without a word about the inside', async (_, send, expected) => {
    const { status, text, headers } = await send();
    expect(status).toBe(expected);
    expect(text).toContain('could not be read');
    expect(text).not.toMatch(/node_modules|Error:/);
    expectHeaders(headers);
  });

  it('a collector that fails is a page that says so', async () => {
    const port = createFakePort();
    port.held = () => Promise.reject(new Error('secret reason'));
    const { status, text } = await request(createApp(port)).get('/shop/held');
    expect(status).toBe(500);
    expect(text).not.toContain('secret reason');
  });
});

describe('files', () => {
  it.each([
    ['/shop/assets/shop.css', 'text/css'],
    ['/shop/assets/shop.js', 'text/javascript'],
    ['/shop/art/p1-moss.svg', 'image/svg+xml'],
    ['/shop/art/hero.svg', 'image/svg+xml'],
  ])('%s may be kept for an hour and carries no validator', async (path, type) => {
    const { status, headers } = await request(app).get(path);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe(`${type}; charset=utf-8`);
    expect(headers['cache-control']).toBe('public, max-age=3600');
    expectHeaders(headers);
  });
});

describe('the way to an order', () => {
  const form = (path: string, fields: object) => request(app).post(`/shop/${path}`).type('form').send(fields);

  it('a form changes the cart and leads to its address', async () => {
    const { status, headers } = await form('cart', {
      action: 'add',
      product: 'p1',
      nib: 'broad',
      quantity: '2',
      w: 'i1',
    });
    expect(status).toBe(303);
    expect(headers.location).toBe('/shop/cart?c=p1da.2&w=i1');
    expectHeaders(headers);
  });

  it('a wish leads back to its product', async () => {
    const { headers } = await form('wishlist', { action: 'add', product: 'p1', from: 'heron', c: 'a1.1' });
    expect(headers.location).toBe('/shop/p/heron?c=a1.1&w=p1');
  });

  it('never leads away from the shop', async () => {
    const { headers } = await form('wishlist', { action: 'add', product: 'p1', from: '//evil.example' });
    expect(headers.location).toBe('/shop/wishlist?w=p1');
  });

  it('an empty cart has no checkout', async () => {
    expect((await request(app).get('/shop/checkout?c=zz.1')).headers.location).toBe('/shop/cart');
  });

  it('problems are announced, linked to their fields and marked there', async () => {
    const { status, text } = await form('checkout', {
      c: 'a1.1',
      step: 'contact',
      name: 'Ada "<b>',
      email: 'nowhere',
    });
    expect(status).toBe(422);
    expect(text).toContain('<title>Error: Checkout, contact');
    expect(text).toContain('role="alert"');
    expect(text).toContain('<a href="#email">Enter an e-mail address like name@example.com</a>');
    expect(text).toMatch(/<input id="email"[^>]* aria-invalid="true" aria-describedby="email-problem">/);
    expect(text).toContain('value="Ada &quot;&lt;b&gt;"');
    expect(text).not.toContain('data-inkling-event="Checkout Step');
    expect(findUnbalanced(text)).toBeNull();
  });

  it('goes from step to step to an order that is reported once, and nobody’s name is in an address', async () => {
    const contact = { c: 'p1aa.1', checkout: '5'.repeat(32), name: 'Ada Lovelace', email: 'ada@example.com' };
    const second = await form('checkout', { ...contact, step: 'contact' });
    expect(second.text).toMatch(/Checkout Step Completed" [^>]*data-inkling-step="1"/);
    expect(second.text).toMatch(/Checkout Step Viewed" [^>]*data-inkling-step="2"/);
    expect(second.text).toContain('<input type="hidden" name="email" value="ada@example.com">');

    const address = {
      ...contact,
      street: 'Ink Lane 1',
      postcode: '1010',
      city: 'Vienna',
      country: 'Austria',
    };
    const done = await form('checkout', { ...address, step: 'payment', payment: 'demo-card' });
    expect(done.status).toBe(303);
    expect(done.headers.location).not.toMatch(/ada.{0,3}ink|vienna|austria/i);

    const { text } = await request(app).get(String(done.headers.location));
    expect(text).toMatch(/data-inkling-event="Order Completed" data-inkling-order_id="QC-\w{8}"/);
    expect(text).toContain(
      'data-inkling-subtotal="48.00" data-inkling-revenue="48.00" data-inkling-shipping="4.90" data-inkling-total="52.90" data-inkling-currency="EUR"',
    );
    expect(text).toContain('<span class="count">0</span>');

    const again = await request(app).get(String(done.headers.location).replace('new=1', ''));
    expect(again.text).toContain('Thank you');
    expect(again.text).not.toContain('Order Completed');
  });

  it('carries lists of products as JSON that reads back', async () => {
    const { text } = await request(app).get(`/shop/cart?${CART}`);
    const [products = ''] = matches(
      text,
      /data-inkling-event="Cart Viewed" data-inkling-products="([^"]*)"/g,
    );
    expect(JSON.parse(products.replaceAll('&quot;', '"'))).toEqual([
      {
        product_id: 'p1',
        name: 'Heron',
        category: 'Fountain pens',
        price: 48,
        currency: 'EUR',
        variant: 'Extra fine, Slate',
        quantity: 2,
      },
      {
        product_id: 'i4',
        name: 'Lichen',
        category: 'Inks',
        price: 20,
        currency: 'EUR',
        variant: '80 ml',
        quantity: 1,
      },
    ]);
  });

  it('follows the path it is mounted at', async () => {
    const { createShop } = await import('../../../apps/shop/shop.ts');
    const { default: express } = await import('express');
    const elsewhere = express().use('/demo/store', createShop(createFakePort()));
    const { text } = await request(elsewhere).get('/demo/store/');
    expect(text).toContain('href="/demo/store/catalogue/pens"');
    expect(text).not.toContain('"/shop');
  });
});

describe('what the shop knows', () => {
  it('asks about the device only when a well-formed one is given', async () => {
    const port = createFakePort();
    const shop = createApp(port);
    for (const device of [DEVICE, 'nonsense', undefined, { $ne: null }]) {
      expect((await request(shop).post('/shop/held').send({ device })).status).toBe(200);
    }
    expect(port.asked).toEqual([DEVICE, null, null, null]);
  });

  it('answers the drawer with a fragment and a browser without scripts with a page', async () => {
    const fragment = await request(app).post('/shop/held').set('sec-gpc', '1').send({});
    expect(fragment.text).not.toContain('<html');
    expect(fragment.text).toContain('it was honoured');
    expectHeaders(fragment.headers);
    expect((await request(app).get('/shop/held')).text).toContain('Opened /shop/');
  });

  it('forgets, gives a receipt, and has nothing to forget the second time', async () => {
    const shop = createApp(createFakePort());
    const first = await request(shop).post('/shop/forget').send({ device: DEVICE });
    expect(first.text).toContain('<dt>events</dt><dd>3</dd>');
    const second = await request(shop).post('/shop/forget').type('form').send('');
    expect(second.text).toContain('Nothing was held');
    expect(second.text).toContain('<html');
    expect((await request(shop).post('/shop/held').send({})).text).toContain('Nothing is held');
    expect((await request(shop).post('/shop/held').send({})).text).toContain('calls itself a robot');
  });

  it.each(['held', 'forget'])('%s is not answered to a form of another site', async (path) => {
    const port = createFakePort();
    const shop = createApp(port);
    const { status } = await request(shop)
      .post(`/shop/${path}`)
      .set('sec-fetch-site', 'cross-site')
      .type('form')
      .send('');
    expect(status).toBe(403);
    expect(port.asked).toEqual([]);
    expect((await request(shop).get('/shop/held')).text).toContain('Opened /shop/');
  });
});
