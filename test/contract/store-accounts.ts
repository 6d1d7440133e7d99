import { describe, expect, it } from 'vitest';
import type { Entry } from '../../core/entry.ts';
import type { AccountBase, Base } from '../../core/ports.ts';
import type { WithStore } from './store.ts';
import { ANNA, BEN, CLEO, entry, OTHER_SITE, SITE, T0 } from './store-samples.ts';

const ids = (entries: readonly { readonly id: string }[]) => entries.map(({ id }) => id);
const deed = (id: string, given: Partial<Entry> = {}): Entry =>
  entry({ id, context: { path: '/team', account: 'acme' }, ...given });
const base = (given: Partial<Base> = {}): Base => ({
  site: SITE,
  visitor: ANNA,
  since: 0,
  version: 2,
  data: [1],
  ...given,
});
const ofAccount = (given: Partial<AccountBase> = {}): AccountBase => ({
  ...base(),
  account: 'acme',
  ...given,
});

export function accountsContract(withStore: WithStore): void {
  describe('reading an account', () => {
    it(
      'gives its events in time order, whoever they were recorded under',
      withStore(async (store) => {
        await store.append([
          deed('late', { t: T0 + 9 }),
          deed('b', { visitor: BEN }),
          deed('a'),
          deed('other', { context: { account: 'other' } }),
          deed('elsewhere', { site: OTHER_SITE }),
          entry({ id: 'none' }),
        ]);
        const found = await store.readAccount(SITE, 'acme');
        expect(ids(found)).toEqual(['a', 'b', 'late']);
        expect(found[1]).toEqual(await store.readEntry(SITE, 'b'));
        expect(await store.readAccount(SITE, 'nobody')).toEqual([]);
      }),
    );

    it(
      'gives events of visitors, and nothing else',
      withStore(async (store) => {
        await store.append([
          deed('consent', { type: 'consent' }),
          deed('score', { type: 'score' }),
          deed('counted', { visitor: null }),
          deed('event'),
          deed('gone', { visitor: CLEO }),
        ]);
        await store.unname(SITE, CLEO);
        expect(ids(await store.readAccount(SITE, 'acme'))).toEqual(['event']);
        expect(await store.listActing(SITE, 'acme')).toEqual([ANNA]);
      }),
    );

    it(
      'gives of two copies the one that stands, and which account the other named',
      withStore(async (store) => {
        await store.append([deed('a', { context: { account: 'wrong' } })]);
        await store.append([deed('a', { source: 'email', visitor: BEN })]);
        await store.append([deed('a', { source: 'server', visitor: BEN })]);
        expect(await store.listActing(SITE, 'wrong')).toEqual([]);
        expect(await store.listActing(SITE, 'acme')).toEqual([BEN]);
        const [entry] = await store.readSince(0, 10);
        expect(entry?.supersedesFor?.toSorted()).toEqual(['acme', 'wrong']);
        await store.saveProfiles([], entry?.seq ?? 0);
        expect((await store.readSince(0, 10))[0]?.supersedesFor).toBeUndefined();
      }),
    );

    it(
      'lists everybody who acted for it once, also whose events retention took',
      withStore(async (store) => {
        await store.append([
          deed('c', { visitor: CLEO }),
          deed('a'),
          deed('again'),
          deed('b', { visitor: BEN }),
          deed('elsewhere', { site: OTHER_SITE, visitor: CLEO }),
        ]);
        await store.retire(SITE, BEN, ['b'], base({ visitor: BEN }), [ofAccount({ visitor: BEN })]);
        await store.retire(SITE, ANNA, ['a'], base(), [ofAccount()]);
        expect(await store.listActing(SITE, 'acme')).toEqual([ANNA, BEN, CLEO]);
        expect(await store.listActing(OTHER_SITE, 'acme')).toEqual([CLEO]);
        expect(await store.listActing(SITE, 'nobody')).toEqual([]);
      }),
    );
  });

  describe('what retention leaves of an account', () => {
    it(
      'is one base for each id and interval, over the one before',
      withStore(async (store) => {
        await store.retire(SITE, ANNA, [], null, [
          ofAccount({ data: 'old' }),
          ofAccount({ account: 'other' }),
        ]);
        await store.retire(SITE, ANNA, [], null, [ofAccount({ since: 5 }), ofAccount()]);
        await store.retire(SITE, BEN, [], null, [ofAccount({ visitor: BEN })]);
        expect(await store.readAccountBases(SITE, 'acme')).toEqual([
          ofAccount(),
          ofAccount({ since: 5 }),
          ofAccount({ visitor: BEN }),
        ]);
        expect(await store.readAccountBases(OTHER_SITE, 'acme')).toEqual([]);
        expect(await store.readBases(SITE, [ANNA, BEN])).toEqual([]);
      }),
    );

    it(
      'goes with whoever did it',
      withStore(async (store) => {
        const parts = [0, 5].map((since) => ofAccount({ since }));
        await store.retire(SITE, ANNA, [], null, parts);
        await store.retire(SITE, BEN, [], null, [ofAccount({ visitor: BEN })]);
        await store.removePart(SITE, ANNA, { entryIds: [], sinces: [5] });
        expect(await store.readAccountBases(SITE, 'acme')).toEqual([
          ofAccount(),
          ofAccount({ visitor: BEN }),
        ]);
        expect(await store.removeVisitor(SITE, [ANNA])).toMatchObject({ bases: 1 });
        expect(await store.readAccountBases(SITE, 'acme')).toEqual([ofAccount({ visitor: BEN })]);
        expect(await store.removeVisitor(SITE, [ANNA])).toMatchObject({ bases: 0 });
      }),
    );
  });
}
