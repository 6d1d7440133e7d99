import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BgNbdParams,
  expectedPurchases,
  expectedRepeats,
  type PurchaseHistory,
  probabilityAlive,
  purchaseProbability,
} from '../../../../core/scoring/lifetime/bg-nbd.ts';
import { fitBgNbd } from '../../../../core/scoring/lifetime/bg-nbd-fit.ts';
import { createDraws, finish, plantCustomers } from './planted.ts';

const CDNOW = { r: 0.243, alphaWeeks: 4.414, a: 0.793, b: 2.426 };
const REGULAR = { repeats: 2, recencyWeeks: 30.43, ageWeeks: 38.86 };
const seeded = { seed: 5, numRuns: 200 };

const positive = (most: number) => fc.double({ min: 0.01, max: most, noNaN: true });
const params: fc.Arbitrary<BgNbdParams> = fc.record({
  r: positive(50),
  alphaWeeks: positive(500),
  a: fc.oneof(positive(20), fc.constantFrom(1, 1 - 1e-9, 1 + 1e-6)),
  b: positive(50),
});
const history: fc.Arbitrary<PurchaseHistory> = fc
  .record({
    repeats: fc.nat(600),
    recency: fc.double({ min: 0, max: 1, noNaN: true }),
    ageWeeks: positive(300),
  })
  .map(({ repeats, recency, ageWeeks }) => ({
    repeats,
    recencyWeeks: repeats === 0 ? 0 : recency * ageWeeks,
    ageWeeks,
  }));

describe('purchases of a new customer', () => {
  it.each([
    [0.1429, 0.0078],
    [1, 0.0532],
    [3, 0.1506],
    [31.8571, 1.0405],
    [32, 1.0437],
    [78, 1.8576],
  ])('in %d weeks are %d, as in Hardie’s sheet', (weeks, expected) => {
    const fitted = { r: 0.2425945, alphaWeeks: 4.4135922, a: 0.7929199, b: 2.4258976 };
    expect(expectedPurchases(fitted, weeks)).toBeCloseTo(expected, 3);
  });

  it.each([
    [0.2426, 4.4135, 0.7929, 2.4258, 39, 1.1950518784095006],
    [0.2426, 4.4135, 0.7929, 2.4258, 0.001, 5.496580665731833e-5],
    [0.243, 4.414, 0.793, 2.426, 5_200, 12.148119026370995],
    [100, 80, 3, 40, 52, 17.814481746707347],
    [0.1, 2, 0.2, 0.3, 52, 1.199287128460917],
    [0.5, 3, 0.999995, 1.5, 26, 1.6700566222070947],
    [0.5, 3, 1, 1.5, 26, 1.6700520437023112],
    [0.5, 3, 1.00002, 1.5, 26, 1.670033730032568],
    [2, 30, 900, 90, 10, 0.45214090274269886],
    [500.3, 90, 0.7, 600, 52, 250.39983536601832],
    [0.05, 0.01, 0.001, 0.5, 52, 257.6666216949464],
  ])('with r %d, alpha %d, a %d, b %d in %d weeks are those of mpmath with 60 digits', (...values) => {
    const [r, alphaWeeks, a, b, weeks, expected] = values;
    expect(Math.abs(expectedPurchases({ r, alphaWeeks, a, b }, weeks) / expected - 1)).toBeLessThan(1e-8);
  });

  it('are the mean of their distribution', () => {
    for (const weeks of [1, 10, 39]) {
      const chances = Array.from({ length: 400 }, (_, n) => purchaseProbability(CDNOW, n, weeks));
      expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 5);
      const mean = chances.reduce((sum, chance, n) => sum + n * chance, 0);
      expect(mean).toBeCloseTo(expectedPurchases(CDNOW, weeks), 3);
    }
  });

  it('are ten in two weeks, or none in 39, as seldom as published', () => {
    expect(purchaseProbability(CDNOW, 10, 2) / 1.07869e-7).toBeCloseTo(1, 5);
    expect(purchaseProbability(CDNOW, 0, 39)).toBeCloseTo(0.5737864, 7);
    expect(expectedPurchases(CDNOW, 39)).toBeCloseTo(1.196723, 6);
    expect(expectedPurchases(CDNOW, 52)).toBeCloseTo(1.446051, 6);
  });
});

describe('a customer with a history', () => {
  it('is alive and buys as published', () => {
    expect(probabilityAlive(CDNOW, REGULAR)).toBeCloseTo(0.726579, 6);
    expect(expectedRepeats(CDNOW, REGULAR, 39)).toBeCloseTo(1.226028, 6);
  });

  it('who never bought again cannot have stopped', () => {
    expect(probabilityAlive(CDNOW, { repeats: 0, recencyWeeks: 0, ageWeeks: 38.86 })).toBe(1);
  });

  it('is the less alive the longer nothing was bought, and the faster the more often before', () => {
    const aged = (repeats: number, ageWeeks: number) =>
      probabilityAlive(CDNOW, { repeats, recencyWeeks: 30, ageWeeks });
    expect(aged(5, 31)).toBeGreaterThan(aged(5, 40));
    expect(aged(5, 60)).toBeGreaterThan(aged(20, 60));
  });

  it('gets numbers whatever happened, and more purchases in more weeks', () => {
    fc.assert(
      fc.property(params, history, positive(300), (of, known, weeks) => {
        const alive = probabilityAlive(of, known);
        expect(alive >= 0 && alive <= 1).toBe(true);
        const [half, whole] = [weeks / 2, weeks].map((t) => expectedRepeats(of, known, t));
        expect(half ?? Number.NaN).toBeGreaterThanOrEqual(0);
        expect(whole ?? Number.NaN).toBeGreaterThanOrEqual((half ?? Number.NaN) * (1 - 1e-6));
        expect(Number.isFinite(whole)).toBe(true);
      }),
      seeded,
    );
  });
});

describe('a fit', () => {
  const plan = { params: CDNOW, ageWeeks: 39, laterWeeks: 0 };

  it('finds planted parameters within three of its own standard errors', () => {
    const fit = finish(fitBgNbd(plantCustomers(3_000, plan, createDraws(11))));
    if (!fit.ok || fit.value.logStandardErrors === null) throw new Error('no fit');
    for (const name of ['r', 'alphaWeeks', 'a', 'b'] as const) {
      const off = Math.abs(Math.log(fit.value.params[name] / CDNOW[name]));
      expect([name, off / fit.value.logStandardErrors[name] < 3]).toEqual([name, true]);
    }
  });

  it('does not depend on the order of the customers, nor on how often they are counted', () => {
    const customers = plantCustomers(300, plan, createDraws(12));
    const [once, turned, thrice] = [
      customers,
      customers.toReversed(),
      [customers, customers, customers].flat(),
    ].map((some) => finish(fitBgNbd(some)));
    if (!once?.ok || !turned?.ok || !thrice?.ok) throw new Error('no fit');
    for (const name of ['r', 'alphaWeeks', 'a', 'b'] as const) {
      expect(turned.value.params[name]).toBeCloseTo(once.value.params[name], 3);
      expect(thrice.value.params[name]).toBeCloseTo(once.value.params[name], 3);
    }
    expect(thrice.value.logLikelihood).toBeCloseTo(3 * once.value.logLikelihood, 5);
  });

  it('says which parameters the customers do not tell', () => {
    const alike = Array.from({ length: 50 }, (_, n) => ({
      repeats: 3 + (n % 2),
      recencyWeeks: 20,
      ageWeeks: 20,
    }));
    const fit = finish(fitBgNbd(alike));
    expect(fit).toMatchObject({ ok: true, value: { logStandardErrors: null } });
    if (fit.ok) {
      expect(fit.value.atBound).toContain('r');
      expect(Object.values(fit.value.params).every(Number.isFinite)).toBe(true);
    }
  });

  it.each([
    ['nobody', [], 'not_available', ''],
    ['nobody who bought again', [{ repeats: 0, recencyWeeks: 0, ageWeeks: 5 }], 'not_available', ''],
    ['half a purchase', [REGULAR, { ...REGULAR, repeats: 0.5 }], 'invalid_value', '[1]'],
    ['a purchase after now', [{ ...REGULAR, recencyWeeks: 39 }], 'invalid_value', '[0]'],
    ['a recency without repeats', [{ ...REGULAR, repeats: 0 }], 'invalid_value', '[0]'],
    ['no number', [{ ...REGULAR, ageWeeks: Number.NaN }], 'invalid_value', '[0]'],
  ])('is refused to %s', (_, histories, code, at) => {
    expect(finish(fitBgNbd(histories))).toMatchObject({ ok: false, code, at });
  });
});
