/** Documents by the values of their fields, as declared indexes name them, and the ways that lead to what a filter means. */
import { createSortedList, type SortedList } from './sorted-list.ts';
import { compareValues, type Document, type Filter, isOperators, valuesAt } from './values.ts';

export type Sort = readonly (readonly [field: string, way: 1 | -1])[];

export type Shelves = {
  add(document: Document): void;
  remove(document: Document): void;
  /** Of documents that the fields of an index lead to: those that are meant are among them. */
  walk(chosen: Chosen, filter: Filter, sort: Sort): Generator<unknown>;
};

/** Documents by the values of some fields, and within each in the order of one more. */
type Shelf = {
  readonly fields: readonly string[];
  readonly order: string;
  readonly lists: Map<string, SortedList>;
};

export type Chosen = { readonly fields: readonly string[]; readonly order: string; readonly worth: number };

function weigh(names: readonly string[], filter: Filter, sort: Sort): Chosen {
  const unequal = names.findIndex((field) => equalsOf(filter, field) === null);
  const count = unequal === -1 ? names.length : unequal;
  const next = names[count];
  const isNext = next !== undefined && (isOperators(filter[next]) || sort[0]?.[0] === next);
  return { fields: names.slice(0, count), order: isNext ? next : '_id', worth: 2 * count + (isNext ? 1 : 0) };
}

const nameOf = (values: readonly unknown[]): string => JSON.stringify(values.map((value) => value ?? null));

/** Values that the filter says a field is equal to; null: it says no such thing. */
export function equalsOf(filter: Filter, field: string): readonly unknown[] | null {
  if (!(field in filter)) return null;
  const wanted = filter[field];
  if (!isOperators(wanted)) return [wanted];
  if ('$eq' in wanted) return [wanted.$eq];
  return Array.isArray(wanted.$in) ? wanted.$in : null;
}

function combine(lists: readonly (readonly unknown[])[]): readonly (readonly unknown[])[] {
  return lists.reduce<readonly (readonly unknown[])[]>(
    (all, list) => all.flatMap((before) => list.map((value) => [...before, value])),
    [[]],
  );
}

/** The index that narrows it most: fields that are equal to something, then one more in its order. */
export function choose(
  keys: readonly Readonly<Record<string, unknown>>[],
  filter: Filter,
  sort: Sort,
): Chosen | null {
  let best: Chosen | null = null;
  for (const key of keys) {
    const chosen = weigh(Object.keys(key), filter, sort);
    if (chosen.worth > (best?.worth ?? 0)) best = chosen;
  }
  return best;
}

/** @param all Every document, for a shelf that is asked for the first time. */
export function createShelves(all: () => Iterable<Document>): Shelves {
  const shelves = new Map<string, Shelf>();

  function put({ fields, order, lists }: Shelf, document: Document, isAdding: boolean): void {
    for (const place of combine([...fields, order].map((field) => valuesAt(document, field)))) {
      // Nobody asks for those that lack a field, and they would be most of them.
      if (place.slice(0, -1).includes(undefined)) continue;
      const name = nameOf(place.slice(0, -1));
      const list = lists.get(name) ?? createSortedList();
      lists.set(name, list);
      const own = { value: place.at(-1), id: document._id };
      if (isAdding) list.add(own);
      else list.remove(own);
    }
  }

  function shelfOf({ fields, order }: Chosen): Shelf {
    const name = nameOf([...fields, order]);
    const known = shelves.get(name);
    if (known !== undefined) return known;
    const shelf: Shelf = { fields, order, lists: new Map() };
    for (const document of all()) put(shelf, document, true);
    shelves.set(name, shelf);
    return shelf;
  }

  return {
    add: (document) => {
      for (const shelf of shelves.values()) put(shelf, document, true);
    },
    remove: (document) => {
      for (const shelf of shelves.values()) put(shelf, document, false);
    },
    *walk(chosen, filter, sort) {
      const { lists } = shelfOf(chosen);
      const way = sort[0]?.[0] === chosen.order ? sort[0][1] : 1;
      for (const values of combine(chosen.fields.map((field) => equalsOf(filter, field) ?? []))) {
        const list = lists.get(nameOf(values));
        if (list !== undefined) yield* walkList(list, filter[chosen.order], way);
      }
    },
  };
}

function* walkList(list: SortedList, wanted: unknown, way: 1 | -1): Generator<unknown> {
  const range = isOperators(wanted) ? wanted : {};
  const [least, most] = [range.$gt ?? range.$gte, range.$lt ?? range.$lte];
  const isBefore = (value: unknown): boolean => least !== undefined && compareValues(value, least) < 0;
  for (const { value, id } of list.walk(way, isBefore)) {
    const isBehind = most !== undefined && compareValues(value, most) > 0;
    if (isBehind && way === 1) return;
    if (!isBehind) yield id;
  }
}
