/** What a tombstone turns away, and what begins a profile again: rules, no state. */
import { type Entry, PURPOSES, type Purpose, type VisitorId } from '../entry.ts';
import { CARRIED_OBJECTION } from '../identity/objected.ts';
import type { Tombstone } from './tombstone-table.ts';

/** Events may be dated ahead of the server's clock by as much: what was under way at the erasure is refused with it. */
export const GRACE_MS = 5 * 60_000;

/** What to do about an event that names somebody who was erased. */
export const ERASED_HINT =
  'send what happened more than 5 minutes after the erasure, and only with consent given since or as an order';

/** Denials that a new profile begins with. */
export const CARRIED = 'erasure';

/** Ids that an entry would bring back: whom it was recorded under, and whom a link leads to. */
export function idsOf({ type, visitor, properties }: Entry): readonly VisitorId[] {
  if (visitor === null) return [];
  const { to } = properties;
  return type === 'link' && typeof to === 'string' ? [visitor, to as VisitorId] : [visitor];
}

/** @example turnsAway(tombstone, entry) // true: it must not be written */
export function turnsAway({ erasedAt, hasReturned }: Tombstone, entry: Entry): boolean {
  if (!hasReturned) return true;
  if (isCarried(entry)) return false;
  return entry.t <= (entry.type === 'consent' ? erasedAt : erasedAt + GRACE_MS);
}

/**
 * Whether an entry is what an erased id may begin again with: consent given after the erasure, an order that the shop's
 * server reports, or a log-in that is vouched for (identify lets one through only with fresh consent or an order).
 */
export function bringsBack({ erasedAt }: Tombstone, id: VisitorId, entry: Entry): boolean {
  const { type, name, t, properties } = entry;
  if (type === 'consent') return t > erasedAt && purposesSaid(entry, true).length > 0;
  if (t <= erasedAt + GRACE_MS) return false;
  if (type === 'link') return properties.proved === true && (name === 'alias' || properties.to === id);
  return type === 'event' && isServerOrder(entry);
}

/** An order that may begin a profile: a page that names one proves nothing. */
export function isServerOrder({ id, name, source }: Pick<Entry, 'id' | 'name' | 'source'>): boolean {
  return source === 'server' && id.startsWith('order:') && /^order[ _]completed$/i.test(name);
}

export function isCarried({ type, properties }: Entry): boolean {
  const { source } = properties;
  return type === 'consent' && (source === CARRIED || source === CARRIED_OBJECTION);
}

/** Which purposes a consent entry allows, or denies. */
export function purposesSaid({ properties }: Entry, allowed: boolean): readonly Purpose[] {
  const { purposes } = properties;
  if (typeof purposes !== 'object' || purposes === null) return [];
  const said = purposes as { readonly [purpose: string]: unknown };
  return PURPOSES.filter((purpose) => said[purpose] === allowed);
}
