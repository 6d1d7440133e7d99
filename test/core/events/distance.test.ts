import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance } from '../../../core/events/distance.ts';

/** The definition, cell by cell, with no band and no early end: slow and plainly right. */
function referenceDistance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const replaced = referenceDistance(a.slice(1), b.slice(1)) + (a[0] === b[0] ? 0 : 1);
  const removed = referenceDistance(a.slice(1), b) + 1;
  const inserted = referenceDistance(a, b.slice(1)) + 1;
  const isSwap = a.length > 1 && a[0] === b[1] && a[1] === b[0];
  const swapped = isSwap ? referenceDistance(a.slice(2), b.slice(2)) + 1 : replaced;
  return Math.min(replaced, removed, inserted, swapped);
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

  it('equals the definition within the bound, for any two texts', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 6 });
    fc.assert(
      fc.property(text, text, fc.integer({ min: 0, max: 5 }), (a, b, max) => {
        expect(editDistance(a, b, max)).toBe(Math.min(referenceDistance(a, b), max + 1));
      }),
      { seed: 11, numRuns: 1_000 },
    );
  });
});
