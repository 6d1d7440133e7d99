import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Admin } from '../../support/wordpress/admin.ts';
import { describeWordPress } from '../../support/wordpress/describe.ts';
import { readForm } from '../../support/wordpress/pages.ts';
import type { WordPressSite } from '../../support/wordpress/site.ts';
import { openWithInkling, readConfig } from './admin-site.ts';

const PAGE = '/wp-admin/admin.php?page=inkling-messages';

await describeWordPress('the page of the messages', () => {
  let site: WordPressSite;
  let admin: Admin;

  beforeAll(async () => {
    ({ site, admin } = await openWithInkling());
  });

  afterAll(() => site.stop());

  const open = async (key: string) => readForm((await admin.get(PAGE)).html, `value="${key}"`).fields;
  const send = async (key: string, changes: Readonly<Record<string, string>>) =>
    admin.post(PAGE, { ...(await open(key)), ...changes });
  const published = async () => {
    const config = readConfig(await (await site.get('/')).text());
    return (await (await site.get(new URL(String(config?.r)).pathname)).json()) as {
      campaigns: readonly Record<string, unknown>[];
    };
  };

  it('tells each message, and shows none to visitors before somebody has it shown', async () => {
    const { html } = await admin.get(PAGE);
    expect(html).toContain('For visitors of: Deep readers.');
    expect(html).toContain('Its goal: a sign-up, of which your form tells');
    expect(html).toContain('Its goal: an order.');
    expect(html).toContain('messages reach only visitors who agreed to statistics');
    await site.evaluate(
      "Inkling\\Settings::save( array( 'policy' => 'session' ) + Inkling\\Settings::get(), Inkling\\Settings::connection() );",
    );
    expect((await admin.get(PAGE)).html).not.toContain('messages reach only visitors');
    expect(await open('newsletter')).toMatchObject({
      'inkling[texts][title]': 'The next piece by mail',
      'inkling[slot]': 'article-end',
      'inkling[max]': '3',
      'inkling[control]': '10',
    });
    expect((await published()).campaigns).toEqual([]);
  });

  it('shows nobody what is not filled in, and keeps what was typed', async () => {
    const { html } = await send('newsletter', {
      'inkling[live]': '1',
      'inkling[texts][title]': 'By mail "every" <b>Friday',
      'inkling[slot]': 'Article End',
    });
    expect(html).toContain('Write what is true of you in place of [[once a week]].');
    expect(html).toContain('Write the address of your page.');
    expect(html).toContain('Write the name of a slot');
    expect(readForm(html, 'value="newsletter"').fields).toMatchObject({
      'inkling[live]': '1',
      'inkling[slot]': 'Article End',
    });
    expect(html).toContain('By mail &quot;every&quot;');
    expect((await published()).campaigns).toEqual([]);
  });

  it('publishes the choice under a new name, with translations of what was left as it was', async () => {
    const old = readConfig(await (await site.get('/')).text())?.r;
    const page = await send('newsletter', {
      'inkling[live]': '1',
      'inkling[texts][text]': 'We write on Fridays.',
      'inkling[texts][action.url]': '/newsletter',
      'inkling[slot]': 'below-posts',
      'inkling[max]': '2',
      'inkling[per]': 'session',
      'inkling[control]': '25',
    });
    expect(page.url).toContain('saved=newsletter');
    const now = readConfig(await (await site.get('/')).text())?.r;
    expect(now).not.toBe(old);
    expect((await site.get(new URL(String(old)).pathname)).status).toBe(200);
    expect((await published()).campaigns).toEqual([
      expect.objectContaining({
        key: 'newsletter',
        state: 'live',
        trigger: { slot: 'below-posts' },
        limits: { caps: [{ scope: 'campaign', max: 2, per: 'session' }] },
        variants: [
          { key: 'control', weight: 25, treatment: null },
          {
            key: 'offer',
            weight: 75,
            treatment: {
              kind: 'content',
              title: { en: 'The next piece by mail', de: 'Der nächste Beitrag per Mail' },
              text: 'We write on Fridays.',
              action: { label: { en: 'Subscribe', de: 'Abonnieren' }, url: '/newsletter' },
            },
          },
        ],
      }),
    ]);
    expect(await site.evaluate('return Inkling\\Rules::published()["caps"];')).toEqual({
      newsletter: { max: 2, per: 'session' },
    });
    expect((await admin.get(PAGE)).html).toMatch(/Newsletter <span class="inkling-pill is-on">On/);
  });

  it.each([
    ['dismiss', 'No, I like paying more', 'nobody has to say something of themselves'],
    ['text', 'Only 3 left!', 'Leave out what nobody keeps true'],
    ['ends', 'soon', 'a countdown runs to that end and to no other'],
    ['code', 'YOUR-CODE', 'Write the code as your shop takes it.'],
    ['ends', '2001-01-01T00:00:00Z', 'This time has passed'],
    ['title', '', 'Write something'],
    ['title', 'x'.repeat(121), 'Shorten it to 120 characters.'],
  ])('refuses a %s that says "%s"', async (place, text, cure) => {
    const good = {
      'inkling[texts][code]': 'TEN',
      'inkling[texts][ends]': '2099-01-01T00:00:00Z',
      'inkling[live]': '1',
    };
    const { html } = await send('leaving', { ...good, [`inkling[texts][${place}]`]: text });
    expect(html).toContain(cure);
    expect((await published()).campaigns.map(({ key }) => key)).not.toContain('leaving');
  });

  it('counts a limit of many days as one of the day, which is all that is known of a visitor', async () => {
    await send('leaving', {
      'inkling[texts][code]': 'TEN',
      'inkling[texts][ends]': '2099-01-01T00:00:00Z',
      'inkling[live]': '1',
    });
    expect(await site.evaluate('return Inkling\\Rules::published()["caps"];')).toMatchObject({
      leaving: { max: 1, per: 'day' },
    });
    const [leaving] = (await published()).campaigns.filter(({ key }) => key === 'leaving');
    expect(leaving?.limits).toEqual({
      caps: [
        { scope: 'campaign', max: 1, per: 'day' },
        { scope: 'all', max: 2, per: 'day' },
      ],
    });
  });

  it('has a shop make a code for each visitor, in place of one for all', async () => {
    expect(await open('leaving')).not.toHaveProperty('inkling[discount]');
    const shop = join(site.folder, 'wp-content/mu-plugins/shop.php');
    writeFileSync(shop, '<?php class WooCommerce {}');
    const own = { 'inkling[live]': '1', 'inkling[texts][code]': 'YOUR-CODE' };
    const offer = { 'inkling[single_use]': '1', 'inkling[discount]': '15', 'inkling[lasts]': '48' };
    const refused = await send('leaving', { ...own, ...offer, 'inkling[discount]': '95' });
    expect(refused.html).toContain('Write a whole number from 1 to 90.');
    expect((await send('leaving', { ...own, ...offer })).url).toContain('saved=leaving');
    const [leaving] = (await published()).campaigns.filter(({ key }) => key === 'leaving');
    expect(leaving).toMatchObject({ offer: { discount: 0.15, codesLast: '48h' }, audience: {} });
    expect(JSON.stringify(leaving)).not.toMatch(/YOUR-CODE|"ends"/);
    // Back to one for all: its fields are there again.
    const fields = await open('leaving');
    expect(fields).toMatchObject({
      'inkling[single_use]': '1',
      'inkling[discount]': '15',
      'inkling[lasts]': '48',
    });
    const { 'inkling[single_use]': _, ...without } = fields;
    expect((await admin.post(PAGE, without)).html).toContain('Write the code as your shop takes it.');
    const codes = { 'inkling[texts][code]': 'TEN', 'inkling[texts][ends]': '2099-01-01T00:00:00Z' };
    expect((await admin.post(PAGE, { ...without, ...codes })).url).toContain('saved=leaving');
    rmSync(shop);
    await admin.get('/wp-admin/');
  });

  it('takes nothing without its nonce', async () => {
    const fields = await open('newsletter');
    const forged = await admin.send(PAGE, {
      method: 'POST',
      body: new URLSearchParams({ ...fields, _wpnonce: 'x', 'inkling[live]': '' }),
    });
    expect([forged.status, await forged.text()]).toEqual([403, expect.stringContaining('expired')]);
  });

  it('removes rules that nobody can ask for any more', async () => {
    const files = 'return array_map( "basename", glob( Inkling\\Storage::folder() . "public/rules-*" ) );';
    const before = (await site.evaluate(files)) as readonly string[];
    expect(before.length).toBeGreaterThan(1);
    await site.evaluate(`
      foreach ( glob( Inkling\\Storage::folder() . "public/rules-*" ) as $path ) { touch( $path, time() - 31 * DAY_IN_SECONDS ); }
      Inkling\\Rules::remove_old();`);
    const page = await site.evaluate('return Inkling\\Rules::page()["rules"];');
    expect(await site.evaluate(files)).toEqual([`rules-${page}.json`]);
  });

  it('complains about nothing', () => expect(site.complaints()).toEqual([]));
});
