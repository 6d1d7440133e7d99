/** What may be shown of what somebody did before: to the person, and to whoever shows one of their ids on a page. */
import type { VisitorId } from '../entry.ts';
import type { Recorded } from '../identity/links.ts';
import { type Kinship, owns, recordedIds } from '../profiles/kinship.ts';

export type Past = {
  /** Whose entries are looked at. */
  readonly ids: readonly VisitorId[];
  /** Not all that is recorded under them: a device had other users, a daily hash may be several people. */
  includes(entry: Recorded): boolean;
};

/**
 * @param kinship Of the person.
 * @example pastOf(kinship).includes(entry) // false where somebody else used the device then
 */
export function pastOf(kinship: Kinship): Past {
  const days = new Set(kinship.links.filter(({ name }) => name === 'day').map(({ visitor }) => visitor));
  return {
    ids: recordedIds(kinship).filter((id) => !days.has(id)),
    includes: (entry) => owns(kinship, entry),
  };
}

/**
 * On a page: of somebody who only claims to be a person, what this very device did.
 *
 * @param asking Of the id that the page shows.
 * @param own Of the person who answers for it.
 */
export function pastOnPage(asking: Kinship, own: Kinship, now: number): Past {
  const past = pastOf(own);
  return isClaimed(asking, now) ? { ...past, ids: [asking.visitor] } : past;
}

/** Whether somebody is said to be logged in on a device, and nobody vouches for it. */
export function isClaimed({ visitor, ownership }: Kinship, now: number): boolean {
  return ownership?.loginAt(visitor, now)?.proved === false;
}
