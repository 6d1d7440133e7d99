import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../../support/chromium.ts';
import type { Admin } from '../../support/wordpress/admin.ts';
import { describeWordPress } from '../../support/wordpress/describe.ts';
import type { SiteDump } from '../../support/wordpress/dump.ts';
import { openWordPress, type WordPressSite } from '../../support/wordpress/site.ts';
import { packWithRules } from './admin-site.ts';
import { READING_RULES } from './reading-rules.ts';

const SLOT =
  '<!-- wp:inkling/slot {"slot":"below","height":80} --><p>What everybody sees.</p><!-- /wp:inkling/slot -->';
const BANNER = 'You read a lot today.';
const IN_SLOT = 'More of this every Friday.';

await describeWordPress('visits of a site with the plugin', () => {
  let site: WordPressSite;
  let admin: Admin;
  let browser: Browser;
  let before: SiteDump;

  beforeAll(async () => {
    site = await openWordPress({ isPageCached: true });
    browser = await launchBrowser();
    admin = await site.signIn();
    for (const title of ['One', 'Two', 'Three', 'Four']) {
      await admin.createPost({
        title,
        content: `<!-- wp:paragraph --><p>${title}</p><!-- /wp:paragraph -->${SLOT}`,
      });
    }
    await (await site.get('/')).text();
    // Posts are announced by the next run of cron.
    await site.runCron();
    before = await site.dump();
    await admin.uploadPlugin(packWithRules(READING_RULES));
    await admin.activate('inkling');
  });

  afterAll(async () => {
    await browser.close();
    await site.stop();
  });

  const choose = (settings: string) =>
    site.evaluate(
      `Inkling\\Settings::save( array_merge( Inkling\\Settings::get(), ${settings} ), Inkling\\Settings::connection() );`,
    );

  /** Somebody of their own: what tells visitors of a day apart is address and browser. */
  const enter = async (name: string, more: { readonly javaScriptEnabled?: boolean } = {}): Promise<Page> => {
    const context = await browser.newContext({
      userAgent: `Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 ${name}`,
      ...more,
    });
    return context.newPage();
  };

  const isPost = (url: string) => url.includes('/?inkling=/v1/collect');

  /** Opens a page, and waits until the site has answered it. */
  const visit = async (page: Page, path: string) => {
    const answered = page.waitForResponse((answer) => isPost(answer.url()));
    await page.goto(site.url + path);
    return (await answered).json() as Promise<{ st?: { r: unknown[]; d: unknown[] } }>;
  };

  /** What is pushed now goes with the next post: once that is answered, everything before it was looked at. */
  const settle = async (page: Page) => {
    const answered = page.waitForResponse((answer) => isPost(answer.url()));
    await page.evaluate("inkling('Page Settled', {})");
    await (await answered).finished();
  };

  const bannerOf = (page: Page) => page.getByRole('region', { name: BANNER });

  /** What the device holds: WordPress itself notes in its session which emoji a browser draws. */
  const kept = (page: Page) =>
    page.evaluate(
      "(async () => [document.cookie, Object.keys(localStorage), Object.keys(sessionStorage).filter((key) => key !== 'wpEmojiSettingsSupports'), (await indexedDB.databases()).length])()",
    );

  it('counts sums alone before anybody was asked, and shows nobody a message', async () => {
    const page = await enter('Sums');
    for (const path of ['/one/', '/two/', '/three/', '/four/'])
      expect(await visit(page, path)).not.toHaveProperty('st');
    await settle(page);
    expect(await bannerOf(page).count()).toBe(0);
    expect(await page.getByText('What everybody sees.').count()).toBe(1);
    expect(await kept(page)).toEqual(['', [], [], 0]);
    await page.context().close();
  });

  it('puts the pages of a visit together within the day, shows a message once, and keeps nothing on the device', async () => {
    await choose("array( 'policy' => 'session' )");
    site.emptyPageCache();
    const page = await enter('Reader');
    await visit(page, '/one/');
    await visit(page, '/two/');
    expect(await bannerOf(page).count()).toBe(0);
    const third = await visit(page, '/three/');
    expect(third.st?.r).toEqual([['Page Viewed', {}, 0, expect.any(Number), expect.any(Number)]]);
    await bannerOf(page).waitFor();
    await page.getByText(IN_SLOT).waitFor();
    expect(await page.getByText('What everybody sees.').isVisible()).toBe(false);
    await visit(page, '/four/');
    await page.getByText(IN_SLOT).waitFor();
    await settle(page);
    expect(await bannerOf(page).count()).toBe(0);
    expect(await kept(page)).toEqual(['', [], [], 0]);
    await page.context().close();
  });

  it('does the same out of saved HTML, for somebody who is new', async () => {
    for (const path of ['/one/', '/two/', '/three/']) await (await site.get(path)).text();
    const saved = await site.get('/three/');
    expect([saved.headers.get('x-page-cache'), await saved.text()]).toEqual([
      'hit',
      expect.stringContaining('inklingSite'),
    ]);
    const page = await enter('Cached');
    for (const path of ['/one/', '/two/', '/three/']) await visit(page, path);
    await bannerOf(page).waitFor();
    await page.context().close();
  });

  it('leaves what everybody sees where there is no JavaScript', async () => {
    const page = await enter('Plain', { javaScriptEnabled: false });
    await page.goto(`${site.url}/three/`);
    expect(await page.getByText('What everybody sees.').isVisible()).toBe(true);
    await page.context().close();
  });

  it('records under a device id once that is allowed, and nothing from the moment it is not', async () => {
    await choose("array( 'policy' => 'consented-only' )");
    site.emptyPageCache();
    const page = await enter('Asked');
    const posts: string[] = [];
    page.on('request', (request) => {
      if (isPost(request.url())) posts.push(request.postData() ?? '');
    });
    await page.goto(`${site.url}/three/`);
    await page.evaluate("inkling('Page Settled', {})");
    // What a page has to say it says at the latest when it is left.
    await page.goto(`${site.url}/one/`);
    expect(posts).toEqual([]);
    expect(await kept(page)).toEqual(['', [], [], 0]);
    const answered = page.waitForResponse((answer) => isPost(answer.url()));
    await page.evaluate('inkling.consent({ analytics: true, personalization: true })');
    expect(await (await answered).json()).toMatchObject({ st: { r: [expect.anything()] } });
    expect(posts).toHaveLength(1);
    expect(posts[0]).toMatch(/"dev":"[0-9a-f]{32}"/);
    expect(await kept(page)).toEqual(['', ['inkling'], [], 0]);
    const withdrawn = page.waitForResponse((answer) => isPost(answer.url()));
    await page.evaluate('inkling.consent({ analytics: false })');
    await withdrawn;
    expect(await kept(page)).toEqual(['', [], [], 0]);
    await page.evaluate("inkling('Page Settled', {})");
    await page.goto(`${site.url}/two/`);
    expect(posts).toHaveLength(2);
    await page.context().close();
  });

  it('has told the administrator: who came into which segment, and what the message did', async () => {
    await site.runCron('inkling_aggregate');
    const { html } = await admin.get('/wp-admin/admin.php?page=inkling');
    expect(/Deep readers<\/t[hd]>\s*<td[^>]*>(\d+)</.exec(html)?.[1]).toBe('2');
    expect(html.includes('For whoever reads a lot')).toBe(true);
    const effects = await site.evaluate(
      'global $wpdb; return $wpdb->get_results( "SELECT campaign, variant, exposures FROM {$wpdb->prefix}inkling_effects ORDER BY campaign", ARRAY_A );',
    );
    expect(effects).toEqual([
      { campaign: 'banner', variant: 'shown', exposures: '2' },
      { campaign: 'slot', variant: 'shown', exposures: expect.stringMatching(/^[12]$/) },
    ]);
  });

  it('is answered that it is off, where it is and a page was saved before', async () => {
    await choose("array( 'policy' => 'session' )");
    const page = await enter('Late');
    site.emptyPageCache();
    await (await site.get('/one/')).text();
    await choose("array( 'enabled' => false )");
    const answered = page.waitForResponse((answer) => isPost(answer.url()));
    await page.goto(`${site.url}/one/`);
    expect((await answered).status()).toBe(403);
    await page.context().close();
  });

  it('leaves nothing behind when the plugin is removed, and never sent anything anywhere', async () => {
    await admin.deactivate('inkling');
    await admin.remove('inkling');
    expect(await site.dump()).toEqual(before);
    expect(site.requests().filter(({ asker }) => asker !== null)).toEqual([]);
    expect(site.complaints()).toEqual([]);
  });
});
