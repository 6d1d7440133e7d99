import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeBrowser } from '../../support/chromium.ts';
import {
  type EmbedPage,
  NO,
  NOTHING,
  openEmbedPage,
  type Visit,
  YES,
} from '../../support/shopify/embed-page.ts';
import { until } from '../../support/until.ts';

describeBrowser('the app embed', () => {
  let embed: EmbedPage;
  beforeEach(async () => {
    embed = await openEmbedPage();
  });
  afterEach(() => embed.close());

  it('tells what the page is about through the shop’s own address, with the cart that the visitor allows to be known', async () => {
    await embed.open({ chosen: YES });
    await until(() => embed.items().some(({ n }) => n === 'Product Viewed'));
    const [post] = embed.posts;
    expect(post?.path).toBe('/apps/inkling/v1/collect?k=wk_shop');
    expect(post?.envelope.c).toMatchObject({ analytics: true, personalization: true, source: 'shopify' });
    expect(post?.envelope.c).not.toHaveProperty('contact');
    expect(post?.envelope.dev).toMatch(/^[0-9a-f]{32}$/);
    expect(embed.items().find(({ n }) => n === 'Product Viewed')?.p).toMatchObject({
      ...{
        product_id: '7',
        price: '12.5',
        currency: 'EUR',
        name: 'Iron gall & "blue"',
        cart_id: 'hWN2NeaCart',
      },
    });
    expect(JSON.stringify(embed.posts)).not.toContain('SECRETKEY');
  });

  it('posts with the shop’s own cookies, by which Shopify knows who is logged in', async () => {
    await embed.open({ chosen: NO });
    await embed.page.evaluate('document.cookie = "shops=own;path=/"');
    await embed.open({ chosen: YES });
    await until(() => embed.posts.length > 0);
    expect(embed.posts.map(({ cookie }) => cookie)).toEqual(embed.posts.map(() => 'shops=own'));
    await embed.page.evaluate('document.cookie = "shops=own;path=/;max-age=0"');
  });

  it('does nothing before Shopify has said what is allowed', async () => {
    await embed.open({ chosen: YES, isLate: true });
    expect([await embed.isStarted(), await embed.stored(), embed.posts.length, embed.carts()]).toEqual([
      false,
      [],
      0,
      0,
    ]);
    await embed.page.evaluate('window.answer()');
    await until(() => embed.posts.length > 0);
  });

  it.each([
    ['who refused', { chosen: NO }],
    ['the theme editor', { chosen: YES, designMode: true }],
    ['a shop whose settings have not arrived', { chosen: YES, settings: null }],
    ['a page in which the question is blocked', { chosen: YES, isFailing: true }],
  ] satisfies [string, Visit][])('keeps and sends nothing for %s', async (_who, next) => {
    await embed.open(next);
    expect([await embed.isStarted(), await embed.stored(), embed.posts.length, embed.carts()]).toEqual([
      false,
      [],
      0,
      0,
    ]);
  });

  it('keeps nothing on the device where no choice is needed and none was made', async () => {
    await embed.open({ chosen: NOTHING, isOpenRegion: true });
    await until(() => embed.items().some(({ n }) => n === 'Product Viewed'));
    expect(embed.posts[0]?.envelope.c).toMatchObject({ required: false });
    expect(embed.posts[0]?.envelope).not.toHaveProperty('dev');
    expect([await embed.stored(), embed.carts()]).toEqual([[], 0]);
    expect(JSON.stringify(embed.posts)).not.toContain('hWN2NeaCart');
  });

  it('follows a choice that is made while the page is open, and one that is taken back', async () => {
    await embed.open({ chosen: NOTHING });
    expect([await embed.stored(), embed.carts()]).toEqual([[], 0]);
    await embed.choose(YES);
    await until(() => embed.items().some(({ p }) => p.cart_id === 'hWN2NeaCart'));
    expect(await embed.stored()).toEqual(['inkling']);
    await embed.choose(NO);
    await until(() => embed.posts.some(({ envelope }) => envelope.c?.analytics === false));
    expect(await embed.page.evaluate('localStorage.getItem("inkling") ?? ""')).not.toMatch(/[0-9a-f]{32}/);
  });

  it('keeps the place of a slot, and moves nothing on the page', async () => {
    await embed.open({ chosen: YES });
    await until(() => embed.posts.length > 0);
    const [height, shifted, fallback] = (await embed.page.evaluate(`[
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
