/** Who is who: the links around a recorded id, read hop by hop and remembered. */
import type { Entry, LoggedEntry, SiteId, VisitorId } from '../entry.ts';
import { hopsNeeded, type Ownership, type Recorded, resolveOwnership } from '../identity/links.ts';
import type { Store } from '../ports.ts';

const MOST_REMEMBERED = 500_000;
const NO_LINKS: readonly LoggedEntry[] = [];

/** What links say about one recorded id. */
export type Kinship = {
  readonly visitor: VisitorId;
  readonly links: readonly LoggedEntry[];
  /** Null where no link touches the id: it owns its own entries. */
  readonly ownership: Ownership | null;
};

export type Kinships = {
  peek(site: SiteId, visitor: VisitorId): Kinship | undefined;
  read(site: SiteId, visitor: VisitorId): Promise<Kinship>;
  forget(site: SiteId, visitors: Iterable<VisitorId>): void;
};

export function createKinships(store: Store): Kinships {
  const sites = new Map<SiteId, Map<VisitorId, Kinship>>();
  /** Counts, so that what was read before a link came in is not remembered after it. */
  let forgotten = 0;
  const known = (site: SiteId): Map<VisitorId, Kinship> => {
    const before = sites.get(site);
    if (before !== undefined) return before;
    const fresh = new Map<VisitorId, Kinship>();
    sites.set(site, fresh);
    return fresh;
  };
  return {
    peek: (site, visitor) => known(site).get(visitor),
    read: async (site, visitor) => {
      const before = forgotten;
      const kinship = known(site).get(visitor) ?? (await readKinship(store, site, visitor));
      if (forgotten !== before) return kinship;
      if (known(site).size >= MOST_REMEMBERED) known(site).clear();
      known(site).set(visitor, kinship);
      return kinship;
    },
    forget: (site, visitors) => {
      forgotten += 1;
      for (const visitor of visitors) known(site).delete(visitor);
    },
  };
}

async function readKinship(store: Store, site: SiteId, visitor: VisitorId): Promise<Kinship> {
  const seen = new Set<VisitorId>([visitor]);
  const links = new Map<string, LoggedEntry>();
  let next: readonly VisitorId[] = [visitor];
  while (next.length > 0) {
    for (const link of await store.readLinks(site, next)) links.set(link.id, link);
    next = links.size === 0 ? [] : hopsNeeded(visitor, [...links.values()], seen);
    for (const id of next) seen.add(id);
  }
  if (links.size === 0) return { visitor, links: NO_LINKS, ownership: null };
  const list = [...links.values()];
  return { visitor, links: list, ownership: resolveOwnership(list) };
}

/** Who owns an entry recorded under this id. */
export function ownerOf(kinship: Kinship, entry: Entry): VisitorId {
  return kinship.ownership?.ownerOf(entry) ?? kinship.visitor;
}

/** Whether it is the visitor's own, of all that stands under the visitor's recorded ids. */
export function owns({ visitor, ownership }: Kinship, recorded: Recorded): boolean {
  return (ownership === null ? recorded.visitor : ownership.ownerOf(recorded)) === visitor;
}

/** Who answers for this id at an instant. */
export function canonicalAt(kinship: Kinship, now: number): VisitorId {
  return kinship.ownership?.canonicalOf(kinship.visitor, now) ?? kinship.visitor;
}

/** The recorded ids whose entries may belong to this visitor. */
export function recordedIds(kinship: Kinship): readonly VisitorId[] {
  const members = kinship.ownership?.membersOf(kinship.visitor).map((member) => member.visitor) ?? [];
  return [...new Set([kinship.visitor, ...members])];
}
