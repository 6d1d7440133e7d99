/** Documents in the order of one field, ties by id: on pages, so that one more of a million moves a few hundred and not all. */
import { compareValues } from './values.ts';

export type Place = { readonly value: unknown; readonly id: unknown };

export type SortedList = {
  add(place: Place): void;
  remove(place: Place): void;
  /** In order, ascending or descending, but for those before a value. */
  walk(way: 1 | -1, isBefore: (value: unknown) => boolean): Generator<Place>;
};

const PAGE = 512;

function compare(a: Place, b: Place): number {
  return compareValues(a.value, b.value) || compareValues(a.id, b.id);
}

/** Where the first is for which it does not hold, in a list that begins with those for which it does. */
function firstNot<T>(all: readonly T[], holds: (one: T) => boolean): number {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(all[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @example const list = createSortedList(); list.add({ value: 7, id: 'a' }) */
export function createSortedList(): SortedList {
  /** None is empty. */
  const pages: Place[][] = [];

  /** The page that has the first place which is not before, or where it would be, and where on it. */
  function find(isBefore: (place: Place) => boolean): { readonly at: number; readonly on: number } {
    const at = firstNot(pages, (page) => isBefore(page.at(-1) as Place));
    return { at, on: firstNot(pages[at] ?? [], isBefore) };
  }

  return {
    add: (place) => {
      const found = find((one) => compare(one, place) < 0);
      const isLast = found.at === pages.length;
      const at = isLast ? Math.max(0, found.at - 1) : found.at;
      const page = pages[at] ?? [];
      pages[at] = page;
      page.splice(isLast ? page.length : found.on, 0, place);
      if (page.length > PAGE) pages.splice(at + 1, 0, page.splice(isLast ? PAGE : PAGE / 2));
    },
    remove: (place) => {
      const { at, on } = find((one) => compare(one, place) < 0);
      const page = pages[at];
      const found = page?.[on];
      if (page === undefined || found === undefined || compare(found, place) !== 0) return;
      page.splice(on, 1);
      if (page.length === 0) pages.splice(at, 1);
    },
    *walk(way, isBefore) {
      if (way === 1) {
        const { at, on } = find(({ value }) => isBefore(value));
        yield* (pages[at] ?? []).slice(on);
        for (const page of pages.slice(at + 1)) yield* page;
        return;
      }
      for (const page of pages.toReversed()) {
        for (let on = page.length - 1; on >= 0; on -= 1) {
          const place = page[on] as Place;
          if (isBefore(place.value)) return;
          yield place;
        }
      }
    },
  };
}
