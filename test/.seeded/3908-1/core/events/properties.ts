/** Reads the properties of an event by the rules of its name. */
import type { Json, Properties } from '../entry.ts';
import { isDecimal, isMoneyKey, PRODUCTS_KEY, toMinor } from './money.ts';
import { note, type OpenEvent, takeRoom } from './open-event.ts';
import { withSnakeKeys } from './property-keys.ts';
import { EXPECTED, readValue } from './property-value.ts';
import type { PropertyType } from './spec.ts';
import { isObject, type Placed, readItems, tidy } from './tidy.ts';

export function readProperties(event: OpenEvent, source: Properties): Properties {
  const { types, dropped, closed } = event.rules;
  const properties: Record<string, Json> = {};
  for (const key in source) {
    const value = source[key];
    if (key === 'currency' || value === undefined || value === null) continue;
    if (dropped.has(key)) {
      if (value !== '')
        note(event, { path: key, rule: 'never_stored', hint: 'this property is never stored' });
      continue;
    }
    const type = types.get(key) ?? impliedType(key, value);
    if (type === undefined && closed) {
      note(event, {
        path: key,
        rule: 'unknown_property',
        hint: `the plan of ${event.name} does not name this property`,
      });
      continue;
    }
    const read = readTyped(event, type, value, key);
    if (read !== undefined) properties[key] = read;
  }
  return properties;
}

/** Amounts and products are what they are by their name, also in events nobody described. */
function impliedType(key: string, value: Json): PropertyType | undefined {
  if (isMoneyKey(key))
    return typeof value === 'number' || (typeof value === 'string' && isDecimal(value)) ? 'money' : undefined;
  return key === PRODUCTS_KEY && Array.isArray(value) ? 'products' : undefined;
}

/** Reads a value by its type; answers undefined, and says why, where it cannot be stored. */
function readTyped(
  event: OpenEvent,
  type: PropertyType | undefined,
  value: Json,
  path: string,
): Json | undefined {
  if (type === undefined) return tidy(event, value, path);
  if (type === 'money') return readMoney(event, value, path);
  if (type === 'products' || type === 'list') {
    if (!Array.isArray(value)) return wrongType(event, type, path);
    return type === 'products' ? readProducts(event, { items: value, path }) : tidy(event, value, path);
  }
  if (type === 'object') return isObject(value) ? tidy(event, value, path) : wrongType(event, type, path);
  if (value === '' && type !== 'string') return undefined;
  const read = readValue(type, value);
  return read === undefined ? wrongType(event, type, path) : tidy(event, read, path);
}

/** A value of the wrong type is dropped: it could match no condition, and typed properties skip the free-text filter. */
function wrongType(event: OpenEvent, type: PropertyType, path: string): undefined {
  note(event, { path, rule: 'type', hint: `send ${EXPECTED[type]}; the value was dropped` });
}

function readMoney(event: OpenEvent, value: Json, path: string): number | undefined {
  if (value === '' || event.currency === null) return undefined;
  const minor =
    typeof value === 'number' || typeof value === 'string' ? toMinor(value, event.currency) : null;
  if (minor === null) return wrongType(event, 'money', path);
  if (!takeRoom(event, path)) return undefined;
  event.hasMoney = true;
  return minor;
}

function readProducts(event: OpenEvent, products: Placed): Json[] | undefined {
  return readItems(event, products, (item, place) => {
    if (!isObject(item)) return wrongType(event, 'object', place);
    return readProduct(event, withSnakeKeys(event, item, place), place);
  });
}

function readProduct(event: OpenEvent, source: Properties, place: string): Properties {
  const { itemTypes, requiredOfItems } = event.rules;
  const item: Record<string, Json> = {};
  for (const key in source) {
    const value = source[key];
    if (value === undefined || value === null) continue;
    const read = readTyped(event, itemTypes.get(key) ?? impliedType(key, value), value, `${place}.${key}`);
    if (read !== undefined) item[key] = read;
  }
  for (const key of requiredOfItems) {
    if (item[key] === undefined) {
      note(event, {
        path: `${place}.${key}`,
        rule: 'missing',
        hint: `each product of ${event.name} needs ${key}`,
      });
    }
  }
  return item;
}
