import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../../support/chromium.ts';
import type { Admin } from '../../support/wordpress/admin.ts';
import { describeWordPress } from '../../support/wordpress/describe.ts';
import type { SiteDump } from '../../support/wordpress/dump.ts';
import { openWordPress, type WordPressSite } from '../../support/wordpress/site.ts';
import { packInkling } from './plugin.ts';

const FILE = '/wp-content/mu-plugins/inkling-speed.php';
const BOX = 'Answer posts before other plugins are loaded';
/** A must-use plugin that answers the site's questions in place of whom it asks. */
const answering = (value: string) =>
  `<?php add_filter( 'pre_http_request', static function () { return ${value}; } );`;

type Counts = Readonly<Record<string, readonly [n: number, visitors: number]>>;

await describeWordPress('the speed file of a site', () => {
  let site: WordPressSite;
  let admin: Admin;
  let browser: Browser;
  let desk: Page;
  let before: SiteDump;
  let usual: Counts;

  beforeAll(async () => {
    site = await openWordPress({ workers: 3 });
    browser = await launchBrowser();
    admin = await site.signIn();
    await (await site.get('/')).text();
    await site.runCron();
    before = await site.dump();
    await admin.uploadPlugin(packInkling());
    await admin.activate('inkling');
    desk = await browser.newPage();
    const cookies = [...admin.cookies()].map(([name, value]) => ({ name, value: decodeURIComponent(value) }));
    await desk.context().addCookies(cookies.map((cookie) => ({ ...cookie, url: site.url })));
  });

  afterAll(async () => {
    await browser.close();
    await site.stop();
  });

  /** As an administrator does it; what the page says of the file then. */
  const save = async (change: (page: Page) => Promise<unknown>): Promise<string> => {
    await desk.goto(`${site.url}/wp-admin/admin.php?page=inkling-settings`);
    await change(desk);
    await desk.getByRole('button', { name: 'Save', exact: true }).click();
    // WordPress takes `saved` out of the address by a script, sooner or later.
    await desk.getByRole('status').getByText('Saved.').waitFor();
    return desk.locator('#inkling-speed_module-help').innerText();
  };
  const switchFile = (isOn: boolean) => save((page) => page.getByLabel(BOX).setChecked(isOn));
  const choosePolicy = (name: string) => save((page) => page.getByText(name, { exact: true }).click());

  const isPost = (request: Request) => request.method() === 'POST' && request.url().includes('?inkling=/v1/');
  /** Somebody of their own: what tells visitors of a day apart is address and browser. */
  const enter = async (name: string, more: BrowserContextOptions = {}) => {
    const userAgent = `Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 ${name}`;
    const page = await (await browser.newContext({ userAgent, ...more })).newPage();
    const posts: Request[] = [];
    page.on('request', (request) => {
      if (isPost(request)) posts.push(request);
    });
    return { page, posts };
  };
  /** Opens a page, and waits until the site has answered its post. */
  const visit = async (page: Page, path = '/hello-world/') => {
    const answered = page.waitForResponse((answer) => isPost(answer.request()));
    await page.goto(site.url + path);
    const answer = await answered;
    return { status: answer.status(), body: await answer.json() };
  };
  const pathOf = (post: Request | undefined) => new URL(post?.url() ?? 'about:blank').pathname;

  const readCounts = async (): Promise<Counts> => {
    const rows = (await site.evaluate(
      `global $wpdb; return $wpdb->get_results( "SELECT kind, name, n, visitors FROM {$wpdb->prefix}inkling_counts WHERE kind IN ( 'page', 'topic' ) OR name = 'Page Viewed'", ARRAY_A );`,
    )) as { kind: string; name: string; n: string; visitors: string }[];
    return Object.fromEntries(
      rows.map(({ kind, name, n, visitors }) => [`${kind} ${name}`, [Number(n), Number(visitors)]]),
    );
  };
  /** What cron makes of the posts that wait. */
  const count = async (): Promise<Counts> => {
    const old = await readCounts();
    await site.runCron('inkling_aggregate');
    return Object.fromEntries(
      Object.entries(await readCounts()).flatMap(([name, [n, visitors]]) => {
        const [oldN, oldVisitors] = old[name] ?? [0, 0];
        return n === oldN ? [] : [[name, [n - oldN, visitors - oldVisitors]]];
      }),
    );
  };
  const hasFile = () => existsSync(site.folder + FILE);

  it('is not there before an administrator asks for it: pages post to the front address', async () => {
    await choosePolicy('Within the day');
    const { page, posts } = await enter('Usual');
    expect(await visit(page)).toMatchObject({ status: 200, body: { accepted: expect.any(Number) } });
    expect([hasFile(), posts.map(pathOf)]).toEqual([false, ['/']]);
    await page.context().close();
    usual = await count();
    expect(usual).toMatchObject({ 'page /hello-world/': [1, 1], 'event Page Viewed': [1, 1] });
  });

  it('says that it works once the site has asked itself, and nobody else', async () => {
    expect(await switchFile(true)).toContain('pages post to its own address');
    expect(hasFile()).toBe(true);
    expect(site.requests().filter(({ asker }) => asker !== null)).toEqual([
      { method: 'POST', url: `${site.url}${FILE}?inkling=/v1/none`, asker: 'inkling', isRefused: false },
    ]);
  });

  it('takes the posts of pages by its own address, and cron counts them like all others', async () => {
    const { page, posts } = await enter('Direct');
    const { status, body } = await visit(page);
    expect([status, body]).toEqual([200, expect.objectContaining({ st: expect.objectContaining({ n: 1 }) })]);
    expect(await posts[0]?.response().then((answer) => answer?.headerValue('x-inkling'))).toBe('file');
    expect(posts.map(pathOf)).toEqual([FILE]);
    // The visit goes on, whichever way its pages post.
    expect((await visit(page, '/')).body.st.u).toBe(body.st.u);
    await page.context().close();
    const { 'page /': front, 'event Page Viewed': viewed, ...others } = await count();
    expect([front, viewed]).toEqual([
      [1, 1],
      [2, 1],
    ]);
    const { 'event Page Viewed': _, ...before } = usual;
    expect(others).toMatchObject(before);
  });

  it('posts over the scheme that a page was asked for by', async () => {
    const url = await site.evaluate("$_SERVER['HTTPS'] = 'on'; return Inkling\\Endpoint::collector_url();");
    expect(url).toBe(`${site.url.replace('http:', 'https:')}${FILE}?inkling=`);
  });

  it('keeps nothing of whoever sends Global Privacy Control', async () => {
    const { page, posts } = await enter('Private', { extraHTTPHeaders: { 'sec-gpc': '1' } });
    expect((await visit(page)).body).not.toHaveProperty('st');
    expect(pathOf(posts[0])).toBe(FILE);
    await page.context().close();
    expect(await count()).toEqual({});
  });

  it('takes nothing from a page of another site', async () => {
    const { page, posts } = await enter('Elsewhere');
    await visit(page);
    const [mine] = posts;
    // Another name of this machine is another site to a browser.
    await page.goto(`${site.url.replace('127.0.0.1', 'localhost')}/wp-includes/css/dashicons.css`);
    const answered = page.waitForResponse((answer) => isPost(answer.request()));
    const order = { method: 'POST', mode: 'no-cors', body: mine?.postData() };
    await page.evaluate(`fetch(${JSON.stringify(mine?.url())}, ${JSON.stringify(order)})`);
    expect([pathOf(mine), (await answered).status()]).toEqual([FILE, 403]);
    await page.context().close();
    expect(await count()).toMatchObject({ 'page /hello-world/': [1, 1] });
  });

  it('records under a device id once that is allowed, and nothing before or after', async () => {
    await choosePolicy('Nothing');
    const { page, posts } = await enter('Asked');
    await page.goto(`${site.url}/`);
    await page.evaluate("inkling('Page Settled', {})");
    // What a page has to say it says at the latest when it is left.
    await page.goto(`${site.url}/hello-world/`);
    expect(posts).toEqual([]);
    const answered = page.waitForResponse((answer) => isPost(answer.request()));
    await page.evaluate('inkling.consent({ analytics: true, personalization: true })');
    expect(await (await answered).json()).toMatchObject({ st: { v: 1 } });
    expect(posts.map((post) => [pathOf(post), /"dev":"[0-9a-f]{32}"/.test(post.postData() ?? '')])).toEqual([
      [FILE, true],
    ]);
    const withdrawn = page.waitForResponse((answer) => isPost(answer.request()));
    await page.evaluate('inkling.consent({ analytics: false })');
    await withdrawn;
    await page.goto(`${site.url}/`);
    await page.evaluate("inkling('Page Settled', {})");
    expect(posts).toHaveLength(2);
    await page.context().close();
    await count();
    await choosePolicy('Within the day');
  });

  it('says that Inkling is off where a page was open before', async () => {
    const { page } = await enter('Late');
    await visit(page);
    await save((form) => form.getByLabel('Inkling is on').uncheck());
    const answered = page.waitForResponse((answer) => isPost(answer.request()));
    await page.evaluate("inkling('Products Searched', { query: 'wool' })");
    const answer = await answered;
    expect([pathOf(answer.request()), answer.status()]).toEqual([FILE, 403]);
    await page.context().close();
    await save((form) => form.getByLabel('Inkling is on').check());
    await count();
  });

  it.each([
    ['forbidden by the server', '', 'something else answers there, with status 403'],
    [
      'answered by WordPress in its place',
      `array( 'response' => array( 'code' => 404 ), 'body' => '{"error":{"code":"not_found"}}', 'headers' => array(), 'cookies' => array() )`,
      'something else answers there, with status 404',
    ],
    [
      'out of reach for the site itself',
      "new WP_Error( 'http_request_failed', 'cURL error 28: Connection timed out' )",
      'did not reach itself there: cURL error 28: Connection timed out',
    ],
  ])('leaves pages their usual way where it is %s, and says why', async (_, answer, why) => {
    const answerer = join(site.folder, 'wp-content/mu-plugins/answering.php');
    if (answer === '') site.forbid(FILE);
    else writeFileSync(answerer, answering(answer));
    expect(await switchFile(true)).toContain(why);
    const { page, posts } = await enter('Kept');
    expect((await visit(page)).status).toBe(200);
    expect(posts.map(pathOf)).toEqual(['/']);
    await page.context().close();
    expect(await count()).toMatchObject({ 'page /hello-world/': [1, expect.any(Number)] });
    site.forbid(null);
    rmSync(answerer, { force: true });
    // What was in its way is gone: saving once more is enough.
    expect(await switchFile(true)).toContain('pages post to its own address');
  });

  it('finds out by itself, within a day, that it is answered no more', async () => {
    site.forbid(FILE);
    await site.runCron('inkling_daily');
    const { page, posts } = await enter('Later');
    expect((await visit(page)).status).toBe(200);
    expect(posts.map(pathOf)).toEqual(['/']);
    await page.context().close();
    site.forbid(null);
    await site.runCron('inkling_daily');
  });

  it('goes when it is switched off; pages that were open before are answered all the same', async () => {
    const { page } = await enter('Between');
    await visit(page);
    expect(await switchFile(false)).not.toContain('The file is');
    expect(hasFile()).toBe(false);
    const answered = page.waitForResponse((answer) => isPost(answer.request()));
    await page.evaluate("inkling('Products Searched', { query: 'wool' })");
    const answer = await answered;
    expect([pathOf(answer.request()), answer.status()]).toEqual([FILE, 200]);
    await page.context().close();
    const next = await enter('After');
    await visit(next.page);
    expect(next.posts.map(pathOf)).toEqual(['/']);
    await next.page.context().close();
  });

  it('goes with the plugin, which leaves nothing behind', async () => {
    await switchFile(true);
    expect(hasFile()).toBe(true);
    await admin.deactivate('inkling');
    expect(hasFile()).toBe(false);
    await admin.remove('inkling');
    expect(await site.dump()).toEqual(before);
    expect(site.requests().filter(({ isRefused, asker }) => isRefused && asker !== null)).toEqual([]);
    expect(site.complaints()).toEqual([]);
  });
});
