/**
 * A campaign as it is put, and changes of one place in it. The document itself is what a form shows and changes: what no field
 * knows stays where it is.
 */

export type Path = readonly (string | number)[];
export type Json = unknown;
export type Fields = { readonly [name: string]: Json };
/** A campaign while it is written: it need not be one yet. */
export type Draft = Fields;

export function isFields(value: Json): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @example readAt(draft, ['variants', 0, 'key']) // 'control' */
export function readAt(value: Json, [first, ...rest]: Path): Json {
  if (first === undefined) return value;
  if (Array.isArray(value)) return readAt(value[Number(first)], rest);
  return isFields(value) && Object.hasOwn(value, first) ? readAt(value[first], rest) : undefined;
}

/**
 * The same with another value at a place; undefined takes the place away. What is on the way is made where it is missing.
 *
 * @example writeAt(draft, ['limits', 'cooldown'], '10m')
 */
export function writeAt(value: Json, [first, ...rest]: Path, to: Json): Json {
  if (first === undefined) return to;
  if (typeof first === 'number') {
    const items: readonly Json[] = Array.isArray(value) ? value : [];
    const next = writeAt(items[first], rest, to);
    if (next === undefined) return items.filter((_, place) => place !== first);
    return first < items.length
      ? items.map((item, place) => (place === first ? next : item))
      : [...items, next];
  }
  const fields = isFields(value) ? value : {};
  const next = writeAt(fields[first], rest, to);
  if (next !== undefined) return { ...fields, [first]: next };
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== first));
}

/** @returns the draft as an object, whatever was written. @example change(draft, ['name'], 'Hello') */
export function change(draft: Draft, path: Path, to: Json): Draft {
  const next = writeAt(draft, path, to);
  return isFields(next) ? next : draft;
}

/** As the server names a place. @example writePath(['variants', 1, 'treatment', 'code']) // 'variants[1].treatment.code' */
export function writePath(path: Path): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`),
    '',
  );
}

/** Whether a place of the server is this one, or in it. @example isAt('goal.where.price', ['goal', 'where']) // true */
export function isAt(at: string, path: Path): boolean {
  const own = writePath(path);
  return at === own || (at.startsWith(own) && /^[.[]/.test(at.slice(own.length)));
}

/** Every text, number, yes or no and null, with its place. @example listLeaves({ a: [1] }) // [[['a', 0], 1]] */
export function listLeaves(value: Json, path: Path = []): readonly (readonly [Path, Json])[] {
  if (Array.isArray(value)) return value.flatMap((item, place) => listLeaves(item, [...path, place]));
  if (isFields(value))
    return Object.entries(value).flatMap(([name, own]) => listLeaves(own, [...path, name]));
  return value === undefined ? [] : [[path, value]];
}

/** What an answer says of a campaign beside what was put: apps/server/campaign-answers.ts. */
const ANSWERED = ['version', 'versions', 'createdAt', 'changedAt', 'liveSince', 'reach'];

/** A campaign as it was answered, as a draft. */
export function toDraft(answered: Fields): Draft {
  return Object.fromEntries(Object.entries(answered).filter(([name]) => !ANSWERED.includes(name)));
}

/** Whether two documents say the same, in whatever order. */
export function isSame(one: Json, other: Json): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isFields(value)) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, sorted(value[name])]));
}

/** What a result stands on: another goal, other arms or another share begin it anew. */
export function beginsAnew(before: Draft, after: Draft): boolean {
  return !isSame(basisOf(before), basisOf(after));
}

function basisOf({ goal, uplift, variants }: Draft): Json {
  const arms = Array.isArray(variants)
    ? variants.map((arm: Json) =>
        isFields(arm) ? [arm.key, arm.weight ?? 1, arm.treatment === null] : [arm, 0, false],
      )
    : [];
  return { goal, uplift, arms };
}
