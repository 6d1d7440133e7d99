import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Admin } from '../../support/wordpress/admin.ts';
import type { SiteDump } from '../../support/wordpress/dump.ts';
import { findMariaDbObstacle } from '../../support/wordpress/mariadb.ts';
import { findObstacle } from '../../support/wordpress/obstacle.ts';
import { runPhpUnit } from '../../support/wordpress/php.ts';
import { BOOTSTRAP } from '../../support/wordpress/server.ts';
import { openWordPress, type WordPressSite } from '../../support/wordpress/site.ts';
import { packWithRules } from './admin-site.ts';
import { posterTo, setUp } from './collect/posts.ts';
import { READING_RULES } from './reading-rules.ts';

const obstacle = (await findObstacle()) ?? findMariaDbObstacle();

describe.skipIf(obstacle !== null)(
  `the plugin on MariaDB${obstacle === null ? '' : ` [${obstacle}]`}`,
  () => {
    let site: WordPressSite;
    let admin: Admin;
    let before: SiteDump;

    beforeAll(async () => {
      site = await openWordPress({ isOnMariaDb: true });
      admin = await site.signIn();
      await site.evaluate(`foreach ( array( 'First', 'Second', 'Third', 'Fourth' ) as $title ) {
        wp_insert_post( array( 'post_title' => $title, 'post_content' => $title, 'post_status' => 'publish', 'post_date' => '2026-01-02 03:04:05' ) );
      }`);
      await (await site.get('/')).text();
      await site.runCron();
      before = await site.dump();
      await admin.uploadPlugin(packWithRules(READING_RULES));
      await admin.activate('inkling');
    });
    afterAll(() => site.stop());

    it('counts what pages post, each line once, and tells a capital from a small letter', async () => {
      const { item, collect } = posterTo(site, await setUp(site, { policy: 'session' }));
      for (const path of ['/Shoes/', '/shoes/']) {
        const viewed = item('Page Viewed', { path, type: 'post', category: ['news'], author: '1' });
        const posted = await collect([{ ...viewed, u: path }]);
        expect(posted.body).toMatchObject({ accepted: 1, st: { n: expect.any(Number) } });
      }
      await collect([item('Segment Entered', { segment: 'deep-reader' })]);
      for (const _ of [1, 2]) await site.evaluate('Inkling\\Aggregate::run(); return true;');
      const counts = await site.evaluate(
        "global $wpdb; return $wpdb->get_results( \"SELECT kind, name, n, visitors FROM {$wpdb->prefix}inkling_counts WHERE kind IN ('event', 'page', 'segment') ORDER BY kind, BINARY name\", ARRAY_A );",
      );
      expect(counts).toEqual([
        { kind: 'event', name: 'Page Viewed', n: '2', visitors: '1' },
        { kind: 'page', name: '/Shoes/', n: '1', visitors: '1' },
        { kind: 'page', name: '/shoes/', n: '1', visitors: '1' },
        { kind: 'segment', name: 'deep-reader', n: '1', visitors: '1' },
      ]);
    });

    it('shows its pages, and runs whatever is planned, without a complaint', async () => {
      for (const page of ['inkling', 'inkling-messages', 'inkling-settings'])
        expect((await admin.get(`/wp-admin/admin.php?page=${page}`)).html).toContain('class="wrap');
      const hooks = (await site.evaluate(
        'return array_values( array_unique( array_merge( ...array_map( "array_keys", array_values( _get_cron_array() ) ) ) ) );',
      )) as string[];
      for (const hook of hooks.filter((name) => name.startsWith('inkling_'))) await site.runCron(hook);
      expect(site.complaints()).toEqual([]);
    });

    it('lists related posts of one second in an order that stays', async () => {
      const html = await site.evaluate(
        `$GLOBALS['post'] = get_page_by_path( 'fourth', OBJECT, 'post' ); return do_shortcode( '[inkling_related count="4"]' );`,
      );
      const titles = [...String(html).matchAll(/>([\w !]+)<\/a>/g)].map(([, title]) => title);
      expect(titles).toEqual(['Hello world!', 'Third', 'Second', 'First']);
    });

    it('keeps the orders of a shop', async () => {
      const folder = join(import.meta.dirname, 'woo/php/OrdersTest.php');
      const { tests } = await runPhpUnit({ bootstrap: BOOTSTRAP, folder, env: site.env });
      expect(tests).toBeGreaterThan(20);
      expect(site.complaints()).toEqual([]);
    });

    it('leaves nothing behind', async () => {
      await admin.deactivate('inkling');
      await admin.remove('inkling');
      expect(await site.dump()).toEqual(before);
    });
  },
);
