import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Admin } from '../../support/wordpress/admin.ts';
import { describeWordPress } from '../../support/wordpress/describe.ts';
import type { WordPressSite } from '../../support/wordpress/site.ts';
import { openWithInkling } from './admin-site.ts';

type Result = { readonly status: string; readonly label: string; readonly description: string };

await describeWordPress("Inkling on WordPress's page of the site's health", () => {
  let site: WordPressSite;
  let admin: Admin;

  beforeAll(async () => {
    ({ site, admin } = await openWithInkling());
  });

  afterAll(() => site.stop());

  const run = (before = '') =>
    site.evaluate(`${before}
      $tests  = array_filter( apply_filters( 'site_status_tests', array( 'direct' => array(), 'async' => array() ) )['direct'], static function ( $key ) { return 0 === strpos( $key, 'inkling_' ); }, ARRAY_FILTER_USE_KEY );
      return array_map( static function ( $test ) { return call_user_func( $test['test'] ); }, $tests );`) as Promise<
      Record<string, Result>
    >;
  const bad = async (before = '') =>
    Object.entries(await run(before)).flatMap(([key, { status }]) => (status === 'critical' ? [key] : []));

  it('finds nothing to do on a site where all is well', async () => {
    expect(Object.keys(await run())).toEqual([
      'inkling_folder',
      'inkling_cron',
      'inkling_rules',
      'inkling_cache',
      'inkling_server',
    ]);
    expect(await bad()).toEqual([]);
    const { html } = await admin.get('/wp-admin/site-health.php');
    expect(html).toContain('inkling');
  });

  it('says that planned work is late, or not planned at all', async () => {
    const late =
      'wp_clear_scheduled_hook( Inkling\\Aggregate::EVENT ); wp_schedule_single_event( time() - HOUR_IN_SECONDS, Inkling\\Aggregate::EVENT );';
    expect(await bad(late)).toEqual(['inkling_cron']);
    expect((await run()).inkling_cron?.description).toMatch(/late by 1 hour/);
    expect(await bad('wp_clear_scheduled_hook( Inkling\\Aggregate::EVENT );')).toEqual(['inkling_cron']);
    await site.evaluate('Inkling\\Aggregate::install();');
    expect(await bad()).toEqual([]);
  });

  it('says that rules or settings are not there, and shows it on the page Today', async () => {
    const folder = 'Inkling\\Storage::folder()';
    expect(await bad(`array_map( 'unlink', glob( ${folder} . 'public/rules-*' ) );`)).toEqual([
      'inkling_rules',
    ]);
    expect((await admin.get('/wp-admin/admin.php?page=inkling')).html).toMatch(
      /is-bad">To do<\/span><span><strong>Rules are published/,
    );
    await site.evaluate('Inkling\\Rules::publish();');
    expect(await bad(`unlink( ${folder} . 'settings.php' );`)).toEqual(['inkling_folder']);
    await site.evaluate('Inkling\\Rules::publish();');
    expect(await bad()).toEqual([]);
  });

  it('says which extension of PHP an export of personal data waits for', async () => {
    const [without, withIt] = (await site.evaluate(
      'return array( Inkling\\Checks::export( false ), Inkling\\Checks::export( true ) );',
    )) as [Record<string, { state: string; text: string }>, unknown];
    expect(without.export).toMatchObject({ state: 'bad', text: expect.stringContaining('php-zip') });
    expect(withIt).toEqual([]);
    const there = await site.evaluate(
      "return array( class_exists( 'ZipArchive' ), isset( Inkling\\Checks::all()['export'] ) );",
    );
    expect([
      [true, false],
      [false, true],
    ]).toContainEqual(there);
  });

  it('asks the site itself only for an administrator who looks, and never by cron', async () => {
    const route = '/wp-json/inkling/v1/health/collect';
    expect((await site.get(route)).status).toBe(401);
    const asked = (await admin.rest('/inkling/v1/health/collect')) as Result;
    // The site of the tests has one worker, and is not let to wait for itself.
    expect([asked.status, asked.description]).toEqual([
      'critical',
      expect.stringContaining('did not reach itself'),
    ]);
    const answered = await site.evaluate(`
      $answer = static function ( $body ) { return static function () use ( $body ) { return array( 'response' => array( 'code' => 400 ), 'body' => $body, 'headers' => array(), 'cookies' => array() ); }; };
      wp_set_current_user( 1 );
      $ask = static function ( $test, $body ) use ( $answer ) {
        $filter = $answer( $body );
        add_filter( 'pre_http_request', $filter );
        $status = rest_do_request( new WP_REST_Request( 'GET', '/inkling/v1/health/' . $test ) )->get_data()['status'];
        remove_filter( 'pre_http_request', $filter );
        return $status;
      };
      return array(
        $ask( 'collect', '{"error":{"code":"invalid_json"}}' ),
        $ask( 'collect', '<html>blocked</html>' ),
        $ask( 'collect', '{"error":{"code":"switched_off"}}' ),
        $ask( 'outside', '' ),
        $ask( 'outside', '<?php exit; ?>{"site":"' . Inkling\\Keys::site() . '"}' ),
      );`);
    expect(answered).toEqual(['good', 'critical', 'critical', 'good', 'critical']);
    const tests = (await site.evaluate(
      "return apply_filters( 'site_status_tests', array( 'direct' => array(), 'async' => array() ) )['async'];",
    )) as Record<string, { skip_cron?: boolean }>;
    expect(
      Object.entries(tests).filter(
        ([key, { skip_cron }]) => key.startsWith('inkling_') && skip_cron !== true,
      ),
    ).toEqual([]);
  });
});
