/** Whom a link moves entries between, or an entry that took another's place. */
import type { LoggedEntry, SiteId, VisitorId } from '../entry.ts';
import { MAX_DEVICES } from '../identity/link-graph.ts';
import type { Clock } from '../ports.ts';
import { canonicalAt, type Kinship, type Kinships } from './kinship.ts';

/**
 * Everybody whose profile these entries of one commit may change: the owners around them before they counted, and after.
 *
 * @param entries Links, and entries that took another's place.
 */
export async function findAffected(
  { kinships, clock }: { readonly kinships: Kinships; readonly clock: Clock },
  site: SiteId,
  entries: readonly LoggedEntry[],
): Promise<ReadonlySet<VisitorId>> {
  const affected = new Set<VisitorId>();
  const addOwners = (around: readonly Kinship[]): void => {
    for (const kinship of around) for (const owner of ownersAround(kinship, clock.now())) affected.add(owner);
  };
  // As they are remembered: the log holds these entries already.
  const all = [...endsOf(entries)];
  addOwners(all.flatMap((id) => kinships.peek(site, id) ?? []));
  addOwners(
    await kinships.readAll(
      site,
      all.filter((id) => kinships.peek(site, id) === undefined),
    ),
  );
  const ends = [...endsOf(entries.filter(({ type }) => type === 'link'))];
  if (ends.length === 0) return affected;
  kinships.forget(site, [...ends, ...affected]);
  const named = (await kinships.readAll(site, ends)).flatMap((kinship) => [...namedBy(kinship)]);
  kinships.forget(site, named);
  // Whom another link of the id leads to may have lost it to this one, which nobody remembers after a restart.
  addOwners(await kinships.readAll(site, [...new Set([...ends, ...named])]));
  // Where a person has too many devices, one more log-in may let another one in or out.
  for (const kinship of await kinships.readAll(site, ends)) {
    const devices = devicesOf(kinship);
    if (devices.size <= MAX_DEVICES) continue;
    kinships.forget(site, devices);
    for (const device of devices) affected.add(device);
  }
  return affected;
}

function endsOf(entries: readonly LoggedEntry[]): ReadonlySet<VisitorId> {
  return new Set(
    entries.flatMap(({ visitor, properties, supersedes = [] }) =>
      [visitor, properties.to, ...supersedes].filter(isId),
    ),
  );
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

function ownersAround(kinship: Kinship, now: number): readonly VisitorId[] {
  const owners = kinship.ownership?.ownersOf(kinship.visitor) ?? [];
  return [kinship.visitor, canonicalAt(kinship, now), ...owners];
}

function isId(value: unknown): value is VisitorId {
  return typeof value === 'string';
}
