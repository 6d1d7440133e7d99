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

  it('is worth less the dearer money is, a little more than if all of it came at the end', () => {
    const discounted = (discountPerWeek: number) =>
      lifetimeValueMinor(MODEL, CUSTOMER, { weeks: 10.5, discountPerWeek });
    const whole = discounted(0);
    expect(discounted(1e-9) / whole).toBeCloseTo(1, 6);
    expect(discounted(0.01)).toBeLessThan(whole);
    expect(discounted(0.01)).toBeGreaterThan(whole / 1.01 ** 10.5);
    expect(discounted(0.01) / whole).toBeCloseTo(1.01 ** -5.7, 2);
  });
});
