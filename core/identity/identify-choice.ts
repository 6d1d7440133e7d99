/** identify, for messages that say what somebody allows and nothing else: only the choice is kept of them. */
import { eventTime } from '../collect/skew.ts';
import { type Entry, PURPOSES, type Purpose, type VisitorId } from '../entry.ts';
import { accept, type Outcome, refuse } from '../errors.ts';
import { ERASED_HINT } from '../privacy/tombstone.ts';
import { nameClaimant } from './claimant.ts';
import { consentEntry } from './entries.ts';
import { findPerson, type IdentifiedItem, type ServerItem, type ServerPost } from './identify-server.ts';
import { type Named, nameVisitor } from './naming.ts';
import type { People } from './person.ts';

/** Who may say what: of a claim, nothing counts that only an owner of a mailbox or a person themselves can say. */
type Chooser = { readonly isClaim: boolean };

/** A choice has its own instant: it beats what was said before, and nothing that was said since. */
export async function identifyChoice(
  item: ServerItem,
  post: ServerPost,
  people: People,
  chooser: Chooser,
): Promise<Outcome<IdentifiedItem>> {
  const { site, receivedAt, erased } = post;
  const named = chooser.isClaim ? nameClaimant(item, site) : nameVisitor(item, site);
  if (named.recorded === null) return refuse('identifier_missing', item.at, 'name whose choice it is');
  const t = eventTime(item.time, 0, receivedAt)?.t;
  if (t === undefined)
    return refuse('time_out_of_range', `${item.at}.time`, 'send a time of the years 2000 to 2099');
  const entries: Entry[] = [];
  for (const visitor of await choosersOf(named, post, people, chooser)) {
    const gone = erased.find(site.siteId, visitor);
    if (gone !== null && t <= gone.erasedAt) return refuse('erased', item.at, ERASED_HINT);
    entries.push(...(await choose(item, { visitor, t }, post, people, chooser)));
  }
  return accept({ draft: null, entries });
}

/** A server speaks for the person whom it names, also where their device has not logged in here yet. */
async function choosersOf(
  { recorded, person }: Named,
  { site }: ServerPost,
  people: People,
  { isClaim }: Chooser,
): Promise<readonly VisitorId[]> {
  if (recorded === null) return [];
  if (isClaim || person === null || person === recorded) return [recorded];
  const { canonical } = await findPerson(people, site.siteId, recorded);
  return canonical === person ? [recorded] : [recorded, person];
}

async function choose(
  { consent, source }: ServerItem,
  { visitor, t }: { readonly visitor: VisitorId; readonly t: number },
  { site, receivedAt }: ServerPost,
  people: People,
  { isClaim }: Chooser,
): Promise<readonly Entry[]> {
  const known = await findPerson(people, site.siteId, visitor);
  const purposes: Partial<Record<Purpose, boolean>> = {};
  for (const purpose of PURPOSES) {
    const said = consent?.[purpose];
    if (said === undefined) continue;
    if (isClaim && said && (purpose === 'contact' || !known.canGrant(purpose, t))) continue;
    // Also what is on record already: a refusal of the time between may arrive yet.
    purposes[purpose] = said;
  }
  if (Object.keys(purposes).length === 0) return [];
  const stamp = { site: site.siteId, visitor, t, receivedAt, source };
  return [consentEntry(stamp, { purposes, source: isClaim ? 'page' : 'server' })];
}
