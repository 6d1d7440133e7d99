import { describe, expect, it } from 'vitest';
import type { WithStore } from './store.ts';
import { ANNA, BEN, base, entry, link, OTHER_SITE, SITE } from './store-samples.ts';

export function retentionContract(withStore: WithStore): void {
  describe('retention', () => {
    it(
      'takes entries of one id out of the log and keeps what they were folded into',
      withStore(async (store) => {
        await store.append(['a', 'b', 'c'].map((id) => entry({ id })));
        expect(await store.retire(SITE, ANNA, ['a', 'b'], base())).toBe(2);
        const left = await store.readVisitor(SITE, [ANNA]);
        expect(left.map(({ id }) => id)).toEqual(['c']);
        expect(await store.readBases(SITE, [ANNA, ANNA, BEN])).toEqual([base()]);
      }),
    );

    it(
      'writes one base an interval, over the one before',
      withStore(async (store) => {
        await store.retire(SITE, ANNA, [], base({ since: 5 }));
        await store.retire(SITE, ANNA, [], base({ since: 0, data: 'old' }));
        await store.retire(SITE, ANNA, [], base({ since: 0, data: null, version: 2 }));
        const bases = await store.readBases(SITE, [ANNA]);
        expect(bases).toEqual([base({ data: null, version: 2 }), base({ since: 5 })]);
        expect(await store.readBases(OTHER_SITE, [ANNA])).toEqual([]);
      }),
    );

    it(
      'keeps the ids it took out taken',
      withStore(async (store) => {
        await store.append([entry({ id: 'a' })]);
        await store.retire(SITE, ANNA, ['a'], base());
        const [again] = await store.append([entry({ id: 'a', source: 'server' })]);
        const [elsewhere] = await store.append([entry({ id: 'a', site: OTHER_SITE })]);
        expect(again).toEqual({ status: 'duplicate', seq: 0 });
        expect(elsewhere?.status).toBe('stored');
        expect(await store.readEntry(SITE, 'a')).toBeNull();
      }),
    );

    it(
      "touches nobody else's entries",
      withStore(async (store) => {
        await store.append([entry({ id: 'ben', visitor: BEN }), entry({ id: 'site', visitor: null })]);
        expect(await store.retire(SITE, ANNA, ['ben', 'site', 'nowhere'], null)).toBe(0);
        expect(await store.retire(SITE, null, ['ben', 'site'], null)).toBe(1);
        expect((await store.readSince(0, 10)).map(({ id }) => id)).toEqual(['ben']);
      }),
    );

    it(
      'writes no sums of what is no longer there, and leaves the rest as it is',
      withStore(async (store) => {
        await store.append(['a', 'b'].map((id) => entry({ id })));
        await store.removePart(SITE, ANNA, { entryIds: ['a'], sinces: [] });
        expect(await store.retire(SITE, ANNA, ['a', 'b'], base())).toBe(0);
        expect(await store.readBases(SITE, [ANNA])).toEqual([]);
        expect((await store.readVisitor(SITE, [ANNA])).map(({ id }) => id)).toEqual(['b']);
      }),
    );

    it(
      'keeps what was only claimed from pages alone',
      withStore(async (store) => {
        const claim = entry({ id: 'a', source: 'web', flags: ['late', 'unconfirmed'] });
        await store.append([claim]);
        await store.retire(SITE, ANNA, ['a'], base());
        expect(await store.append([claim])).toEqual([{ status: 'duplicate', seq: 0 }]);
        const [told] = await store.append([entry({ id: 'a', source: 'server' })]);
        expect(told?.status).toBe('stored');
      }),
    );

    it(
      'takes links out of both ends',
      withStore(async (store) => {
        await store.append([link('l', ANNA, BEN)]);
        await store.retire(SITE, ANNA, ['l'], null);
        expect(await store.readLinks(SITE, [ANNA, BEN])).toEqual([]);
      }),
    );
  });
}
