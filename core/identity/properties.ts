/**
 * What identify takes out of an event's properties before validation sees them: personal data by value, the
 * sender's own raw identifiers wherever they stand, keys that name a person; the ids of orders, carts and checkouts become
 * keyed hashes.
 */
import type { KeyObject } from 'node:crypto';
import type { Json } from '../entry.ts';
import { toSnakeCase } from '../events/keys.ts';
import { redactPersonalData } from './free-text.ts';
import { keyedReference } from './hash.ts';
import { cleanAddressValue, referrerOrigin } from './page-address.ts';
import type { Secrets } from './secrets.ts';

/** Keys whose values name a person whatever they look like, in whatever spelling. */
const PERSON_KEYS = spellings([
  'user_id',
  'customer_id',
  'anonymous_id',
  'device_id',
  'email',
  'phone',
  'ip',
  'ip_address',
  'user_agent',
  'first_name',
  'last_name',
  'full_name',
  'user_name',
  'address',
  'password',
]);

/**
 * What is kept as a keyed hash of its kind. The number of an order names a buyer to whoever has the shop's books, by the
 * names that shops and Google Analytics have for it; the token of a cart or a checkout opens it to whoever holds it.
 */
const REFERENCES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    order: spellings(['order_id', 'transaction_id']),
    cart: spellings(['cart_id', 'cart_token']),
    checkout: spellings(['checkout_id', 'checkout_token']),
  }).flatMap(([kind, keys]) => [...keys].map((key) => [key, kind] as const)),
);

export type Removal = { readonly at: string; readonly kind: string };
export type CleanProperties = {
  readonly properties: { readonly [key: string]: unknown };
  readonly removed: readonly Removal[];
};

export type CleaningRules = {
  readonly idKey: KeyObject;
  /** Properties that the plan types as id, sku, number or time keep their value. */
  readonly isExempt: (path: string) => boolean;
  /** Raw strings of this request that must stand nowhere. */
  readonly secrets: Secrets;
};

/** @example cleanProperties({ order_id: '1001', note: 'write to ann@example.com' }, rules) // note goes, order_id is hashed */
export function cleanProperties(
  properties: { readonly [key: string]: unknown },
  rules: CleaningRules,
): CleanProperties {
  const { properties: redacted, dropped } = redactPersonalData(
    properties as { [key: string]: Json },
    rules.isExempt,
  );
  const removed: Removal[] = dropped.map(({ at, kind }) => ({ at: hideSecrets(at, rules.secrets), kind }));
  return { properties: cleanObject(redacted, '', rules, removed), removed };
}

function cleanObject(
  object: { readonly [key: string]: unknown },
  at: string,
  rules: CleaningRules,
  removed: Removal[],
): { [key: string]: unknown } {
  const clean: { [key: string]: unknown } = {};
  for (const key in object) {
    const path = at === '' ? key : `${at}.${key}`;
    if (isNamed(key, PERSON_KEYS)) removed.push({ at: path, kind: 'person' });
    else if (rules.secrets.areIn(key)) removed.push({ at: hiddenKey(at), kind: 'identifier' });
    else {
      const value = cleanValue(object[key], key, path, rules, removed);
      if (value !== undefined) clean[key] = value;
    }
  }
  return clean;
}

function cleanValue(
  value: unknown,
  key: string,
  at: string,
  rules: CleaningRules,
  removed: Removal[],
): unknown {
  const kind = REFERENCES.get(key) ?? REFERENCES.get(toSnakeCase(key));
  if (kind !== undefined) return hashReference(value, kind, rules.idKey);
  if (typeof value === 'string' || typeof value === 'number') {
    if (!rules.secrets.areIn(String(value))) return cleanLeaf(value, key);
    removed.push({ at, kind: 'identifier' });
    return undefined;
  }
  if (Array.isArray(value)) {
    return value
      .map((item, i) => cleanValue(item, '', `${at}[${i}]`, rules, removed))
      .filter((item) => item !== undefined);
  }
  if (typeof value === 'object' && value !== null) {
    return cleanObject(value as { [key: string]: unknown }, at, rules, removed);
  }
  return value;
}

/** Also each of a list. What else stands where a reference belongs may hold one anywhere, and is let go. */
function hashReference(value: unknown, kind: string, idKey: KeyObject): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => hashReference(item, kind, idKey)).filter((item) => item !== undefined);
  }
  const isOne = typeof value === 'number' || (typeof value === 'string' && value !== '');
  return isOne ? keyedReference(idKey, kind, String(value)) : undefined;
}

function cleanLeaf(value: string | number, key: string): string | number | undefined {
  if (typeof value === 'number') return value;
  return key === 'referrer' ? (referrerOrigin(value) ?? undefined) : cleanAddressValue(value);
}

/** A report of a removal must not repeat what it removed. */
function hiddenKey(parent: string): string {
  return parent === '' ? '[key]' : `${parent}.[key]`;
}

/** Above what was dropped there may stand keys that name the sender. */
function hideSecrets(at: string, secrets: Secrets): string {
  if (!secrets.areIn(at)) return at;
  const hidden = at
    .split('.')
    .map((key) => (secrets.areIn(key) ? '[key]' : key))
    .join('.');
  return secrets.areIn(hidden) ? '[key]' : hidden;
}

/** Also as `orderId` or `Order Id`, which a later stage writes `order_id`. */
function isNamed(key: string, names: ReadonlySet<string>): boolean {
  return names.has(key) || names.has(toSnakeCase(key));
}

/** Some write the words of a name without anything between. */
function spellings(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.flatMap((name) => [name, name.replaceAll('_', '')]));
}
