import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance } from '../../../core/events/distance.ts';

/** The whole table, with no band and no early end: slow and plainly right. */
function referenceDistance(a: string, b: string): number {
  const d = Array.from({ length: a.length + 1 }, (_, i) => [i]);
  const at = (i: number, j: number): number => d[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 0; i <= a.length; i += 1) {
    for (let j = 0; j <= b.length; j += 1) {
      if (i === 0 || j === 0) {
        (d[i] ??= [])[j] = i + j;
        continue;
      }
      const replaced = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : replaced;
      (d[i] ??= [])[j] = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, replaced, swapped);
    }
  }
  return at(a.length, b.length);
}

describe('edit distance', () => {
  it.each([
    ['viewed', 'viewed', 0],
    ['viewd', 'viewed', 1],
    ['veiwed', 'viewed', 1],
    ['prodct viewd', 'product viewed', 2],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
  ])('from "%s" to "%s" takes %i steps', (a, b, steps) => {
    expect(editDistance(a, b, 5)).toBe(steps);
    expect(editDistance(b, a, 5)).toBe(steps);
  });

  it('says one more than the bound as soon as the bound is exceeded', () => {
    expect(editDistance('cart viewed', 'trial started', 3)).toBe(4);
    expect(editDistance('a', 'abcdef', 2)).toBe(3);
  });

  it('equals the full table within the bound, for any two texts', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 9 });
    fc.assert(
      fc.property(text, text, fc.integer({ min: 0, max: 5 }), (a, b, max) => {
        expect(editDistance(a, b, max)).toBe(Math.min(referenceDistance(a, b), max + 1));
      }),
      { seed: 11, numRuns: 2_000 },
    );
  });
});
