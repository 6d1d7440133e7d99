import { describe, expect, it } from 'vitest';
import type { ArmSums, Contribution } from '../../core/ports.ts';
import type { WithStore } from './store.ts';
import { ANNA, BEN, contribution, entry, OTHER_SITE, profile, SITE } from './store-samples.ts';

const NONE = { y: 0, yy: 0, x: 0, xx: 0, xy: 0, converted: 0, clicked: 0, dismissed: 0 };
const ARM = { version: 1, arm: 'a', unit: 'person', isMixed: false } as const;

function rowOf(contributions: readonly Contribution[], given: Parameters<typeof profile>[0] = {}) {
  return profile({ ...given, contributions });
}

const sums = (given: Partial<ArmSums>): ArmSums => ({ ...ARM, ...NONE, n: 1, shown: 1, ...given });

export function totalsContract(withStore: WithStore): void {
  describe('totals of campaigns', () => {
    it(
      'are the sums of what profiles contribute, by version, arm and unit',
      withStore(async (store) => {
        const [anna, ben] = [
          contribution({ y: 300, x: 2, isConverted: true, isClicked: true, shown: 3 }),
          contribution({ y: 500, x: 1, isConverted: true, isDismissed: true }),
        ];
        const other = contribution({ arm: 'b', unit: 'visitor_day' });
        await store.saveProfiles([
          rowOf([anna, contribution({ campaign: 'bye' })]),
          rowOf([ben], { visitor: BEN }),
          rowOf([other], { visitor: 'ab'.repeat(16) as never }),
        ]);
        expect(await store.sumContributions(SITE, 'hello')).toEqual([
          sums({
            n: 2,
            y: 800,
            yy: 340_000,
            x: 3,
            xx: 5,
            xy: 1_100,
            converted: 2,
            clicked: 1,
            dismissed: 1,
            shown: 4,
          }),
          sums({ arm: 'b', unit: 'visitor_day' }),
        ]);
        expect(await store.sumContributions(OTHER_SITE, 'hello')).toEqual([]);
      }),
    );

    it(
      'follow a profile that is written again, and one that is gone',
      withStore(async (store) => {
        await store.saveProfiles([
          rowOf([contribution({ y: 1 })]),
          rowOf([contribution({})], { visitor: BEN }),
        ]);
        await store.saveProfiles([rowOf([contribution({ y: 7, isMixed: true })], { seq: 2 })]);
        expect(await store.sumContributions(SITE, 'hello')).toEqual([
          sums({}),
          sums({ isMixed: true, y: 7, yy: 49 }),
        ]);
        await store.dropProfiles(SITE, [BEN]);
        await store.removeVisitor(SITE, [ANNA]);
        expect(await store.sumContributions(SITE, 'hello')).toEqual([]);
      }),
    );

    it(
      'pass over a row from before the place of the saved one',
      withStore(async (store) => {
        await store.saveProfiles([rowOf([contribution({ y: 2 })], { seq: 9 })]);
        await store.saveProfiles([rowOf([contribution({ y: 5 })], { seq: 3 })]);
        expect((await store.sumContributions(SITE, 'hello'))[0]?.y).toBe(2);
      }),
    );

    it(
      'keep what a visitor whose id was taken off had added, also when all is summed anew',
      withStore(async (store) => {
        await store.append([entry({ id: 'e1' })]);
        const day = contribution({ unit: 'visitor_day', y: 3, x: 2 });
        await store.saveProfiles([rowOf([day]), rowOf([day], { visitor: BEN })]);
        await store.unname(SITE, ANNA);
        const both = [sums({ unit: 'visitor_day', n: 2, y: 6, yy: 18, x: 4, xx: 8, xy: 12, shown: 2 })];
        expect(await store.sumContributions(SITE, 'hello')).toEqual(both);
        await store.resumContributions(SITE);
        expect(await store.sumContributions(SITE, 'hello')).toEqual(both);
      }),
    );

    it(
      'keep what a removed visitor had added only where that is asked for, also when all is summed anew',
      withStore(async (store) => {
        const own = contribution({ y: 3, x: 2 });
        await store.saveProfiles([rowOf([own]), rowOf([own], { visitor: BEN })]);
        await store.removeVisitor(SITE, [ANNA], { keepsTotals: true });
        await store.removeVisitor(SITE, [ANNA], { keepsTotals: true });
        const both = await store.sumContributions(SITE, 'hello');
        expect(both).toMatchObject([{ n: 2, y: 6 }]);
        await store.resumContributions(SITE);
        expect(await store.sumContributions(SITE, 'hello')).toEqual(both);
        await store.removeVisitor(SITE, [BEN]);
        expect(await store.sumContributions(SITE, 'hello')).toMatchObject([{ n: 1, y: 3 }]);
      }),
    );

    it(
      'are exact for money of ten million visitors whose squares outgrow integers',
      withStore(async (store) => {
        const y = 4_000_000_000;
        const rows = Array.from({ length: 4 }, (_, n) =>
          rowOf([contribution({ y })], { visitor: `${n}`.repeat(32) as never }),
        );
        await store.saveProfiles(rows);
        expect(await store.sumContributions(SITE, 'hello')).toEqual([
          sums({ n: 4, y: 4 * y, yy: 4 * y * y, shown: 4 }),
        ]);
      }),
    );
  });
}
