import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOccurrences } from '../../../../apps/server/cli/replay/occurrences.ts';
import { nameRow } from '../../../../apps/server/cli/replay/row-id.ts';

function namesOf(rows: readonly string[]): readonly string[] {
  const occurrences = createOccurrences();
  return rows.map((row) => nameRow(row, occurrences));
}

describe('the id of a row', () => {
  it('is a UUID of version 8 made of SHA-256 over the nth occurrence and the text', () => {
    const [first, second] = namesOf(['a,b', 'a,b']);
    expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(first?.slice(0, 13)).toBe(hash('sha256', '1\na,b').replace(/^(.{8})(.{4}).*/, '$1-$2'));
    expect(second?.slice(0, 13)).toBe(hash('sha256', '2\na,b').replace(/^(.{8})(.{4}).*/, '$1-$2'));
  });

  it('is another one for each of many exact duplicates', () => {
    expect(new Set(namesOf(Array.from({ length: 500 }, () => 'same'))).size).toBe(500);
  });

  it('is the same set for every order of the rows', () => {
    const rows = fc.array(fc.constantFrom('a', 'b', 'c', 'd,e'), { maxLength: 40 });
    const shuffled = rows.chain((list) =>
      fc.tuple(
        fc.constant(list),
        fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([before, after]) => {
        expect(namesOf(after).toSorted()).toEqual(namesOf(before).toSorted());
      }),
      { seed: 9562 },
    );
  });
});

describe('counting occurrences', () => {
  it('remembers every mark while the table grows', () => {
    const occurrences = createOccurrences();
    for (let i = 0; i < 200_000; i += 1) occurrences.take(Math.imul(i, 2_654_435_761) >>> 0, i);
    const again = Array.from({ length: 200_000 }, (_, i) =>
      occurrences.take(Math.imul(i, 2_654_435_761) >>> 0, i),
    );
    expect(again.every((nth) => nth === 2)).toBe(true);
  });

  it('counts a mark of zeros like any other', () => {
    const occurrences = createOccurrences();
    expect([occurrences.take(0, 0), occurrences.take(0, 0), occurrences.take(0, 0)]).toEqual([1, 2, 3]);
  });

  it('tells marks apart that fall into one slot', () => {
    const occurrences = createOccurrences();
    expect([occurrences.take(1, 7), occurrences.take(2, 7), occurrences.take(1, 7)]).toEqual([1, 1, 2]);
  });
});
