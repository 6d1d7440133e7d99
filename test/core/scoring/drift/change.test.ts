import { describe, expect, it } from 'vitest';
import { findChange } from '../../../../core/scoring/drift/change.ts';
import { createDraws } from '../../measurement/experiment/arms.ts';

const SEEDS = Array.from({ length: 50 }, (_, seed) => seed);

function speak(seed: number, labels: number, rateAt: (label: number) => number) {
  const draws = createDraws(seed);
  return Array.from({ length: labels }, (_, at) => ({
    probability: 0.123,
    label: draws.uniform() < rateAt(at) ? 1 : 0,
  }));
}

describe('the first label after a change', () => {
  it.each([
    ['69 % more', 1.69, 150],
    ['60 % less', 0.4, 150],
  ])('of %s is found to within %3$i labels, half of the times', (_, times, within) => {
    const off = SEEDS.map((seed) =>
      Math.abs(findChange(speak(seed, 3_000, (at) => 0.123 * (at < 2_000 ? 1 : times))) - 2_000),
    ).toSorted((a, b) => a - b);
    expect(off[25]).toBeLessThan(within);
    expect(off[45]).toBeLessThan(600);
  });

  it('is one of the first where all of it changed', () => {
    const found = SEEDS.map((seed) => findChange(speak(seed, 1_000, () => 0.25)));
    expect(found.toSorted((a, b) => a - b)[25]).toBeLessThan(60);
  });

  it.each([
    ['no label', []],
    ['few', speak(1, 80, () => 0.9)],
  ])('of %s is the first of all', (_, spoken) => {
    expect(findChange(spoken)).toBe(0);
  });
});
