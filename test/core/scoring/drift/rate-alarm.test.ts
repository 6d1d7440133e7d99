import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_LABELS, recordLabel } from '../../../../core/scoring/drift/rate-alarm.ts';
import { createDraws } from '../../measurement/experiment/arms.ts';
import { createPopulation, findAlarm } from './streams.ts';

const SEEDS = Array.from({ length: 50 }, (_, seed) => seed);
/** As spread as the probabilities of a model with an AUC of 0.8, and of 0.9. */
const [FAIR, GOOD] = [1.5, 2.5];
const DRIFTED = 0.123 * 1.69;

describe('the alarm on the rate, on 50 streams with a rate of 0.123', () => {
  it.each([
    { auc: 0.8, spread: FAIR },
    { auc: 0.9, spread: GOOD },
  ])('that goes up by 69 % is raised within 500 labels, with a model of an AUC of $auc', ({ spread }) => {
    const population = createPopulation({ rate: 0.123, spread });
    const drift = { shift: population.shiftTo(DRIFTED), after: 0, labels: 500 };
    const misses = SEEDS.filter((seed) => !Number.isFinite(findAlarm(population, drift, seed)));
    process.stdout.write(`spread ${spread}: misses ${JSON.stringify(misses)} of ${SEEDS.length}\n`);
    expect(misses).toEqual([]);
  });

  it('that goes up later is raised too, half of the times within 400 labels and always within 1,500', () => {
    const population = createPopulation({ rate: 0.123, spread: FAIR });
    const drift = { shift: population.shiftTo(DRIFTED), after: 4_000, labels: 6_000 };
    const delays = SEEDS.map((seed) => findAlarm(population, drift, seed) - 4_000).toSorted((a, b) => a - b);
    expect(delays[0]).toBeGreaterThan(0);
    expect(delays[25]).toBeLessThan(400);
    expect(delays[49]).toBeLessThan(1_500);
  });

  it.each([
    { auc: 0.8, spread: FAIR },
    { auc: 0.9, spread: GOOD },
  ])('that stays is not raised within 20,000 labels, with a model of an AUC of $auc', ({ spread }) => {
    const population = createPopulation({ rate: 0.123, spread });
    const calm = { shift: 0, after: 0, labels: 20_000 };
    const alarms = SEEDS.filter((seed) => Number.isFinite(findAlarm(population, calm, seed)));
    process.stdout.write(`spread ${spread}: false alarms ${JSON.stringify(alarms)} of ${SEEDS.length}\n`);
    // A chance of at most 1 % each; two of them in 50 would be one in ten.
    expect(alarms.length).toBeLessThanOrEqual(1);
  });

  it.each([
    ['falls by 60 %', 0.4, 500],
    ['falls by 40 %', 0.6, 2_000],
    ['is two and a half times as high', 2.5, 300],
  ])('that %s is raised', (_, times, within) => {
    const population = createPopulation({ rate: 0.123, spread: FAIR });
    const drift = { shift: population.shiftTo(0.123 * times), after: 0, labels: within };
    expect(SEEDS.filter((seed) => !Number.isFinite(findAlarm(population, drift, seed)))).toEqual([]);
  });

  it('that is 10 % too high by the calibrator is let pass for 20,000 labels', () => {
    const population = createPopulation({ rate: 0.123, spread: FAIR });
    const off = { shift: Math.log(1 / 1.1), after: 0, labels: 20_000 };
    const alarms = SEEDS.slice(0, 10).filter((seed) => Number.isFinite(findAlarm(population, off, seed)));
    expect(alarms.length).toBeLessThanOrEqual(1);
  });
});

describe('evidence', () => {
  it.each([
    ['off by a tenth to its side', 1.1, (mean: number) => expect(mean).toBeCloseTo(1, 9)],
    ['true', 1, (mean: number) => expect(mean).toBeLessThan(1)],
  ])('of odds that are %s does not rise on average, but for the 1 of each label', (_, off, check) => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }),
        fc.array(fc.constantFrom(0, 1), { maxLength: 20 }),
        (p, labels) => {
          const before = labels.reduce((alarm, label) => recordLabel(alarm, p, label), NO_LABELS);
          const [lost, won] = [0, 1].map((label) => recordLabel(before, p, label).evidence);
          for (const [at, evidence] of before.evidence.entries()) {
            fc.pre(evidence < 1e6);
            const odds = (p / (1 - p)) * (at < 2 ? off : 1 / off);
            const mean = ((lost?.[at] ?? 0) + odds * (won?.[at] ?? 0)) / (1 + odds);
            check(mean / (evidence + 1));
          }
        },
      ),
      { seed: 2, numRuns: 200 },
    );
  });

  it('survives being stored, and an alarm stays raised', () => {
    const draws = createDraws(4);
    let [kept, whole] = [NO_LABELS, NO_LABELS];
    for (let label = 0; label < 3_000; label++) {
      const isPositive = draws.uniform() < (label < 600 ? 0.5 : 0.1) ? 1 : 0;
      kept = recordLabel(JSON.parse(JSON.stringify(kept)), 0.1, isPositive);
      whole = recordLabel(whole, 0.1, isPositive);
    }
    expect(kept).toEqual(whole);
    expect(whole.raisedAt).toBeLessThan(100);
    expect(whole.labels).toBe(3_000);
  });
});
