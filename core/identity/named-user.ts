/** Whom a server's item names by their own id, where that may be kept to name them to a platform. */
import type { Purpose } from '../entry.ts';
import type { ServerItem, ServerPost } from './identify-server.ts';
import type { Named } from './naming.ts';
import type { People, Person } from './person.ts';
import { type NamedUser, toUserId } from './user-ids.ts';

/** A withdrawal on record stands against a source that merely repeats a grant. */
export function allows(
  purpose: Purpose,
  { consent }: Pick<ServerItem, 'consent'>,
  known: Person,
  { site, receivedAt }: Pick<ServerPost, 'site' | 'receivedAt'>,
): boolean {
  const recorded = known.consent(purpose, receivedAt);
  const claimed = consent?.[purpose];
  if (claimed === false || recorded?.allowed === false) return false;
  return claimed ?? recorded?.allowed ?? site.settings.serverConsent?.[purpose] ?? false;
}

/**
 * Null where no id of theirs may be kept. Both have to allow it: whoever answers for the device now, and the person that
 * the item names, of whom the device may know nothing yet.
 *
 * @param known Of the id that the item is recorded under.
 */
export async function nameUser(
  item: ServerItem,
  { recorded, person }: Named,
  known: Person,
  post: ServerPost,
  people: People,
): Promise<NamedUser | null> {
  const { siteId } = post.site;
  const userId = toUserId(item.userId);
  if (userId === null || person === null || !isVouchedFor(item, known, post)) return null;
  if (person === recorded) return { person, userId };
  const named = people.peek(siteId, person) ?? (await people.read(siteId, person));
  return allows('share', { consent: { share: true } }, named, post) ? { person, userId } : null;
}

/** What a page allows that only claims to be theirs is nobody's word. */
function isVouchedFor(item: ServerItem, known: Person, post: ServerPost): boolean {
  if (!allows('share', item, known, post)) return false;
  const isOnRecord =
    item.consent?.share === undefined && known.consent('share', post.receivedAt) !== undefined;
  return !isOnRecord || known.vouches('share', post.receivedAt);
}
