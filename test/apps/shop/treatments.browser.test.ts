import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { PageDecision, Rendered } from '../../../core/decisions/treatment.ts';
import { buildTracker, trackerFile } from '../../../core/tracker/build.ts';
import { describeBrowser, enterPage, shareBrowser } from '../../support/chromium.ts';
import { createApp, createFakePort } from './support.ts';

const BUNDLE: Rendered = {
  kind: 'bundle',
  title: 'Goes with the Heron',
  addAll: 'Add all',
  products: [
    { product: 'p1', title: 'Heron', image: '/shop/art/p1.svg', price: 48, currency: 'EUR' },
    { product: 'i4', title: 'Lichen', image: '/shop/art/i4.svg', price: 14, currency: 'EUR' },
  ],
};
const CONTENT: Rendered = { kind: 'content', text: 'Paper for it.' };

describeBrowser('treatments in the demo shop', () => {
  const built = buildTracker();
  let browser: Browser;
  let server: Server;
  let page: Page;
  let faults: string[];
  let decided: PageDecision[];
  let posts: { sl?: string[]; e: { i: string; n: string; p: unknown }[] }[];
  let exposures: { action?: string }[];

  const open = (path: string): Promise<unknown> =>
    page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/shop${path}`);
  const decide = (treatment: Rendered, slot: string): void => {
    const id = `${slot}-${treatment.kind}`;
    decided = [{ id, campaign: id, variant: 'a', trigger: 'e', expiresIn: 30_000, slot, treatment }];
  };

  beforeAll(async () => {
    browser = await shareBrowser();
  });
  afterAll(() => void server?.close());

  beforeEach(async () => {
    server?.close();
    [decided, posts, exposures] = [[], [], []];
    const settings = { k: 'wk_test', s: 'st_test', p: 'session', d: 1 } as const;
    server = express()
      .get('/t/wk_test.js', (_, response) => void response.type('js').send(trackerFile(built, settings)))
      .get('/t/:file.js', ({ params }, response) => {
        response.type('js').send(built[params.file as keyof typeof built]);
      })
      .post('/v1/collect', express.json({ type: '*/*' }), ({ body }, response) => {
        posts.push(body);
        response.json({ accepted: 1, refused: [], do: decided.splice(0) });
      })
      .post('/v1/exposures', express.json({ type: '*/*' }), ({ body }, response) => {
        exposures.push(body);
        response.status(202).end();
      })
      .use(createApp(createFakePort()))
      .listen(0, '127.0.0.1');
    page = await enterPage(browser, { viewport: { width: 1280, height: 720 } });
    faults = [];
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  });
  afterEach(async ({ task }) => {
    // Whatever it has said of faults is here once it answers.
    await page.title();
    if (task.result?.state === 'fail') await page.context().close();
    expect(faults).toEqual([]);
  });

  it.each([
    ['/', 'home'],
    ['/p/heron', 'product'],
    ['/cart?c=p1aa.1', 'cart'],
  ])('the page %s keeps the slot %s, and its policy lets it be filled', async (path, slot) => {
    decide(CONTENT, slot);
    await open(path);
    await page.getByText('Paper for it.').waitFor({ state: 'attached' });
    await page.getByText('Paper for it.').scrollIntoViewIfNeeded();
    expect(posts[0]?.sl).toEqual([slot]);
    const box = await page.locator('[data-inkling] .box').boundingBox();
    expect(box?.width).toBeGreaterThan(300);
  });

  it('a bundle goes into the cart that is an address, and is reported as added', async () => {
    decide(BUNDLE, 'product');
    await open('/p/heron?c=a1.1&k=1');
    await page.getByRole('button', { name: 'Add all' }).click();
    await page.waitForURL('**/cart?*');
    expect(new URL(page.url()).searchParams.get('c')).toBe('a1.1-p1aa.1-i4a.1');
    expect(new URL(page.url()).searchParams.get('k')).toBe('1');
    const added = posts.flatMap(({ e }) => e).filter(({ n }) => n === 'Product Added');
    // What a page said while it was left it may have said twice, under the same ids.
    expect([...new Map(added.map(({ i, p }) => [i, p])).values()]).toEqual([
      { product_id: 'p1', quantity: 1 },
      { product_id: 'i4', quantity: 1 },
    ]);
    expect(exposures.map(({ action }) => action)).toContain('converted');
  });
});
