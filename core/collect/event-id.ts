/** Ids as senders give them. */
import { accept, type Outcome, refuse } from '../errors.ts';

const EVENT_ID = /^[\x21-\x7e]{1,100}$/;
/**
 * A sender's entry of such an id would keep the log from writing its own: notices, consent, links, scores, facts of the site.
 * Each is made of whom its entry is recorded under, if of anybody: no two visitors have the same.
 */
const OWN_ID = /^(nt_|(consent|counted|fact|link|price|rfm-edges|score):)[0-9a-f]{32}$/;

/**
 * An id that a sender may give.
 *
 * @param at Where it stands.
 * @example readEventId('order:1001', 'events[0].id') // { ok: true, value: 'order:1001' }
 */
export function readEventId(id: unknown, at: string): Outcome<string> {
  if (typeof id !== 'string' || !EVENT_ID.test(id)) {
    return refuse('invalid_value', at, 'send an id of 1 to 100 printable characters without spaces');
  }
  if (isOwnId(id))
    return refuse('invalid_value', at, 'such an id belongs to the log itself: send one of your own');
  return accept(id);
}

/**
 * Whether the log itself gave an id, so that nobody else's entry ever has it.
 *
 * @example isOwnId('order:1001') // false
 */
export function isOwnId(id: string): boolean {
  return OWN_ID.test(id);
}
