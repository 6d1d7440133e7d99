import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeProfile } from '../../../../core/profiles/codec.ts';
import { gatherExamples } from '../../../../core/scoring/models/examples.ts';
import { DAY, rules } from '../../profiles/world.ts';
import { labelOf } from '../training/planted.ts';
import { AS_EVER, openShop, type Shop } from './shop-world.ts';

const VISITORS = 60;

let shop: Shop;
beforeAll(async () => {
  shop = await openShop(5);
  await shop.live({ days: 12, aDay: VISITORS / 12, ways: AS_EVER });
});
afterAll(() => shop.close());

const gather = async () => {
  const { book } = shop.engine();
  const { signal } = new AbortController();
  const around = { rules, zone: 'UTC', now: shop.now(), from: 0, signal };
  return gatherExamples({ store: shop.store(), book }, shop.siteId, labelOf('purchase_7d'), around);
};

/** How many profiles are stored as this version of the program writes them. */
async function countReadable(): Promise<number> {
  await shop.engine().book.flush();
  const rows = await shop.store().listProfiles(shop.siteId, null, 1_000);
  return rows.filter(({ data }) => decodeProfile(data) !== null).length;
}

/** A program that folds otherwise than the one before it, and nobody who came back since. */
describe('visitors whose profiles an older version of the program folded', () => {
  it('are learned from as ever', async () => {
    const before = await gather();
    await shop.age();
    expect(await countReadable()).toBe(0);
    expect(await gather()).toEqual(before);
    expect(before.dataset.matrix.rows).toBeGreaterThan(VISITORS / 2);
    expect(await countReadable()).toBe(VISITORS);
  });

  it('are scored at midnight', async () => {
    const when = { score: 'purchase_7d', gte: 0.5, leave: 0.4 };
    await shop.engine().segments.put(shop.siteId, { key: 'keen', name: 'Keen', when });
    await shop.age();
    await shop.engine().intent.sweep(shop.site, 'day');
    const scores = (await shop.store().readSince(0, 10_000)).filter(({ type }) => type === 'score');
    expect(new Set(scores.map(({ visitor }) => visitor)).size).toBe(VISITORS);
    expect(scores.every(({ t }) => shop.now() - t < DAY)).toBe(true);
    expect(await countReadable()).toBe(VISITORS);
  });
});
