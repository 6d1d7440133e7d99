import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWordPress } from '../../../support/wordpress/describe.ts';
import type { SiteDump } from '../../../support/wordpress/dump.ts';
import { openWordPress, type WordPressSite } from '../../../support/wordpress/site.ts';
import { installInkling } from '../plugin.ts';
import { posterTo, setUp } from './posts.ts';

await describeWordPress('posts to the sites of a network', () => {
  let site: WordPressSite;
  let before: SiteDump;

  beforeAll(async () => {
    site = await openWordPress({ isMultisite: true });
    const admin = await site.signIn();
    await admin.createSite('second');
    await (await site.get('/')).text();
    await (await site.get('/second/')).text();
    before = await site.dump();
    // WordPress complains of its own code when a site is made.
    site.forgetComplaints();
    await installInkling(site);
  });

  afterAll(() => site.stop());

  it('reach the site that they are for, early and by the REST API, and no other', async () => {
    const first = await setUp(site, { policy: 'session' });
    const second = (await site.evaluate(`
      switch_to_blog( 2 );
      update_option( 'inkling_settings', array_merge( Inkling\\Settings::get(), array( 'policy' => 'session' ) ) );
      Inkling\\Storage::publish_settings();
      return Inkling\\Keys::write();`)) as string;
    expect(first).not.toBe(second);
    for (const way of ['early', 'rest'] as const) {
      const there = posterTo(site, second, { way, base: '/second' });
      const posted = await there.collect([there.item('Page Viewed', { path: '/second/a/' })]);
      expect(posted).toMatchObject({ status: 200, body: { accepted: 1 } });
      const wrong = posterTo(site, first, { way, base: '/second' });
      expect(await wrong.collect([])).toMatchObject({
        status: 401,
        body: { error: { code: 'unknown_key' } },
      });
    }
    const pages = await site.evaluate(`
      global $wpdb;
      $pages = array();
      foreach ( array( 1, 2 ) as $blog ) {
        switch_to_blog( $blog );
        Inkling\\Aggregate::run();
        $pages[] = (int) $wpdb->get_var( "SELECT SUM(n) FROM {$wpdb->prefix}inkling_counts WHERE kind = 'page'" );
        restore_current_blog();
      }
      return $pages;`);
    expect(pages).toEqual([0, 2]);
  });

  it('leave nothing behind when the plugin goes', async () => {
    expect(site.complaints()).toEqual([]);
    const admin = await site.signIn();
    await admin.deactivate('inkling');
    await admin.remove('inkling');
    expect(await site.dump()).toEqual(before);
  });
});

const CANARIES = {
  address: '198.51.100.77',
  agent: 'Canary/77.1',
  email: 'canary.bird@example.com',
  device: 'ca9a12ca9a12ca9a12ca9a12ca9a12ca',
  language: 'xx-CANARY',
} as const;

await describeWordPress('what is left of posts on a site', () => {
  let site: WordPressSite;
  let key: string;
  let before: SiteDump;

  beforeAll(async () => {
    site = await openWordPress();
    await (await site.get('/')).text();
    before = await site.dump();
    await installInkling(site);
    key = await setUp(site, { policy: 'session', trusted_proxies: ['loopback'] });
  });

  afterAll(() => site.stop());

  it('is no address, no user agent, no mail address, no device id: not in files, not in the database', async () => {
    const headers = {
      'x-forwarded-for': CANARIES.address,
      'accept-language': CANARIES.language,
      'user-agent': `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) ${CANARIES.agent} Chrome/130.0.0.0 Safari/537.36`,
    };
    const poster = posterTo(site, key);
    const items = () => [
      poster.item('Page Viewed', {
        path: `/${CANARIES.address}/${CANARIES.email}`,
        title: headers['user-agent'],
        words: [CANARIES.email],
      }),
      poster.item('Products Searched', { query: CANARIES.email }),
      poster.item('Treatment Chosen', { decision: 'a'.repeat(32), campaign: 'welcome', variant: 'a' }),
    ];
    const consent = { c: { analytics: true }, dev: CANARIES.device, m: CANARIES.email, h: 'ab'.repeat(32) };
    for (const more of [{}, consent]) {
      expect(await poster.collect(items(), more, headers)).toMatchObject({
        status: 200,
        body: { accepted: 3, st: { v: 1 } },
      });
      expect(heldIn(site)).toEqual([]);
      await poster.send(
        '/v1/exposures',
        JSON.stringify({ decision: 'a'.repeat(32), shown: true, dev: CANARIES.device }),
        headers,
      );
    }
    await site.runCron('inkling_aggregate');
    expect(heldIn(site)).toEqual([]);
    expect(
      await site.evaluate(
        'global $wpdb; return (int) $wpdb->get_var( "SELECT SUM(n) FROM {$wpdb->prefix}inkling_counts" );',
      ),
    ).toBeGreaterThan(3);
  });

  it('lies in files that a server sends nobody', async () => {
    const folder = (await site.evaluate('return Inkling\\Storage::folder();')) as string;
    const open = filesBelow(folder).filter((path) => {
      const isPublic = path.includes('/public/') || /\/(index\.php|\.htaccess)$/.test(path);
      return !isPublic && !readFileSync(path, 'utf8').startsWith('<?php exit; ?>') && statSync(path).size > 0;
    });
    expect(open).toEqual([]);
  });

  it('is answered earlier yet where the merchant asked for it, until the plugin goes', async () => {
    const path = join(site.folder, 'wp-content/mu-plugins/inkling-speed.php');
    const follow = (isWanted: boolean) =>
      site.evaluate(`
        update_option( 'inkling_settings', array_merge( Inkling\\Settings::get(), array( 'speed_module' => ${isWanted} ) ) );
        do_action( 'inkling_settings_saved' );`);
    await follow(true);
    expect(existsSync(path)).toBe(true);
    const poster = posterTo(site, key);
    expect(await poster.collect([poster.item('Page Viewed')])).toMatchObject({
      status: 200,
      body: { accepted: 1 },
    });
    const direct = await site.get(`/wp-content/mu-plugins/inkling-speed.php?inkling=/v1/collect?k=${key}`, {
      method: 'POST',
      body: '{',
    });
    expect([direct.status, await direct.json()]).toEqual([
      400,
      { error: expect.objectContaining({ code: 'malformed_json' }) },
    ]);
    const read = await site.get('/wp-content/mu-plugins/inkling-speed.php');
    expect([read.status, await read.text()]).toEqual([200, '']);
    await follow(false);
    expect(existsSync(path)).toBe(false);
    // Pages from caches go on to post there: then WordPress answers, as it does for any address.
    const later = await site.get(`/wp-content/mu-plugins/inkling-speed.php?inkling=/v1/collect?k=${key}`, {
      method: 'POST',
      body: '{',
    });
    expect([later.status, await later.json()]).toEqual([
      400,
      { error: expect.objectContaining({ code: 'malformed_json' }) },
    ]);
    await follow(true);
  });

  it.each([
    [
      'cannot be written',
      'WPMU_PLUGIN_DIR',
      'touch( $path );',
      'The file is not there, for PHP cannot write to',
    ],
    [
      'does not work',
      "dirname( Inkling\\PLUGIN_FILE ) . '/includes/collect/class-entrance.php'",
      '',
      'The file was taken away again',
    ],
  ])('is answered as before where the file that does so %s, and says why', async (_, path, put, why) => {
    const [told, isThere, url] = (await site.evaluate(`
      Inkling\\Speed_Module::remove();
      $path = ${path};
      rename( $path, $path . '.aside' );
      ${put}
      try {
        Inkling\\Speed_Module::follow();
        $found = array( Inkling\\Speed_Module::tell(), Inkling\\Speed_Module::is_installed(), Inkling\\Endpoint::collector_url() );
      } finally {
        if ( is_file( $path ) ) unlink( $path );
        rename( $path . '.aside', $path );
      }
      return $found;`)) as [string, boolean, string];
    expect([isThere, url]).toEqual([false, `${site.url}/?inkling=`]);
    expect(told).toContain(why);
    expect(
      await site.evaluate('Inkling\\Speed_Module::follow(); return Inkling\\Speed_Module::is_installed();'),
    ).toBe(true);
  });

  it('goes with the plugin', async () => {
    expect(site.complaints()).toEqual([]);
    const admin = await site.signIn();
    await admin.deactivate('inkling');
    expect(existsSync(join(site.folder, 'wp-content/mu-plugins/inkling-speed.php'))).toBe(false);
    await admin.remove('inkling');
    expect(await site.dump()).toEqual(before);
  });
});

/** Which canaries stand in a file of the site, or in the database. */
function heldIn(site: WordPressSite): readonly string[] {
  const files = [
    ...filesBelow(join(site.folder, 'wp-content/uploads')),
    ...filesBelow(join(site.folder, '../database')),
  ];
  expect(files.length).toBeGreaterThan(5);
  return files.flatMap((path) => {
    const text = path + readFileSync(path, 'latin1');
    return Object.entries(CANARIES).flatMap(([name, canary]) =>
      text.includes(canary) ? [`${name} in ${path}`] : [],
    );
  });
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}
