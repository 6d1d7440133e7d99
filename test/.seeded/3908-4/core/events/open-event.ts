/** An event while it is read: what was found wrong so far, and how much room is left. */
import { MOST_PROPERTIES, MOST_VIOLATIONS } from './caps.ts';
import type { EventRules } from './plan.ts';

export type ViolationRule =
  | 'name'
  | 'unknown_event'
  | 'missing'
  | 'type'
  | 'currency'
  | 'unknown_property'
  | 'never_stored'
  | 'key'
  | 'too_long'
  | 'too_many';

/** One thing that is not as the plan says, ready to be counted by (name, property, rule). */
export type Violation = {
  readonly name: string;
  /** Dotted path without indexes; empty where it speaks of the event. */
  readonly property: string;
  readonly rule: ViolationRule;
  readonly at: string;
  readonly hint: string;
};

/** The event while it is read. */
export type OpenEvent = {
  readonly name: string;
  readonly at: string;
  readonly rules: EventRules;
  readonly violations: Violation[];
  /** Null: unknown, so no amount can be read. */
  currency: string | null;
  hasMoney: boolean;
  room: number;
};

type Fault = { readonly path: string; readonly rule: ViolationRule; readonly hint: string };

/** Writes down what is wrong at a path (empty: the event itself); past the cap the event has said enough. */
export function note(event: OpenEvent, { path, rule, hint }: Fault): void {
  if (event.violations.length >= MOST_VIOLATIONS) return;
  const property = path.replace(/\[\d+\]/g, '');
  const at = path === '' ? event.at : `${event.at}.properties.${path}`;
  event.violations.push({ name: event.name, property, rule, at, hint });
}

/** Takes the place of one value; answers false, and says so once, where the event is full. */
export function takeRoom(event: OpenEvent, path: string): boolean {
  event.room -= 1;
  if (event.room === -1)
    note(event, { path, rule: 'too_many', hint: `send at most ${MOST_PROPERTIES} properties` });
  return event.room >= 0;
}
