import { describe, expect, it } from 'vitest';
import { assignArm, isHeldOut, pickArm, takesPart } from '../../../core/decisions/assignment.ts';
import type { Variant } from '../../../core/decisions/campaign.ts';

const MANY = 1_000_000;
const SOME = 20_000;
/** Chi-square at p = .001, by degrees of freedom (NIST, e-Handbook of Statistical Methods, 1.3.6.7.4). */
const CRITICAL = { 1: 10.828, 2: 13.816, 15: 37.697 } as const;

const UNITS = Array.from({ length: MANY }, (_, n) => n.toString(16).padStart(32, '0'));
const many = UNITS.slice(0, 200_000);
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
  it('of a million visitors is as the weights say', () => {
    const weights = { a: 5, none: 0, b: 3, c: 2 };
    const campaign = of('hello', weights);
    const names = ['a', 'b', 'c'] as const;
    const observed = tally(
      UNITS.map((visitor) => armOf(campaign, visitor)),
      names,
    );
    expect(observed.reduce((sum, count) => sum + count, 0)).toBe(MANY);
    const expected = names.map((name) => (MANY * weights[name]) / 10);
    expect(chiSquare(observed, expected)).toBeLessThan(CRITICAL[2]);
  });

  it('to one campaign says nothing of the arm in another, nor of the holdout or taking part', () => {
    const [one, other] = [of('one', { a: 1, b: 1 }), of('other', { a: 1, b: 1 })];
    const cells = many.map((visitor) =>
      [
        armOf(one, visitor),
        armOf(other, visitor),
        isHeldOut(visitor, 0.5),
        takesPart('one', visitor, 0.5),
      ].join(' '),
    );
    const names = [...new Set(cells)];
    expect(names).toHaveLength(16);
    const expected = names.map(() => many.length / 16);
    expect(chiSquare(tally(cells, names), expected)).toBeLessThan(CRITICAL[15]);
  });

  it('leaves everybody in the arm they have when traffic grows from 10 to 50 percent', () => {
    const campaign = of('hello', { a: 1, b: 2 });
    const small = many.filter((visitor) => takesPart('hello', visitor, 0.1));
    expect(Math.abs(small.length - many.length / 10)).toBeLessThan(500);
    expect(small.filter((visitor) => !takesPart('hello', visitor, 0.5))).toEqual([]);
    const ofSmall = tally(
      small.map((visitor) => armOf(campaign, visitor)),
      ['a', 'b'],
    );
    expect(chiSquare(ofSmall, [small.length / 3, (2 * small.length) / 3])).toBeLessThan(CRITICAL[1]);
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
    const held = many.filter((visitor) => isHeldOut(visitor, 0.05)).length;
    expect(chiSquare([held, many.length - held], [many.length * 0.05, many.length * 0.95])).toBeLessThan(
      CRITICAL[1],
    );
  });
});
