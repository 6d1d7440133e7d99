import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { enterPage, shareBrowser } from '../../support/chromium.ts';
import { until } from '../../support/until.ts';
import type { Admin } from '../../support/wordpress/admin.ts';
import { describeWordPress } from '../../support/wordpress/describe.ts';
import type { WordPressSite } from '../../support/wordpress/site.ts';
import { openWithInkling } from './admin-site.ts';

const WRITTEN = `<!-- wp:inkling/slot {"slot":"article-end","height":120} -->
<!-- wp:paragraph -->
<p>For everybody</p>
<!-- /wp:paragraph -->
<!-- /wp:inkling/slot -->`;

await describeWordPress('slots in a browser', () => {
  let site: WordPressSite;
  let admin: Admin;

  beforeAll(async () => {
    ({ site, admin } = await openWithInkling());
  });

  afterAll(() => site.stop());

  /** Of a new post, with our blocks in it. */
  const openEditor = async (page: Page) => {
    const cookies = [...admin.cookies()].map(([name, value]) => ({ name, value: decodeURIComponent(value) }));
    await page.context().addCookies(cookies.map((cookie) => ({ ...cookie, url: site.url })));
    await page.goto(`${site.url}/wp-admin/post-new.php`);
    await page.waitForFunction("window.wp?.blocks?.getBlockType('inkling/privacy')?.edit !== undefined");
  };

  it('are written in the editor, read back by it, and shown in it with what is in them', async () => {
    const page = await enterPage(await shareBrowser());
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.text().includes('TextControl')) faults.push(message.text());
    });
    await openEditor(page);
    const written = await page.evaluate(`(() => {
      const { createBlock, serialize, parse } = wp.blocks;
      const slot = createBlock('inkling/slot', { slot: 'article-end', height: 120 }, [createBlock('core/paragraph', { content: 'For everybody' })]);
      const text = serialize([slot, createBlock('inkling/privacy')]);
      const blocks = parse(text);
      wp.data.dispatch('core/block-editor').insertBlocks(blocks);
      wp.data.dispatch('core/block-editor').selectBlock(blocks[0].clientId);
      return [text, parse(text).map(({ isValid }) => isValid)];
    })()`);
    expect(written).toEqual([`${WRITTEN}\n\n<!-- wp:inkling/privacy /-->`, [true, true]]);
    await page.waitForFunction(`[document, ...[...document.querySelectorAll('iframe')].map((frame) => frame.contentDocument)]
      .some((one) => one?.body?.innerText.includes('Here visitors see what Inkling holds') && one.body.innerText.includes('article-end'))`);
    await page.getByLabel('Height kept free, in pixels').waitFor();
    // One block of an older kind, and WordPress edits every post outside a frame, among the styles of the admin.
    expect(await page.locator('iframe[name="editor-canvas"]').count()).toBe(1);
    expect(faults).toEqual([]);
  });

  it('have a name from the beginning: that of a message which waits for one', async () => {
    const page = await enterPage(await shareBrowser());
    await openEditor(page);
    await page.evaluate("wp.data.dispatch('core/preferences').set('core/edit-post', 'welcomeGuide', false)");
    await page.getByRole('button', { name: 'Block Inserter', exact: true }).click();
    await page.getByRole('searchbox').fill('Inkling slot');
    await page.getByRole('option', { name: 'Inkling slot' }).click();
    const content = () => page.evaluate("wp.data.select('core/editor').getEditedPostContent()");
    await until(async () => /wp:inkling/.test(String(await content())));
    expect(await content()).toContain('<!-- wp:inkling/slot {"slot":"article-end"}');
  });

  it('show the same without scripts: what everybody sees, at its height', async () => {
    const { url } = await admin.createPost({ title: 'A post', content: WRITTEN });
    const context = await (await shareBrowser()).newContext({ javaScriptEnabled: false });
    try {
      const page = await context.newPage();
      await page.goto(url);
      const slot = page.locator('[data-inkling-slot="article-end"]');
      expect((await slot.innerText()).trim()).toBe('For everybody');
      expect((await slot.boundingBox())?.height).toBe(120);
    } finally {
      await context.close();
    }
  });
});
