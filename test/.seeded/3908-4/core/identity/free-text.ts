/**
 * The free-text filter: a value that looks like an e-mail address, a phone number or a payment card is dropped before
 * anything is stored, whatever its property is called. It judges values, never names.
 */
import type { Json, Properties } from '../entry.ts';
import { LONGEST_TEXT } from '../events/caps.ts';
import { hasCard, isCardNumber } from './free-text-card.ts';
import { hasEmail } from './free-text-email.ts';
import { foldText } from './free-text-fold.ts';
import { hasPhone } from './free-text-phone.ts';
import { MAY_HOLD_ADDRESS, MAY_HOLD_NUMBER, surveyText } from './free-text-survey.ts';

export type PersonalKind = 'email' | 'phone' | 'card';

/** What was dropped and where; never the value, and never a key that was personal itself. */
type Dropped = { readonly at: string; readonly kind: PersonalKind };

export type Redaction = { readonly properties: Properties; readonly dropped: readonly Dropped[] };

/**
 * Texts are cut to this before they are read, so that the cost is bounded and nothing is kept unread. Longer than
 * what is stored: an address that the later cut would split is still seen whole.
 */
const LONGEST_READ = LONGEST_TEXT + 256;
/** `a@b.co` */
const SHORTEST = 6;

/**
 * Whether a text holds personal data: in names, paths, titles, ids and free text alike.
 * @example looksPersonal('mail anna@example.com') // 'email'
 * @example looksPersonal('Galaxy S24 Ultra 256GB') // null
 */
export function looksPersonal(text: string): PersonalKind | null {
  if (text.length < SHORTEST) return null;
  const read = text.length > LONGEST_READ ? text.slice(0, LONGEST_READ) : text;
  const found = surveyText(read);
  if (found === 0) return null;
  const folded = foldText(read);
  if ((found & MAY_HOLD_ADDRESS) !== 0 && hasEmail(folded)) return 'email';
  if (folded === read && (found & MAY_HOLD_NUMBER) === 0) return null;
  if (hasCard(folded)) return 'card';
  return hasPhone(folded) ? 'phone' : null;
}

/**
 * Drops what looks personal, at any depth, values and keys. An exempt property keeps digits that look like a card
 * or a phone number, since ids do; an e-mail address is dropped there too, since no id has to be one.
 * @param exempt Asked with the dotted path without indexes, for example `products.product_id`.
 * @returns The same object where nothing had to go.
 * @example redactPersonalData({ note: 'call 07700 900123' }, () => false)
 * // { properties: {}, dropped: [{ at: 'note', kind: 'phone' }] }
 */
export function redactPersonalData(properties: Properties, exempt: (path: string) => boolean): Redaction {
  const dropped: Dropped[] = [];
  return { properties: redactObject({ exempt, dropped }, properties, ROOT), dropped };
}

type Run = { readonly exempt: (path: string) => boolean; readonly dropped: Dropped[] };
/** A place with its indexes, for people, and without, for the plan. */
type Place = { readonly at: string; readonly path: string };
const ROOT: Place = { at: '', path: '' };

function redactObject(run: Run, source: Properties, parent: Place): Properties {
  let copy: Record<string, Json> | null = null;
  for (const key in source) {
    const value = source[key] ?? null;
    const kept = redactMember(run, { key, value, parent });
    if (kept === value) continue;
    copy ??= { ...source };
    if (kept === undefined) delete copy[key];
    else copy[key] = kept;
  }
  return copy ?? source;
}

type Member = { readonly key: string; readonly value: Json; readonly parent: Place };

function redactMember(run: Run, { key, value, parent }: Member): Json | undefined {
  const kind = looksPersonal(key);
  if (kind !== null) {
    run.dropped.push({ at: joinPath(parent.at, '[key]'), kind });
    return undefined;
  }
  if (typeof value === 'string' || typeof value === 'number')
    return redactLeaf(run, value, () => memberPlace(parent, key));
  if (typeof value !== 'object' || value === null) return value;
  return redactValue(run, value, memberPlace(parent, key));
}

function redactValue(run: Run, value: Json, place: Place): Json | undefined {
  if (typeof value === 'string' || typeof value === 'number') return redactLeaf(run, value, () => place);
  if (typeof value !== 'object' || value === null) return value;
  return isArray(value) ? redactArray(run, value, place) : redactObject(run, value, place);
}

/** `Array.isArray` does not narrow a readonly array. */
function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function redactArray(run: Run, source: readonly Json[], { at, path }: Place): readonly Json[] {
  let changed = false;
  const kept: Json[] = [];
  for (const [index, item] of source.entries()) {
    const value = redactValue(run, item, { at: `${at}[${index}]`, path });
    changed ||= value !== item;
    if (value !== undefined) kept.push(value);
  }
  return changed ? kept : source;
}

/** The place is made only where there is something to say. */
function redactLeaf(run: Run, value: string | number, placeOf: () => Place): Json | undefined {
  const kind = typeof value === 'number' ? (isCardNumber(value) ? 'card' : null) : looksPersonal(value);
  if (kind === null) return cutText(value);
  const { at, path } = placeOf();
  if (kind !== 'email' && run.exempt(path)) return cutText(value);
  run.dropped.push({ at, kind });
  return undefined;
}

function cutText(value: string | number): string | number {
  return typeof value === 'string' && value.length > LONGEST_READ ? value.slice(0, LONGEST_READ) : value;
}

function memberPlace(parent: Place, key: string): Place {
  return { at: joinPath(parent.at, key), path: joinPath(parent.path, key) };
}

function joinPath(parent: string, key: string): string {
  return parent === '' ? key : `${parent}.${key}`;
}
