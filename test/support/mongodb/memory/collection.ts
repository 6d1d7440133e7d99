/** The documents of one collection, and the indexes by which they are found: a question that has none is counted. */
import { type Chosen, choose, createShelves, equalsOf, type Sort } from './shelves.ts';
import { compareValues, type Document, type Filter, matches, valuesAt } from './values.ts';

export type Question = {
  readonly filter: Filter;
  readonly sort?: Sort;
  /** 0: all. */
  readonly limit?: number;
};

/** `expireAfterSeconds` and the like are remembered; nothing expires by itself. */
export type Index = Readonly<Record<string, unknown>> & { readonly key: Readonly<Record<string, unknown>> };

export type MemoryCollection = {
  size(): number;
  find(question: Question): Document[];
  /** False where the id is taken. */
  insert(document: Document): boolean;
  /** False where it would lie beside another one of its id. */
  replace(before: Document, after: Document): boolean;
  remove(document: Document): void;
  addIndex(index: Index): void;
  indexes(): readonly Index[];
  /** How many questions looked at every document. */
  scans(): number;
};

export type Change = {
  readonly operationType: 'insert' | 'replace' | 'delete';
  readonly documentKey: { readonly _id: unknown };
  readonly fullDocument?: Document;
};

/** @example const entries = createMemoryCollection(noteChange); entries.addIndex({ s: 1, v: 1 }) */
export function createMemoryCollection(note: (change: Change) => void): MemoryCollection {
  const documents = new Map<unknown, Document>();
  const indexes: Index[] = [{ key: { _id: 1 } }];
  const keys = () => indexes.map(({ key }) => key);
  const shelves = createShelves(() => documents.values());
  let scans = 0;

  function* candidates({ filter, sort = [] }: Question): Generator<unknown> {
    const ids = equalsOf(filter, '_id');
    if (ids !== null) {
      yield* new Set(ids);
      return;
    }
    const chosen = choose(keys(), filter, sort);
    if (chosen !== null) {
      yield* shelves.walk(chosen, filter, sort);
      return;
    }
    if (Object.keys(filter).length > 0 && documents.size > 0) scans += 1;
    yield* documents.keys();
  }

  return {
    size: () => documents.size,
    find: (question) => {
      const { filter, sort = [], limit = 0 } = question;
      const found = new Map<unknown, Document>();
      const isOrdered = isInOrder(choose(keys(), filter, sort), filter, sort);
      for (const id of candidates(question)) {
        const document = documents.get(id);
        if (document === undefined || !matches(document, filter)) continue;
        found.set(id, document);
        if (isOrdered && limit > 0 && found.size === limit) break;
      }
      return takeFirst([...found.values()], question);
    },
    insert: (document) => {
      if (documents.has(document._id)) return false;
      documents.set(document._id, document);
      shelves.add(document);
      note({ operationType: 'insert', documentKey: { _id: document._id }, fullDocument: document });
      return true;
    },
    replace: (before, after) => {
      shelves.remove(before);
      documents.set(after._id, after);
      shelves.add(after);
      note({ operationType: 'replace', documentKey: { _id: after._id }, fullDocument: after });
      return true;
    },
    remove: (document) => {
      shelves.remove(document);
      documents.delete(document._id);
      note({ operationType: 'delete', documentKey: { _id: document._id } });
    },
    addIndex: (index) => {
      const text = JSON.stringify(index.key);
      if (!keys().some((known) => JSON.stringify(known) === text)) indexes.push(index);
    },
    indexes: () => indexes,
    scans: () => scans,
  };
}

/** Whether what the index gives comes in the order that is asked for, so that reading may end at the limit. */
function isInOrder(chosen: Chosen | null, filter: Filter, sort: Sort): boolean {
  if (equalsOf(filter, '_id') !== null) return false;
  if (sort.length === 0) return true;
  if (chosen === null || sort[0]?.[0] !== chosen.order || sort.length > 1) return false;
  return chosen.fields.every((field) => equalsOf(filter, field)?.length === 1);
}

/** In the order that is asked for, up to the limit. */
export function takeFirst(all: readonly Document[], { sort = [], limit = 0 }: Question): Document[] {
  const sorted = sort.length > 0 ? all.toSorted((a, b) => compareBy(a, b, sort)) : [...all];
  return limit > 0 ? sorted.slice(0, limit) : sorted;
}

function compareBy(a: Document, b: Document, sort: Sort): number {
  for (const [field, way] of sort) {
    const order = compareValues(valuesAt(a, field)[0], valuesAt(b, field)[0]);
    if (order !== 0) return order * way;
  }
  return 0;
}
