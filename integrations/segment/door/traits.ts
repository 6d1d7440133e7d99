/** Traits as they may be kept: what names a person is taken out before anything looks at it. */
import type { JsonObject } from '../../../core/collect/json.ts';
import { toSnakeCase } from '../../../core/events/keys.ts';

/** Segment's reserved traits that name or describe one person, or the firm that they work for. */
const PERSONAL = new Set([
  'id',
  'email',
  'phone',
  'name',
  'first_name',
  'last_name',
  'username',
  'address',
  'avatar',
  'description',
  'website',
  'company',
]);

/** @example traitsOf({ email: 'ann@example.com', firstName: 'Ann', plan: 'pro' }) // { plan: 'pro' } */
export function traitsOf(traits: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(traits).filter(([name]) => !PERSONAL.has(toSnakeCase(name))));
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
