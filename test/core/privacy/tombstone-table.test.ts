import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PURPOSES } from '../../../core/entry.ts';
import { createTombstoneTable, type Tombstone } from '../../../core/privacy/tombstone-table.ts';

/** Hashes that fall on few places, so that ways to a free one are long. */
const hash = fc
  .tuple(fc.integer({ min: 0, max: 0xffff_ffff }), fc.integer({ min: 0, max: 40 }))
  .map(
    ([high, low]) => high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0') + 'f'.repeat(16),
  );
const tombstone: fc.Arbitrary<Tombstone> = fc.record({
  erasedAt: fc.integer({ min: 1, max: 4e12 }),
  denied: fc.subarray([...PURPOSES]),
  hasObjected: fc.boolean(),
  hasReturned: fc.boolean(),
});

describe('the table of tombstones', () => {
  it('holds what was put into it last, through every growth, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(hash, tombstone), { maxLength: 300 }), hash, (puts, other) => {
        const table = createTombstoneTable();
        const expected = new Map<string, Tombstone>();
        for (const [key, value] of puts) {
          table.set(key, value);
          expected.set(key, value);
        }
        for (const [key, value] of expected) expect(table.get(key)).toEqual(value);
        expect(table.size()).toBe(expected.size);
        expect(table.get(other)).toEqual(expected.get(other) ?? null);
      }),
      { seed: 30, numRuns: 60 },
    );
  });
});
