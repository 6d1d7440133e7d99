import { describe, expect, it } from 'vitest';
import { countOverlaps, type Overlap } from '../../../core/measurement/overlap.ts';

function overlapsOf(...lists: readonly string[]): { overlaps: readonly Overlap[]; slices: number } {
  const work = countOverlaps(lists.map((list) => list.split('')));
  for (let slices = 0; ; slices++) {
    const step = work.next();
    if (step.done) return { overlaps: step.value, slices };
  }
}

describe('overlaps of segments', () => {
  it('are those in both over those in at least one', () => {
    expect(overlapsOf('abcdef', 'efgh', 'e', 'xyz').overlaps).toEqual([
      { a: 0, b: 1, inA: 6, inB: 4, both: 2, either: 8, jaccard: 0.25 },
      { a: 1, b: 2, inA: 4, inB: 1, both: 1, either: 4, jaccard: 0.25 },
      { a: 0, b: 2, inA: 6, inB: 1, both: 1, either: 6, jaccard: 1 / 6 },
    ]);
  });

  it('are 1 for the same members, and nothing where a segment is empty', () => {
    expect(overlapsOf('ab', 'ba', '', '').overlaps).toMatchObject([{ a: 0, b: 1, jaccard: 1 }]);
  });

  it('are counted in slices', () => {
    const many = Array.from({ length: 12_000 }, (_, n) => String.fromCodePoint(0x1000 + n)).join('');
    const { overlaps, slices } = overlapsOf(many, many.slice(0, 3_000));
    expect(overlaps).toMatchObject([{ both: 3_000, either: 12_000, jaccard: 0.25 }]);
    // 15,000 memberships and 21,000 pairs, 5,000 at a time.
    expect(slices).toBeGreaterThanOrEqual(6);
  });
});
