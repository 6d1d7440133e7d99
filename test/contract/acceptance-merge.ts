/** Acceptance 18: merging, over HTTP. */
import { describe, expect, it } from 'vitest';
import { idsOf, innerHash, openPages } from '../acceptance/pages.ts';
import {
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
import type { StoreUnderTest } from './store-under-test.ts';

export function mergeSuite(store: StoreUnderTest): void {
  const world = shareWorld(Date.UTC(2026, 0, 14, 12), store);

  const { post, logIn } = openPages(() => world);

  describe('a visitor who logs in (acceptance 18)', () => {
    it('is one person with everything of all devices: the union of the events, nothing counted twice', async () => {
      const site = await world.site();
      const now = world.now();
      for (const [n, dev] of [device(1), device(2)].entries()) {
        await post(site, dev, [
          item('Product Viewed', now - 3 * HOUR, { i: `v${n}` }),
          item('Order Completed', now - 2 * HOUR, {
            i: `order:${n}`,
            p: { order_id: `${n}`, revenue: 10.1 },
          }),
          item('Product Viewed', now - HOUR, { i: 'seen-by-both' }),
        ]);
      }
      // Which of two equal copies stays depends on the content's hash; that one stays does not.
      const before = await Promise.all([1, 2].map((n) => profileOf(site, { device: device(n) })));
      expect(before.reduce((sum, profile) => sum + (profile.events?.count ?? 0), 0)).toBe(2 + 2 + 1);
      await logIn(site, device(1), 'Ann@Example.com ');
      await logIn(site, device(2), 'ann@example.com');
      await logIn(site, device(2), 'ann@example.com');
      const person = await profileOf(site, { email: ' ANN@example.com' });
      expect(person.events?.count).toBe(2 + 2 + 1 + 3);
      expect(person.orders).toMatchObject({ frequency: 2, monetary: 20.2 });
      for (const named of [{ device: device(1) }, { device: device(2) }])
        expect(await profileOf(site, named)).toEqual(person);
      expect(await visitorsOf(site)).toEqual([person.visitor]);
    });

    it('is the same person whichever came first: the events, the log-in, or the other device', async () => {
      const site = await world.site();
      const now = world.now();
      const acts = [
        (dev: string, n: number) => post(site, dev, [item('Product Viewed', now - 2 * HOUR, { i: `a${n}` })]),
        (dev: string, n: number) => post(site, dev, [], { h: innerHash(site, `u${n}`) }),
        (_: string, n: number) =>
          post(site, device(900 + n), [item('Product Added', now - HOUR, { i: `b${n}` })], {
            h: innerHash(site, `u${n}`),
          }),
        (_: string, n: number) =>
          site.ingest([
            {
              id: `c${n}`,
              name: 'Order Completed',
              userId: `u${n}`,
              consent: GRANTED,
              time: now - MINUTE,
              properties: { order_id: `o${n}`, revenue: 3 },
            },
          ]),
      ];
      const told = [];
      const orders = [
        [0, 1, 2, 3],
        [3, 2, 1, 0],
        [1, 0, 3, 2],
        [2, 3, 0, 1],
        [1, 3, 2, 0],
        [3, 0, 2, 1],
      ];
      for (const [n, order] of orders.entries()) {
        for (const act of order) await acts[act]?.(device(100 + n), n);
        const { visitor: _, consent: __, ...profile } = await profileOf(site, { userId: `u${n}` });
        told.push(profile);
      }
      for (const one of told) expect(one).toEqual(told[0]);
      expect(told[0]).toMatchObject({ events: { count: 3 }, orders: { frequency: 1 } });
    });

    it('answers under every old id with the one profile', async () => {
      const site = await world.site();
      await post(site, device(1), [item('Page Viewed', world.now() - 5)]);
      const [before = ''] = await visitorsOf(site);
      await logIn(site, device(1), 'u1');
      const person = await find(site, { userId: 'u1' });
      expect(person).not.toBe(before);
      expect((await profileOf(site, { visitor: before })).visitor).toBe(person);
      expect(idsOf(await entriesOf(site, { visitor: before }))).toEqual(
        idsOf(await entriesOf(site, { userId: 'u1' })),
      );
    });

    it('is known by an address and by a number alike, once a server said that they are one', async () => {
      const site = await world.site();
      const consent = GRANTED;
      await site.ingest([
        { id: 'm', name: 'Email Opened', email: 'ann@example.com', consent, time: world.now() - HOUR },
        { id: 'n', name: 'Page Viewed', userId: '77', consent, time: world.now() - HOUR },
      ]);
      expect((await visitorsOf(site)).length).toBe(2);
      await site.ingest([
        { id: 'o', name: 'Page Viewed', userId: '77', email: 'ann@example.com', consent, time: world.now() },
      ]);
      expect((await profileOf(site, { email: 'ann@example.com' })).events?.count).toBe(3);
      expect(await find(site, { email: 'ann@example.com' })).toBe(await find(site, { userId: '77' }));
    });

    it('brings what the page did before consent, and nothing of the day unless the consent text says so', async () => {
      for (const linksWholeDay of [false, true]) {
        const site = await world.site({ linksWholeDay });
        const now = world.now();
        const [earlier, here] = ['a'.repeat(32), 'b'.repeat(32)];
        const sender = { ip: '203.0.113.9' };
        await site.collect(
          { s: now, pg: earlier, e: [item('Page Viewed', now - 9_000, { i: 'earlier' })] },
          sender,
        );
        await site.collect(
          { s: now, pg: here, e: [item('Page Viewed', now - 8_000, { i: 'here' })] },
          sender,
        );
        const c = { ...GRANTED, at: now, source: 'banner' };
        await site.collect(
          { s: now, pg: here, dev: device(1), c, e: [item('Page Viewed', now, { i: 'after' })] },
          sender,
        );
        const ids = idsOf(await eventsOf(site, { device: device(1) }));
        expect(ids).toEqual(linksWholeDay ? ['earlier', 'here', 'after'] : ['here', 'after']);
      }
    });
  });
}
