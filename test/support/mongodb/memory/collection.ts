/** The documents of one collection, and the indexes by which they are found: a question that has none is counted. */
import { type Chosen, choose, createShelves, equalsOf, type Sort } from './shelves.ts';
import { compareValues, type Document, type Filter, matches, valuesAt } from './values.ts';

export type Question = {
  readonly filter: Filter;
  readonly sort?: Sort;
  /** 0: all. */
  readonly limit?: number;
};

export type MemoryCollection = {
  size(): number;
  find(question: Question): Document[];
  /** False where the id is taken. */
  insert(document: Document): boolean;
  replace(document: Document): void;
  remove(id: unknown): void;
  addIndex(key: Readonly<Record<string, unknown>>): void;
  indexes(): readonly Readonly<Record<string, unknown>>[];
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
  const keys: Readonly<Record<string, unknown>>[] = [{ _id: 1 }];
  const shelves = createShelves(() => documents.values());
  let scans = 0;

  function* candidates({ filter, sort = [] }: Question): Generator<unknown> {
    const ids = equalsOf(filter, '_id');
    if (ids !== null) {
      yield* new Set(ids);
      return;
    }
    const chosen = choose(keys, filter, sort);
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
      const isOrdered = isInOrder(choose(keys, filter, sort), filter, sort);
      for (const id of candidates(question)) {
        const document = documents.get(id);
        if (document === undefined || !matches(document, filter)) continue;
        found.set(id, document);
        if (isOrdered && limit > 0 && found.size === limit) break;
      }
      const all = [...found.values()];
      if (sort.length > 0) all.sort((a, b) => compareBy(a, b, sort));
      return limit > 0 ? all.slice(0, limit) : all;
    },
    insert: (document) => {
      if (documents.has(document._id)) return false;
      documents.set(document._id, document);
      shelves.add(document);
      note({ operationType: 'insert', documentKey: { _id: document._id }, fullDocument: document });
      return true;
    },
    replace: (document) => {
      const before = documents.get(document._id);
      if (before !== undefined) shelves.remove(before);
      documents.set(document._id, document);
      shelves.add(document);
      note({ operationType: 'replace', documentKey: { _id: document._id }, fullDocument: document });
    },
    remove: (id) => {
      const before = documents.get(id);
      if (before === undefined) return;
      shelves.remove(before);
      documents.delete(id);
      note({ operationType: 'delete', documentKey: { _id: id } });
    },
    addIndex: (key) => {
      if (!keys.some((known) => JSON.stringify(known) === JSON.stringify(key))) keys.push(key);
    },
    indexes: () => keys,
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

function compareBy(a: Document, b: Document, sort: Sort): number {
  for (const [field, way] of sort) {
    const order = compareValues(valuesAt(a, field)[0], valuesAt(b, field)[0]);
    if (order !== 0) return order * way;
  }
  return 0;
}
