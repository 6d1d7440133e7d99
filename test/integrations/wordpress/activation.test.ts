import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWordPress } from '../../support/wordpress/describe.ts';
import { openWordPress, type WordPressSite } from '../../support/wordpress/site.ts';
import { packInkling } from './plugin.ts';

await describeWordPress('the plugin in a WordPress', () => {
  let site: WordPressSite;

  beforeAll(async () => {
    site = await openWordPress();
  });

  afterAll(() => site.stop());

  it('is uploaded, activated, deactivated and removed, and leaves nothing', async () => {
    const admin = await site.signIn();
    // WordPress writes down a menu of its own with its first page.
    await (await site.get('/')).text();
    const before = await site.dump();
    await admin.uploadPlugin(packInkling());
    await admin.activate('inkling');
    expect((await site.get('/')).status).toBe(200);
    await admin.deactivate('inkling');
    await admin.remove('inkling');
    expect(await site.dump()).toEqual(before);
    expect(site.complaints()).toEqual([]);
    expect(site.requests().filter(({ asker }) => asker !== null)).toEqual([]);
  });
});
