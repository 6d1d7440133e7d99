import { describe, expect, it } from 'vitest';
import { toMatrix } from '../../../../core/scoring/matrix.ts';
import { createRandom } from '../../../../core/scoring/random.ts';
import type { Trial } from '../../../../core/scoring/uplift/trial.ts';
import type { Learner } from '../../../../core/scoring/uplift/two-models.ts';
import { judgeUplift } from '../../../../core/scoring/uplift/verdict.ts';
import { siteSettingsSchema } from '../../../../core/sites/site.ts';

type Outcomes = { readonly conversions: number; readonly others: number };
type Arms = { readonly control: Outcomes; readonly treatment: Outcomes };

function trialOf({ control, treatment }: Arms): Trial {
  const random = createRandom(5);
  const rows = [control, treatment].flatMap(({ conversions, others }, arm) =>
    [conversions, others].flatMap((count, at) =>
      Array.from({ length: count }, () => ({ arm, outcome: 1 - at, seen: random() })),
    ),
  );
  return {
    matrix: toMatrix(rows.map(({ seen }) => [seen])),
    treated: Uint8Array.from(rows, ({ arm }) => arm),
    outcomes: Float64Array.from(rows, ({ outcome }) => outcome),
    propensities: new Float64Array(rows.length).fill(0.5),
  };
}

/** Ranks by what it sees, and learns nothing. */
const learn: Learner = () => (row) => row[0] ?? 0;
const QUICK = { repeats: 20 };

const all = (count: number): Arms => ({
  control: { conversions: count, others: count },
  treatment: { conversions: count, others: count },
});

describe('of a trial', () => {
  it('rates are told from a hundred of each outcome in each arm on, unless a site asks for others', () => {
    expect(judgeUplift(trialOf(all(100)), learn, QUICK).verdict.evidence).not.toBeNull();
    const short = [
      { ...all(100), control: { conversions: 99, others: 300 } },
      { ...all(100), control: { conversions: 300, others: 99 } },
      { ...all(100), treatment: { conversions: 99, others: 300 } },
      { ...all(100), treatment: { conversions: 300, others: 99 } },
    ];
    for (const arms of short) {
      const { verdict, rankings } = judgeUplift(trialOf(arms), learn, QUICK);
      expect([verdict.word, verdict.evidence, rankings]).toEqual(['abstain', null, null]);
      expect(verdict.missing).toMatchObject([{ has: 99, needs: 100 }]);
    }
  });

  it('no site asks for fewer than twenty', () => {
    const { scoring } = siteSettingsSchema.shape;
    expect(scoring.safeParse({ leastOfEach: 20 }).success).toBe(true);
    expect(scoring.safeParse({ leastOfEach: 19 }).success).toBe(false);
  });

  it.each([
    { each: 100, shares: [0.1, 0.3, 0.5, 1] },
    { each: 50, shares: [0.1, 0.3, 0.5, 1] },
    { each: 49, shares: [0.3, 0.5, 1] },
    { each: 20, shares: [0.3, 0.5, 1] },
  ])('of $each each, no share of fewer than twenty has a rate', ({ each, shares }) => {
    const { evidence } = judgeUplift(trialOf(all(each)), learn, { ...QUICK, least: 20 }).verdict;
    for (const ranking of [evidence?.uplift, evidence?.likelyBuyers])
      expect(ranking?.top.map(({ share }) => share)).toEqual(shares);
  });
});
