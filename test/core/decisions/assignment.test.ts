import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { assignArm, isHeldOut, pickArm, takesPart } from '../../../core/decisions/assignment.ts';
import type { Variant } from '../../../core/decisions/campaign.ts';

const MANY = 1_000_000;
const SOME = 20_000;
/** Chi-square at p = .001, by degrees of freedom (NIST, e-Handbook of Statistical Methods, 1.3.6.7.4). */
const CRITICAL = [0, 10.828, 13.816, 16.266, 18.467, 20.515, 22.458, 24.322, 26.125, 27.877];

const unit = (n: number): string => createHash('md5').update(`visitor ${n}`).digest('hex');
const UNITS = Array.from({ length: MANY }, (_, n) => unit(n));
const few = UNITS.slice(0, SOME);

const arms = (weights: Readonly<Record<string, number>>): readonly Variant[] =>
  Object.entries(weights).map(([key, weight]) => ({ key, weight, treatment: null }));
const of = (key: string, weights: Readonly<Record<string, number>>) => ({ key, variants: arms(weights) });
const armOf = (campaign: ReturnType<typeof of>, visitor: string, before: string | null = null) =>
  assignArm(campaign, before, visitor)?.key ?? null;

function chiSquare(observed: readonly number[], expected: readonly number[]): number {
  return observed.reduce((sum, count, i) => sum + (count - (expected[i] ?? 0)) ** 2 / (expected[i] ?? 1), 0);
}

function tally(keys: readonly (string | null)[], names: readonly string[]): readonly number[] {
  const counts = new Map<string | null, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return names.map((name) => counts.get(name) ?? 0);
}

describe('assignment (acceptance 24)', () => {
  it.each<[string, Readonly<Record<string, number>>]>([
    ['two equal arms', { a: 1, b: 1 }],
    ['three arms of other weights', { a: 5, b: 3, c: 2 }],
    ['an arm of no weight among others', { a: 1, none: 0, b: 9 }],
  ])('of a million visitors to %s is as the weights say', (_, weights) => {
    const campaign = of('hello', weights);
    const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
    const names = Object.keys(weights).filter((name) => weights[name] !== 0);
    const observed = tally(
      UNITS.map((visitor) => armOf(campaign, visitor)),
      names,
    );
    expect(observed.reduce((sum, count) => sum + count, 0)).toBe(MANY);
    const expected = names.map((name) => (MANY * (weights[name] ?? 0)) / total);
    expect(chiSquare(observed, expected)).toBeLessThan(CRITICAL[names.length - 1] ?? 0);
  });

  it('to one campaign says nothing of the arm in another, nor of the holdout or taking part', () => {
    const [one, other] = [of('one', { a: 1, b: 1 }), of('other', { a: 1, b: 1 })];
    const cells = UNITS.map((visitor) =>
      [
        armOf(one, visitor),
        armOf(other, visitor),
        isHeldOut(visitor, 0.5),
        takesPart('one', visitor, 0.5),
      ].join(' '),
    );
    const names = [...new Set(cells)];
    expect(names).toHaveLength(16);
    const expected = names.map(() => MANY / 16);
    // 15 degrees of freedom, p = .001.
    expect(chiSquare(tally(cells, names), expected)).toBeLessThan(37.697);
  });

  it('leaves everybody in the arm they have when traffic grows from 10 to 50 percent', () => {
    const campaign = of('hello', { a: 1, b: 2 });
    const small = UNITS.filter((visitor) => takesPart('hello', visitor, 0.1));
    expect(Math.abs(small.length - MANY / 10)).toBeLessThan(1_200);
    expect(small.filter((visitor) => !takesPart('hello', visitor, 0.5))).toEqual([]);
    const ofSmall = tally(
      small.map((visitor) => armOf(campaign, visitor)),
      ['a', 'b'],
    );
    expect(chiSquare(ofSmall, [small.length / 3, (2 * small.length) / 3])).toBeLessThan(CRITICAL[1] ?? 0);
  });

  it('is the one assigned before, whatever the hash says', () => {
    const campaign = of('hello', { a: 1, b: 1 });
    const before = few.map((_, n) => (n % 2 === 0 ? 'a' : 'b'));
    expect(few.map((visitor, n) => armOf(campaign, visitor, before[n] ?? null))).toEqual(before);
  });

  it('of somebody whose arm was removed is as if they had come new', () => {
    const left = of('hello', { a: 1, b: 1 });
    const fresh = few.map((visitor) => armOf(left, visitor));
    expect(few.map((visitor) => armOf(left, visitor, 'gone'))).toEqual(fresh);
    expect(new Set(fresh)).toEqual(new Set(['a', 'b']));
  });

  it('gives an arm of no weight nobody new, and leaves it those it has', () => {
    const campaign = of('hello', { none: 0, a: 1, last: 0 });
    expect(new Set(few.map((visitor) => armOf(campaign, visitor)))).toEqual(new Set(['a']));
    expect(armOf(campaign, few[0] ?? '', 'last')).toBe('last');
  });

  it('takes nobody from arms before one whose weight grows at the cost of those after it', () => {
    const [before, after] = [of('hello', { a: 1, b: 1, c: 2 }), of('hello', { a: 1, b: 2, c: 1 })];
    for (const visitor of few) {
      const [was, is] = [armOf(before, visitor), armOf(after, visitor)];
      if (was !== 'c') expect(is).toBe(was);
    }
  });
});

describe('the arm at a share', () => {
  it.each([
    [0, 'a'],
    [0.249_999, 'a'],
    [0.25, 'b'],
    [0.999_999, 'b'],
    [1, 'b'],
  ])('%d is %s', (share, key) => {
    expect(pickArm(arms({ none: 0, a: 1, b: 3, last: 0 }), share)?.key).toBe(key);
  });

  it('is none where no arm has a weight', () => {
    expect(pickArm(arms({ a: 0 }), 0.5)).toBeNull();
  });
});

describe('shares of visitors', () => {
  it.each([0, 1])('of %d hold for nobody, or for everybody', (share) => {
    expect(few.every((visitor) => takesPart('hello', visitor, share) === (share === 1))).toBe(true);
    expect(few.every((visitor) => isHeldOut(visitor, share) === (share === 1))).toBe(true);
  });

  it('that are held out are as many as was said', () => {
    const held = UNITS.filter((visitor) => isHeldOut(visitor, 0.05)).length;
    expect(chiSquare([held, MANY - held], [MANY * 0.05, MANY * 0.95])).toBeLessThan(CRITICAL[1] ?? 0);
  });
});
