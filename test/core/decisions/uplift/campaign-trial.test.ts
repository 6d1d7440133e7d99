import { describe, expect, it } from 'vitest';
import { FEATURE_HEADS } from '../../../../core/scoring/features/table.ts';
import { COUPON, DAY, deviceOf, openShop, PERSUADABLE, readTrial, type Visit } from './planted-shop.ts';

const column = ({ trial }: Awaited<ReturnType<typeof readTrial>>, name: string) => [
  ...(trial.matrix.columns[FEATURE_HEADS.findIndex((feature) => feature.name === name)] ?? []),
];

describe('a campaign as a trial', () => {
  it('has everybody who was drawn, with what was known then and what came of it', async () => {
    const shop = await openShop();
    await shop.put({ ...COUPON, uplift: { share: 0.5 } });
    const visits = await shop.receive(100, 5);
    expect((await readTrial(shop, 1)).trial.matrix.rows).toBeLessThan(100);

    await shop.clock.moveTo(shop.clock.now() + 2 * DAY);
    const whole = await readTrial(shop, 1);
    const { treated, outcomes } = whole.trial;
    expect(whole.trial.matrix.rows).toBe(100);
    expect(sum(treated)).toBe(visits.filter(({ isTreated }) => isTreated).length);
    expect(sum(outcomes)).toBe(visits.filter(({ isBuyer }) => isBuyer).length);
    expect(sum(outcomes)).toBeGreaterThan(5);
    // What came later is in none of them: whoever ordered had not ordered then.
    expect(column(whole, 'orders').every((orders) => orders === 0)).toBe(true);
    expect(column(whole, 'products_viewed').filter((views) => views === 4).length).toBe(
      visits.filter(({ kind }) => kind === PERSUADABLE).length,
    );
    expect(new Set(column(whole, 'exit_intents'))).toEqual(new Set([1]));

    const [buyer, other] = visits.filter(({ isBuyer }) => isBuyer) as [Visit, Visit];
    await shop.decline(buyer);
    expect(sum((await readTrial(shop, 1)).trial.outcomes)).toBe(sum(outcomes) - 1);
    await shop.engine.erasures.erase(shop.site, { device: deviceOf(other) }, 'test');
    const left = await readTrial(shop, 1);
    expect([left.trial.matrix.rows, sum(left.trial.outcomes)]).toEqual([98, sum(outcomes) - 2]);
    expect((await readTrial(shop, 2)).trial.matrix.rows).toBe(0);
  });

  it('knows of everybody what was known then, also what retention left sums of alone', async () => {
    const shop = await openShop();
    await shop.put({ ...COUPON, uplift: { share: 0.5 } });
    await shop.orderLongAgo();
    await shop.receive(10, 5);
    await shop.clock.moveTo(shop.clock.now() + 2 * DAY);
    const trial = await readTrial(shop, 1);
    expect([column(trial, 'orders'), column(trial, 'visits')].map((values) => sum(values))).toEqual([1, 11]);
  });
});

const sum = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((total, value) => total + value, 0);
