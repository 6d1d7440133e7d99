import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findViolations } from '../../support/axe.ts';
import { enterPage, shareBrowser } from '../../support/chromium.ts';
import { describeWordPress } from '../../support/wordpress/describe.ts';
import type { WordPressSite } from '../../support/wordpress/site.ts';
import { openWithInkling } from './admin-site.ts';

const PAGES = { today: 'inkling', messages: 'inkling-messages', settings: 'inkling-settings' };
const WIDTHS = [1280, 360];
const shots = process.env.INKLING_SHOTS;

const FILL = `
  $day = Inkling\\Today_Numbers::day( 0 );
  $past = Inkling\\Today_Numbers::day( 1 );
  Inkling\\Counts::add( array(
    array( $day, 'event', 'Page Viewed', 1834, 412, 0 ),
    array( $past, 'event', 'Page Viewed', 2210, 530, 0 ),
    array( $day, 'segment', 'deep-reader', 61, 61, 0 ),
    array( $past, 'segment', 'deep-reader', 80, 80, 0 ),
    array( $past, 'segment', 'a-segment-that-is-no-more', 12, 12, 0 ),
    array( $day, 'intent', 'high', 31, 31, 0 ),
    array( $day, 'intent', 'medium', 120, 120, 0 ),
    array( $day, 'intent', 'low', 261, 261, 0 ),
    array( $day, 'topic', 'category:uncategorized', 90, 44, 0 ),
    array( $day, 'topic', 'author:1', 90, 40, 0 ),
    array( $day, 'topic', 'word:<b>garden', 30, 21, 0 ),
    array( $day, 'topic', 'word:secret', 3, 3, 0 ),
  ) );
  Inkling\\Counts::add_effects( array(
    array( $day, 'newsletter', 'offer', 1200, 180, 0 ),
    array( $past, 'newsletter', 'control', 1000, 90, 0 ),
    array( $day, 'leaving', 'coupon', 60, 4, 0 ),
    array( $day, 'leaving', 'control', 12, 1, 0 ),
  ) );`;

await describeWordPress("the plugin's pages in a browser", () => {
  let site: WordPressSite;
  let cookies: { name: string; value: string; url: string }[];

  beforeAll(async () => {
    const opened = await openWithInkling();
    site = opened.site;
    cookies = [...opened.admin.cookies()].map(([name, value]) => ({ name, value, url: site.url }));
  });

  afterAll(() => site.stop());

  const open = async (name: keyof typeof PAGES, width: number): Promise<Page> => {
    const page = await enterPage(await shareBrowser(), { viewport: { width, height: 900 } });
    await page
      .context()
      .addCookies(cookies.map(({ value, ...cookie }) => ({ ...cookie, value: decodeURIComponent(value) })));
    await page.goto(`${site.url}/wp-admin/admin.php?page=${PAGES[name]}`);
    return page;
  };

  const shoot = async (page: Page, name: string) => {
    if (shots === undefined) return;
    mkdirSync(shots, { recursive: true });
    await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
  };

  it('say what there is not yet, in place of numbers', async () => {
    const page = await open('today', 1280);
    const text = await page.innerText('.inkling');
    expect(text).toContain('No message was shown yet.');
    expect(text).toContain('Nobody has entered a segment');
    expect(text).toContain('Not enough readers yet');
    await shoot(page, 'today-empty');
  });

  it('show what was counted, and claim no more than that', async () => {
    await site.evaluate(FILL);
    const page = await open('today', 1280);
    const text = await page.innerText('.inkling');
    expect(text).toMatch(/Pages viewed\s+1,834\s+2,210 in all of yesterday/);
    expect(text).toMatch(/Deep readers\s+61\s+141/);
    expect(text).toContain('A segment that is no more');
    expect(text).toMatch(/It helps: between \d\.\d and \d\.\d percentage points more reach the goal\./);
    expect(text).toContain('Not enough data yet: 88 more visitors are needed');
    expect(text).toMatch(/Saw it\s+1,200\s+180/);
    expect(text).toContain('<b>garden');
    expect(text).not.toContain('secret');
    expect(text).toContain('1 more topic has fewer than ten visitors');
  });

  it('try from the browser whether posts are answered', async () => {
    const page = await open('today', 1280);
    const row = page.locator('#inkling-collect');
    const faults: string[] = [];
    page.on('response', (answer) => answer.status() >= 400 && faults.push(answer.url()));
    await page.reload();
    await row.getByText('This browser reached the address').waitFor();
    expect(faults).toEqual([]);
    expect(await row.locator('.inkling-pill').innerText()).toBe('Fine');
    await page.route('**/?inkling=**', (route) =>
      route.fulfill({ status: 403, body: '<html>blocked</html>' }),
    );
    await page.reload();
    await row.getByText('This browser did not reach').waitFor();
    expect(await row.locator('.inkling-pill').innerText()).toBe('To do');
  });

  it('try nothing where Inkling is off, and call that no success', async () => {
    const settings = (isOn: boolean) =>
      site.evaluate(
        `Inkling\\Settings::save( array( 'enabled' => ${isOn} ) + Inkling\\Settings::get(), Inkling\\Settings::connection() );`,
      );
    await settings(false);
    const page = await open('today', 1280);
    const posts: string[] = [];
    page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()));
    await page.reload();
    const row = page.locator('#inkling-collect');
    expect(await row.innerText()).toMatch(
      /To do\s+Posts of pages are answered\s+Posts are refused, for Inkling is off\./,
    );
    expect(posts).toEqual([]);
    await settings(true);
  });

  it('tell the buttons of one message from those of another', async () => {
    const page = await open('messages', 1280);
    const summaries = page.locator('.inkling-message summary');
    expect(await summaries.allTextContents()).toEqual(['Change: Newsletter', 'Change: Before they leave']);
    for (const summary of await summaries.all()) await summary.click();
    for (const name of ['Newsletter', 'Before they leave'])
      expect(
        await page.getByRole('button', { name: `Save this message: ${name}`, exact: true }).count(),
      ).toBe(1);
  });

  for (const name of Object.keys(PAGES) as (keyof typeof PAGES)[]) {
    it.each(WIDTHS)(`${name}: everybody can use it at %i pixels, and nothing sticks out`, async (width) => {
      const page = await open(name, width);
      for (const summary of await page.locator('.inkling summary').all()) await summary.click();
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      const sticking = await page.evaluate(`[...document.querySelectorAll('.inkling *')]
        .filter((one) => !one.closest('.inkling-scroll') && one.getBoundingClientRect().right > innerWidth + 1)
        .map((one) => one.outerHTML.slice(0, 80))`);
      expect(sticking).toEqual([]);
      await shoot(page, `${name}-${width}`);
      const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
      await page.evaluate(
        `document.querySelectorAll('#adminmenumain, #wpadminbar, #wpfooter').forEach((one) => one.remove())`,
      );
      expect(await findViolations(page, { runOnly: rules })).toEqual([]);
    });
  }

  it('load nothing from elsewhere', async () => {
    const page = await open('today', 1280);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.reload();
    expect(asked.length).toBeGreaterThan(3);
    // WordPress tries its emojis in a worker, out of a blob of the page.
    const here = ['', 'blob:'].map((scheme) => scheme + site.url);
    expect(
      asked.filter(
        (url) => ![...here, 'data:'].some((start) => url.startsWith(start)) && !url.includes('gravatar'),
      ),
    ).toEqual([]);
    expect(site.complaints()).toEqual([]);
  });
});
