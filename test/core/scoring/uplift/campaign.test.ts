import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../core/scoring/random.ts';
import { chooseByUplift } from '../../../../core/scoring/uplift/allotment.ts';
import { fitTwoModels } from '../../../../core/scoring/uplift/two-models.ts';
import { judgeUplift } from '../../../../core/scoring/uplift/verdict.ts';
import { logistic, scoreRows, smallTrees } from './learners.ts';
import {
  ALIKE,
  BLURRED,
  CLEAR,
  drawTrial,
  drawVisitors,
  HARMED,
  PROPORTIONAL,
  type Shop,
  type Visitors,
} from './planted.ts';

function fail(): never {
  throw new Error('nothing was compared');
}

type Campaign = { readonly won: number; readonly coupons: number };

/** Orders that there would not have been without the coupons. */
function runCampaign({ effects }: Visitors, scores: Float64Array, budget: number): Campaign {
  const chosen = chooseByUplift(scores, budget, createRandom(3));
  return { won: chosen.reduce((sum, row) => sum + Number(effects[row]), 0), coupons: chosen.length };
}

function compareCampaigns(shop: Shop, budget: number, seed: number) {
  const models = fitTwoModels(drawTrial(drawVisitors(shop, 4_000, seed), seed + 1), smallTrees);
  const next = drawVisitors(shop, 8_000, seed + 2);
  return {
    byUplift: runCampaign(next, scoreRows(next.matrix, models.uplift), budget),
    likelyFirst: runCampaign(next, scoreRows(next.matrix, models.untreated), budget),
  };
}

describe('coupons by uplift, with the same budget', () => {
  it.each([
    { shop: 'a shop of clear kinds', kinds: CLEAR, budget: 0.2 },
    { shop: 'a shop of clear kinds and a large budget', kinds: CLEAR, budget: 0.4 },
    { shop: 'a shop of blurred kinds', kinds: BLURRED, budget: 0.2 },
    { shop: 'a shop whose sure buyers a coupon puts off', kinds: HARMED, budget: 0.2 },
  ])('win at least 1.3 times the orders of likely buyers first in $shop', ({ kinds, budget }) => {
    for (const seed of [10, 20]) {
      const { byUplift, likelyFirst } = compareCampaigns(kinds, budget, seed);
      expect(byUplift.coupons).toBeLessThanOrEqual(likelyFirst.coupons + 40);
      expect(byUplift.won).toBeGreaterThan(0);
      expect(byUplift.won / Math.max(likelyFirst.won, 1)).toBeGreaterThanOrEqual(1.3);
    }
  });
});

describe('the verdict on a trial', () => {
  const judge = (shop: Shop, count: number, propensity = 0.5) =>
    judgeUplift(
      drawTrial(drawVisitors(shop, count, 31), 32, () => propensity),
      logistic,
      { repeats: 200 },
    ).verdict;

  it('promotes where a ranking by uplift is shown to win more', () => {
    const { word, code, reason, evidence, missing } = judge(CLEAR, 6_000);
    expect([word, code, missing]).toEqual(['promote', 'better', []]);
    expect(reason).toMatch(
      /^It wins more than asking likely buyers first: Qini is higher by 0\.0\d+, between 0\.0/,
    );
    expect(evidence?.uplift.qini.low).toBeGreaterThan(0);
    expect(evidence?.advantage.low).toBeGreaterThan(0);
  });

  it('keeps to what there is where everybody gains alike', () => {
    const { word, code, evidence } = judge(ALIKE, 3_000);
    expect([word, code]).toEqual(['keep', 'no_better_than_chance']);
    expect(evidence?.everybody).toBeGreaterThan(0);
  });

  it('keeps to likely buyers where they are the ones who gain', () => {
    const { word, code, reason, evidence } = judge(PROPORTIONAL, 6_000);
    expect([word, code]).toEqual(['keep', 'no_better_than_likely_buyers']);
    expect(reason).toMatch(/^It is open whether that wins more than asking likely buyers first/);
    const { uplift, likelyBuyers, advantage } = evidence ?? fail();
    expect(uplift.qini.low).toBeGreaterThan(0);
    expect(advantage.value).toBeCloseTo(uplift.qini.value - likelyBuyers.qini.value, 12);
    expect(advantage.low < 0 && advantage.high < uplift.qini.high).toBe(true);
  });

  it.each([
    {
      trial: 'few visitors',
      count: 400,
      propensity: 0.5,
      code: 'too_few',
      said: /100 conversions in the control, where there are \d\d,/,
    },
    {
      trial: 'a small holdout',
      count: 1_500,
      propensity: 0.95,
      code: 'too_few',
      said: /^It takes 100 conversions in the control, where there are \d+, and 100 visitors/,
    },
    {
      trial: 'no holdout',
      count: 1_500,
      propensity: 1 - 1e-12,
      code: 'no_control',
      said: /Keep a holdout that is never treated\.$/,
    },
    { trial: 'nobody at all', count: 0, propensity: 0.5, code: 'too_few', said: /where there are 0\.$/ },
    {
      trial: 'nobody treated',
      count: 1_500,
      propensity: 1e-12,
      code: 'no_treatment',
      said: /in the treatment, where there are 0/,
    },
  ])('abstains with $trial, and says what is missing', ({ count, propensity, code, said }) => {
    const verdict = judge(CLEAR, count, propensity);
    expect([verdict.word, verdict.code, verdict.evidence]).toEqual(['abstain', code, null]);
    expect(verdict.reason).toMatch(said);
    expect(verdict.missing.length).toBeGreaterThan(0);
    expect(verdict.missing.every(({ has, needs }) => has < needs)).toBe(true);
  });

  it('fits nothing before there is enough', () => {
    const trial = drawTrial(drawVisitors(CLEAR, 300, 1), 2);
    const refuse = (): never => {
      throw new Error('fitted');
    };
    expect(judgeUplift(trial, refuse).verdict.word).toBe('abstain');
    expect(() => judgeUplift(trial, refuse, { least: 1 })).toThrow('fitted');
  });

  it('is the same for the same seed', () => {
    const trial = drawTrial(drawVisitors(BLURRED, 1_000, 1), 2);
    const [once, again, other] = [1, 1, 2].map(
      (seed) => judgeUplift(trial, logistic, { least: 10, repeats: 50, seed }).verdict,
    );
    expect(again).toEqual(once);
    expect(other?.evidence).not.toEqual(once?.evidence);
  });
});
