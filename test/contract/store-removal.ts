import { describe, expect, it } from 'vitest';
import type { Store } from '../../core/ports.ts';
import type { WithStore } from './store.ts';
import {
  ANNA,
  BEN,
  base,
  CLEO,
  entry,
  link,
  OTHER_SITE,
  profile,
  reservation,
  SITE,
  T0,
} from './store-samples.ts';

const NOTHING = {
  deliveries: 0,
  entries: 0,
  links: 0,
  profiles: 0,
  bases: 0,
  reservations: 0,
  claims: 0,
  records: 0,
  retired: 0,
};

/** One visitor in every collection. */
async function fill(store: Store, who = ANNA): Promise<void> {
  await store.append([
    entry({ id: `${who}1`, visitor: who }),
    entry({ id: `${who}2`, visitor: who, type: 'consent' }),
    entry({ id: `${who}3`, visitor: who, t: Date.UTC(2099, 0) }),
    entry({ id: `${who}4`, visitor: who }),
    link(`${who}5`, who, CLEO),
    link(`${who}6`, CLEO, who),
    entry({ id: `${who}7`, visitor: who, site: OTHER_SITE }),
  ]);
  await store.retire(SITE, who, [`${who}4`], base({ visitor: who }));
  await store.saveProfiles([profile({ visitor: who, due: T0, members: ['loyal@1', 'new@2'] })]);
  const limits = ['all', 'mail'].map((key) => ({ key, max: 9, since: 0 }));
  await store.reserve(reservation({ id: 'r1', unit: who, limits }));
  await store.reserve(reservation({ id: 'r2', unit: who, limits }));
  await store.claim(SITE, `order:${who}`, who);
  await store.putRecord('vault', SITE, who, { sealed: 'x' });
  await store.putRecord('outbox', SITE, `${who}:1`, 'x');
  await store.append([entry({ id: `n${who}`, visitor: who, type: 'notice' })]);
  await store.putRecord('outbox:webhook:crm', SITE, `n${who}`, { lane: 'x' });
}

export function removalContract(withStore: WithStore): void {
  describe('taking a name off', () => {
    it(
      'leaves the entries to the site, and nothing that joins them',
      withStore(async (store) => {
        await store.append([
          entry({ id: 'a', page: 'f'.repeat(32) }),
          entry({ id: 'b' }),
          entry({ id: 'c', visitor: BEN }),
        ]);
        await store.saveProfiles([profile({ visitor: ANNA }), profile({ visitor: BEN })]);
        expect(await store.unname(SITE, ANNA)).toBe(2);
        expect(await store.readVisitor(SITE, [ANNA])).toEqual([]);
        expect(await store.loadProfiles(SITE, [ANNA])).toEqual([]);
        const left = await store.readSite(SITE, { type: 'event', limit: 9 });
        expect(left.map(({ id, visitor, page }) => [id, visitor, page])).toEqual([
          ['a', null, undefined],
          ['b', null, undefined],
        ]);
        expect((await store.readVisitor(SITE, [BEN])).map(({ id }) => id)).toEqual(['c']);
        expect(await store.loadProfiles(SITE, [BEN])).toHaveLength(1);
        expect(await store.unname(SITE, ANNA)).toBe(0);
      }),
    );

    it(
      'gives back the places that the id held, and no others',
      withStore(async (store) => {
        for (const unit of [ANNA, BEN]) {
          await store.reserve(reservation({ id: 'a', unit }));
          await store.confirm(SITE, unit, 'a');
        }
        await store.unname(SITE, ANNA);
        expect(await store.confirm(SITE, ANNA, 'a')).toBe(false);
        expect(await store.confirm(SITE, BEN, 'a')).toBe(true);
      }),
    );
  });

  describe('removing what one of several owners has under an id', () => {
    it(
      'takes the entries and bases that are named, and the profile; counts them, and nothing the second time',
      withStore(async (store) => {
        await store.append(['a', 'b', 'c'].map((id) => entry({ id })));
        for (const since of [0, 5, 9]) await store.retire(SITE, ANNA, [], base({ since }));
        await store.saveProfiles([profile({})]);
        const part = { entryIds: ['a', 'c'], sinces: [0, 9] };
        expect(await store.removePart(SITE, ANNA, part)).toEqual({ entries: 2, bases: 2 });
        expect((await store.readVisitor(SITE, [ANNA])).map(({ id }) => id)).toEqual(['b']);
        expect(await store.readBases(SITE, [ANNA])).toEqual([base({ since: 5 })]);
        expect(await store.loadProfiles(SITE, [ANNA])).toEqual([]);
        expect(await store.removePart(SITE, ANNA, part)).toEqual({ entries: 0, bases: 0 });
      }),
    );

    it(
      'keeps the ids it took out taken',
      withStore(async (store) => {
        await store.append([entry({ id: 'a' })]);
        await store.removePart(SITE, ANNA, { entryIds: ['a'], sinces: [] });
        const [again] = await store.append([entry({ id: 'a', source: 'server' })]);
        expect(again).toEqual({ status: 'duplicate', seq: 0 });
      }),
    );

    it(
      'touches nobody else',
      withStore(async (store) => {
        await store.append([entry({ id: 'ben', visitor: BEN }), entry({ id: 'site', visitor: null })]);
        await store.retire(SITE, BEN, [], base({ visitor: BEN }));
        await store.retire(OTHER_SITE, ANNA, [], base({ site: OTHER_SITE }));
        await store.saveProfiles([profile({ visitor: BEN }), profile({ site: OTHER_SITE })]);
        const part = { entryIds: ['ben', 'site', 'nowhere'], sinces: [0] };
        expect(await store.removePart(SITE, ANNA, part)).toEqual({ entries: 0, bases: 0 });
        expect((await store.readSince(0, 10)).map(({ id }) => id)).toEqual(['ben', 'site']);
        expect(await store.readBases(SITE, [BEN])).toHaveLength(1);
        expect(await store.readBases(OTHER_SITE, [ANNA])).toHaveLength(1);
        expect(await store.loadProfiles(SITE, [BEN])).toHaveLength(1);
        expect(await store.loadProfiles(OTHER_SITE, [ANNA])).toHaveLength(1);
      }),
    );
  });

  describe('ids under which something is held', () => {
    const all = async (store: Store, limit: number) => {
      const found = [];
      for (let after = null as typeof ANNA | null; ; ) {
        const page = await store.listRecorded(SITE, after, limit);
        found.push(...page);
        if (page.length < limit) return found;
        after = page.at(-1) ?? null;
      }
    };

    it(
      'are listed once each and in order, wherever they stand',
      withStore(async (store) => {
        await fill(store);
        const places = ['1', '2', '3', '4', '5', '6'].map((digit) => digit.repeat(32) as typeof ANNA);
        const [profiled, based, reserved, kept, linked, sent] = places as [typeof ANNA, ...(typeof ANNA)[]];
        await store.saveProfiles([profile({ visitor: profiled })]);
        await store.retire(SITE, based as typeof ANNA, [], base({ visitor: based as typeof ANNA }));
        await store.reserve(reservation({ id: 'r', unit: `${reserved}` }));
        await store.putRecord('vault', SITE, `${kept}:email`, 'sealed');
        await store.putRecord('plans', SITE, 'plan', 1);
        await store.append([link('l', sent as typeof ANNA, linked as typeof ANNA)]);
        const expected = [ANNA, CLEO, ...places].toSorted();
        expect(await all(store, 100)).toEqual(expected);
        expect(await all(store, 3)).toEqual(expected);
        expect(await store.listRecorded(SITE, null, 2)).toEqual(expected.slice(0, 2));
        await store.removeVisitor(SITE, [ANNA]);
        expect(await all(store, 3)).not.toContain(ANNA);
      }),
    );
  });

  describe('removing a visitor', () => {
    it(
      'counts what was removed, and nothing the second time',
      withStore(async (store) => {
        await fill(store);
        expect(await store.removeVisitor(SITE, [ANNA])).toEqual({
          deliveries: 1,
          entries: 4,
          links: 2,
          profiles: 1,
          bases: 1,
          reservations: 2,
          claims: 1,
          records: 2,
          retired: 1,
        });
        expect(await store.removeVisitor(SITE, [ANNA])).toEqual(NOTHING);
      }),
    );

    it(
      'takes what waits to tell of a score with it',
      withStore(async (store) => {
        await store.append([entry({ id: 'score:1', visitor: ANNA, type: 'score' })]);
        await store.putRecord('outbox:segment', SITE, 'score:1', { lane: 'x' });
        expect(await store.removeVisitor(SITE, [ANNA])).toMatchObject({ deliveries: 1 });
        expect(await store.getRecord('outbox:segment', SITE, 'score:1')).toBeUndefined();
      }),
    );

    it(
      'leaves nothing to read',
      withStore(async (store) => {
        await fill(store);
        await store.removeVisitor(SITE, [ANNA]);
        expect(await store.readVisitor(SITE, [ANNA])).toEqual([]);
        expect(await store.readLinks(SITE, [ANNA, CLEO])).toEqual([]);
        expect(await store.loadProfiles(SITE, [ANNA])).toEqual([]);
        expect(await store.readBases(SITE, [ANNA])).toEqual([]);
        expect(await store.readDue(0, T0, 10)).toEqual([]);
        expect(await store.countMembers(SITE)).toEqual({});
        expect(await store.confirm(SITE, ANNA, 'r1')).toBe(false);
        expect(await store.claim(SITE, `order:${ANNA}`, BEN)).toBe(BEN);
        expect(await store.getRecord('vault', SITE, ANNA)).toBeUndefined();
        expect(await store.listRecords('outbox', SITE, null, 10)).toEqual([]);
        const [again] = await store.append([entry({ id: `${ANNA}4` })]);
        expect(again?.status).toBe('stored');
      }),
    );

    it(
      'removes all ids of a person in one step',
      withStore(async (store) => {
        await fill(store, ANNA);
        await fill(store, BEN);
        const counts = await store.removeVisitor(SITE, [ANNA, BEN]);
        expect(counts).toMatchObject({ entries: 8, links: 4, profiles: 2, records: 4 });
      }),
    );

    it(
      'touches nobody else',
      withStore(async (store) => {
        await fill(store, ANNA);
        await fill(store, BEN);
        await store.putRecord('vault', SITE, `${ANNA}0`, 'no colon');
        await store.putRecord('vault', OTHER_SITE, ANNA, 'another site');
        await store.removeVisitor(SITE, [ANNA]);
        expect(await store.readVisitor(SITE, [BEN])).toHaveLength(5);
        expect(await store.loadProfiles(SITE, [BEN])).toHaveLength(1);
        expect(await store.countMembers(SITE)).toEqual({ 'loyal@1': 1, 'new@2': 1 });
        expect(await store.readVisitor(OTHER_SITE, [ANNA])).toHaveLength(1);
        expect(await store.getRecord('vault', SITE, `${ANNA}0`)).toBe('no colon');
        expect(await store.getRecord('vault', OTHER_SITE, ANNA)).toBe('another site');
        expect(await store.getRecord('outbox', SITE, `${BEN}:1`)).toBe('x');
      }),
    );

    it(
      'is seen by whoever asks after it was acknowledged',
      withStore(async (store) => {
        await store.append([entry({ id: 'a' })]);
        const removed = store.removeVisitor(SITE, [ANNA]);
        const after = store.append([entry({ id: 'b' })]);
        await Promise.all([removed, after]);
        expect((await store.readVisitor(SITE, [ANNA])).map(({ id }) => id)).toEqual(['b']);
      }),
    );
  });

  describe('closing', () => {
    it(
      'finishes what was accepted and takes nothing more',
      withStore(async (store) => {
        const accepted = store.append([entry({ id: 'a' })]);
        const closed = store.close();
        expect((await accepted)[0]?.status).toBe('stored');
        await closed;
        await store.close();
        await expect(store.append([entry({ id: 'b' })])).rejects.toMatchObject({ code: 'shutting_down' });
        await expect(store.putRecord('c', '', 'k', 1)).rejects.toMatchObject({ code: 'shutting_down' });
        await expect(store.readEntry(SITE, 'a')).rejects.toMatchObject({ code: 'shutting_down' });
      }),
    );
  });

  describe('removing a site', () => {
    it(
      'takes every row of it, some at a time, and none of another',
      withStore(async (store) => {
        await fill(store);
        await fill(store, BEN);
        let calls = 0;
        while ((await store.removeSite(SITE, 3)) > 0) calls += 1;
        expect(calls).toBeGreaterThan(5);
        expect(await store.readVisitor(SITE, [ANNA, BEN, CLEO])).toEqual([]);
        expect(await store.loadProfiles(SITE, [ANNA, BEN])).toEqual([]);
        expect(await store.listRecorded(SITE, null, 10)).toEqual([]);
        expect(await store.listRecords('vault', SITE, null, 10)).toEqual([]);
        expect(await store.readClaim(SITE, `order:${ANNA}`)).toBeNull();
        expect(await store.countMembers(SITE)).toEqual({});
        expect(await store.readVisitor(OTHER_SITE, [ANNA, BEN])).toHaveLength(2);
      }),
    );

    it(
      'takes nothing more of it, whoever writes',
      withStore(async (store) => {
        await store.removeSite(SITE, 1);
        const [mine, others] = await store.append([entry({ id: 'x' }), entry({ id: 'y', site: OTHER_SITE })]);
        expect([mine?.status, others?.status]).toEqual(['erased', 'stored']);
        await fill(store);
        expect(await store.putRecord('vault', SITE, ANNA, 'x')).toBe(false);
        expect(await store.removeSite(SITE, 1)).toBe(0);
        expect(await store.readVisitor(OTHER_SITE, [ANNA])).toHaveLength(2);
      }),
    );
  });
}
