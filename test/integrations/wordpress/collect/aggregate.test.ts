import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isFullSize } from '../../../support/full-size.ts';
import { findMariaDbObstacle } from '../../../support/wordpress/mariadb.ts';
import { findObstacle } from '../../../support/wordpress/obstacle.ts';
import { runPhp } from '../../../support/wordpress/php.ts';
import { BOOTSTRAP } from '../../../support/wordpress/server.ts';
import { openWordPress, type WordPressSite } from '../../../support/wordpress/site.ts';
import { installInkling } from '../plugin.ts';
import { setUp } from './posts.ts';

const LINES = 1_100;
const DAY_MS = 86_400_000;
/** Yesterday's, UTC: what is older than three days is no longer told from what comes again. */
const NOON = Math.floor(Date.now() / DAY_MS) * DAY_MS - DAY_MS / 2;
const YESTERDAY = new Date(NOON).toISOString().slice(0, 10);

type Row = {
  readonly kind: string;
  readonly name: string;
  readonly n: number;
  readonly visitors: number;
  readonly amount: number;
};

const noWordPress = await findObstacle();
const missing = { sqlite: noWordPress, mariadb: noWordPress ?? findMariaDbObstacle() };

/** On MariaDB each run counts once, in ../mariadb.test.ts. */
const DATABASES = isFullSize ? (['sqlite', 'mariadb'] as const) : (['sqlite'] as const);

describe.for(DATABASES)('counting what was posted, on %s', (database) => {
  const obstacle = missing[database];
  if (obstacle !== null) {
    it.skip(obstacle);
    return;
  }
  let site: WordPressSite;

  beforeAll(async () => {
    site = await openWordPress({ isOnMariaDb: database === 'mariadb' });
    await installInkling(site);
    await setUp(site, { policy: 'session' });
  });

  beforeEach(async () => {
    await setUp(site, { policy: 'session' });
    await site.evaluate(`
      global $wpdb;
      foreach ( array( 'counts', 'effects', 'seen', 'progress' ) as $name ) $wpdb->query( "DELETE FROM {$wpdb->prefix}inkling_$name" );
      foreach ( glob( Inkling\\Storage::folder() . 'buffer*' ) as $path ) unlink( $path );
      Inkling\\Storage::write_guarded( 'settings.php', array( 'segments' => array( 'fans' ) ) + Inkling\\Storage::read_guarded( 'settings.php' ) );`);
  });

  afterAll(() => site.stop());

  const append = (lines: readonly object[]) =>
    site.evaluate(`
      $buffer = new Inkling\\Collect\\Buffer( Inkling\\Storage::folder() );
      foreach ( json_decode( base64_decode( '${Buffer.from(JSON.stringify(lines)).toString('base64')}' ), true ) as $line ) {
        $buffer->append( $line, PHP_INT_MAX );
      }`);
  const run = () => site.evaluate('return Inkling\\Aggregate::run();');
  const counts = async (): Promise<readonly Row[]> =>
    (await site.evaluate(`
      global $wpdb;
      return array_map(
        function ( $row ) { return array( 'kind' => $row['kind'], 'name' => $row['name'], 'n' => (int) $row['n'], 'visitors' => (int) $row['visitors'], 'amount' => (int) $row['amount_minor'] ); },
        $wpdb->get_results( "SELECT * FROM {$wpdb->prefix}inkling_counts ORDER BY kind, name", ARRAY_A )
      );`)) as Row[];
  const effects = () =>
    site.evaluate(`
      global $wpdb;
      return array_map(
        function ( $row ) { return $row['campaign'] . ' ' . $row['variant'] . ' ' . $row['exposures'] . ' ' . $row['conversions'] . ' ' . $row['revenue_minor']; },
        $wpdb->get_results( "SELECT * FROM {$wpdb->prefix}inkling_effects ORDER BY campaign, variant", ARRAY_A )
      );`);
  const setGoals = (goals: object) =>
    site.evaluate(`
      $settings = Inkling\\Storage::read_guarded( 'settings.php' );
      $settings['goals'] = json_decode( '${JSON.stringify(goals)}', true );
      $settings['arms'] = array( 'welcome' => array( 'a', 'control' ) );
      Inkling\\Storage::write_guarded( 'settings.php', $settings );`);
  const waiting = async () =>
    readdirSync((await site.evaluate('return Inkling\\Storage::folder();')) as string).filter((name) =>
      /^buffer/.test(name),
    );

  it('counts events, pages, topics, searches and referrers, visitors once a day', async () => {
    const page = (i: string, p: object, more: object = {}) =>
      event(i, 'Page Viewed', p, { u: '/a?utm_source=x', ...more });
    await append([
      line('a', [
        page(
          '1',
          { type: 'post', category: 'shoes', categories: ['shoes', 'boots'], author: '3', words: ['wool'] },
          { r: 'https://www.example.com' },
        ),
      ]),
      line('a', [
        page('2', { type: 'post', category: 'hats' }),
        event('3', 'Segment Entered', { segment: 'fans' }),
        event('4', 'Intent Scored', { band: 'high' }),
      ]),
      line('b', [
        page('5', {}),
        event('6', 'Segment Entered', { segment: 'fans' }),
        event('7', 'Intent Scored', { band: 'sky-high' }),
      ]),
      line('a', [
        event('8', 'Segment Entered', { segment: 'fans' }),
        event('9', 'Products Searched', { query: ' Wool\u0000SOCKS \u{1f9e6} ' }),
      ]),
      line('', [page('10', {})]),
    ]);
    expect(await run()).toBe(5);
    const row = (kind: string, name: string, n: number, visitors: number) => ({
      kind,
      name,
      n,
      visitors,
      amount: 0,
    });
    expect(await counts()).toEqual([
      row('event', 'Page Viewed', 4, 2),
      row('event', 'Products Searched', 1, 1),
      row('intent', 'high', 1, 1),
      row('page', '/a', 4, 2),
      row('referrer', 'www.example.com', 1, 1),
      row('search', 'wool socks \u{1f9e6}', 1, 1),
      row('segment', 'fans', 2, 2),
      row('topic', 'author:3', 1, 1),
      row('topic', 'category:boots', 1, 1),
      row('topic', 'category:hats', 1, 1),
      row('topic', 'category:shoes', 1, 1),
      row('topic', 'type:post', 2, 1),
      row('topic', 'word:wool', 1, 1),
    ]);
    expect(await waiting()).toEqual([]);
  });

  it('counts an event once, however often and in whichever run it comes', async () => {
    await append([line('a', [event('1', 'Product Viewed')]), line('a', [event('1', 'Product Viewed')])]);
    await run();
    await append([line('a', [event('1', 'Product Viewed')]), line('a', [event('2', 'Product Viewed')])]);
    await run();
    expect(await counts()).toEqual([{ kind: 'event', name: 'Product Viewed', n: 2, visitors: 1, amount: 0 }]);
  });

  it('tells names apart that differ in a capital or an accent', async () => {
    const search = (i: string, query: string) => event(i, 'Page Viewed', {}, { u: query });
    await append([
      line('a', [search('1', '/Shoes'), search('2', '/shoes'), search('3', '/cafe'), search('4', '/café')]),
    ]);
    await run();
    const pages = (await counts()).filter(({ kind }) => kind === 'page');
    // WordPress's SQLite takes capitals and small letters for the same, whatever a table says.
    const shoes = database === 'sqlite' ? ['/Shoes 2'] : ['/Shoes 1', '/shoes 1'];
    expect(pages.map(({ name, n }) => `${name} ${n}`).toSorted()).toEqual(
      [...shoes, '/cafe 1', '/café 1'].toSorted(),
    );
  });

  it('puts the names of a day beyond 5,000 together', async () => {
    await site.evaluate(`
      $rows = array();
      for ( $at = 0; $at < 4999; $at++ ) $rows[] = array( '${YESTERDAY}', 'event', 'Name ' . $at, 1, 1, 0 );
      Inkling\\Counts::add( $rows );`);
    await append([
      line('a', [
        event('1', 'Last One'),
        event('2', 'Too Many'),
        event('3', 'Far Too Many'),
        event('4', 'Name 7'),
      ]),
    ]);
    await run();
    const all = (await counts()).filter(({ name, n }) => n > 1 || /One|Many|other/.test(name));
    expect(all).toEqual([
      { kind: 'event', name: '(other)', n: 2, visitors: 1, amount: 0 },
      { kind: 'event', name: 'Last One', n: 1, visitors: 1, amount: 0 },
      { kind: 'event', name: 'Name 7', n: 2, visitors: 2, amount: 0 },
    ]);
  });

  it.each([
    [
      'in the middle of a chunk',
      "add_action( 'inkling_buffer_taken', function () { static $n = 0; if ( ++$n === 2 ) posix_kill( getmypid(), SIGKILL ); } );",
    ],
    [
      'between two chunks',
      "add_filter( 'query', function ( $sql ) { static $n = 0; if ( 'START TRANSACTION' === $sql && ++$n === 2 ) posix_kill( getmypid(), SIGKILL ); return $sql; } );",
    ],
    [
      'before the file is removed',
      "add_filter( 'query', function ( $sql ) { static $n = 0; if ( 'COMMIT' === $sql && ++$n === 3 ) { global $wpdb; $n = -9; $wpdb->query( 'COMMIT' ); posix_kill( getmypid(), SIGKILL ); } return $sql; } );",
    ],
  ])('loses nothing and counts nothing twice when it is killed %s', async (_, trap) => {
    await append(
      Array.from({ length: LINES }, (__, at) =>
        line(String(at % 50), [event(`e${at}`, 'Page Viewed', {}, { u: `/${at % 7}` })]),
      ),
    );
    const code = `require '${BOOTSTRAP}'; ${trap} Inkling\\Aggregate::run(); echo 'survived';`;
    await expect(runPhp({ code, env: site.env })).rejects.toThrow(/exit code 128/);
    expect(await waiting()).toHaveLength(1);
    await append([line('x', [event('late', 'Page Viewed', {}, { u: '/0' })])]);
    await run();
    const all = await counts();
    expect(all.find(({ kind }) => kind === 'event')).toEqual({
      kind: 'event',
      name: 'Page Viewed',
      n: LINES + 1,
      visitors: 51,
      amount: 0,
    });
    expect(all.filter(({ kind }) => kind === 'page').reduce((sum, { n }) => sum + n, 0)).toBe(LINES + 1);
    expect(await waiting()).toEqual([]);
  });

  it('lets whoever passes lines on keep them in the same transaction', async () => {
    await append([line('a', [event('1', 'Product Viewed')])]);
    await site.evaluate(`
      add_action( 'inkling_buffer_taken', function () { throw new Exception( 'the outbox is full' ); } );
      try { Inkling\\Aggregate::run(); } catch ( Exception $fault ) {}`);
    expect(await counts()).toEqual([]);
    const lines = await site.evaluate(`
      add_action( 'inkling_buffer_taken', function ( $lines ) { $GLOBALS['inkling_test'] = $lines; } );
      Inkling\\Aggregate::run();
      return $GLOBALS['inkling_test'];`);
    expect(lines).toEqual([
      expect.objectContaining({ v: visitor('a'), e: [expect.objectContaining({ n: 'Product Viewed' })] }),
    ]);
    expect(await counts()).toHaveLength(1);
  });

  it('keeps a few files at most while nothing can be counted, and counts them all then', async () => {
    for (const i of ['1', '2', '3', '4']) {
      await append([line('a', [event(i, 'Product Viewed')])]);
      await site.evaluate(`
        add_action( 'inkling_buffer_taken', function () { throw new Exception( 'the outbox is full' ); } );
        try { Inkling\\Aggregate::run(); } catch ( Exception $fault ) {}`);
    }
    expect(await waiting()).toHaveLength(3);
    for (const _ of [1, 2]) await run();
    expect((await counts()).map(({ n }) => n)).toEqual([4]);
  });

  it('counts one exposure a visitor and day, and a conversion once, only after it', async () => {
    await setGoals({ welcome: ['Product Added'], other: ['Never'] });
    const shown = (who: string, t: number, mark = 's', variant = 'a') => ({
      ...line(who, []),
      d: [['d'.repeat(32), 'welcome', variant, { [mark]: NOON + t }]],
    });
    const added = (who: string, i: string, t: number) =>
      line(who, [event(i, 'Product Added', {}, { t: NOON + t })]);
    await append([shown('a', 100), shown('a', 200), added('a', '1', 50), added('b', '2', 500)]);
    await run();
    expect(await effects()).toEqual(['welcome a 1 0 0']);
    await append([
      added('a', '3', 150),
      added('a', '4', 160),
      shown('b', 600),
      shown('c', 10, 'w', 'control'),
      added('c', '5', 20),
      shown('x', 10, 's', 'no-such-arm'),
      { ...line('x', []), d: [['d'.repeat(32), 'no-such-campaign', 'a', { s: NOON }]] },
    ]);
    await run();
    expect(await effects()).toEqual(['welcome a 2 1 0', 'welcome control 1 1 0']);
    // The report of what was shown came after what it led to.
    await append([added('e', '6', 900)]);
    await run();
    await append([shown('e', 800)]);
    await run();
    await run();
    expect(await effects()).toEqual(['welcome a 3 2 0', 'welcome control 1 1 0']);
  });

  it('sums amounts of the site, and leaves orders of the server to whoever tells them', async () => {
    await setGoals({ welcome: ['Order Completed'] });
    const currency = await site.evaluate(
      "return Inkling\\Storage::read_guarded( 'settings.php' )['currency'];",
    );
    await append([
      { ...line('a', []), d: [['d'.repeat(32), 'welcome', 'a', { s: NOON }]] },
      { ...line('a', [event('1', 'Order Completed', { revenue_minor: 1999, currency })]), src: 'server' },
      line('a', [event('2', 'Order Completed', { revenue: 10.01, currency: 'XXX' })]),
    ]);
    await run();
    const amount = currency === '' ? 1999 + 1001 : 1999;
    expect(await counts()).toEqual([{ kind: 'event', name: 'Order Completed', n: 2, visitors: 1, amount }]);
    expect(await effects()).toEqual(['welcome a 1 1 0']);
  });

  it('goes on counting whatever amounts a stranger makes up', async () => {
    await setGoals({ welcome: ['Order Completed'] });
    await append([{ ...line('a', []), d: [['d'.repeat(32), 'welcome', 'a', { s: NOON }]] }]);
    for (const round of [1, 2, 3]) {
      const orders = Array.from({ length: 600 }, (_, at) =>
        event(`${round} ${at}`, 'Order Completed', { revenue: '90071992547409.91' }),
      );
      await append([line('a', orders)]);
      expect(await run()).toBeGreaterThan(0);
    }
    expect(await counts()).toEqual([
      { kind: 'event', name: 'Order Completed', n: 1_800, visitors: 1, amount: 8e18 },
    ]);
    expect(await waiting()).toEqual([]);
  });

  it('dates no event further back than it knows which came already', async () => {
    await append([
      line('a', [
        event('1', 'Product Viewed', {}, { t: 1e12 }),
        event('2', 'Page Viewed', {}, { t: NOON - DAY_MS }),
      ]),
    ]);
    await run();
    const days = await site.evaluate(
      'global $wpdb; return $wpdb->get_col( "SELECT day FROM {$wpdb->prefix}inkling_counts ORDER BY name DESC" );',
    );
    expect(days).toEqual([-2, -1].map((at) => new Date(NOON + at * DAY_MS).toISOString().slice(0, 10)));
  });

  it('counts no segment and no band that there is none of', async () => {
    await append([
      line('a', [
        event('1', 'Segment Entered', { segment: ['fans', 'others'] }),
        event('3', 'Segment Entered', { segment: 'made-up' }),
        event('2', 'Intent Scored', { band: ['high'] }),
      ]),
    ]);
    await run();
    expect(await counts()).toEqual([]);
  });

  it('forgets what is older than it may be, and what can no longer come twice', async () => {
    await site.evaluate(`
      Inkling\\Counts::add( array( array( gmdate( 'Y-m-d', time() - 86400 * 500 ), 'event', 'Old', 1, 1, 0 ), array( gmdate( 'Y-m-d' ), 'event', 'New', 1, 1, 0 ) ) );
      Inkling\\Counts::remember( array( array( 'old', gmdate( 'Y-m-d', time() - 86400 * 5 ), 0, '', 0 ), array( 'new', gmdate( 'Y-m-d' ), 0, '', 0 ) ) );
      do_action( 'inkling_retention', 400 );
      Inkling\\Aggregate::run();`);
    expect((await counts()).map(({ name }) => name)).toEqual(['New']);
    expect(
      await site.evaluate("return array_keys( Inkling\\Counts::recall( array( 'old', 'new' ) ) );"),
    ).toEqual(['new']);
  });

  it('complains of nothing', () => {
    expect(site.complaints()).toEqual([]);
  });
});

function event(i: string, n: string, p: object = {}, more: object = {}): object {
  return { i, n, t: NOON, p, ...more };
}

function visitor(name: string): string {
  return name === '' ? '' : Buffer.from(name).toString('hex').padStart(32, '0');
}

function line(who: string, e: readonly object[]): object {
  return { t: NOON, v: visitor(who), m: who === '' ? 'counted' : 'anonymous', c: null, e };
}
