import { describe, expect, it } from 'vitest';
import { expectedValueMinor, meanValueMinor } from '../../../../core/scoring/lifetime/gamma-gamma.ts';
import { correlate, fitGammaGamma } from '../../../../core/scoring/lifetime/gamma-gamma-fit.ts';
import { lifetimeValueMinor } from '../../../../core/scoring/lifetime/lifetime-value.ts';
import { createDraws, finish, plantSpend } from './planted.ts';

const CDNOW = { p: 6.25, q: 3.74, vMinor: 1_544 };
const MODEL = { purchases: { r: 0.243, alphaWeeks: 4.414, a: 0.793, b: 2.426 }, spend: CDNOW };
const CUSTOMER = {
  repeats: 2,
  recencyWeeks: 30.43,
  ageWeeks: 38.86,
  spend: { purchases: 2, meanMinor: 2_235 },
};

describe('the mean value of a purchase', () => {
  it('is 35.219 dollars over all customers of CDNOW, by rounded parameters', () => {
    expect(meanValueMinor(CDNOW)).toBeCloseTo(3_521.9, 1);
  });

  it('does not exist where a few spend without measure', () => {
    expect(meanValueMinor({ ...CDNOW, q: 1 })).toBeNull();
  });

  it('comes from that of all to a customer’s own with each purchase', () => {
    const given = (purchases: number) => expectedValueMinor(CDNOW, { purchases, meanMinor: 10_000 });
    expect(given(0)).toBeCloseTo(3_521.9, 1);
    expect([given(1), given(3), given(10)].toSorted((a, b) => a - b)).toEqual([
      given(1),
      given(3),
      given(10),
    ]);
    expect(given(100_000) / 10_000).toBeCloseTo(1, 4);
  });
});

describe('a fit', () => {
  const draws = createDraws(21);
  const histories = Array.from({ length: 4_000 }, (_, n) => plantSpend(CDNOW, 1 + (n % 5), draws));

  it('finds planted parameters within three of its own standard errors', () => {
    const fit = finish(fitGammaGamma(histories));
    if (!fit.ok || fit.value.logStandardErrors === null) throw new Error('no fit');
    for (const name of ['p', 'q', 'vMinor'] as const) {
      const off = Math.abs(Math.log(fit.value.params[name] / CDNOW[name]));
      expect([name, off / fit.value.logStandardErrors[name] < 3]).toEqual([name, true]);
    }
  });

  it('passes over customers of whom nothing is known', () => {
    const some = histories.slice(0, 200);
    const unknown = { purchases: 0, meanMinor: 0 };
    const [fit, more] = [some, [unknown, ...some, { purchases: 3, meanMinor: 0 }]].map((of) =>
      finish(fitGammaGamma(of)),
    );
    expect(more).toEqual(fit);
    expect(finish(fitGammaGamma([unknown]))).toMatchObject({ ok: false, code: 'not_available' });
  });

  it('knows whether who buys more often spends more', () => {
    expect(Math.abs(correlate(histories) ?? 1)).toBeLessThan(0.05);
    expect(correlate([1, 2, 3].map((n) => ({ purchases: n, meanMinor: 100 * n })))).toBeCloseTo(1, 12);
    expect(correlate([{ purchases: 1, meanMinor: 100 }])).toBeNull();
  });
});

describe('the value of a lifetime', () => {
  it('is the purchases to come times what a purchase brings', () => {
    expect(lifetimeValueMinor(MODEL, CUSTOMER, { weeks: 39 })).toBeCloseTo(
      1.2260281747 * expectedValueMinor(CDNOW, CUSTOMER.spend),
      3,
    );
  });

  it('is that of each week at its end, by hand: 0.4 purchases of 50.00 a week, at 15 % a year', () => {
    // Nobody stops buying, so that each week brings (1 + 3) / (2 + 8) purchases; a week takes 1.15^(-7/365) = 0.99732323.
    const model = {
      purchases: { r: 1, alphaWeeks: 2, a: 1e-9, b: 1 },
      spend: { p: 1, q: 2, vMinor: 5_000 },
    };
    const spend = { purchases: 3, meanMinor: 5_000 };
    const customer = { repeats: 3, recencyWeeks: 8, ageWeeks: 8, spend };
    const worth = (weeks: number, discountPerYear: number) =>
      lifetimeValueMinor(model, customer, { weeks, discountPerYear });
    expect(worth(3, 0)).toBeCloseTo(6_000, 3);
    expect(worth(3, 0.15)).toBeCloseTo(2_000 * (0.99732323 + 0.99465362 + 0.99199116), 3);
    // What is left of a week ends it.
    expect(worth(1.5, 0.15)).toBeCloseTo(2_000 * (0.99732323 + 0.99598754 / 2), 3);
    expect(worth(365 / 7, 0.15)).toBeLessThan(worth(365 / 7, 0));
    expect(worth(365 / 7, 0.15)).toBeGreaterThan(worth(365 / 7, 0) / 1.15);
  });

  it('is worth less the dearer money is, a little more than if all of it came at the end', () => {
    const discounted = (discountPerYear: number) =>
      lifetimeValueMinor(MODEL, CUSTOMER, { weeks: 10.5, discountPerYear });
    const whole = discounted(0);
    const aPercentAWeek = 1.01 ** (365 / 7) - 1;
    expect(whole).toBe(lifetimeValueMinor(MODEL, CUSTOMER, { weeks: 10.5 }));
    expect(discounted(1e-9) / whole).toBeCloseTo(1, 6);
    expect(discounted(aPercentAWeek)).toBeLessThan(whole);
    expect(discounted(aPercentAWeek)).toBeGreaterThan(whole / 1.01 ** 10.5);
    expect(discounted(aPercentAWeek) / whole).toBeCloseTo(1.01 ** -5.7, 2);
  });
});
