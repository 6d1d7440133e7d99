import { afterAll, beforeAll, expect, it } from 'vitest';
import { AS_EVER, openShop, type Shop, TURNED } from './shop-world.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop(3);
  await shop.live({ days: 21, aDay: 50, ways: AS_EVER });
  await shop.train();
  await shop.live({ days: 13, aDay: 310, ways: TURNED });
});
afterAll(() => shop.close());

it('a shop whose ranking turned is trained anew with what came since, and served the better model', async () => {
  await shop.tend();
  expect(await shop.report()).toMatchObject({ version: 1, alarm: true, kind: 'ranking', what: 'retrain' });
  expect((await shop.report())?.reasons[0]).toMatch(/^The ranking fell/);
  expect(shop.state()).toMatchObject({ active: 2, previous: 1, lastRun: { version: 2 } });
  const [card] = await shop.cards();
  expect(card).toMatchObject({ version: 2, verdict: 'promoted', recalibrated: null });
  const auc = new Map(card?.candidates.map(({ name, measures }) => [name, measures?.auc.auc]));
  expect(auc.get('champion')).toBeLessThan(0.5);
  expect(auc.get(card?.kind ?? 'constant')).toBeGreaterThan(0.6);
}, 60_000);
