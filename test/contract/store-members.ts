import { describe, expect, it } from 'vitest';
import type { SiteId } from '../../core/entry.ts';
import type { ProfileRow, RemovalCounts, Store } from '../../core/ports.ts';
import type { WithStore } from './store.ts';
import { ANNA, BEN, CLEO, OTHER_SITE, profile, SITE } from './store-samples.ts';

const REMOVALS: readonly {
  readonly title: string;
  readonly remove: (store: Store) => Promise<RemovalCounts | number | undefined>;
  /** The receipt for a visitor with nothing but a profile. */
  readonly counted: RemovalCounts | number | undefined;
}[] = [
  {
    title: 'dropping the profile',
    remove: async (store) => {
      await store.dropProfiles(SITE, [ANNA]);
      return undefined;
    },
    counted: undefined,
  },
  { title: 'taking the name off', remove: (store) => store.unname(SITE, ANNA), counted: 0 },
  {
    title: "removing one owner's part",
    remove: (store) => store.removePart(SITE, ANNA, { entryIds: [], sinces: [] }),
    counted: { entries: 0, bases: 0 },
  },
  {
    title: 'removing the visitor',
    remove: (store) => store.removeVisitor(SITE, [ANNA]),
    counted: {
      entries: 0,
      links: 0,
      deliveries: 0,
      profiles: 1,
      bases: 0,
      reservations: 0,
      claims: 0,
      records: 0,
      retired: 0,
    },
  },
];

/** Who is in a segment, all of them. */
const listAll = (store: Store, segment: string, site: SiteId = SITE) =>
  store.listMembers(site, segment, null, 100);

async function readMembers(store: Store): Promise<ProfileRow['members'] | undefined> {
  return (await store.loadProfiles(SITE, [ANNA]))[0]?.members;
}

export function membersContract(withStore: WithStore): void {
  describe('memberships', () => {
    it(
      'are a set, read in ascending order whatever order they were saved in',
      withStore(async (store) => {
        await store.saveProfiles([profile({ members: ['new@10', 'loyal@2', 'new@10', 'new@9', 'Loyal@1'] })]);
        const expected = ['Loyal@1', 'loyal@2', 'new@10', 'new@9'];
        expect(await readMembers(store)).toEqual(expected);
        expect((await store.listProfiles(SITE, null, 9))[0]?.members).toEqual(expected);
        expect(await listAll(store, 'new@10')).toEqual([ANNA]);
      }),
    );

    it(
      'are listed by segment, in the order of ids, page by page',
      withStore(async (store) => {
        const rows = [CLEO, ANNA, BEN].map((visitor) => profile({ visitor, members: ['new@1'] }));
        await store.saveProfiles([...rows, profile({ site: OTHER_SITE, members: ['new@1', 'old@1'] })]);
        const first = await store.listMembers(SITE, 'new@1', null, 2);
        const rest = await store.listMembers(SITE, 'new@1', first[1] ?? null, 2);
        expect([first, rest]).toEqual([[ANNA, BEN], [CLEO]]);
        expect(await store.listMembers(SITE, 'new@1', CLEO, 2)).toEqual([]);
        expect(await listAll(store, 'old@1')).toEqual([]);
        expect(await listAll(store, 'new@11')).toEqual([]);
        expect(await listAll(store, 'old@1', OTHER_SITE)).toEqual([ANNA]);
        expect(await listAll(store, 'new@1', 'st_nowhere' as SiteId)).toEqual([]);
      }),
    );

    it(
      'are those of the newest save: entered, stayed and left',
      withStore(async (store) => {
        await store.saveProfiles([profile({ seq: 1 }), profile({ visitor: BEN, members: ['a@1', 'b@1'] })]);
        expect(await store.countMembers(SITE)).toEqual({ 'a@1': 1, 'b@1': 1 });
        await store.saveProfiles([profile({ seq: 2, members: ['a@1', 'b@1'] })]);
        expect(await listAll(store, 'a@1')).toEqual([ANNA, BEN]);
        await store.saveProfiles([profile({ seq: 3, members: ['b@1', 'c@1'] })]);
        expect(await listAll(store, 'a@1')).toEqual([BEN]);
        expect(await listAll(store, 'b@1')).toEqual([ANNA, BEN]);
        expect(await listAll(store, 'c@1')).toEqual([ANNA]);
        await store.saveProfiles([profile({ seq: 4, members: [] })]);
        expect(await readMembers(store)).toEqual([]);
        expect(await store.countMembers(SITE)).toEqual({ 'a@1': 1, 'b@1': 1 });
      }),
    );

    it(
      'never go back in the log',
      withStore(async (store) => {
        await store.saveProfiles([profile({ seq: 7, members: ['a@1'] })]);
        await store.saveProfiles([profile({ seq: 6, members: ['b@1'] })]);
        expect(await readMembers(store)).toEqual(['a@1']);
        expect(await store.countMembers(SITE)).toEqual({ 'a@1': 1 });
      }),
    );

    it(
      'may change at the same place, as time alone changes them',
      withStore(async (store) => {
        await store.saveProfiles([profile({ seq: 7, members: ['a@1'] })]);
        await store.saveProfiles([profile({ seq: 7, members: ['b@1'] })]);
        expect(await readMembers(store)).toEqual(['b@1']);
        expect(await store.countMembers(SITE)).toEqual({ 'b@1': 1 });
      }),
    );

    it(
      'are counted by segment, without the empty ones and without other sites',
      withStore(async (store) => {
        await store.saveProfiles([
          profile({ members: ['a@1', 'b@1'] }),
          profile({ visitor: BEN, members: ['b@1'] }),
          profile({ site: OTHER_SITE, members: ['b@1', 'c@1'] }),
        ]);
        expect(await store.countMembers(SITE)).toEqual({ 'a@1': 1, 'b@1': 2 });
        await store.saveProfiles([profile({ seq: 2, members: ['b@1'] })]);
        expect(await store.countMembers(SITE)).toEqual({ 'b@1': 2 });
        expect(await store.countMembers('st_nowhere' as SiteId)).toEqual({});
      }),
    );

    for (const { title, remove, counted } of REMOVALS) {
      it(
        `go with the profile: ${title}`,
        withStore(async (store) => {
          const members = ['a@1', 'b@1'];
          await store.saveProfiles([
            profile({ seq: 7, members }),
            profile({ visitor: BEN, members }),
            profile({ site: OTHER_SITE, members }),
          ]);
          expect(await remove(store)).toEqual(counted);
          expect(await listAll(store, 'a@1')).toEqual([BEN]);
          expect(await store.countMembers(SITE)).toEqual({ 'a@1': 1, 'b@1': 1 });
          expect(await store.countMembers(OTHER_SITE)).toEqual({ 'a@1': 1, 'b@1': 1 });
          await store.saveProfiles([profile({ seq: 1, members: ['c@1'] })]);
          expect(await readMembers(store)).toEqual(['c@1']);
          expect(await listAll(store, 'c@1')).toEqual([ANNA]);
        }),
      );
    }
  });
}
