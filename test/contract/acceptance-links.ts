/** Acceptance 19: what links never do, over HTTP. */
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { idsOf, innerHash, openPages, proofOf } from '../acceptance/pages.ts';
import {
  DAY,
  device,
  entriesOf,
  eventsOf,
  find,
  GRANTED,
  HOUR,
  item,
  MINUTE,
  profileOf,
  shareWorld,
  visitorsOf,
} from '../acceptance/world.ts';
import { openDoors, type TestSite } from '../support/sites.ts';
import type { StoreUnderTest } from './store-under-test.ts';

export function linksSuite(store: StoreUnderTest): void {
  const world = shareWorld(Date.UTC(2026, 0, 14, 12), store);

  const { post, logIn } = openPages(() => world);

  /** The demo shop's drawer, as a browser with this device id asks for it. */
  async function whatIsShownTo(dev: string): Promise<string> {
    const answer = await fetch(`${world.app.url}/shop/held`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ device: dev }),
    });
    return answer.text();
  }

  describe('guards of links (acceptance 19)', () => {
    it('a shared device is divided at each log-in: what came before the first belongs to the first', async () => {
      const site = await world.site();
      await post(site, device(1), [item('Page Viewed', world.now(), { i: 'before' })]);
      for (const [person, id] of [
        ['ann', 'as-ann'],
        ['ben', 'as-ben'],
        ['ann', 'as-ann-again'],
      ] as const) {
        await world.pass(HOUR);
        await post(site, device(1), [item('Page Viewed', world.now(), { i: id })], {
          h: innerHash(site, person),
        });
      }
      expect(idsOf(await eventsOf(site, { userId: 'ann' }))).toEqual(['before', 'as-ann', 'as-ann-again']);
      expect(idsOf(await eventsOf(site, { userId: 'ben' }))).toEqual(['as-ben']);
      expect(await find(site, { userId: 'ann' })).not.toBe(await find(site, { userId: 'ben' }));
    });

    it('who is erased from a shared device takes nothing of the other with them', async () => {
      const site = await world.site();
      for (const [person, id] of [
        ['ann', 'of-ann'],
        ['ben', 'of-ben'],
      ] as const) {
        await world.pass(HOUR);
        await post(site, device(1), [item('Page Viewed', world.now(), { i: id })], {
          h: innerHash(site, person),
        });
      }
      await site.ask('POST', '/v1/erasures', { userId: 'ann' });
      expect(await find(site, { userId: 'ann' })).toBeNull();
      expect(idsOf(await eventsOf(site, { userId: 'ben' }))).toEqual(['of-ben']);
      expect((await profileOf(site, { userId: 'ben' })).events?.count).toBe(1);
    });

    it('a reset ends the time of a person: what follows is the device’s own', async () => {
      const site = await world.site();
      await logIn(site, device(1), 'ann');
      await world.pass(MINUTE);
      await post(site, device(1), [item('Signed Out', world.now(), { i: 'out' })], {
        h: innerHash(site, 'ann'),
      });
      await world.pass(MINUTE);
      await post(site, device(1), [item('Page Viewed', world.now(), { i: 'own' })]);
      expect(idsOf(await eventsOf(site, { userId: 'ann' }))).toContain('out');
      expect(idsOf(await eventsOf(site, { userId: 'ann' }))).not.toContain('own');
      expect(idsOf(await eventsOf(site, { device: device(1) }))).toEqual(['own']);
    });

    it.each(['', 'null', 'undefined', '0', '-1', 'unknown', 'guest', 'test@example.com', ' NULL ', 'Guest'])(
      '"%s" names nobody, raw or hashed, by page or by server',
      async (id) => {
        const site = await world.site();
        const inner = innerHash(site, id);
        for (const dev of [device(1), device(2)])
          await post(site, dev, [item('Page Viewed', world.now())], { h: inner });
        await site.ingest([
          { id: 's1', name: 'Page Viewed', userId: id, device: device(3), consent: GRANTED },
          { id: 's2', name: 'Page Viewed', email: id, device: device(4), consent: GRANTED },
          { id: 's3', name: 'Page Viewed', inner, device: device(5), consent: GRANTED },
          { id: 's4', name: 'Page Viewed', userId: id, consent: GRANTED },
        ]);
        expect((await visitorsOf(site)).length).toBe(5);
        for (const named of [{ userId: id }, { email: id }]) expect(await find(site, named)).toBeNull();
        for (let n = 1; n <= 5; n += 1)
          expect(
            (await entriesOf(site, { device: device(n) })).filter(({ type }) => type === 'link'),
          ).toEqual([]);
      },
    );

    it('a person has at most 20 devices in 30 days: the next one stays on its own, and 30 days later one more may come', async () => {
      const site = await world.site();
      for (let n = 1; n <= 21; n += 1)
        await post(site, device(n), [item('Page Viewed', world.now(), { i: `d${n}` })], {
          h: innerHash(site, 'ann'),
        });
      const ids = idsOf(await eventsOf(site, { userId: 'ann' }));
      expect(ids).toHaveLength(20);
      const left = Array.from({ length: 21 }, (_, n) => `d${n + 1}`).find((id) => !ids.includes(id));
      const alone = device(Number(left?.slice(1)));
      expect(idsOf(await eventsOf(site, { device: alone }))).toEqual([left]);
    });

    it('a browser’s claim adds to the person and is shown nothing of them; proved, it is', async () => {
      const site: TestSite = { site: 'demo', ...world.app.demo, ...openDoors(world.app.url, world.app.demo) };
      const now = world.now();
      const order = { order_id: '1', revenue: 99 };
      await site.ingest([
        {
          id: 'secret',
          name: 'Order Completed',
          userId: 'ann',
          consent: GRANTED,
          time: now - DAY,
          properties: order,
        },
        {
          id: 'elsewhere',
          name: 'Wishlist Shared',
          device: device(9),
          userId: 'ann',
          consent: GRANTED,
          time: now - HOUR,
        },
      ]);
      expect(await logIn(site, device(1), 'ann')).toEqual({ accepted: 1, refused: [], do: [] });
      await post(site, device(1), [item('Page Viewed', now, { i: 'own', u: '/shop/own-page' })], {
        h: innerHash(site, 'ann'),
      });
      expect((await profileOf(site, { userId: 'ann' })).events?.count).toBe(4);
      const shown = await whatIsShownTo(device(1));
      expect(shown).toContain('/shop/own-page');
      expect(shown).not.toMatch(/earlier visits|Ordered|Wishlist/);

      await logIn(site, device(2), 'ann', true);
      expect(await whatIsShownTo(device(2))).toMatch(/2 more from earlier visits/);
    });

    it('a claim grants no consent for the person’s other devices; a proved log-in speaks with the person’s own voice', async () => {
      const site = await world.site();
      const now = world.now();
      await site.ingest([
        {
          id: 'deny',
          name: 'Page Viewed',
          userId: 'ann',
          consent: { analytics: true, share: false },
          time: now - DAY,
        },
      ]);
      await logIn(site, device(1), 'ann');
      await site.collect({
        s: now,
        dev: device(1),
        h: innerHash(site, 'ann'),
        c: { ...GRANTED, share: true, at: now },
        e: [],
      });
      expect((await profileOf(site, { userId: 'ann' })).consent.share?.allowed).toBe(false);
      await world.pass(MINUTE);
      await logIn(site, device(1), 'ann', true);
      await world.pass(MINUTE);
      const proved = { h: innerHash(site, 'ann'), pr: proofOf(site, innerHash(site, 'ann')) };
      await site.collect({
        s: world.now(),
        dev: device(1),
        ...proved,
        c: { ...GRANTED, share: true, at: world.now() },
        e: [],
      });
      expect((await profileOf(site, { userId: 'ann' })).consent.share?.allowed).toBe(true);
    });

    it('believes no proof but the one of the site’s own secret key', async () => {
      const site = await world.site();
      const h = innerHash(site, 'ann');
      const wrong = [
        '',
        'ab'.repeat(32),
        createHmac('sha256', site.writeKey).update(h).digest('hex'),
        proofOf(site, innerHash(site, 'ben')),
      ];
      for (const [n, pr] of wrong.entries())
        await post(site, device(n + 1), [item('Page Viewed', world.now())], { h, pr });
      const links = (await entriesOf(site, { userId: 'ann' })).filter(({ type }) => type === 'link');
      expect(links).toHaveLength(wrong.length);
      expect(links.filter(({ properties }) => properties.proved === true)).toEqual([]);
    });
  });
}
