/** What counts as a behaviour. */
import type { Entry, Json } from '../../entry.ts';

/** Names come from pages, which anybody can send. */
const LONGEST_DETAIL = 60;
const SEPARATOR = ': ';

/**
 * Whether it is something the visitor did: that a message went out, or was opened by a mail program, is not.
 *
 * @example isDeed({ type: 'event', name: 'Email Delivered', source: 'server' }) // false
 */
export function isDeed({ type, name, source }: Pick<Entry, 'type' | 'name' | 'source'>): boolean {
  return type === 'event' && source !== 'email' && !name.startsWith('Email ');
}

/**
 * The event's name, and what it was about where that says more: the feature, the kind of page.
 *
 * @example behavioursOf({ name: 'Feature Used', properties: { feature_id: 'export' } }) // ['Feature Used', 'Feature Used: export']
 */
export function behavioursOf({ name, properties }: Pick<Entry, 'name' | 'properties'>): readonly string[] {
  const detail = detailOf(name, properties);
  return detail === null ? [name] : [name, `${name}${SEPARATOR}${detail}`];
}

/** Whether it is of one value of a property, and not of an event as such. @example isDetailed('Feature Used: export') // true */
export function isDetailed(behaviour: string): boolean {
  return behaviour.includes(SEPARATOR);
}

function detailOf(name: string, properties: Entry['properties']): string | null {
  if (name === 'Feature Used') return textOf(properties.feature_id) ?? textOf(properties.feature_name);
  return name === 'Page Viewed' ? textOf(properties.category) : null;
}

function textOf(value: Json | undefined): string | null {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text.trim() !== '' ? text.trim().slice(0, LONGEST_DETAIL) : null;
}
