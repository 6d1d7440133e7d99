/** Documents in the order of one field, ties by id. */
import { compareValues } from './values.ts';

export type Place = { readonly value: unknown; readonly id: unknown };

export type SortedList = {
  add(place: Place): void;
  remove(place: Place): void;
  /** In order, ascending or descending, but for those before a value. */
  walk(way: 1 | -1, isBefore: (value: unknown) => boolean): Generator<Place>;
};

function compare(a: Place, b: Place): number {
  return compareValues(a.value, b.value) || compareValues(a.id, b.id);
}

/** @example const list = createSortedList(); list.add({ value: 7, id: 'a' }) */
export function createSortedList(): SortedList {
  const places: Place[] = [];

  /** The first that is not before. */
  function find(isBefore: (place: Place) => boolean): number {
    let [low, high] = [0, places.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(places[middle] as Place)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    add: (place) => {
      const last = places.at(-1);
      if (last === undefined || compare(last, place) < 0) places.push(place);
      else
        places.splice(
          find((one) => compare(one, place) < 0),
          0,
          place,
        );
    },
    remove: (place) => {
      const at = find((one) => compare(one, place) < 0);
      const found = places[at];
      if (found !== undefined && compare(found, place) === 0) places.splice(at, 1);
    },
    *walk(way, isBefore) {
      if (way === 1) {
        const from = find(({ value }) => isBefore(value));
        for (let at = from; at < places.length; at += 1) yield places[at] as Place;
        return;
      }
      for (let at = places.length - 1; at >= 0; at -= 1) {
        const place = places[at];
        if (place === undefined || isBefore(place.value)) return;
        yield place;
      }
    },
  };
}
