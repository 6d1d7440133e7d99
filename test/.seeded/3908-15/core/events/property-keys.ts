/** Puts the keys of received properties in order: snake_case, of bounded length, none twice. */
import type { Json, Properties } from '../entry.ts';
import { LONGEST_KEY } from './caps.ts';
import { isForbiddenKey, toSnakeCase } from './keys.ts';
import { note, type OpenEvent } from './open-event.ts';

/** The same object where every key is in order already. */
export function withSnakeKeys(event: OpenEvent, source: Properties, path: string): Properties {
  for (const key in source) if (!isInOrder(key)) return renameKeys(event, source, path);
  return source;
}

const isInOrder = (key: string): boolean =>
  key.length <= LONGEST_KEY && toSnakeCase(key) === key && !isForbiddenKey(key);

function renameKeys(event: OpenEvent, source: Properties, parent: string): Properties {
  const renamed: Record<string, Json> = {};
  for (const [key, value] of Object.entries(source)) {
    const snake = toSnakeCase(key.slice(0, LONGEST_KEY + 1));
    const path = parent === '' ? snake : `${parent}.${snake}`;
    const hint =
      refuseKey(snake) ?? (snake !== key && Object.hasOwn(source, snake) ? `${snake} came twice` : null);
    if (hint === null) renamed[snake] = value;
    if (snake !== key)
      note(event, { path: hint === null ? path : parent, rule: 'key', hint: hint ?? `write it ${snake}` });
    else if (hint !== null) note(event, { path: parent, rule: 'key', hint });
  }
  return renamed;
}

function refuseKey(key: string): string | null {
  if (isForbiddenKey(key)) return 'this property name is not allowed';
  return key.length > LONGEST_KEY ? `property names have at most ${LONGEST_KEY} characters` : null;
}
