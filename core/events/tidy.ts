/** Copies values nobody typed, within the caps. */
import type { Json, Properties } from '../entry.ts';
import { LONGEST_TEXT, MOST_ITEMS, MOST_PROPERTIES } from './caps.ts';
import { note, type OpenEvent, takeRoom } from './open-event.ts';
import { withSnakeKeys } from './property-keys.ts';

/** A copy of the value; undefined where there is no room left. */
export function tidy(event: OpenEvent, value: Json, path: string): Json | undefined {
  if (Array.isArray(value)) {
    return readItems(event, { items: value, path }, (item, place) => tidy(event, item, place));
  }
  if (isObject(value)) return tidyObject(event, value, path);
  if (!takeRoom(event, path)) return undefined;
  if (typeof value === 'number' && !Number.isFinite(value)) return endless(event, path);
  return typeof value === 'string' && value.length > LONGEST_TEXT ? cutText(event, value, path) : value;
}

/** JSON may write 1e999; the log could only keep null of it, and until then it would be counted as what it is not. */
function endless(event: OpenEvent, path: string): undefined {
  note(event, { path, rule: 'type', hint: 'send a number below 1.8e308; the value was dropped' });
}

function tidyObject(event: OpenEvent, value: Properties, path: string): Properties {
  const source = withSnakeKeys(event, value, path);
  const copy: Record<string, Json> = {};
  for (const key in source) {
    const read = tidy(event, source[key] ?? null, `${path}.${key}`);
    if (read !== undefined) copy[key] = read;
  }
  return copy;
}

type ReadItem = (item: Json, place: string) => Json | undefined;

/** Reads each item of an array, with room of its own for each. */
export function readItems(event: OpenEvent, array: Placed, read: ReadItem): Json[] | undefined {
  const { items, path } = array;
  if (!takeRoom(event, path)) return undefined;
  if (items.length > MOST_ITEMS) {
    note(event, { path, rule: 'too_many', hint: `send at most ${MOST_ITEMS} items` });
  }
  const outside = event.room;
  const kept: Json[] = [];
  for (let index = 0; index < items.length && index < MOST_ITEMS; index += 1) {
    event.room = MOST_PROPERTIES;
    const value = read(items[index] ?? null, `${path}[${index}]`);
    if (value !== undefined) kept.push(value);
  }
  event.room = outside;
  return kept;
}

/** An array and where it stands. */
export type Placed = { readonly items: readonly Json[]; readonly path: string };

/** Cuts between characters: half a surrogate pair is no text. */
function cutText(event: OpenEvent, text: string, path: string): string {
  note(event, { path, rule: 'too_long', hint: `texts are cut after ${LONGEST_TEXT} characters` });
  const cut = text.slice(0, LONGEST_TEXT);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}

export function isObject(value: Json): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
