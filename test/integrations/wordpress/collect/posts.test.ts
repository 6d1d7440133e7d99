import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { describeWordPress } from '../../../support/wordpress/describe.ts';
import { openWordPress, type WordPressSite } from '../../../support/wordpress/site.ts';
import { installInkling } from '../plugin.ts';
import { type Poster, posterTo, setUp } from './posts.ts';

await describeWordPress('posts of pages, in a WordPress', () => {
  let site: WordPressSite;
  let key: string;

  beforeAll(async () => {
    // The file of the direct way is there once the site has asked itself for it.
    site = await openWordPress({ workers: 2 });
    await installInkling(site);
    key = await setUp(site, { policy: 'session' });
  });

  afterAll(() => site.stop());

  it('clears away what a kill left half written', async () => {
    const left = await site.evaluate(`
      file_put_contents( Inkling\\Storage::folder() . 'settings.php.0a.tmp.php', '' );
      touch( Inkling\\Storage::folder() . 'settings.php.0b.tmp.php', time() - 90000 );
      touch( Inkling\\Storage::folder() . 'public/rules-1.json.0c.tmp', time() - 90000 );
      do_action( 'inkling_daily' );
      $left = array_merge( glob( Inkling\\Storage::folder() . '*.tmp*' ), glob( Inkling\\Storage::folder() . 'public/*.tmp' ) );
      array_map( 'unlink', $left );
      return array_map( 'basename', $left );`);
    expect(left).toEqual(['settings.php.0a.tmp.php']);
  });

  describe.each(['early', 'rest', 'direct'] as const)('by the %s way', (way) => {
    let poster: Poster;

    beforeAll(async () => {
      await setUp(site, { speed_module: way === 'direct' });
      await site.evaluate('Inkling\\Speed_Module::follow();');
      const url = await site.evaluate('return Inkling\\Speed_Module::url();');
      expect(url !== '').toBe(way === 'direct');
    });

    beforeEach(async () => {
      await setUp(site, { policy: 'session', enabled: true });
      await site.evaluate("Inkling\\Storage::remove( Inkling\\Storage::folder() . 'sessions' );");
      poster = posterTo(site, key, { way });
    });

    it('are answered with the session that they are of', async () => {
      const first = await poster.collect([
        poster.item('Page Viewed', { path: '/hello-world/', type: 'post' }),
      ]);
      expect(first).toMatchObject({
        status: 200,
        body: { accepted: 1, refused: [], do: [], st: { v: 1, n: 1 } },
      });
      await poster.collect([poster.item('Page Viewed', { path: '/b/' })]);
      const third = await poster.collect([poster.item('Page Viewed', { path: '/c/' })]);
      expect(third.body.st).toMatchObject({ n: 3, u: first.body.st?.u });
    });

    it('are refused with place and cure where they cannot be read', async () => {
      expect(await poster.send('/v1/collect', '{"ver":1')).toMatchObject({
        status: 400,
        body: { error: { code: 'malformed_json' } },
      });
      expect(await poster.send('/v1/collect', 'x'.repeat(62_000))).toMatchObject({
        status: 413,
        body: { error: { code: 'too_large' } },
      });
      expect(await posterTo(site, 'wk_another', { way }).collect([])).toMatchObject({
        status: 401,
        body: { error: { code: 'unknown_key' } },
      });
    });

    it.each(['&k[]=a', '%26k[]=a', '%26a'.repeat(1_500)])(
      'with a key that is none (%.8s) are refused, and nobody complains',
      async (more) => {
        const key = `none${more}`;
        expect(await posterTo(site, key, { way }).collect([])).toMatchObject({ status: 401 });
        expect(site.complaints()).toEqual([]);
      },
    );

    it('of other sites are refused', async () => {
      const foreign = { status: 403, body: { error: { code: 'foreign_origin' } } };
      expect(await poster.collect([], {}, { origin: 'https://example.com' })).toMatchObject(foreign);
      expect((await poster.collect([], {}, { origin: site.url })).status).toBe(200);
    });

    it('are refused where the plugin is switched off, and the route stays', async () => {
      await setUp(site, { enabled: false });
      expect(await poster.collect([])).toMatchObject({
        status: 403,
        body: { error: { code: 'switched_off' } },
      });
    });

    it('are counted once a minute', async () => {
      await site.evaluate('Inkling\\Aggregate::run();');
      const before = await countsOf(site);
      const [segment] = (await site.evaluate(
        "return Inkling\\Storage::read_guarded( 'settings.php' )['segments'];",
      )) as string[];
      const item = poster.item('Page Viewed', { path: '/hello-world/', type: 'post', category: ['news'] });
      await poster.collect([item, poster.item('Segment Entered', { segment })]);
      await poster.collect([item]);
      await site.runCron('inkling_aggregate');
      const after = await countsOf(site);
      const grown = Object.fromEntries(
        Object.entries(after)
          .filter(([name, n]) => n !== before[name])
          .map(([name, n]) => [name, n - (before[name] ?? 0)]),
      );
      expect(grown).toMatchObject({
        'event Page Viewed': 1,
        'page /hello-world/': 1,
        'topic type:post': 1,
        'topic category:news': 1,
      });
    });
  });

  it('leave no complaint of PHP and no request to anybody', () => {
    expect(site.complaints()).toEqual([]);
    const elsewhere = site.requests().filter(({ asker, url }) => asker !== null && !url.startsWith(site.url));
    expect(elsewhere).toEqual([]);
  });
});

async function countsOf(site: WordPressSite): Promise<Record<string, number>> {
  return (await site.evaluate(`
    global $wpdb;
    $counts = array();
    foreach ( $wpdb->get_results( "SELECT kind, name, n FROM {$wpdb->prefix}inkling_counts", ARRAY_A ) as $row ) {
      $counts[ $row['kind'] . ' ' . $row['name'] ] = (int) $row['n'];
    }
    return (object) $counts;`)) as Record<string, number>;
}
