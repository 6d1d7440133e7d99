import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../../support/until.ts';
import type { SiteOptions } from '../../../support/wordpress/site.ts';
import { posterTo, setUp } from '../collect/posts.ts';
import { type ConnectedSite, openConnectedSite } from './connected-site.ts';
import { hex } from './sender.ts';

/** A WordPress and a server come up, where others work beside them. */
const SLOWEST_MS = 180_000;

/**
 * What holds of a WordPress that is connected to a server, on whatever it keeps its data in: the body of a suite.
 *
 * @example await describeWordPress('a WordPress that is connected to a server', () => testConnected())
 */
export function testConnected(options: SiteOptions = {}): void {
  let world: ConnectedSite;
  let last = 0;

  beforeAll(async () => {
    world = await openConnectedSite(options);
  }, SLOWEST_MS);

  afterAll(() => world?.stop());

  beforeEach(() => {
    world.way.become('fair');
  });

  /** A visitor of their own, and a line of one page view of theirs. */
  function newLine(more: Readonly<Record<string, unknown>> = {}) {
    last += 1;
    const [now, visitor, id] = [Date.now(), hex(last), `view-${last}`];
    return {
      ...{ visitor, id },
      line: {
        ...{ t: now, v: visitor, dev: visitor, m: 'consented', c: { analytics: true, at: now - 1_000 } },
        e: [{ i: id, n: 'Page Viewed', t: now - 500, p: {}, u: '/shoes' }],
        ...more,
      },
    };
  }

  it('sends nothing, keeps nothing and plans nothing before it is', async () => {
    await world.take([newLine().line]);
    const crons = await world.site.evaluate(
      `return array( wp_next_scheduled( 'inkling_relay' ), wp_next_scheduled( 'inkling_bundle' ) );`,
    );
    expect(crons).toEqual([false, false]);
    expect(await world.status()).toMatchObject({ connected: false, waiting: 0 });
    await world.site.evaluate('Inkling\\Relay::run(); Inkling\\Bundle::pull();');
    expect(world.way.passed).toEqual([]);
    expect(world.site.requests().filter(({ asker }) => asker !== null)).toEqual([]);
  });

  it('sends nothing of a visit and of its counting before it is, either', async () => {
    const { collect, item } = posterTo(world.site, await setUp(world.site, { policy: 'session' }));
    expect((await collect([item('Page Viewed')])).body.accepted).toBe(1);
    await world.site.runCron('inkling_aggregate');
    await (await world.site.get('/')).text();
    expect(world.site.requests().filter(({ asker }) => asker !== null)).toEqual([]);
    expect((await world.status()).waiting).toBe(0);
  });

  it('says whether the server is there and knows its keys', async () => {
    await world.connect();
    expect(await world.site.evaluate('return Inkling\\Relay::test();')).toMatchObject({ ok: true });
    world.way.become('captive');
    expect(await world.site.evaluate('return Inkling\\Relay::test();')).toMatchObject({ ok: false });
  });

  it('sends each line once, in their order, and from cron alone', async () => {
    const [a, b] = [newLine(), newLine()];
    const sent = world.way.passed.length;
    await world.take([a.line, b.line]);
    expect(world.way.passed.length).toBe(sent);
    expect((await world.status()).waiting).toBe(2);
    await world.relay();
    expect(await world.eventsOf(a.visitor)).toEqual([a.id]);
    expect(await world.eventsOf(b.visitor)).toEqual([b.id]);
    expect(await world.status()).toMatchObject({ waiting: 0, dead: 0, last_error: '' });
  });

  it.each(['broken', 'held', 'cut', 'captive', 'tampered'] as const)(
    'loses nothing and counts nothing twice when the way is %s',
    async (weather) => {
      const { line, visitor, id } = newLine();
      await world.take([line]);
      world.way.become(weather);
      await world.relay();
      expect(await world.status()).toMatchObject({ waiting: 1 });
      expect((await world.status()).last_error).not.toBe('');
      world.way.become('fair');
      await world.relay();
      expect(await world.eventsOf(visitor)).toEqual([id]);
      expect(await world.status()).toMatchObject({ waiting: 0, last_error: '' });
    },
  );

  it('counts nothing twice that arrives twice', async () => {
    const { line, visitor, id } = newLine();
    await world.take([line]);
    world.way.become('doubled');
    await world.relay();
    expect(await world.eventsOf(visitor)).toEqual([id]);
    expect((await world.status()).waiting).toBe(0);
  });

  it('loses nothing and counts nothing twice when PHP is killed while it sends', async () => {
    const { line, visitor, id } = newLine();
    await world.take([line]);
    await world.killWhileSending();
    expect(await world.eventsOf(visitor)).toEqual([id]);
    expect((await world.status()).waiting).toBe(1);
    await world.relay();
    expect(await world.eventsOf(visitor)).toEqual([id]);
    expect((await world.status()).waiting).toBe(0);
  });

  it('waits for longer and longer while the server is away, and asks nothing of it meanwhile', async () => {
    await world.take([newLine().line]);
    world.way.become('broken');
    await world.relay();
    const asked = world.way.passed.length;
    await world.site.runCron('inkling_relay');
    expect(world.way.passed.length).toBe(asked);
    world.way.become('fair');
    await world.relay();
    expect((await world.status()).waiting).toBe(0);
  });

  it('sends on what pages post to the site: under a hash of the device where it is allowed, else as a count', async () => {
    const key = await setUp(world.site, { policy: 'session' });
    const { collect, item } = posterTo(world.site, key);
    const device = 'd'.repeat(32);
    const consent = { dev: device, c: { analytics: true, at: Date.now(), source: 'banner' } };
    await collect([item('Page Viewed')]);
    await collect([item('Page Viewed', { path: '/a' })], consent);
    await world.site.runCron('inkling_aggregate');
    expect((await world.status()).waiting).toBe(2);
    await world.relay();
    expect((await world.status()).waiting).toBe(0);
    const visitor = (await world.site.evaluate(
      `return substr( hash_hmac( 'sha256', '${device}', Inkling\\Keys::id_key() ), 0, 32 );`,
    )) as string;
    expect(await world.eventsOf(visitor)).toHaveLength(1);
    expect(await world.eventsOf(device)).toEqual([]);
  });

  it('goes on with a server that was away for a while, and is another process since', async () => {
    const { line, visitor, id } = newLine();
    await world.take([line]);
    await world.killWhileSending();
    await world.restart();
    await world.relay();
    expect(await world.eventsOf(visitor)).toEqual([id]);
    expect((await world.status()).waiting).toBe(0);
  });

  it('gives its pages the rules of the server, and goes on with them while the server is away', async () => {
    const segment = { name: 'Looking', when: { event: 'Page Viewed', count: { gte: 3 }, within: 'session' } };
    const put = await fetch(`${world.app.url}/v1/segments/looking`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${world.app.demo.secretKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(segment),
    });
    expect(put.ok).toBe(true);
    const keysOf = async () => {
      const url = (await world.site.evaluate(`return Inkling\\Rules::published()['url'];`)) as string;
      const rules = (await (await fetch(url)).json()) as { segments: { key: string }[] };
      return rules.segments.map(({ key }) => key);
    };
    expect(await keysOf()).not.toContain('looking');
    world.way.become('tampered');
    await world.pull();
    expect(await keysOf()).not.toContain('looking');
    world.way.become('fair');
    // It is not in force before it has been built.
    await until(async () => {
      await world.pull();
      return (await keysOf()).includes('looking');
    });
    world.way.become('broken');
    await world.pull();
    expect(await keysOf()).toContain('looking');
  });

  it('sends nothing more of somebody who declined, and has the server know that they did', async () => {
    const { line, visitor, id } = newLine();
    await world.take([line]);
    await world.relay();
    const later = { ...line, e: [{ ...line.e[0], i: 'waiting' }] };
    await world.take([later]);
    await world.take([{ ...line, c: { analytics: false, at: Date.now() }, e: [] }]);
    await world.relay();
    expect(await world.eventsOf(visitor)).toEqual([id]);
    expect((await world.status()).dropped.denied).toBe(1);
    await world.take([{ ...line, c: null, e: [{ ...line.e[0], i: 'after' }] }]);
    await world.relay();
    expect(await world.eventsOf(visitor)).toEqual([id]);
  });

  describe('with somebody to forget', () => {
    it('has the server forget whom WordPress’s eraser has erased, also what waited', async () => {
      const [sent, waiting] = [newLine(), newLine()];
      await world.take([sent.line]);
      await world.relay();
      await world.take([{ ...waiting.line, v: sent.visitor, dev: sent.visitor }]);
      world.way.become('broken');
      const done = await world.site.evaluate(
        `return apply_filters( 'inkling_erase_visitor', array( 'removed' => 0, 'retained' => 0, 'messages' => array() ), '${sent.visitor}', '', '', 1 );`,
      );
      expect(done).toMatchObject({ removed: 1 });
      await world.relay();
      world.way.become('fair');
      await world.relay();
      expect(await world.eventsOf(sent.visitor)).toEqual([]);
    });

    it('forgets whom the server has erased, and tells it', async () => {
      const { line, visitor } = newLine();
      await world.take([line]);
      await world.relay();
      await world.take([{ ...line, e: [{ ...line.e[0], i: 'still-waiting' }] }]);
      const erased = await fetch(`${world.app.url}/v1/erasures`, {
        method: 'POST',
        headers: { authorization: `Bearer ${world.app.demo.secretKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ visitor }),
      });
      expect(await erased.json()).toMatchObject({ told: { wordpress: 'waiting' } });
      world.way.become('tampered');
      await world.pull();
      expect((await world.status()).waiting).toBe(1);
      world.way.become('fair');
      // The server tells of it after it has answered.
      await until(async () => {
        await world.pull();
        return world.way.passed.at(-1) === 'POST /platforms/wordpress/forgotten';
      });
      expect((await world.status()).waiting).toBe(0);
    });

    it('hands out what the server holds', async () => {
      const { line, visitor, id } = newLine();
      await world.take([line]);
      await world.relay();
      const items = await world.site.evaluate(
        `return apply_filters( 'inkling_export_visitor', array(), '${visitor}', '', '', 1 );`,
      );
      expect(JSON.stringify(items)).toContain(id);
    });
  });

  it('shows an administrator how it stands, who tests it and, once asked, ends it', async () => {
    const admin = await world.site.signIn();
    const page = '/wp-admin/admin.php?page=inkling-settings';
    const linkTo = async (what: string) => {
      const { html } = await admin.get(page);
      const [, href = ''] =
        new RegExp(`href="([^"]*admin-post\\.php[^"]*what=${what}[^"]*)"`).exec(html) ?? [];
      const url = new URL(href.replaceAll('&#038;', '&').replaceAll('&amp;', '&'));
      return url.pathname + url.search;
    };
    await world.take([newLine().line]);
    const connected = (await admin.get(page)).html;
    expect(connected).toContain('1 posts wait');
    expect(connected).toContain(`href="${world.way.url}/console"`);
    expect((await admin.get(await linkTo('test'))).html).toContain('Connected as');
    const forged = (await linkTo('disconnect')).replace(/_wpnonce=\w+/, '_wpnonce=0123456789');
    expect((await admin.send(forged)).status).toBe(403);
    expect((await world.status()).connected).toBe(true);
    const { html } = await admin.get(await linkTo('disconnect'));
    expect(html).not.toContain('what=disconnect');
    expect(html).not.toContain(world.app.demo.secretKey);
    expect(await world.status()).toMatchObject({ connected: false, waiting: 0 });
    await world.connect();
  });

  it(
    'leaves nothing behind when the plugin is removed while it is connected',
    async () => {
      const other = await openConnectedSite({ ...options, isInstalled: false });
      try {
        await (await other.site.get('/')).text();
        // WordPress 6.1 writes down what became of its own plans.
        await other.site.runCron();
        const before = await other.site.dump();
        await other.install();
        await other.connect();
        await other.take([newLine().line]);
        await other.relay();
        await other.take([newLine().line]);
        await other.pull();
        const admin = await other.site.signIn();
        await admin.deactivate('inkling');
        await admin.remove('inkling');
        expect(await other.site.dump()).toEqual(before);
      } finally {
        await other.stop();
      }
    },
    SLOWEST_MS,
  );

  it('lets go of keys, of what waits, and of its plans when it is disconnected', async () => {
    await world.take([newLine().line]);
    await world.site.evaluate('Inkling\\Relay::disconnect();');
    expect(await world.status()).toMatchObject({ connected: false, waiting: 0 });
    const left = await world.site.evaluate(
      `return array( get_option( 'inkling_connection' ), wp_next_scheduled( 'inkling_relay' ), wp_next_scheduled( 'inkling_bundle' ) );`,
    );
    expect(left).toEqual([false, false, false]);
    expect(world.site.complaints()).toEqual([]);
  });
}
