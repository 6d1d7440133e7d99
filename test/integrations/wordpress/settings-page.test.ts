import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Admin } from '../../support/wordpress/admin.ts';
import { describeWordPress } from '../../support/wordpress/describe.ts';
import { readForm } from '../../support/wordpress/pages.ts';
import type { WordPressSite } from '../../support/wordpress/site.ts';
import { openWithInkling, readConfig } from './admin-site.ts';

const PAGE = '/wp-admin/admin.php?page=inkling-settings';
const SECRET = 'sk_a-secret-of-the-tests-0123';

await describeWordPress('the page of the settings', () => {
  let site: WordPressSite;
  let admin: Admin;

  beforeAll(async () => {
    ({ site, admin } = await openWithInkling());
  });

  afterAll(() => site.stop());

  const open = async () => readForm((await admin.get(PAGE)).html, 'inkling[policy]').fields;
  const saved = async () =>
    (await site.evaluate('return Inkling\\Settings::get();')) as Record<string, unknown>;

  it('begins with what suits most', async () => {
    expect(await open()).toMatchObject({
      'inkling[enabled]': '1',
      'inkling[policy]': 'auto',
      'inkling[without_cmp]': 'policy',
      'inkling[retention_days]': '400',
      'inkling[server]': '',
    });
    expect(await open()).not.toHaveProperty('inkling[coupons_per_day]');
  });

  it('keeps what is saved, and pages follow', async () => {
    const page = await admin.post(PAGE, {
      ...(await open()),
      'inkling[policy]': 'session',
      'inkling[retention_days]': '90',
      'inkling[trusted_proxies]': '10.0.0.0/8\n2001:db8::1',
      'inkling[holdout]': '5',
    });
    expect(page.url).toContain('saved=1');
    expect(page.html).toContain('Saved.');
    expect(await saved()).toMatchObject({
      policy: 'session',
      retention_days: 90,
      trusted_proxies: ['10.0.0.0/8', '2001:db8::1'],
      holdout: 5,
      reminders: false,
    });
    const config = readConfig(await (await site.get('/')).text());
    expect(config?.p).toBe('session');
    const rules = await (await site.get(new URL(String(config?.r)).pathname)).json();
    expect(rules).toMatchObject({ site: { holdout: 0.05 } });
  });

  it('refuses with place and cure, saves nothing, and loses nothing that was typed', async () => {
    const before = await saved();
    const { html } = await admin.post(PAGE, {
      ...(await open()),
      'inkling[retention_days]': 'a <week>',
      'inkling[trusted_proxies]': '10.0.0.0/33',
      'inkling[server]': 'ftp://example.org/path',
      'inkling[per_day]': '7',
    });
    expect(html).toContain('Write a whole number from 1 to 1095.');
    expect(html).toContain('“10.0.0.0/33” is no address');
    expect(html).toContain('This is no address of a server');
    expect(readForm(html, 'inkling[policy]').fields).toMatchObject({
      'inkling[retention_days]': 'a <week>',
      'inkling[server]': 'ftp://example.org/path',
      'inkling[per_day]': '7',
    });
    expect(html).toContain('>10.0.0.0/33</textarea>');
    expect(html).toMatch(/aria-describedby="[^"]*inkling-retention_days-fault"[^>]*aria-invalid="true"/);
    expect(await saved()).toEqual(before);
  });

  it('takes a secret key and shows it nowhere again, until it is removed', async () => {
    const server = {
      'inkling[server]': 'https://192.0.2.10',
      'inkling[write_key]': 'wk_a-key-of-the-tests',
    };
    const without = await admin.post(PAGE, { ...(await open()), ...server });
    expect(without.html).toContain('The server needs the secret key of this site');
    const page = await admin.post(PAGE, { ...(await open()), ...server, 'inkling[secret_key]': SECRET });
    expect(page.url).toContain('saved=1');
    expect(page.html).not.toContain(SECRET);
    expect(page.html).toContain('It is set, and shown nowhere.');
    const refused = await admin.post(PAGE, { ...(await open()), 'inkling[secret_key]': 'sk_short' });
    expect(refused.html).toContain('This is no secret key');
    expect(refused.html).not.toContain('sk_short');
    const secret = 'return Inkling\\Settings::connection()["secret_key"];';
    await admin.post(PAGE, await open());
    expect(await site.evaluate(secret)).toBe(SECRET);
    expect(JSON.stringify(await admin.rest('/wp/v2/settings'))).not.toContain(SECRET);
    await admin.post(PAGE, { ...(await open()), 'inkling[server]': '', 'inkling[remove_secret]': '1' });
    expect(await site.evaluate(secret)).toBe('');
  });

  it('is for administrators, and for forms of its own', async () => {
    const fields = await open();
    const before = await saved();
    const forged = await admin.send(PAGE, {
      method: 'POST',
      body: new URLSearchParams({ ...fields, _wpnonce: '0123456789', 'inkling[policy]': 'consented-only' }),
    });
    expect([forged.status, await forged.text()]).toEqual([
      403,
      expect.stringContaining('link you followed has expired'),
    ]);
    const password = 'a password';
    await admin.createUser({ user: 'editor', email: 'editor@example.com', password, role: 'editor' });
    const editor = await site.signIn({ user: 'editor', password });
    const theirs = await editor.send(PAGE, {
      method: 'POST',
      body: new URLSearchParams({ ...fields, 'inkling[policy]': 'consented-only' }),
    });
    expect([theirs.status, await theirs.text()]).toEqual([403, expect.stringContaining('not allowed')]);
    const nobody = await site.get(PAGE);
    expect([nobody.status, await nobody.text()]).toEqual([302, '']);
    expect(await saved()).toEqual(before);
  });

  it('makes no promise about the law', async () => {
    const { html } = await admin.get(PAGE);
    expect(html).not.toMatch(/no consent (is )?(needed|required)|without consent|GDPR[- ]compliant/i);
  });

  it('leaves no secret in the folder that the server might show', async () => {
    const folder = String(await site.evaluate('return Inkling\\Storage::folder();'));
    const key = String(await site.evaluate('return base64_encode( Inkling\\Keys::id_key() );'));
    const rules = String(await site.evaluate('return Inkling\\Rules::page()["rules"];'));
    expect(key).toHaveLength(44);
    expect(readFileSync(join(folder, `public/rules-${rules}.json`), 'utf8')).not.toContain(key);
    expect(await (await site.get('/')).text()).not.toContain(key);
  });

  it('complains about nothing and asks nobody outside', () => {
    expect(site.complaints()).toEqual([]);
    expect(site.requests().filter(({ asker }) => asker !== null)).toEqual([]);
  });
});
