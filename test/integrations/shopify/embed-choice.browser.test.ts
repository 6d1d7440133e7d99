import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeBrowser } from '../../support/chromium.ts';
import {
  type EmbedPage,
  NO,
  NOTHING,
  openEmbedPage,
  REFUSED,
  type Visit,
  YES,
} from '../../support/shopify/embed-page.ts';
import { until } from '../../support/until.ts';

describeBrowser('a choice in a page of a shop', () => {
  let embed: EmbedPage;
  beforeEach(async () => {
    embed = await openEmbedPage();
  });
  afterEach(() => embed.close());

  const kept = async () => JSON.parse(await embed.page.evaluate('localStorage.getItem("inkling") ?? "null"'));

  it('follows nobody who refused in the page, though Shopify has not heard of it', async () => {
    await embed.open({ chosen: YES });
    await until(() => embed.posts.length > 0);
    await embed.chooseInPage({ analytics: false, personalization: false, share: false });
    await embed.open({ chosen: YES });
    const refused = { analytics: false, preferences: false, sale_of_data: false };
    expect(await embed.told()).toMatchObject([refused]);
    expect([await embed.isStarted(), await embed.stored(), embed.ownPosts().length]).toEqual([
      false,
      [REFUSED],
      0,
    ]);
    await embed.choose({ ...NO, sale_of_data: 'no' });
    expect(await embed.stored()).toEqual([]);
    await embed.open({ chosen: YES });
    await until(() => embed.ownPosts().some(({ envelope }) => envelope.dev !== undefined));
    expect(await embed.told()).toEqual([]);
  });

  it('holds to a part that was refused in the page, until Shopify has heard of it', async () => {
    await embed.open({ chosen: YES });
    await until(() => embed.posts.length > 0);
    await embed.chooseInPage({ share: false });
    await embed.open({ chosen: YES });
    expect(await embed.told()).toEqual([
      { analytics: true, preferences: true, marketing: false, sale_of_data: false },
    ]);
    await until(() => embed.ownPosts().length > 0);
    expect(embed.ownPosts()[0]?.envelope.c).toMatchObject({ analytics: true, share: false });
    await embed.choose({ ...YES, marketing: 'yes' });
    expect(await embed.stored()).toContain(REFUSED);
    await embed.choose({ ...YES, sale_of_data: 'no' });
    expect(await embed.stored()).toEqual(['inkling']);
    await embed.open({ chosen: { ...YES, sale_of_data: 'yes' } });
    await until(async () => (await kept()).c.share === true);
    expect(await embed.told()).toEqual([]);
  });

  it('takes a choice that is made before Shopify has answered', async () => {
    await embed.open({ chosen: YES, isLate: true });
    await embed.chooseInPage({ personalization: false });
    expect([await embed.told(), embed.posts.length]).toEqual([[], 0]);
    await embed.page.evaluate('window.answer()');
    await until(() => embed.posts.length > 0);
    expect(embed.posts[0]?.envelope.c).toMatchObject({ analytics: true, personalization: false });
    expect(await embed.told()).toEqual([{ analytics: true, preferences: false, marketing: false }]);
  });

  it.each([
    ['before Shopify has answered', { chosen: YES, isLate: true }],
    ['where Shopify is not to be asked', { chosen: YES, isFailing: true }],
  ] satisfies [string, Visit][])('keeps a refusal of a page that is left, %s', async (_when, visited) => {
    await embed.open(visited);
    await embed.chooseInPage({ analytics: false, personalization: false, share: false });
    await embed.open({ chosen: YES });
    expect([await embed.isStarted(), await embed.stored(), embed.posts.length]).toEqual([
      false,
      [REFUSED],
      0,
    ]);
    expect(await embed.told()).toMatchObject([{ analytics: false }]);
  });

  it('takes a refusal while the cart is still being asked for', async () => {
    await embed.page.route('**/cart.js', () => undefined);
    await embed.open({ chosen: YES });
    await embed.chooseInPage({ analytics: false, personalization: false, share: false });
    await until(async () => (await embed.isStarted()) === true);
    // A consent would have made an entry by now.
    expect(await embed.stored()).toEqual([REFUSED]);
    await embed.page.unroute('**/cart.js');
  });

  it('hears of one choice, and goes on to hold to the next that Shopify has not', async () => {
    await embed.open({ chosen: YES });
    await until(() => embed.posts.length > 0);
    await embed.chooseInPage({ personalization: false });
    await embed.chooseInPage({ analytics: false, personalization: false, share: false });
    await embed.choose({ ...YES, preferences: 'no' });
    await embed.open({ chosen: { ...YES, preferences: 'no' } });
    expect([await embed.isStarted(), embed.ownPosts().length]).toEqual([false, 0]);
    expect(await embed.told()).toMatchObject([{ analytics: false, sale_of_data: false }]);
  });

  it('asks a visitor who only ended mails, where their choice has to be asked for again', async () => {
    await embed.open({ chosen: { ...YES, marketing: 'yes' } });
    await until(() => embed.posts.length > 0);
    await embed.chooseInPage({ contact: false });
    expect([await embed.told(), await embed.stored()]).toEqual([[], ['inkling']]);
    await embed.open({ chosen: NOTHING });
    await until(() => embed.ownPosts().length > 0);
    expect(embed.ownPosts()[0]?.envelope).not.toHaveProperty('dev');
    expect(await embed.told()).toEqual([]);
  });

  it.each(['null', '[]', '"x"', '{"share":7}', '{'])(
    'is not upset by %s among what is kept',
    async (text) => {
      const complaints: Error[] = [];
      embed.page.on('pageerror', (error) => complaints.push(error));
      await embed.open({ chosen: NO });
      await embed.page.evaluate(`localStorage['${REFUSED}'] = '${text}'`);
      await embed.open({ chosen: YES });
      await until(() => embed.posts.some(({ envelope }) => envelope.dev !== undefined));
      expect(complaints).toEqual([]);
      embed.page.removeAllListeners('pageerror');
    },
  );
});
