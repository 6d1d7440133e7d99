import { expect, it } from 'vitest';
import { shortTextHash } from '../../core/identity/hash.ts';
import { createTombstoneTable } from '../../core/privacy/tombstone-table.ts';
import { checkErasures } from '../core/privacy/erasure-property.ts';

it('nothing of before an erasure comes back in a thousand lives', () => checkErasures(1_000));

it('a million tombstones take no more than 75 MB of memory while they are put up, 37 MB of which stay', () => {
  const before = process.memoryUsage().arrayBuffers;
  const table = createTombstoneTable();
  const hashOf = (n: number): string => shortTextHash(`${n}`).padEnd(32, '0');
  for (let n = 1; n <= 1_000_000; n += 1)
    table.set(hashOf(n), { erasedAt: n, denied: [], hasObjected: false, hasReturned: false });
  expect(table.size()).toBe(1_000_000);
  expect(table.get(hashOf(500_000))?.erasedAt).toBe(500_000);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(75_000_000);
});
