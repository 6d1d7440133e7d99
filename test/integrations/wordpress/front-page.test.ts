import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Admin } from '../../support/wordpress/admin.ts';
import { describeWordPress } from '../../support/wordpress/describe.ts';
import type { WordPressSite } from '../../support/wordpress/site.ts';
import { openWithInkling, readConfig } from './admin-site.ts';

await describeWordPress('what a page of the site loads', () => {
  let site: WordPressSite;
  let admin: Admin;

  beforeAll(async () => {
    ({ site, admin } = await openWithInkling());
  });

  afterAll(() => site.stop());

  const read = async (path: string, init?: RequestInit) => (await site.get(path, init)).text();

  it('is one deferred script with its settings in front, and rules that anybody may read', async () => {
    const html = await read('/');
    const scripts = html.match(/<script\b[^>]*\/inkling\/[^>]*>/g) ?? [];
    expect(scripts).toEqual([expect.stringMatching(/assets\/inkling\.js\?ver=[\d.]+/)]);
    expect(scripts[0]).toMatch(/\sdefer\b/);
    expect(scripts[0]).toContain('data-cfasync="false"');
    expect(html.indexOf('inklingSite=')).toBeLessThan(html.indexOf('/inkling/assets/inkling.js'));
    const config = readConfig(html);
    expect(config).toMatchObject({
      k: expect.stringMatching(/^wk_[0-9a-f]{24}$/),
      s: expect.stringMatching(/^st_[0-9a-f]{16}$/),
      p: 'auto',
      u: `${site.url}/?inkling=`,
      f: `${site.url}/wp-content/plugins/inkling/assets/`,
      d: 1,
      m: 1,
      page: { type: 'home' },
    });
    const rules = await site.get(new URL(String(config?.r)).pathname);
    expect([rules.status, await rules.json()]).toEqual([
      200,
      expect.objectContaining({ v: 1, campaigns: [], hears: { 'Page Viewed': ['path', 'type'] } }),
    ]);
  });

  it('is the same for two visitors, whatever they send', async () => {
    const one = await read('/hello-world/', {
      headers: { 'user-agent': 'A', cookie: 'a=1', referer: 'https://example.com/' },
    });
    const other = await read('/hello-world/?utm_source=x', {
      headers: { 'user-agent': 'B', 'sec-gpc': '1' },
    });
    expect(readConfig(one)).toEqual(readConfig(other));
    expect(readConfig(one)?.page).toMatchObject({
      type: 'post',
      id: 1,
      category: 'uncategorized',
      categories: ['uncategorized'],
      author: '1',
      words: ['hello', 'world'],
    });
  });

  it('is nothing in feeds, previews, for administrators, and when Inkling is off', async () => {
    expect(readConfig(await read('/feed/'))).toBeNull();
    expect(readConfig(await read('/?s=hello'))).toMatchObject({ page: { type: 'search' } });
    const mine = await admin.get('/');
    expect(readConfig(mine.html)).toBeNull();
    await site.evaluate("update_option( 'inkling_settings', array( 'count_me' => true ) );");
    expect(readConfig((await admin.get('/')).html)).not.toBeNull();
    const { id } = await admin.createPost({ title: 'A draft', status: 'draft' });
    expect(readConfig((await admin.get(`/?p=${id}&preview=true`)).html)).toBeNull();
    await site.evaluate("update_option( 'inkling_settings', array( 'enabled' => false ) );");
    expect(readConfig(await read('/'))).toBeNull();
    await site.evaluate("update_option( 'inkling_settings', Inkling\\Settings::DEFAULTS );");
    expect(readConfig(await read('/'))).not.toBeNull();
  });

  it('is left alone by optimizers', async () => {
    const excluded = await site.evaluate(`
      return array(
        apply_filters( 'rocket_delay_js_exclusions', array( 'a' ) ),
        apply_filters( 'litespeed_optm_js_exc', array() ),
        apply_filters( 'autoptimize_filter_js_exclude', 'seal.js' ),
        apply_filters( 'autoptimize_filter_js_exclude', '' ),
        apply_filters( 'sgo_js_async_exclude', array() ),
      );`);
    const marks = ['/inkling/assets/', 'inklingSite'];
    expect(excluded).toEqual([
      ['a', ...marks],
      marks,
      'seal.js,/inkling/assets/,inklingSite',
      '/inkling/assets/,inklingSite',
      ['inkling', 'inkling-consent'],
    ]);
  });

  it('stands at the end of the page where WordPress does not know yet how to defer a script', async () => {
    // WordPress 6.1 and 6.2 take the last argument for whether the script belongs there, and print such a tag.
    const [isAtEnd, tag] = (await site.evaluate(`
      $register = new ReflectionMethod( 'Inkling\\Assets', 'at_end' );
      $register->setAccessible( true );
      $tag = "<script type='text/javascript' id='inkling-js-before'>window.inklingSite={};</script><script type='text/javascript' src='/a.js' id='inkling-js'></script>";
      return array( (bool) $register->invoke( null ), Inkling\\Assets::mark( $tag, 'inkling' ) );`)) as [
      boolean,
      string,
    ];
    expect(isAtEnd).toBe(true);
    expect(
      tag.match(/<script data-no-optimize="1" data-no-defer="1" data-cfasync="false" type/g),
    ).toHaveLength(2);
    expect(
      await site.evaluate("return Inkling\\Assets::mark( '<script src=\"/b.js\"></script>', 'other' );"),
    ).toBe('<script src="/b.js"></script>');
  });

  it('waits for a consent plugin where the merchant wants that', async () => {
    await site.evaluate("update_option( 'inkling_settings', array( 'without_cmp' => 'wait' ) );");
    expect(readConfig(await read('/'))?.p).toBe('consented-only');
    await site.evaluate("update_option( 'inkling_settings', Inkling\\Settings::DEFAULTS );");
  });

  it('asks the database nothing that a page without it would not ask', async () => {
    writeFileSync(
      join(site.folder, 'wp-content/mu-plugins/count.php'),
      `<?php add_action( 'wp_footer', static function () {
        echo '<!-- ' . $GLOBALS['wpdb']->num_queries . ' queries -->';
      }, PHP_INT_MAX );`,
    );
    const count = async (path: string) => {
      // The first time fills what WordPress keeps for a while.
      await read(path);
      return Number(/<!-- (\d+) queries -->/.exec(await read(path))?.[1]);
    };
    const paths = ['/', '/hello-world/', '/sample-page/', '/category/uncategorized/', '/author/admin/'];
    const countAll = async () =>
      Object.fromEntries(await Promise.all(paths.map(async (path) => [path, await count(path)])));
    const withInkling = await countAll();
    await admin.deactivate('inkling');
    const without = await countAll();
    await admin.activate('inkling');
    expect(without['/']).toBeGreaterThan(3);
    expect(withInkling).toEqual(without);
  });

  it('complains about nothing and asks nobody outside', () => {
    expect(site.complaints()).toEqual([]);
    expect(site.requests().filter(({ asker }) => asker !== null)).toEqual([]);
  });
});
