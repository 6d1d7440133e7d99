import { describe, expect, it } from 'vitest';
import type { WithStore } from './store.ts';
import { ANNA, BEN, CLEO, OTHER_SITE, profile, SITE, T0 } from './store-samples.ts';

export function profilesContract(withStore: WithStore): void {
  describe('profiles', () => {
    it(
      'come back as they were saved',
      withStore(async (store) => {
        const row = profile({ seq: 7, due: T0 + 5, data: '{"text":"grüße 😀"}' });
        await store.saveProfiles([row]);
        expect(await store.loadProfiles(SITE, [ANNA])).toEqual([row]);
        expect(await store.loadProfiles(SITE, [BEN])).toEqual([]);
        expect(await store.loadProfiles(OTHER_SITE, [ANNA])).toEqual([]);
      }),
    );

    it(
      'are loaded many at a time, each once, and who has none is left out',
      withStore(async (store) => {
        await store.saveProfiles([profile({}), profile({ visitor: BEN }), profile({ site: OTHER_SITE })]);
        const found = await store.loadProfiles(SITE, [CLEO, BEN, ANNA, BEN]);
        expect(found.map(({ visitor }) => visitor).toSorted()).toEqual([ANNA, BEN]);
        expect(await store.loadProfiles(SITE, [])).toEqual([]);
      }),
    );

    it(
      'never go back in the log',
      withStore(async (store) => {
        await store.saveProfiles([profile({ seq: 7, data: 'seven' })]);
        await store.saveProfiles([profile({ seq: 6, data: 'six' })]);
        expect((await store.loadProfiles(SITE, [ANNA]))[0]?.data).toBe('seven');
      }),
    );

    it(
      'are all written but those that would go back, wherever these stand among them',
      withStore(async (store) => {
        await store.saveProfiles([profile({ visitor: BEN, seq: 7, data: 'seven' })]);
        const rows = [CLEO, BEN, ANNA].map((visitor) => profile({ visitor, seq: 6, data: 'six' }));
        await store.saveProfiles(rows);
        const found = await store.listProfiles(SITE, null, 9);
        expect(found.map(({ visitor, data }) => [visitor, data])).toEqual([
          [ANNA, 'six'],
          [BEN, 'seven'],
          [CLEO, 'six'],
        ]);
      }),
    );

    it(
      'may be saved again at the same place',
      withStore(async (store) => {
        await store.saveProfiles([profile({ seq: 7, due: T0 })]);
        await store.saveProfiles([profile({ seq: 7, due: null })]);
        expect((await store.loadProfiles(SITE, [ANNA]))[0]?.due).toBeNull();
      }),
    );

    it(
      'are listed by id, page by page',
      withStore(async (store) => {
        const rows = [CLEO, ANNA, BEN].map((one) => profile({ visitor: one }));
        await store.saveProfiles([...rows, profile({ site: OTHER_SITE })]);
        const first = await store.listProfiles(SITE, null, 2);
        const rest = await store.listProfiles(SITE, first[1]?.visitor ?? null, 2);
        expect([...first, ...rest].map(({ visitor }) => visitor)).toEqual([ANNA, BEN, CLEO]);
      }),
    );

    it(
      'are counted by site',
      withStore(async (store) => {
        expect(await store.countProfiles(SITE)).toBe(0);
        await store.saveProfiles([profile({}), profile({ visitor: BEN }), profile({ site: OTHER_SITE })]);
        await store.saveProfiles([profile({ seq: 2 })]);
        expect(await store.countProfiles(SITE)).toBe(2);
        await store.dropProfiles(SITE, [BEN]);
        expect(await store.countProfiles(SITE)).toBe(1);
      }),
    );

    it(
      'are gone once dropped',
      withStore(async (store) => {
        await store.saveProfiles([profile({}), profile({ visitor: BEN, due: T0 })]);
        await store.dropProfiles(SITE, [BEN, CLEO]);
        expect(await store.loadProfiles(SITE, [BEN])).toEqual([]);
        expect(await store.readDue(0, T0, 10)).toEqual([]);
        expect(await store.loadProfiles(SITE, [ANNA])).toHaveLength(1);
      }),
    );

    it(
      'fall due after one instant and up to another, earliest first',
      withStore(async (store) => {
        await store.saveProfiles([
          profile({ visitor: ANNA, due: T0 + 3 }),
          profile({ visitor: BEN, due: T0 + 1 }),
          profile({ visitor: CLEO, due: null }),
          profile({ site: OTHER_SITE, due: T0 + 2 }),
        ]);
        const due = await store.readDue(T0, T0 + 3, 10);
        expect(due.map((row) => row.due - T0)).toEqual([1, 2, 3]);
        expect(due[1]).toEqual({ site: OTHER_SITE, visitor: ANNA, due: T0 + 2 });
        expect(await store.readDue(T0 + 1, T0 + 2, 10)).toHaveLength(1);
        expect(await store.readDue(T0, T0 + 3, 2)).toHaveLength(2);
      }),
    );

    it(
      'fall due no more where a newer save says so',
      withStore(async (store) => {
        await store.saveProfiles([profile({ seq: 1, due: T0 })]);
        await store.saveProfiles([profile({ seq: 2, due: null })]);
        expect(await store.readDue(0, T0, 10)).toEqual([]);
      }),
    );
  });

  describe('the checkpoint', () => {
    it(
      'starts at nothing and is what a save says',
      withStore(async (store) => {
        expect(await store.readCheckpoint()).toBe(0);
        await store.saveProfiles([profile({})], 12);
        await store.saveProfiles([profile({ visitor: BEN })]);
        expect(await store.readCheckpoint()).toBe(12);
      }),
    );

    it(
      'never goes back',
      withStore(async (store) => {
        await store.saveProfiles([], 12);
        await store.saveProfiles([], 11);
        expect(await store.readCheckpoint()).toBe(12);
      }),
    );
  });
}
