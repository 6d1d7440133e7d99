import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Admin } from '../../support/wordpress/admin.ts';
import { describeWordPress } from '../../support/wordpress/describe.ts';
import type { WordPressSite } from '../../support/wordpress/site.ts';
import { openWithInkling, readConfig } from './admin-site.ts';

/** What WordPress's Consent API gives to PHP. */
const API = `<?php
function wp_has_consent( $category ) {
  return in_array( $category, (array) get_option( 'lab_consent', array() ), true );
}`;

await describeWordPress('what visitors allow, on the server', () => {
  let site: WordPressSite;
  let admin: Admin;

  beforeAll(async () => {
    ({ site, admin } = await openWithInkling());
  });

  afterAll(() => site.stop());

  const allows = (before = '') =>
    site.evaluate(
      `${before} return array_map( array( 'Inkling\\Consent', 'allows' ), array( 'analytics', 'personalization', 'contact', 'share', 'other' ) );`,
    );
  const settings = () =>
    site.evaluate("return Inkling\\Storage::read_guarded( 'settings.php' );") as Promise<
      Record<string, unknown>
    >;

  it('is not known without a consent plugin, and pages load no bridge to one', async () => {
    expect(await allows()).toEqual([null, null, null, null, null]);
    expect(await (await site.get('/')).text()).not.toContain('assets/consent.js');
    await site.evaluate(
      "update_option( 'inkling_settings', array( 'without_cmp' => 'wait' ) ); Inkling\\Rules::publish();",
    );
    expect((await settings()).policy).toBe('consented-only');
  });

  it('is what the WP Consent API says, and a browser that opts out allows nothing', async () => {
    writeFileSync(join(site.folder, 'wp-content/mu-plugins/consent-api.php'), API);
    expect(await allows("update_option( 'lab_consent', array( 'statistics' ) );")).toEqual([
      true,
      false,
      false,
      false,
      null,
    ]);
    expect(await allows("update_option( 'lab_consent', array( 'marketing' ) );")).toEqual([
      false,
      true,
      true,
      true,
      null,
    ]);
    expect(await allows("$_SERVER['HTTP_SEC_GPC'] = '1';")).toEqual([false, false, false, false, false]);
    expect(
      await site.evaluate("return apply_filters( 'wp_consent_api_registered_inkling/inkling.php', false );"),
    ).toBe(true);
  });

  it('has pages load the bridge, the same for everybody, and the collect path follow with the next page of the admin', async () => {
    const html = await (await site.get('/')).text();
    expect(html.match(/inkling\/assets\/consent\.js/g)).toHaveLength(1);
    expect(html.indexOf('assets/inkling.js')).toBeLessThan(html.indexOf('assets/consent.js'));
    expect(readConfig(html)?.p).toBe('auto');
    await admin.get('/wp-admin/');
    expect((await settings()).policy).toBe('auto');
  });

  it('complains about nothing', () => expect(site.complaints()).toEqual([]));
});
