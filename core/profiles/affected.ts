/** Whom a link moves entries between, or an entry that took another's place. */
import type { LoggedEntry, VisitorId } from '../entry.ts';
import { MAX_DEVICES } from '../identity/link-graph.ts';
import type { Clock } from '../ports.ts';
import { canonicalAt, type Kinship, type Kinships, ownerOf } from './kinship.ts';

/** Everybody whose profile the entry may change: the owners around it before it counted, and after. */
export async function findAffected(
  { kinships, clock }: { readonly kinships: Kinships; readonly clock: Clock },
  entry: LoggedEntry,
): Promise<ReadonlySet<VisitorId>> {
  const ends = [entry.visitor, entry.properties.to, ...(entry.supersedes ?? [])].filter(isId);
  const affected = new Set<VisitorId>();
  const addOwners = async (ids: Iterable<VisitorId>): Promise<void> => {
    for (const id of ids) {
      const kinship = await kinships.read(entry.site, id);
      for (const owner of ownersAround(kinship, entry, clock.now())) affected.add(owner);
    }
  };
  await addOwners(ends);
  if (entry.type !== 'link') return affected;
  kinships.forget(entry.site, [...ends, ...affected]);
  for (const id of ends) {
    const named = namedBy(await kinships.read(entry.site, id));
    kinships.forget(entry.site, named);
    // Whom another link of the id leads to may have lost it to this one, which nobody remembers after a restart.
    await addOwners([id, ...named]);
  }
  // Where a person has too many devices, one more log-in may let another one in or out.
  for (const id of ends) {
    const devices = devicesOf(await kinships.read(entry.site, id));
    if (devices.size <= MAX_DEVICES) continue;
    kinships.forget(entry.site, devices);
    for (const device of devices) affected.add(device);
  }
  return affected;
}

/** Everybody the links around an id name. */
function namedBy({ links }: Kinship): ReadonlySet<VisitorId> {
  return new Set(links.flatMap((link) => [link.visitor, link.properties.to]).filter(isId));
}

/** The devices that ever logged in to this person. */
function devicesOf({ visitor, links }: Kinship): ReadonlySet<VisitorId> {
  const logins = links.filter((link) => link.name === 'login' && link.properties.to === visitor);
  return new Set(logins.map((link) => link.visitor).filter(isId));
}

function ownersAround(kinship: Kinship, entry: LoggedEntry, now: number): readonly VisitorId[] {
  const own = { ...entry, visitor: kinship.visitor };
  const owners = kinship.ownership?.ownersOf(kinship.visitor) ?? [];
  return [kinship.visitor, ownerOf(kinship, own), canonicalAt(kinship, now), ...owners];
}

function isId(value: unknown): value is VisitorId {
  return typeof value === 'string';
}
