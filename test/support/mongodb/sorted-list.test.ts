import { describe, expect, it } from 'vitest';
import { createRandom } from '../../durability/random.ts';
import { createSortedList, type Place } from './memory/sorted-list.ts';

const COUNT = 3_000;

/** More than fit on a page, some of the same value; some go again. */
function fill() {
  const random = createRandom(20_261_128);
  const list = createSortedList();
  let held: Place[] = [];
  for (let id = 0; id < COUNT; id += 1) {
    const place = { value: random.below(COUNT / 3), id };
    list.add(place);
    held.push(place);
    if (random.below(3) > 0) continue;
    const gone = held[random.below(held.length)] as Place;
    list.remove(gone);
    held = held.filter((one) => one !== gone);
  }
  const sorted = held.toSorted((a, b) => Number(a.value) - Number(b.value) || Number(a.id) - Number(b.id));
  return { list, sorted };
}

describe('a sorted list', () => {
  it('gives what it holds in order, both ways, from a value on', () => {
    const { list, sorted } = fill();
    for (const least of [-1, 0, 7, 500, 999, 1_001]) {
      const isBefore = (value: unknown) => Number(value) < least;
      const wanted = sorted.filter(({ value }) => !isBefore(value));
      expect([...list.walk(1, isBefore)]).toEqual(wanted);
      expect([...list.walk(-1, isBefore)]).toEqual(wanted.toReversed());
    }
  });

  it('is empty once all are gone, and takes more', () => {
    const { list, sorted } = fill();
    for (const place of sorted) list.remove(place);
    expect([...list.walk(1, () => false)]).toEqual([]);
    expect([...list.walk(-1, () => false)]).toEqual([]);
    list.add({ value: 1, id: 'one' });
    list.remove({ value: 2, id: 'another' });
    expect([...list.walk(1, () => false)]).toEqual([{ value: 1, id: 'one' }]);
  });
});
