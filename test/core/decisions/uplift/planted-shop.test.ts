import { describe, expect, it } from 'vitest';
import type { CampaignTrial } from '../../../../core/decisions/uplift/campaign-trial.ts';
import { FEATURE_HEADS } from '../../../../core/scoring/features/table.ts';
import { readRow } from '../../../../core/scoring/matrix.ts';
import { guessUplift, trainUplift } from '../../../../core/scoring/uplift/ranking.ts';
import { COUPON, DAY, openShop, PERSUADABLE, readTrial, SURE, type Visit } from './planted-shop.ts';

const VIEWS = FEATURE_HEADS.findIndex(({ name }) => name === 'products_viewed');

/** Orders that there would not have been without coupons. */
const won = (visits: readonly Pick<Visit, 'kind'>[]): number =>
  visits.reduce((sum, { kind }) => sum + kind.effect, 0);

/** The same number of coupons for whoever is likeliest to buy anyway, as a model of the control has it. */
function wonByLikelyBuyers(learnedFrom: CampaignTrial, next: CampaignTrial, coupons: number): number {
  const { ranking } = trainUplift(learnedFrom.trial);
  if (ranking === null) throw new Error('nothing was learned');
  const { matrix } = next.trial;
  const likely = Float64Array.from(
    { length: matrix.rows },
    (_, row) => guessUplift(ranking, readRow(matrix, row)).untreated,
  );
  const chosen = [...likely.keys()].toSorted((a, b) => (likely[b] ?? 0) - (likely[a] ?? 0)).slice(0, coupons);
  const persuadable = chosen.filter((row) => matrix.columns[VIEWS]?.[row] === PERSUADABLE.path.length);
  return persuadable.length * PERSUADABLE.effect;
}

describe('a coupon for a share of the visitors', () => {
  it('goes by chance until its own exposures tell whom it changes, and then wins at least 1.3 times the orders that likely buyers first would have won', async () => {
    const shop = await openShop();
    const { uplift } = shop.engine.campaigns;
    await shop.put({ ...COUPON, uplift: { share: 0.5 } });

    const early = await shop.receive(200, 1);
    await shop.clock.moveTo(shop.clock.now() + 2 * DAY);
    expect(await uplift.learn(shop.site, COUPON.key)).toMatchObject({
      value: { verdict: { word: 'abstain', code: 'too_few' }, rankedSince: null },
    });

    const trial = [...early, ...(await shop.receive(1_800, 2))];
    const treated = trial.filter(({ isTreated }) => isTreated);
    expect(treated.length / trial.length).toBeCloseTo(0.8 * 0.5, 1);
    await shop.clock.moveTo(shop.clock.now() + 2 * DAY);
    const learned = await uplift.learn(shop.site, COUPON.key);
    expect(learned).toMatchObject({
      ok: true,
      value: {
        treated: treated.length,
        untreated: trial.length - treated.length,
        rankedSince: shop.clock.now(),
      },
    });
    const learnedFrom = await readTrial(shop, 1);
    expect(learnedFrom.worth).toBeCloseTo(60, 6);
    expect(learnedFrom.trial.propensities.every((propensity) => Math.abs(propensity - 0.4) < 1e-9)).toBe(
      true,
    );

    await shop.put({ ...COUPON, uplift: { share: 0.3 } });
    const next = await shop.receive(1_000, 3);
    await shop.clock.moveTo(shop.clock.now() + 2 * DAY);
    const chosen = next.filter(({ isTreated }) => isTreated);
    expect(chosen.length / next.length).toBeLessThanOrEqual(0.8 * 0.3 + 0.05);
    expect(chosen.filter(({ kind }) => kind === PERSUADABLE).length).toBeGreaterThan(
      2 * chosen.filter(({ kind }) => kind === SURE).length,
    );
    const nextTrial = await readTrial(shop, 2);
    expect(nextTrial.trial.matrix.rows).toBe(next.length);
    const others = wonByLikelyBuyers(learnedFrom, nextTrial, chosen.length);
    expect(won(chosen)).toBeGreaterThanOrEqual(1.3 * others);
    expect(won(chosen)).toBeGreaterThan(1.3 * won(next) * (chosen.length / next.length));
  }, 240_000);
});
