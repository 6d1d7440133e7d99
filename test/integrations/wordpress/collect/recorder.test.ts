import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeWordPress } from '../../../support/wordpress/describe.ts';
import { openWordPress, type WordPressSite } from '../../../support/wordpress/site.ts';
import { installInkling } from '../plugin.ts';
import { BROWSER, type Poster, posterTo, setUp } from './posts.ts';

const DEVICE = 'd0d1d2d3d4d5d6d7d8d9dadbdcdddedf';
/** As if the request that PHP runs in were that of the visitor's browser. */
const AS_VISITOR = `
  $_SERVER['HTTP_USER_AGENT'] = '${BROWSER['user-agent']}';
  $_SERVER['HTTP_ACCEPT_LANGUAGE'] = '${BROWSER['accept-language']}';
  unset( $_SERVER['HTTP_SEC_GPC'] );
  use Inkling\\Recorder;`.replace(
  'use Inkling\\Recorder;',
  "class_alias( 'Inkling\\\\Recorder', 'Recorder' );",
);

await describeWordPress("what the site's own server knows of visitors", () => {
  let site: WordPressSite;
  let poster: Poster;

  beforeAll(async () => {
    site = await openWordPress();
    await installInkling(site);
  });

  beforeEach(async () => {
    poster = posterTo(site, await setUp(site, { policy: 'session', enabled: true }));
    await site.evaluate(`
      Inkling\\Storage::remove( Inkling\\Storage::folder() . 'sessions' );
      foreach ( glob( Inkling\\Storage::folder() . 'buffer*' ) as $path ) unlink( $path );
      $settings = Inkling\\Storage::read_guarded( 'settings.php' );
      $settings['hears'] = array( 'Page Viewed' => array( 'path' ), 'Product Added' => array( 'product_id' ) );
      Inkling\\Storage::write_guarded( 'settings.php', $settings );`);
  });

  afterAll(() => site.stop());

  const as = (code: string) => site.evaluate(AS_VISITOR + code);

  it('is the visitor of the present request, as their pages are recorded', async () => {
    await poster.collect([poster.item('Page Viewed', { path: '/' })]);
    const state = await as('return Recorder::state( Recorder::visitor() );');
    expect(state).toMatchObject({ v: 1, n: 1, r: [['Page Viewed', { path: '/' }, 0]] });
  });

  it('is nobody for robots, with GPC, by policy and where it is off; and asking stores nothing', async () => {
    const nobody = `return array(
      ( function () { $_SERVER['HTTP_SEC_GPC'] = '1'; return Recorder::visitor(); } )(),
      ( function () { unset( $_SERVER['HTTP_SEC_GPC'] ); $_SERVER['HTTP_USER_AGENT'] = 'curl/8'; return Recorder::visitor(); } )(),
    );`;
    expect(await as(nobody)).toEqual([null, null]);
    await setUp(site, { policy: 'statistics' });
    expect(await as('return Recorder::visitor();')).toBeNull();
    await setUp(site, { policy: 'session', enabled: false });
    expect(await as('return Recorder::visitor();')).toBeNull();
    expect(
      await as(
        "return Recorder::record( null, array( array( 'i' => '1', 'n' => 'A', 't' => 1, 'p' => array() ) ) );",
      ),
    ).toBe(false);
    expect(await as("return is_dir( Inkling\\Storage::folder() . 'sessions' );")).toBe(false);
  });

  it('is known at a checkout by the hash of the day, after a page said the device', async () => {
    await poster.collect([poster.item('Page Viewed', { path: '/' })], {
      c: { analytics: true },
      dev: DEVICE,
    });
    const visitor = (await as('return Recorder::visitor();')) as { v: string; m: string };
    expect(visitor).toMatchObject({ m: 'consented' });
    expect(visitor).toEqual(await as(`return Recorder::visitor( '${DEVICE}' );`));
  });

  it('adds orders and events to their session, and to what is counted and passed on', async () => {
    await poster.collect([poster.item('Page Viewed', { path: '/' })]);
    const order = "Recorder::add_order( $visitor, 'sale', array( 1795435200000, 1999, 'EUR' ) );";
    const again = order.replace('1795435200000', '1795435200001');
    const event =
      "Recorder::record( $visitor, array( array( 'i' => 'cart:1', 'n' => 'Product Added', 't' => Inkling\\Collect\\Entrance::now(), 'p' => array( 'product_id' => '7', 'secret' => 'x' ) ) ) );";
    const state = await as(
      `$visitor = Recorder::visitor(); ${order} ${again} ${event} ${event} return Recorder::state( $visitor );`,
    );
    expect(state).toMatchObject({
      n: 2,
      o: [[1_795_435_200_000, 1999, 'EUR']],
      r: [
        ['Page Viewed', {}, 0],
        ['Product Added', { product_id: '7' }, expect.any(Number)],
      ],
    });
    const next = await poster.collect([]);
    expect(next.body.st).toMatchObject({ n: 2, o: [[1_795_435_200_000, 1999, 'EUR']] });
    const lines = await as(`
      add_action( 'inkling_buffer_taken', function ( $lines ) { $GLOBALS['taken'] = $lines; } );
      Inkling\\Aggregate::run();
      return $GLOBALS['taken'];`);
    expect(lines).toEqual([
      expect.objectContaining({ m: 'anonymous' }),
      expect.objectContaining({
        m: 'anonymous',
        src: 'server',
        e: [expect.objectContaining({ i: 'cart:1' })],
      }),
      expect.objectContaining({ src: 'server' }),
    ]);
  });

  it('is forgotten when somebody asks for it, and whoever is no visitor does no harm', async () => {
    await poster.collect([poster.item('Page Viewed', { path: '/' })]);
    const gone = await as('return Recorder::forget( array( Recorder::visitor()["v"], "../../x" ) );');
    expect(gone).toBe(2);
    expect(await as('return Recorder::state( Recorder::visitor() );')).toEqual([]);
    const hostile =
      '$visitor = array( "v" => str_repeat( "a", 32 ), "m" => "anonymous", "day" => "../../../x" );';
    expect(
      await as(
        `${hostile} Recorder::add_order( $visitor, 'sale', array( 1, 1, 'EUR' ) ); return Recorder::state( $visitor );`,
      ),
    ).toEqual([]);
    const old =
      '$visitor = array( "v" => str_repeat( "a", 32 ), "m" => "anonymous", "day" => "2020-01-01" );';
    await as(`${old} Recorder::add_order( $visitor, 'sale', array( 1, 1, 'EUR' ) );`);
    expect(await as("return glob( Inkling\\Storage::folder() . 'sessions/2020*' );")).toEqual([]);
    expect(site.complaints()).toEqual([]);
  });
});
