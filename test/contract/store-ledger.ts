import { describe, expect, it } from 'vitest';
import type { WithStore } from './store.ts';
import { ANNA, BEN, OTHER_SITE, reservation, SITE, T0 } from './store-samples.ts';

const DAY = 86_400_000;
const limit = (key: string, max: number) => ({ key, max, since: T0 - DAY });

export function ledgerContract(withStore: WithStore): void {
  describe('the ledger', () => {
    it(
      'gives exactly as many places as a limit has to 50 who ask at once',
      withStore(async (store) => {
        const asked = Array.from({ length: 50 }, (_, n) =>
          store.reserve(reservation({ id: `${n}`, limits: [limit('all', 3)] })),
        );
        const outcomes = await Promise.all(asked);
        expect(outcomes.filter(({ ok }) => ok)).toHaveLength(3);
        expect(outcomes.find(({ ok }) => !ok)).toEqual({ ok: false, key: 'all' });
      }),
    );

    it(
      'takes a place under every limit or under none',
      withStore(async (store) => {
        await store.reserve(reservation({ id: 'a', limits: [limit('mail', 1)] }));
        const refused = await store.reserve(
          reservation({ id: 'b', limits: [limit('all', 5), limit('mail', 1)] }),
        );
        expect(refused).toEqual({ ok: false, key: 'mail' });
        const fits = await store.reserve(reservation({ id: 'c', limits: [limit('all', 1)] }));
        expect(fits).toEqual({ ok: true });
      }),
    );

    it(
      'reads what stands for some units, each place with how far it is',
      withStore(async (store) => {
        const later = { limits: [limit('mail', 5)], at: T0 + 5, expiresAt: T0 + 60_000 };
        await store.reserve(reservation({ id: 'b', ...later }));
        await store.reserve(reservation({ id: 'a', limits: [limit('mail', 5)], counts: ['mail', 'all'] }));
        await store.reserve(reservation({ id: 'c', unit: BEN, ...later }));
        await store.reserve(reservation({ id: 'd', site: OTHER_SITE }));
        await store.confirm(SITE, ANNA, 'a');
        await store.release(SITE, BEN, 'c');
        const read = await store.readPlaces(SITE, [ANNA, BEN]);
        expect(read.map(({ id, key, at, state }) => [id, key, at, state])).toEqual([
          ['a', 'all', T0, 'confirmed'],
          ['a', 'mail', T0, 'confirmed'],
          ['b', 'mail', T0 + 5, 'reserved'],
          ['c', 'mail', T0 + 5, 'released'],
        ]);
        expect(read.at(-1)?.expiresAt).toBe(T0 + 60_000);
        expect(await store.readPlaces(SITE, [BEN])).toHaveLength(1);
        expect(await store.readPlaces(SITE, [])).toEqual([]);
      }),
    );

    it(
      'reads places of one instant by the bytes of their ids and keys',
      withStore(async (store) => {
        // By units of UTF-16 the last two would change places.
        const texts = ['a', 'b', 'z', '\u00e4', '\uff5e', '\u{1f600}'];
        for (const id of texts.toReversed())
          await store.reserve(reservation({ id, limits: [], counts: texts.toReversed() }));
        const read = await store.readPlaces(SITE, [ANNA]);
        expect(read.map(({ id, key }) => [id, key])).toEqual(
          texts.flatMap((id) => texts.map((key) => [id, key])),
        );
      }),
    );

    it(
      'keeps units and sites apart',
      withStore(async (store) => {
        const asked = [{ unit: ANNA }, { unit: BEN }, { unit: ANNA, site: OTHER_SITE }];
        const outcomes = await Promise.all(
          asked.map((given, n) => store.reserve(reservation({ id: `${n}`, ...given }))),
        );
        expect(outcomes).toEqual([{ ok: true }, { ok: true }, { ok: true }]);
      }),
    );

    it(
      'never lets anybody in where the limit is 0, and always where there is none',
      withStore(async (store) => {
        expect(await store.reserve(reservation({ id: 'a', limits: [limit('all', 0)] }))).toEqual({
          ok: false,
          key: 'all',
        });
        expect(await store.reserve(reservation({ id: 'b', limits: [] }))).toEqual({ ok: true });
        expect(await store.confirm(SITE, ANNA, 'b')).toBe(true);
      }),
    );

    it(
      'counts toward what it says, not toward what it keeps to',
      withStore(async (store) => {
        const limits = [limit('all', 1)];
        await store.reserve(reservation({ id: 'a', limits, counts: ['mail'] }));
        expect((await store.reserve(reservation({ id: 'b', limits }))).ok).toBe(true);
        const mail = await store.reserve(reservation({ id: 'c', limits: [limit('mail', 1)] }));
        expect(mail).toEqual({ ok: false, key: 'mail' });
      }),
    );

    it(
      'counts the places of other units of the same person, each once',
      withStore(async (store) => {
        await store.reserve(reservation({ id: 'a', unit: BEN }));
        await store.confirm(SITE, BEN, 'a');
        expect((await store.reserve(reservation({ id: 'b', also: [BEN] }))).ok).toBe(false);
        const fits = reservation({ id: 'c', also: [BEN, ANNA], limits: [limit('all', 2)] });
        expect((await store.reserve(fits)).ok).toBe(true);
        expect((await store.reserve({ ...fits, id: 'd' })).ok).toBe(false);
      }),
    );

    it(
      'gives the same place again to a retry',
      withStore(async (store) => {
        const first = await store.reserve(reservation({ id: 'a' }));
        const retry = await store.reserve(reservation({ id: 'a' }));
        expect([first, retry]).toEqual([{ ok: true }, { ok: true }]);
        expect(await store.reserve(reservation({ id: 'b' }))).toEqual({ ok: false, key: 'all' });
      }),
    );

    for (const [title, at, ok] of [
      ['holds an unconfirmed place until it runs out', T0 + 59_999, false],
      ['gives a place away at the instant it runs out', T0 + 60_000, true],
    ] as const) {
      it(
        title,
        withStore(async (store) => {
          await store.reserve(reservation({ id: 'a' }));
          expect((await store.reserve(reservation({ id: 'b', at }))).ok).toBe(ok);
        }),
      );
    }

    for (const [title, since, ok] of [
      ['counts what was taken after the start of the window', T0 - 1, false],
      ['counts no more what was taken at the start of the window', T0, true],
    ] as const) {
      it(
        title,
        withStore(async (store) => {
          await store.reserve(reservation({ id: 'a' }));
          await store.confirm(SITE, ANNA, 'a');
          const limits = [{ key: 'all', max: 1, since }];
          expect((await store.reserve(reservation({ id: 'b', at: T0 + DAY, limits }))).ok).toBe(ok);
        }),
      );
    }

    it(
      'counts a confirmed place past its end',
      withStore(async (store) => {
        await store.reserve(reservation({ id: 'a' }));
        expect(await store.confirm(SITE, ANNA, 'a')).toBe(true);
        expect((await store.reserve(reservation({ id: 'b', at: T0 + 70_000 }))).ok).toBe(false);
      }),
    );

    it(
      'gives a released place away',
      withStore(async (store) => {
        await store.reserve(reservation({ id: 'a' }));
        expect(await store.release(SITE, ANNA, 'a')).toBe(true);
        expect(await store.release(SITE, ANNA, 'a')).toBe(false);
        expect((await store.reserve(reservation({ id: 'b' }))).ok).toBe(true);
      }),
    );

    it(
      'counts what was shown after all, released or run out',
      withStore(async (store) => {
        await store.reserve(reservation({ id: 'a' }));
        await store.release(SITE, ANNA, 'a');
        expect(await store.confirm(SITE, ANNA, 'a')).toBe(true);
        expect((await store.reserve(reservation({ id: 'b', at: T0 + 1 }))).ok).toBe(false);
      }),
    );

    it(
      'releases nothing that was shown, and knows no strangers',
      withStore(async (store) => {
        await store.reserve(reservation({ id: 'a' }));
        await store.confirm(SITE, ANNA, 'a');
        expect(await store.release(SITE, ANNA, 'a')).toBe(false);
        expect(await store.confirm(SITE, ANNA, 'b')).toBe(false);
        expect(await store.release(SITE, BEN, 'a')).toBe(false);
      }),
    );

    it(
      'lets a released reservation be made anew',
      withStore(async (store) => {
        await store.reserve(reservation({ id: 'a' }));
        await store.release(SITE, ANNA, 'a');
        expect(await store.reserve(reservation({ id: 'a', at: T0 + 5 }))).toEqual({ ok: true });
        expect((await store.reserve(reservation({ id: 'b', at: T0 + 6 }))).ok).toBe(false);
      }),
    );

    it(
      'forgets what ran out, and what was confirmed long ago',
      withStore(async (store) => {
        const limits = [limit('all', 9), limit('mail', 9)];
        for (const id of ['open', 'shown', 'out']) await store.reserve(reservation({ id, limits }));
        await store.reserve(reservation({ id: 'later', at: T0 + 1, limits }));
        await store.confirm(SITE, ANNA, 'shown');
        await store.release(SITE, ANNA, 'out');
        expect(await store.sweepReservations(T0 + 60_000, T0)).toBe(2);
        expect(await store.confirm(SITE, ANNA, 'open')).toBe(false);
        expect(await store.confirm(SITE, ANNA, 'later')).toBe(true);
        expect(await store.sweepReservations(T0, T0 + 1)).toBe(1);
        expect(await store.confirm(SITE, ANNA, 'shown')).toBe(false);
        expect(await store.sweepReservations(T0, T0 + 1)).toBe(0);
      }),
    );
  });

  describe('a claim', () => {
    it(
      'goes to who came first, on each site',
      withStore(async (store) => {
        const owners = await Promise.all(
          [ANNA, BEN, ANNA].map((owner) => store.claim(SITE, 'order:1', owner)),
        );
        expect(owners).toEqual([ANNA, ANNA, ANNA]);
        expect(await store.claim(OTHER_SITE, 'order:1', BEN)).toBe(BEN);
        expect(await store.claim(SITE, 'order:2', BEN)).toBe(BEN);
      }),
    );

    it(
      'is read without being made',
      withStore(async (store) => {
        expect(await store.readClaim(SITE, 'order:1')).toBeNull();
        await store.claim(SITE, 'order:1', ANNA);
        expect(await store.readClaim(SITE, 'order:1')).toBe(ANNA);
        expect(await store.readClaim(OTHER_SITE, 'order:1')).toBeNull();
        expect(await store.claim(OTHER_SITE, 'order:1', BEN)).toBe(BEN);
      }),
    );
  });
}
