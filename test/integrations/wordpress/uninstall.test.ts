import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Admin } from '../../support/wordpress/admin.ts';
import type { SiteDump } from '../../support/wordpress/dump.ts';
import { findObstacle } from '../../support/wordpress/obstacle.ts';
import { readForm } from '../../support/wordpress/pages.ts';
import { openWordPress, type WordPressSite } from '../../support/wordpress/site.ts';
import { packWithRules } from './admin-site.ts';

const obstacle = await findObstacle();

/** What a merchant does with it: settings and messages saved, posts counted, cron run. */
async function use(site: WordPressSite, admin: Admin, base: string): Promise<void> {
  const settings = `${base}/wp-admin/admin.php?page=inkling-settings`;
  const { fields } = readForm((await admin.get(settings)).html, 'inkling[policy]');
  await admin.post(settings, { ...fields, 'inkling[policy]': 'session', 'inkling[speed_module]': '1' });
  const messages = `${base}/wp-admin/admin.php?page=inkling-messages`;
  const form = readForm((await admin.get(messages)).html, 'value="newsletter"');
  expect((await admin.post(messages, form.fields)).url).toContain('saved=newsletter');
  for (const page of ['inkling', 'inkling-messages'])
    await admin.get(`${base}/wp-admin/admin.php?page=${page}`);
  await (await site.get(`${base}/`)).text();
}

for (const isMultisite of [false, true]) {
  const title = isMultisite ? 'a network that used the plugin' : 'a site that used the plugin';
  describe.skipIf(obstacle !== null)(`${title}${obstacle === null ? '' : ` [${obstacle}]`}`, () => {
    let site: WordPressSite;
    let admin: Admin;
    let before: SiteDump;

    beforeAll(async () => {
      site = await openWordPress({ isMultisite });
      admin = await site.signIn();
      if (isMultisite) await admin.createSite('second');
      await admin.get(isMultisite ? '/second/wp-admin/' : '/wp-admin/');
      for (const path of isMultisite ? ['/', '/second/'] : ['/']) await (await site.get(path)).text();
      before = await site.dump();
      await admin.uploadPlugin(packWithRules());
    });

    afterAll(() => site.stop());

    it('holds after its removal what it held before', async () => {
      await admin.activate('inkling');
      await use(site, admin, '');
      if (isMultisite) await use(site, admin, '/second');
      await site.runCron('inkling_daily');
      const meanwhile = await site.dump();
      expect(meanwhile).not.toEqual(before);
      await admin.deactivate('inkling');
      expect(JSON.stringify((await site.dump()).cronEvents)).not.toContain('inkling');
      await admin.remove('inkling');
      expect(await site.dump()).toEqual(before);
      // On a network WordPress complains about its own search for languages.
      expect(site.complaints().filter((text) => text.includes('/plugins/inkling/'))).toEqual([]);
      // The speed module asks the site itself whether it works.
      const elsewhere = site
        .requests()
        .filter(({ asker, url }) => asker !== null && !url.startsWith(site.url));
      expect(elsewhere).toEqual([]);
    });

    // Whether a site keeps its data is that site's own setting.
    if (isMultisite) return;
    it('keeps its data where the merchant wants that, and goes on with them', async () => {
      await admin.uploadPlugin(packWithRules());
      await admin.activate('inkling');
      await site.evaluate(
        "update_option( 'inkling_settings', array( 'keep_data' => true, 'holdout' => 7 ) );",
      );
      const keys = await site.evaluate("return get_option( 'inkling_keys' );");
      await admin.deactivate('inkling');
      await admin.remove('inkling');
      await admin.uploadPlugin(packWithRules());
      await admin.activate('inkling');
      expect(
        await site.evaluate(
          "return array( get_option( 'inkling_keys' ), Inkling\\Settings::get()['holdout'] );",
        ),
      ).toEqual([keys, 7]);
    });
  });
}
