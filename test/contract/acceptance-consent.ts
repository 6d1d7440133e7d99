/** Acceptance 20: consent in merges, its ends, who may say what, over HTTP. */
import { describe, expect, it } from 'vitest';
import { innerHash } from '../acceptance/pages.ts';
import {
  DAY,
  device,
  eventsOf,
  find,
  HOUR,
  item,
  MINUTE,
  profileOf,
  shareWorld,
  visitorsOf,
} from '../acceptance/world.ts';
import { type AnswerBody, call, type TestSite } from '../support/sites.ts';
import type { StoreUnderTest } from './store-under-test.ts';

export function consentSuite(store: StoreUnderTest): void {
  const world = shareWorld(Date.UTC(2026, 0, 14, 12), store);

  const choose = (site: TestSite, choice: AnswerBody) =>
    site.ask('POST', '/v1/consent', { source: 'form', ...choice });

  async function allowedOf(
    site: TestSite,
    named: Parameters<typeof profileOf>[1],
  ): Promise<Readonly<Record<string, boolean>>> {
    const { consent } = await profileOf(site, named);
    return Object.fromEntries(Object.entries(consent).map(([purpose, { allowed }]) => [purpose, allowed]));
  }

  describe('consent at a merge (acceptance 20)', () => {
    it.each(['personalization', 'contact', 'share'])(
      'a denial of %s on either side outlives every grant made before, until a later one lifts it',
      async (purpose) => {
        for (const [denies, grants] of [
          ['userId', 'device'],
          ['device', 'userId'],
        ] as const) {
          const site = await world.site();
          const sides = { userId: { userId: 'ann' }, device: { device: device(1) } };
          await choose(site, {
            ...sides[denies],
            purposes: { [purpose]: false },
            at: world.now() - 2 * HOUR,
          });
          await choose(site, { ...sides[grants], purposes: { [purpose]: true }, at: world.now() - HOUR });
          await world.pass(MINUTE);
          await site.ingest([
            { id: 'join', name: 'Signed In', ...sides.userId, ...sides.device, consent: { analytics: true } },
          ]);
          expect(await find(site, sides.device)).toBe(await find(site, sides.userId));
          expect((await allowedOf(site, sides.userId))[purpose]).toBe(false);
          await world.pass(MINUTE);
          await choose(site, { ...sides.userId, purposes: { [purpose]: true } });
          expect((await allowedOf(site, sides.userId))[purpose]).toBe(true);
        }
      },
    );

    it('a person who opted out of analytics stays so, whatever a device of theirs allows', async () => {
      const site = await world.site();
      await choose(site, { userId: 'ann', purposes: { analytics: false } });
      await world.pass(MINUTE);
      const c = { analytics: true, at: world.now(), source: 'banner' };
      const post = () =>
        site.collect({
          s: world.now(),
          dev: device(1),
          h: innerHash(site, 'ann'),
          c,
          e: [item('Signed In', world.now())],
        });
      await post();
      await world.pass(MINUTE);
      await post();
      expect((await allowedOf(site, { userId: 'ann' })).analytics).toBe(false);
    });

    it('is the same whichever side the log hears of first', async () => {
      const told = [];
      for (const order of [
        [0, 1, 2],
        [2, 1, 0],
        [1, 2, 0],
        [0, 2, 1],
        [1, 0, 2],
        [2, 0, 1],
      ]) {
        const site = await world.site();
        const now = world.now();
        const acts = [
          () =>
            choose(site, { userId: 'ann', purposes: { share: false, contact: true }, at: now - 3 * HOUR }),
          () =>
            choose(site, {
              device: device(1),
              purposes: { share: true, contact: true, analytics: true },
              at: now - 2 * HOUR,
            }),
          () =>
            site.ingest([
              {
                id: 'join',
                name: 'Signed In',
                device: device(1),
                userId: 'ann',
                consent: { analytics: true },
                time: now - HOUR,
              },
            ]),
        ];
        for (const act of order) await acts[act]?.();
        told.push(await allowedOf(site, { userId: 'ann' }));
      }
      for (const one of told) expect(one).toMatchObject({ share: false, contact: true, analytics: true });
    });

    it('of a page that only claims a log-in undoes nothing that the person decided', async () => {
      const site = await world.site();
      await choose(site, { userId: 'ann', purposes: { personalization: false } });
      await world.pass(MINUTE);
      const c = { analytics: true, personalization: true, at: world.now(), source: 'banner' };
      await site.collect({
        s: world.now(),
        dev: device(1),
        h: innerHash(site, 'ann'),
        c,
        e: [item('Signed In', world.now())],
      });
      expect((await allowedOf(site, { userId: 'ann' })).personalization).toBe(false);
    });
  });

  describe('consent that ends', () => {
    it('ends at its instant, with no event: then nothing more is stored under the id', async () => {
      const site = await world.site({ policy: 'statistics' });
      const until = world.now() + 10 * MINUTE;
      await choose(site, { device: device(1), purposes: { analytics: true, share: true }, until });
      const post = () =>
        site.collect({ s: world.now(), dev: device(1), e: [item('Page Viewed', world.now())] });
      await post();
      expect((await eventsOf(site, { device: device(1) })).length).toBe(1);
      await world.pass(10 * MINUTE - 1);
      expect(await allowedOf(site, { device: device(1) })).toEqual({ analytics: true, share: true });
      await post();
      await world.pass(1);
      expect(await allowedOf(site, { device: device(1) })).toEqual({ analytics: false, share: false });
      await post();
      expect((await eventsOf(site, { device: device(1) })).length).toBe(2);
      expect((await profileOf(site, { device: device(1) })).consent.analytics?.until).toBe(
        new Date(until).toISOString(),
      );
    });

    it('ends for a server that names none of its own, too', async () => {
      const site = await world.site();
      await choose(site, { userId: 'u', purposes: { analytics: true }, until: world.now() + MINUTE });
      const send = (id: string) => site.ingest([{ id, name: 'Page Viewed', userId: 'u' }]);
      expect((await send('before')).body).toMatchObject({ accepted: 1, counted: 0 });
      await world.pass(MINUTE);
      expect((await send('after')).body).toMatchObject({ accepted: 1, counted: 1 });
    });
  });

  describe('who may say what', () => {
    it('a page speaks for its own device, never of contact, and for nobody it merely names', async () => {
      const site = await world.site();
      const byPage = (choice: AnswerBody) =>
        call(`${world.app.url}/v1/consent?k=${site.writeKey}`, {
          method: 'POST',
          body: JSON.stringify({ source: 'banner', ...choice }),
        });
      expect(
        (await byPage({ device: device(1), purposes: { analytics: true, contact: true } })).body,
      ).toEqual({
        recorded: ['analytics'],
      });
      expect((await byPage({ userId: 'ann', purposes: { analytics: true } })).status).toBe(422);
      expect((await byPage({ device: device(2), userId: 'ann', purposes: { share: true } })).status).toBe(
        200,
      );
      expect(await find(site, { userId: 'ann' })).toBeNull();
      expect((await byPage({ device: device(1), purposes: { contact: false } })).body).toEqual({
        recorded: ['contact'],
      });
    });

    it('a site default speaks where nobody did, and never against a choice', async () => {
      const site = await world.site({ serverConsent: { analytics: true, share: true } });
      await choose(site, { userId: 'no', purposes: { share: false } });
      await site.ingest([
        { id: 'a', name: 'Page Viewed', userId: 'no', time: world.now() },
        { id: 'b', name: 'Page Viewed', userId: 'silent', time: world.now() },
      ]);
      expect(await allowedOf(site, { userId: 'no' })).toMatchObject({ analytics: true, share: false });
      expect(await allowedOf(site, { userId: 'silent' })).toMatchObject({ analytics: true, share: true });
    });

    it('a server without consent is only counted; one that says no leaves a denial behind', async () => {
      const site = await world.site();
      const sent = await site.ingest([
        { id: 'a', name: 'Page Viewed', userId: 'u1' },
        { id: 'b', name: 'Page Viewed', userId: 'u2', consent: { analytics: false } },
        { id: 'c', name: 'Page Viewed', userId: 'u3', consent: { analytics: true } },
      ]);
      expect(sent.body).toMatchObject({ accepted: 3, counted: 2 });
      expect(await find(site, { userId: 'u1' })).toBeNull();
      expect(await eventsOf(site, { userId: 'u2' })).toEqual([]);
      expect(await allowedOf(site, { userId: 'u2' })).toEqual({ analytics: false });
      const later = await site.ingest([
        { id: 'd', name: 'Page Viewed', userId: 'u2', consent: { analytics: true }, time: world.now() - DAY },
      ]);
      expect(later.body).toMatchObject({ accepted: 1, counted: 1 });
      expect((await visitorsOf(site)).length).toBe(2);
    });
  });
}
