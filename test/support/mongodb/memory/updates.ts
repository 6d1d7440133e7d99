/** Changing one document by operators. */
import { compareValues, type Document, type Filter, isOperators } from './values.ts';

type Change = (before: unknown, operand: unknown) => unknown;

const CHANGES: Readonly<Record<string, Change>> = {
  $set: (_, operand) => operand,
  $setOnInsert: (_, operand) => operand,
  $inc: (before, operand) => Number(before ?? 0) + Number(operand),
  $max: (before, operand) => (before === undefined || compareValues(operand, before) > 0 ? operand : before),
  $min: (before, operand) => (before === undefined || compareValues(operand, before) < 0 ? operand : before),
  $pull: (before, operand) => listOf(before).filter((one) => compareValues(one, operand) !== 0),
  $push: (before, operand) => [...listOf(before), operand],
  $addToSet: (before, operand) =>
    listOf(before).some((one) => compareValues(one, operand) === 0)
      ? listOf(before)
      : [...listOf(before), operand],
};

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function write(document: Document, path: string, change: (before: unknown) => unknown): Document {
  const [first = '', ...rest] = path.split('.');
  if (rest.length === 0) return { ...document, [first]: change(document[first]) };
  const inner = (document[first] ?? {}) as Document;
  return { ...document, [first]: write(inner, rest.join('.'), change) };
}

function remove(document: Document, path: string): Document {
  const [first = '', ...rest] = path.split('.');
  if (!(first in document)) return document;
  const { [first]: inner, ...others } = document;
  if (rest.length === 0) return others;
  return { ...document, [first]: remove(inner as Document, rest.join('.')) };
}

/** @throws TypeError for an operator that is not known. */
export function applyUpdate(document: Document, update: Document, isInsert: boolean): Document {
  if (!isOperators(update)) return { ...(update as Document), _id: document._id };
  let changed = document;
  for (const [operator, fields] of Object.entries(update)) {
    if (operator === '$setOnInsert' && !isInsert) continue;
    for (const [path, operand] of Object.entries(fields as Document)) {
      if (operator === '$unset') {
        changed = remove(changed, path);
        continue;
      }
      const change = CHANGES[operator];
      if (change === undefined) throw new TypeError(`this server knows no ${operator}`);
      changed = write(changed, path, (before) => change(before, operand));
    }
  }
  return changed;
}

/** What a document is made of that an upsert found missing: the fields that the filter says are equal to something. */
export function seedOf(filter: Filter): Document {
  const seed: Document = {};
  for (const [field, wanted] of Object.entries(filter)) {
    if (field.startsWith('$')) continue;
    if (!isOperators(wanted)) seed[field] = wanted;
    else if ('$eq' in wanted) seed[field] = wanted.$eq;
  }
  return seed;
}
