import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scalar } from '../../../core/segments/condition.ts';
import type { Amount } from '../../../core/segments/counter.ts';
import { addLifetimes, type Lifetime, MOST_GROUPS, MOST_VALUES } from '../../../core/segments/lifetimes.ts';
import { decodeLifetime, encodeLifetime } from '../../../core/segments/lifetimes-codec.ts';

const NOTHING = { sum: 0, min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY };
const AMOUNTS: Readonly<Record<string, Amount>> = { a: 'match', b: 'number', c: 'value' };

/** One match of a counter, summed up or standing alone. */
const one = fc
  .record({
    key: fc.constantFrom('a', 'b', 'c'),
    t: fc.nat({ max: 500 }),
    n: fc.nat({ max: 3 }),
    g: fc.constantFrom<Scalar | undefined>(undefined, '7', 7, true),
    v: fc.integer({ min: -9, max: 9 }),
    stands: fc.boolean(),
  })
  .map(({ key, t, n, g, v, stands }): Lifetime => {
    const amount = AMOUNTS[key] ?? 'match';
    const group = g === undefined ? {} : { g };
    const taken = amount === 'match' ? {} : { v };
    if (stands) return { key, amount, hits: [{ t, n, ...group, ...taken }], sums: [], isCut: false };
    const sum = amount === 'number' ? { sum: v, min: v, max: v } : NOTHING;
    const values = amount === 'value' ? { values: [v] } : {};
    return { key, amount, hits: [], sums: [{ ...group, n: 1, ...sum, ...values, last: t }], isCut: false };
  });

const addAll = (parts: readonly Lifetime[]): readonly Lifetime[] =>
  parts.reduce<readonly Lifetime[]>((sum, part) => addLifetimes(sum, [part]), []);

describe('what is left of matches', () => {
  it('adds up the same in every order and grouping, also past the bound of those that stand alone', () => {
    const drawn = fc.tuple(fc.array(one, { maxLength: 400, size: 'max' }), fc.nat({ max: 400 }));
    fc.assert(
      fc.property(drawn, ([parts, cut]) => {
        const whole = addAll(parts);
        expect(addAll(parts.toReversed())).toEqual(whole);
        expect(addLifetimes(addAll(parts.slice(cut)), addAll(parts.slice(0, cut)))).toEqual(whole);
      }),
      { seed: 61, numRuns: 40 },
    );
  });

  it('is read as it was written', () => {
    fc.assert(
      fc.property(fc.array(one, { maxLength: 50 }), (parts) => {
        const whole = addAll(parts);
        const text = JSON.stringify(whole.map(encodeLifetime));
        expect(JSON.parse(text).map(decodeLifetime)).toEqual(whole);
      }),
      { seed: 62, numRuns: 50 },
    );
  });

  it('drops groups and values beyond the bounds in a fixed order, and says so', () => {
    const part = (amount: Amount, places: readonly number[]): readonly Lifetime[] => {
      const sums = places.map((n) =>
        amount === 'value' ? { n: 1, ...NOTHING, values: [n], last: n } : { g: n, n: 1, ...NOTHING, last: n },
      );
      return [{ key: amount, amount, hits: [], sums, isCut: false }];
    };
    const places = Array.from({ length: 2_100 }, (_, n) => n);
    for (const amount of ['match', 'value'] as const) {
      const [odd, even] = [1, 0].map((rest) =>
        part(
          amount,
          places.filter((n) => n % 2 === rest),
        ),
      );
      const sum = addLifetimes(odd ?? [], even ?? []);
      expect(sum).toEqual(addLifetimes(even ?? [], odd ?? []));
      expect(sum[0]?.isCut).toBe(true);
      const kept = amount === 'value' ? sum[0]?.sums[0]?.values?.length : sum[0]?.sums.length;
      expect(kept).toBe(amount === 'value' ? MOST_VALUES : MOST_GROUPS);
    }
  });
});
