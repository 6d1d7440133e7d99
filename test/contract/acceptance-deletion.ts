/** Acceptance 30: whoever was erased stays so, over HTTP. */
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  DEVICE,
  MINUTE,
  NOON,
  nameUser,
  openWorld,
  USER,
  type World,
} from '../core/privacy/erased-people.ts';
import { createSite } from '../support/sites.ts';
import { type StoreUnderTest, storeOptions } from './store-under-test.ts';

export function deletionSuite(store: StoreUnderTest): void {
  const HOUR = 60 * MINUTE;
  const GRACE = 5 * MINUTE;

  let world: World;

  beforeEach(async () => {
    world = await openWorld(storeOptions(store));
  });
  afterEach(() => world.stop());

  /** Somebody with a life, erased at noon. */
  async function erased(more: object = {}): Promise<void> {
    expect(await world.ingest(world.event('a', NOON - HOUR, more))).toBe('taken');
    await world.erase();
    expect(await world.held()).toBeNull();
  }

  describe('whoever was erased', () => {
    it.each([
      ['an hour before', -HOUR],
      ['at that instant', 0],
      ['at the end of the five minutes', GRACE],
    ])('is not brought back by an event of %s, whichever door it comes through', async (_, offset) => {
      await erased();
      await world.served.clock.moveTo(NOON + HOUR);
      const t = NOON + offset;
      const answers = [
        await world.ingest(world.event('b', t)),
        await world.ingest(world.order('1', t)),
        await world.ingest(world.event('c', t, { userId: undefined, visitor: nameUser(world).visitor })),
        await world.ingest(world.event('d', t, { userId: undefined, inner: nameUser(world).inner })),
        await world.ingest(world.event('e', t, { device: 'ee'.repeat(16) })),
        await world.ingest(world.event('f', t, { email: 'new@example.com' })),
      ];
      expect(answers).toEqual(answers.map(() => 'erased'));
      expect(await world.held()).toBeNull();
    });

    it('is not brought back by an event dated ahead of the clock', async () => {
      await world.ingest(world.event('a', NOON + 4 * MINUTE));
      await world.erase();
      expect(await world.held()).toBeNull();
      expect(await world.ingest(world.event('a', NOON + 4 * MINUTE))).toBe('erased');
    });

    it('is not brought back by what a source goes on saying of consent', async () => {
      await erased();
      await world.served.clock.leapTo(NOON + 49 * HOUR);
      expect(await world.ingest(world.event('b', NOON + 48 * HOUR))).toBe('erased');
      expect(await world.held()).toBeNull();
    });

    it('is only counted where a source says nothing of consent', async () => {
      await erased();
      await world.served.clock.moveTo(NOON + HOUR);
      expect(await world.ingest(world.event('b', NOON + HOUR, { consent: undefined }))).toBe('counted');
    });

    it('begins again with consent given since, and nothing of before', async () => {
      await erased();
      await world.served.clock.moveTo(NOON + HOUR);
      const choice = { userId: USER, purposes: { analytics: true }, source: 'form' };
      const old = await world.site.ask('POST', '/v1/consent', { ...choice, at: NOON - MINUTE });
      expect([old.status, (old.body.error as { code: string }).code]).toEqual([410, 'erased']);
      expect(await world.held()).toBeNull();
      expect((await world.site.ask('POST', '/v1/consent', choice)).status).toBe(200);
      expect(await world.ingest(world.event('b', NOON + HOUR))).toBe('taken');
      expect(await world.ingest(world.event('c', NOON - HOUR))).toBe('erased');
      expect(await world.held()).toEqual(['consent Consent Granted', 'event Product Viewed']);
    });

    it('begins again with an order that the server reports, and not with one that a page names', async () => {
      await erased();
      await world.served.clock.moveTo(NOON + HOUR);
      expect(await world.ingest(world.order('7', NOON + HOUR))).toBe('taken');
      expect(await world.held()).toEqual(['consent Consent Granted', 'event Order Completed']);
      expect(await world.ingest(world.event('b', NOON + HOUR))).toBe('taken');
    });

    it('keeps what was denied before, also when an order begins the profile', async () => {
      const denial = { userId: USER, purposes: { contact: false, share: false }, source: 'form' };
      await world.site.ask('POST', '/v1/consent', denial);
      await erased();
      await world.served.clock.moveTo(NOON + HOUR);
      await world.ingest(world.order('7', NOON + HOUR));
      const { visitor } = nameUser(world);
      const { consent } = (await world.site.ask('GET', `/v1/visitors/${visitor}`)).body as {
        consent: Record<string, { allowed: boolean }>;
      };
      expect([consent.analytics?.allowed, consent.contact?.allowed, consent.share?.allowed]).toEqual([
        true,
        false,
        false,
      ]);
    });

    it.each(['before the erasure', 'after it'])('has objected still, where that was %s', async (when) => {
      const object = () => world.site.ask('POST', '/v1/objections', { userId: USER });
      await world.ingest(world.event('a', NOON - HOUR));
      if (when === 'before the erasure') await object();
      await world.erase();
      if (when === 'after it') await object();
      await world.served.clock.moveTo(NOON + HOUR);
      const choice = { userId: USER, purposes: { contact: true }, source: 'form' };
      expect((await world.site.ask('POST', '/v1/consent', choice)).status).toBe(200);
      const { visitor } = nameUser(world);
      const { objection, consent } = (await world.site.ask('GET', `/v1/visitors/${visitor}`)).body;
      expect([objection, consent]).toEqual([
        { since: new Date(NOON).toISOString() },
        expect.objectContaining({ analytics: expect.objectContaining({ allowed: false }) }),
      ]);
    });

    it('stays counted with every order, where analytics was denied', async () => {
      await erased({ consent: { analytics: true } });
      await world.served.clock.moveTo(NOON + HOUR);
      const denial = { userId: USER, purposes: { analytics: false }, source: 'form' };
      expect((await world.site.ask('POST', '/v1/consent', denial)).status).toBe(200);
      expect(await world.held()).toBeNull();
      expect(await world.ingest(world.order('7', NOON + HOUR))).toBe('counted');
      expect(await world.held()).toBeNull();
    });
  });

  describe('the device of somebody who was erased', () => {
    beforeEach(async () => {
      await world.page(NOON - HOUR, NOON - 2 * HOUR);
      await world.ingest(world.event('a', NOON - HOUR, { device: DEVICE }));
      await world.erase();
    });

    it('is refused with the choice it made before, and begins again with one made since', async () => {
      await world.served.clock.moveTo(NOON + HOUR);
      expect(await world.page(NOON + HOUR, NOON - 2 * HOUR)).toBe('erased');
      expect(await world.held({ device: DEVICE })).toBeNull();
      expect(await world.page(NOON + HOUR, NOON + 1)).toBe('taken');
      expect(await world.page(NOON + MINUTE, NOON + 1)).toBe('erased');
      expect(await world.held({ device: DEVICE })).toEqual(['consent Consent Granted', 'event Page Viewed']);
    });

    it('keeps no address that its page sends', async () => {
      const choice = { analytics: true, contact: true, at: NOON - 2 * HOUR };
      await world.page(NOON + 1, null, { m: 'ann@example.com', c: choice });
      const { store } = world.served;
      expect(await store.listRecords('vault', world.site.siteId, null, 9)).toEqual([]);
    });

    it('answers decisions with nothing', async () => {
      const { body } = await world.site.collect({
        s: NOON,
        dev: DEVICE,
        d: 1,
        c: { analytics: true, at: NOON - HOUR },
        e: [],
      });
      expect(body.do).toEqual([]);
    });
  });

  describe('a device that logs in as somebody who was erased', () => {
    const OTHER = 'e8'.repeat(16);
    const proof = (inner: string) =>
      createHmac('sha256', world.site.secretKey).update(inner, 'utf8').digest('hex');

    /** Browsed before the erasure, logs in an hour after. */
    async function logIn(chosenAt: number, isProved: boolean): Promise<void> {
      await world.page(NOON - HOUR, NOON - 2 * HOUR, { dev: OTHER });
      await erased();
      await world.served.clock.moveTo(NOON + HOUR);
      const { inner } = nameUser(world);
      await world.page(NOON + HOUR, chosenAt, {
        dev: OTHER,
        h: inner,
        ...(isProved && { pr: proof(inner) }),
      });
    }

    it.each([
      ['a choice of before the erasure', NOON - 2 * HOUR, true],
      ['no proof', NOON + MINUTE, false],
    ])('goes on by itself with %s', async (_, chosenAt, isProved) => {
      await logIn(chosenAt, isProved);
      expect(await world.held()).toBeNull();
      expect(await world.held({ device: OTHER })).toContain('event Page Viewed');
    });

    it('begins the profile with a choice made since and a proof, without what it did before', async () => {
      await logIn(NOON + MINUTE, true);
      const events = ((await world.held()) ?? []).filter((line) => line.startsWith('event'));
      expect(events).toEqual(['event Page Viewed']);
    });
  });

  describe('a receipt', () => {
    it('says when, how much and by whom; is given again; and the second erasure counts 0', async () => {
      await world.ingest(world.event('a', NOON - HOUR));
      const { status, body } = await world.site.ask('POST', '/v1/erasures', { userId: USER });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        id: expect.stringMatching(/^er_[0-9a-f]{24}$/),
        erasedAt: new Date(NOON).toISOString(),
        by: 'secret key',
        removed: { entries: 2, profiles: expect.any(Number) },
        told: {},
      });
      expect((await world.site.ask('GET', `/v1/erasures/${body.id}`)).body).toEqual(body);
      const again = await world.erase();
      expect(again.id).not.toBe(body.id);
      expect(Object.values(again.removed).filter((count) => count > 0)).toEqual([]);
    });

    it('is not given to another site', async () => {
      const { id } = await world.erase();
      const other = await createSite(world.served, { name: 'Other' });
      expect((await other.ask('GET', `/v1/erasures/${id}`)).status).toBe(404);
    });
  });
}
