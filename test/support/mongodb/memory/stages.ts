/** Stages of an aggregation, as far as the store and the jobs use them. */
import { compareValues, type Document, type Filter, matches, valuesAt } from './values.ts';

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Fields that are wanted, or all but those that are not. */
export function project(document: Document, projection: unknown): Document {
  const wanted = Object.entries((projection ?? {}) as Record<string, unknown>);
  const fields = wanted.filter(([, isIn]) => isIn).map(([field]) => field);
  if (wanted.length === 0) return document;
  if (fields.length === 0) {
    const out = new Set(wanted.map(([field]) => field));
    return Object.fromEntries(Object.entries(document).filter(([field]) => !out.has(field)));
  }
  const hasId = (projection as Record<string, unknown>)._id !== 0;
  const names = hasId ? ['_id', ...fields] : fields;
  return Object.fromEntries(names.flatMap((name) => (name in document ? [[name, document[name]]] : [])));
}

/** @throws TypeError for a stage that is not known. */
export function runStage(documents: readonly Document[], stage: Document): readonly Document[] {
  if ('$unwind' in stage) {
    const path = String(stage.$unwind).slice(1);
    return documents.flatMap((document) =>
      listOf(document[path]).map((item) => ({ ...document, [path]: item })),
    );
  }
  if ('$match' in stage) return documents.filter((document) => matches(document, stage.$match as Filter));
  if ('$project' in stage) return documents.map((document) => project(document, stage.$project));
  if ('$group' in stage) return group(documents, stage.$group as Document);
  if ('$sort' in stage) {
    const sort = Object.entries(stage.$sort as Record<string, 1 | -1>);
    return documents.toSorted((a, b) =>
      sort.reduce((order, [field, way]) => order || compareValues(a[field], b[field]) * way, 0),
    );
  }
  throw new TypeError(`this server knows no stage ${Object.keys(stage)[0]}`);
}

/** Counts and sums, by one field or none. */
function group(documents: readonly Document[], { _id: by, ...sums }: Document): readonly Document[] {
  const groups = new Map<unknown, Record<string, number>>();
  for (const document of documents) {
    const key = typeof by === 'string' ? (valuesAt(document, by.slice(1))[0] ?? null) : by;
    const own = groups.get(key) ?? {};
    groups.set(key, own);
    for (const [name, sum] of Object.entries(sums)) {
      const { $sum: what } = sum as { $sum?: unknown };
      const value = typeof what === 'string' ? valuesAt(document, what.slice(1))[0] : what;
      own[name] = (own[name] ?? 0) + (typeof value === 'number' ? value : 0);
    }
  }
  return [...groups].map(([_id, sum]) => ({ _id, ...sum }));
}
