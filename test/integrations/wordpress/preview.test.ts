import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Admin } from '../../support/wordpress/admin.ts';
import { describeWordPress } from '../../support/wordpress/describe.ts';
import { findLink } from '../../support/wordpress/pages.ts';
import type { WordPressSite } from '../../support/wordpress/site.ts';
import { openWithInkling, readConfig } from './admin-site.ts';

const PASSWORD = 'a password';

await describeWordPress('a look at the site as a visitor of certain segments', () => {
  let site: WordPressSite;
  let admin: Admin;
  let path: string;

  beforeAll(async () => {
    ({ site, admin } = await openWithInkling({ isPageCached: true }));
    const link = findLink((await admin.get('/wp-admin/admin.php?page=inkling')).html, ['inkling_preview=']);
    const { pathname, search } = new URL(link ?? '', site.url);
    path = pathname + search;
  });

  afterAll(() => site.stop());

  it('is a link of the page Today, whose page says whose eyes it is seen with, and is kept by no cache', async () => {
    const answer = await admin.send(path);
    const html = await answer.text();
    expect(readConfig(html)?.preview).toEqual({ segments: ['deep-reader'] });
    expect(html).toContain('As seen by: Deep readers');
    expect(answer.headers.get('cache-control')).toContain('no-cache');
    expect(readConfig((await admin.get('/')).html)).toBeNull();
  });

  it('is nothing for anybody else, nor under a link of somebody else', async () => {
    expect(readConfig(await (await site.get(path)).text())?.preview).toBeUndefined();
    await admin.createUser({
      user: 'editor',
      email: 'editor@example.com',
      password: PASSWORD,
      role: 'editor',
    });
    const editor = await site.signIn({ user: 'editor', password: PASSWORD });
    expect(readConfig((await editor.get(path)).html)?.preview).toBeUndefined();
    await admin.createUser({
      user: 'other',
      email: 'other@example.com',
      password: PASSWORD,
      role: 'administrator',
    });
    const other = await site.signIn({ user: 'other', password: PASSWORD });
    expect(readConfig((await other.get(path)).html)).toBeNull();
    const forged = path.replace(/_wpnonce=\w+/, '_wpnonce=0123456789');
    expect(readConfig((await admin.get(forged)).html)).toBeNull();
  });

  it('takes keys of segments and nothing else from its address', async () => {
    const bent = path.replace(/inkling_preview=[^&]*/, 'inkling_preview=a-b,%22%3E%3C%2Fscript%3E,,C');
    const { html } = await admin.get(bent);
    expect(readConfig(html)?.preview).toEqual({ segments: ['a-b', 'c'] });
  });

  it('complains about nothing', () => expect(site.complaints()).toEqual([]));
});
