/** Traits as they may be kept: what names a person is taken out before anything looks at it. */
import { isObject, type JsonObject } from '../../../core/collect/json.ts';
import { toSnakeCase } from '../../../core/events/keys.ts';

/** Segment's reserved traits that name or describe one person, or the firm that they work for. */
const PERSONAL = [
  'id',
  'email',
  'phone',
  'name',
  'first_name',
  'last_name',
  'user_name',
  'address',
  'avatar',
  'description',
  'website',
  'company',
];

/** Some write the words of a name without anything between. */
const PERSONAL_WORDS = new Set(PERSONAL.map(joinWords));

/**
 * @param traits No deeper than a message may be.
 * @example traitsOf({ email: 'ann@example.com', firstName: 'Ann', plan: 'pro' }) // { plan: 'pro' }
 */
export function traitsOf(traits: JsonObject): JsonObject {
  const kept = Object.entries(traits).filter(([name]) => !PERSONAL_WORDS.has(joinWords(toSnakeCase(name))));
  return Object.fromEntries(kept.map(([name, value]) => [name, insideOf(value)]));
}

function insideOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(insideOf);
  return isObject(value) ? traitsOf(value) : value;
}

function joinWords(name: string): string {
  return name.replaceAll('_', '');
}

/**
 * The trait that an event of Segment Engage is about; null for every other event.
 *
 * @example computedTrait('Audience Entered', { audience_key: 'vip', vip: true }) // { vip: true }
 */
export function computedTrait(event: string, properties: JsonObject): JsonObject | null {
  if (event === 'Trait Computed') return named(properties.trait_key, properties, null);
  if (event === 'Audience Entered') return named(properties.audience_key, properties, true);
  return event === 'Audience Exited' ? named(properties.audience_key, properties, false) : null;
}

/** @param usual Where the event says nothing under the trait's own name. */
function named(key: unknown, properties: JsonObject, usual: boolean | null): JsonObject | null {
  if (typeof key !== 'string' || key === '') return null;
  const trait = traitsOf({ [key]: Object.hasOwn(properties, key) ? properties[key] : usual });
  return Object.keys(trait).length === 0 ? null : trait;
}
