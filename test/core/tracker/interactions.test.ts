import { expect, it } from 'vitest';
import { describeInBrowser, type Stage, writePage } from './support.ts';

const SECRETS = ['Tr0ub4dor', 'hunter2', 'my diary entry', 'a secret wish', '4111111111111111'];

async function show(stage: Stage, body: string): Promise<void> {
  stage.site.pages.set('/', {
    body: writePage(`${body}<script src="/page.js"></script>`),
  });
  stage.site.pages.set('/page.js', { body: `addEventListener('submit', (event) => event.preventDefault())` });
  await stage.guest.open('/');
}

const clicks = (stage: Stage): unknown[] => stage.site.items('Element Clicked').map(({ p }) => p);

/** What is clicked on, where, and what is told of it. */
const CLICKED: readonly (readonly [html: string, selector: string, expected: readonly unknown[]])[] = [
  ['<button>Add to\n cart</button>', 'button', [{ role: 'button', label: 'Add to cart' }]],
  [
    '<button><svg width="9" height="9"><path d="M0 0h9v9z"/></svg> Buy</button>',
    'svg',
    [{ role: 'button', label: 'Buy' }],
  ],
  ['<a href="#x" id="nav-pens">Pens</a>', 'a', [{ role: 'a', label: 'nav-pens' }]],
  ['<a href="#x" aria-label="Pens">x</a>', 'a', [{ role: 'a', label: 'Pens' }]],
  [
    '<div role="button" data-inkling-label="size guide" id="x">?</div>',
    'div',
    [{ role: 'button', label: 'size guide' }],
  ],
  ['<input name="email" value="secret">', 'input', [{ role: 'input', label: 'email' }]],
  ['<button>anna@shop.example</button>', 'button', [{ role: 'button' }]],
  ['<button id="9f86d081884c7d659a2f">Buy</button>', 'button', [{ role: 'button' }]],
  [`<button>${'long '.repeat(20)}</button>`, 'button', [{ role: 'button' }]],
  [
    '<div role="button"><span contenteditable>my diary entry</span></div>',
    'span',
    [{ role: 'button', label: '' }],
  ],
  ['<div contenteditable><a href="#x">my diary entry</a></div>', 'a', [{ role: 'a', label: '' }]],
  ['<p>Text</p>', 'p', []],
];

describeInBrowser('the click path', (stage) => {
  it('names what was clicked by its role and what its author calls it, never by what a visitor wrote', async () => {
    await show(stage, CLICKED.map(([html], index) => `<div id="row${index}">${html}</div>`).join(''));
    for (const [index, [html, selector, expected]] of CLICKED.entries()) {
      const before = clicks(stage).length;
      await stage.guest.page.click(`#row${index} ${selector}`);
      await stage.guest.drain();
      expect(clicks(stage).slice(before), html).toEqual(expected);
    }
  });

  it('a page that stops propagation hides nothing', async () => {
    await show(stage, '<button>Buy</button>');
    await stage.guest.page.evaluate(
      `document.querySelector('button').addEventListener('click', (e) => e.stopImmediatePropagation())`,
    );
    await stage.guest.page.click('button');
    await stage.guest.drain();
    expect(clicks(stage)).toHaveLength(1);
  });
});

describeInBrowser('declared actions', (stage) => {
  it('a control reports its event when it is used, not when it is seen', async () => {
    await show(
      stage,
      `<button data-inkling-event="Product Added to Wishlist" data-inkling-product_id="p1">Wish</button>`,
    );
    await stage.guest.drain();
    expect(stage.site.names()).toEqual(['Page Viewed']);
    await stage.guest.page.click('button');
    await stage.guest.drain();
    expect(stage.site.names()).toEqual(['Page Viewed', 'Product Added to Wishlist']);
    expect(stage.site.items('Product Added to Wishlist')[0]?.p).toEqual({ product_id: 'p1' });
  });

  it('a control speaks of the product around it unless it names one', async () => {
    await show(
      stage,
      `<article data-inkling-product_id="p1" data-inkling-price="9">
        <button id="a" data-inkling-event="Product Added" data-inkling-quantity="2">Add</button>
        <a id="b" href="#x" data-inkling-event="Product Clicked" data-inkling-product_id="p2">Other</a>
      </article>`,
    );
    await stage.guest.page.click('#a');
    await stage.guest.page.click('#b');
    await stage.guest.drain();
    expect(stage.site.items('Product Added')[0]?.p).toEqual({ product_id: 'p1', price: '9', quantity: '2' });
    expect(stage.site.items('Product Clicked')[0]?.p).toEqual({ product_id: 'p2' });
  });

  it('a form reports its event when it is submitted', async () => {
    await show(
      stage,
      `<form data-inkling-event="Product Removed" data-inkling-product_id="p1"><input name="note"><button>Remove</button></form>`,
    );
    await stage.guest.page.fill('input', 'hunter2');
    await stage.guest.page.click('button');
    await stage.guest.drain();
    expect(stage.site.items('Product Removed').map(({ p }) => p)).toEqual([{ product_id: 'p1' }]);
  });
});

describeInBrowser('options', (stage) => {
  const PRODUCT = `<form data-inkling-product_id="p1">
    <select name="nib"><option value="F">Fine</option><option value="B">Broad</option></select>
    <input type="radio" name="colour" value="red"><input type="checkbox" name="engraving" value="yes">
    <input name="text"><textarea name="more"></textarea>
  </form><select id="country" name="country"><option>DE</option><option>FR</option></select>`;

  it('what is chosen of a product is reported by name and value, what is typed is not', async () => {
    await show(stage, PRODUCT);
    await stage.guest.page.selectOption('[name=nib]', 'B');
    await stage.guest.page.check('[type=radio]');
    await stage.guest.page.check('[type=checkbox]');
    await stage.guest.page.fill('[name=text]', 'hunter2');
    await stage.guest.page.fill('textarea', 'a secret wish');
    await stage.guest.page.selectOption('#country', 'FR');
    await stage.guest.drain();
    expect(stage.site.items('Product Option Selected').map(({ p }) => p)).toEqual([
      { product_id: 'p1', option: 'nib', value: 'B' },
      { product_id: 'p1', option: 'colour', value: 'red', checked: true },
      { product_id: 'p1', option: 'engraving', value: 'yes', checked: true },
    ]);
  });
});

describeInBrowser('searches', (stage) => {
  it.each<[title: string, form: string]>([
    [
      'a search field',
      '<form><input name="x" type="hidden" value="no"><input type="search" name="q"></form>',
    ],
    [
      'a form whose role is search',
      '<form role="search"><input type="hidden" value="no"><input name="keyword"></form>',
    ],
    [
      'a form that declares it',
      '<form data-inkling-event="Products Searched"><input type="text" name="s"></form>',
    ],
  ])('%s reports its query', async (_, form) => {
    await show(stage, form);
    await stage.guest.page.fill('input:not([type=hidden])', 'blue ink');
    await stage.guest.page.press('input:not([type=hidden])', 'Enter');
    await stage.guest.drain();
    expect(stage.site.items('Products Searched').map(({ p }) => p)).toEqual([{ query: 'blue ink' }]);
  });

  it('another form is no search', async () => {
    await show(
      stage,
      '<article data-inkling-event="Product Viewed"><form><input name="newsletter"></form></article>',
    );
    await stage.guest.page.fill('input', 'hunter2');
    await stage.guest.page.press('input', 'Enter');
    await stage.guest.drain();
    expect(stage.site.names()).toEqual(['Page Viewed', 'Product Viewed']);
  });
});

describeInBrowser('typed text', (stage) => {
  it('nothing that somebody types outside of a search leaves the page', async () => {
    await show(
      stage,
      `<form data-inkling-event="Checkout Started" data-inkling-product_id="p">
        <input name="user"><input type="password" name="password"><textarea id="diary"></textarea>
        <div id="wish" contenteditable style="min-height:2em"></div><input type="tel" id="card"><button>Pay</button>
      </form>`,
    );
    const { page } = stage.guest;
    const fields = ['[name=user]', '[name=password]', '#diary', '#wish', '#card'];
    for (const [i, field] of fields.entries()) {
      await page.click(field);
      await page.type(field, SECRETS[i] ?? '');
    }
    await page.click('button');
    await page.goto(`${stage.site.origin}/next`);
    await stage.guest.drain();
    const sent = stage.site.posts.map(({ body }) => body).join('\n');
    expect(stage.site.names()).toContain('Checkout Started');
    for (const secret of SECRETS) expect(sent).not.toContain(secret);
  });

  it('no e-mail address leaves the page in an event, whoever put it there', async () => {
    await show(stage, '<button>Write to anna@shop.example</button>');
    await stage.guest.page.click('button');
    await stage.guest.call('Signed Up', {
      note: 'is anna@shop.example',
      plan: 'pro',
      who: { mail: 'anna@shop.example' },
    });
    await stage.guest.drain();
    expect(stage.site.posts.map(({ body }) => body).join()).not.toContain('anna@shop');
    expect(stage.site.items('Signed Up')[0]?.p).toEqual({ plan: 'pro', who: {} });
  });
});
