/** Against the published fits of Fader, Hardie and Lee, and of the usual programs. */
import { beforeAll, describe, expect, it } from 'vitest';
import { expectedPurchases, expectedRepeats } from '../../../../core/scoring/lifetime/bg-nbd.ts';
import { fitBgNbd } from '../../../../core/scoring/lifetime/bg-nbd-fit.ts';
import { expectedValueMinor, meanValueMinor } from '../../../../core/scoring/lifetime/gamma-gamma.ts';
import { correlate, fitGammaGamma } from '../../../../core/scoring/lifetime/gamma-gamma-fit.ts';
import { type Cdnow, countLater, hasCdnow, pickSample, readSummary, summarizeMaster } from './cdnow.ts';
import { finish } from './planted.ts';

const reason = hasCdnow ? '' : ' [no ../shared/data/cdnow_master.txt or cdnow_customers_summary.csv]';

describe.skipIf(!hasCdnow)(`CDNOW${reason}`, () => {
  let all: readonly Cdnow[];
  let sample: readonly Cdnow[];
  beforeAll(() => {
    all = summarizeMaster();
    sample = pickSample(all).filter((customer) => customer !== undefined);
  });

  it('is summarized from its orders as it was published, every customer of the sample', () => {
    const rounded = sample.map(({ repeats, recencyWeeks, ageWeeks }) => ({
      repeats,
      recencyWeeks: Number(recencyWeeks.toFixed(2)),
      ageWeeks: Number(ageWeeks.toFixed(2)),
    }));
    expect(all).toHaveLength(23_570);
    expect(rounded).toEqual(readSummary());
    expect(sample).toHaveLength(2_357);
  });

  it('is fitted as it was published', () => {
    const fit = finish(fitBgNbd(readSummary()));
    if (!fit.ok) throw new Error(fit.hint);
    const { params, logLikelihood, logStandardErrors, atBound } = fit.value;
    for (const [got, published] of [
      [params.r, 0.2426],
      [params.alphaWeeks, 4.4135],
      [params.a, 0.7929],
      [params.b, 2.4258],
    ] as const)
      expect(Math.abs(got - published)).toBeLessThan(0.001);
    expect(logLikelihood).toBeCloseTo(-9_582.4256, 3);
    expect(atBound).toEqual([]);
    expect(logStandardErrors?.r).toBeCloseTo(0.0518, 3);
    expect(expectedPurchases(params, 78)).toBeCloseTo(1.8576, 3);
    expect(expectedPurchases(params, 32)).toBeCloseTo(1.0437, 3);
  });

  it('is foreseen, and a little less than came: 1,653 purchases of 1,909 in the next 39 weeks', () => {
    const params = { r: 0.2426, alphaWeeks: 4.4135, a: 0.7929, b: 2.4258 };
    const sum = (measure: (customer: Cdnow) => number) =>
      sample.reduce((total, customer) => total + measure(customer), 0);
    expect(Math.round(sum((customer) => expectedRepeats(params, customer, 39)))).toBe(1_653);
    expect(sum(countLater)).toBe(1_909);
  });

  it('spends as it was published, in cents: of a purchase 35.17 dollars on average', () => {
    const rounded = sample.map(({ spend }) => ({ ...spend, meanMinor: Math.round(spend.meanMinor + 1e-9) }));
    const fit = finish(fitGammaGamma(rounded));
    if (!fit.ok) throw new Error(fit.hint);
    const { params, logLikelihood } = fit.value;
    expect(params.p).toBeCloseTo(6.2488, 4);
    expect(params.q).toBeCloseTo(3.74459, 4);
    expect(params.vMinor / 100).toBeCloseTo(15.44775, 3);
    expect(logLikelihood + 946 * Math.log(100)).toBeCloseTo(-4_055.9232, 3);
    expect(correlate(rounded)).toBeCloseTo(0.113884, 5);
    expect(meanValueMinor(params)).toBeCloseTo(3_517.1, 1);
    const dollars = rounded.slice(0, 10).map((spend) => expectedValueMinor(params, spend) / 100);
    const published = [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17];
    for (const [at, value] of published.entries())
      expect(Math.abs((dollars[at] ?? 0) - value)).toBeLessThan(0.02);
  });
});
