import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Admin } from './admin.ts';
import { describeWordPress } from './describe.ts';
import { openWordPress, type WordPressSite } from './site.ts';
import { packTiny } from './tiny-plugins.ts';

await describeWordPress('a network of the tests', () => {
  let site: WordPressSite;
  let admin: Admin;

  beforeAll(async () => {
    site = await openWordPress({ isMultisite: true });
    admin = await site.signIn();
    await admin.createSite('second');
  });

  afterAll(() => site.stop());

  it('has sites in subfolders, each with pages, files and an admin of its own', async () => {
    const answers = await Promise.all(
      ['/', '/second/', '/second/wp-json/', '/second/wp-includes/css/dashicons.css'].map(async (path) => {
        const answer = await site.get(path);
        await answer.text();
        return answer.status;
      }),
    );
    expect(answers).toEqual([200, 200, 200, 200]);
    expect((await admin.get('/second/wp-admin/')).html).toContain(`${site.url}/second/wp-admin/`);
  });

  it('has plugins activated for all of its sites, and holds after their removal what it held before', async () => {
    const before = await site.dump();
    await admin.uploadPlugin(packTiny());
    await admin.activate('tiny');
    const second = await site.get('/second/wp-json/tiny/v1/hit', { method: 'POST' });
    expect([second.status, await second.json()]).toEqual([200, { got: null }]);
    expect(await site.dump()).not.toEqual(before);
    await admin.deactivate('tiny');
    await admin.remove('tiny');
    expect(await site.dump()).toEqual(before);
  });

  it('shows what a plugin left in another of its sites', async () => {
    const before = await site.dump();
    await site.evaluate("switch_to_blog( 2 ); update_option( 'tiny_option', 'x' ); restore_current_blog();");
    const after = await site.dump();
    expect(after.options.wp_2_options).toEqual({ ...before.options.wp_2_options, tiny_option: 'x' });
    expect({ ...after, options: before.options }).toEqual(before);
  });
});
