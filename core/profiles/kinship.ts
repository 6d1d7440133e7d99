/** Who is who: the links around a recorded id, read hop by hop and remembered. */
import type { LoggedEntry, SiteId, VisitorId } from '../entry.ts';
import { hopsNeeded } from '../identity/hops.ts';
import { type Ownership, type Recorded, resolveOwnership } from '../identity/links.ts';
import type { Store } from '../ports.ts';
import { endOfAnonymous, type Profile } from './profile.ts';

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
  /** All at once; from then on they can be peeked at, unless a link came in meanwhile. */
  readAll(site: SiteId, visitors: readonly VisitorId[]): Promise<readonly Kinship[]>;
  /** All at once, each from memory where it is there. */
  readKnown(site: SiteId, visitors: readonly VisitorId[]): Promise<readonly Kinship[]>;
  forget(site: SiteId, visitors: Iterable<VisitorId>): void;
  forgetAll(): void;
  /** The site is gone. */
  forgetSite(site: SiteId): void;
  /** Whether a link that was read since the start touches the id: its entries may be somebody else's. */
  isLinked(site: SiteId, visitor: VisitorId): boolean;
};

export function createKinships(store: Pick<Store, 'readLinks'>): Kinships {
  const sites = new Map<SiteId, Map<VisitorId, Kinship>>();
  const linked = new Map<SiteId, Set<unknown>>();
  /** Counts, so that what was read before a link came in is not remembered after it. */
  let forgotten = 0;
  const known = (site: SiteId): Map<VisitorId, Kinship> => {
    const before = sites.get(site);
    if (before !== undefined) return before;
    const fresh = new Map<VisitorId, Kinship>();
    sites.set(site, fresh);
    return fresh;
  };
  function noteLinked(site: SiteId, read: readonly Kinship[]): void {
    const ends = read.flatMap(({ links }) => links.flatMap((link) => [link.visitor, link.properties.to]));
    if (ends.length === 0) return;
    const all = linked.get(site) ?? new Set();
    linked.set(site, all);
    for (const end of ends) all.add(end);
  }

  /** One for each visitor, in their order. */
  async function readAll(site: SiteId, visitors: readonly VisitorId[]): Promise<readonly Kinship[]> {
    const before = forgotten;
    const read = await readKinships(store, site, visitors);
    noteLinked(site, read);
    if (forgotten !== before) return read;
    if (known(site).size + read.length > MOST_REMEMBERED) known(site).clear();
    for (const kinship of read) known(site).set(kinship.visitor, kinship);
    return read;
  }

  return {
    peek: (site, visitor) => known(site).get(visitor),
    read: async (site, visitor) =>
      known(site).get(visitor) ?? ((await readAll(site, [visitor]))[0] as Kinship),
    readAll,
    readKnown: async (site, visitors) => {
      const remembered = visitors.flatMap((visitor) => known(site).get(visitor) ?? []);
      const missing = visitors.filter((visitor) => !known(site).has(visitor));
      return missing.length === 0 ? remembered : [...remembered, ...(await readAll(site, missing))];
    },
    forget: (site, visitors) => {
      forgotten += 1;
      for (const visitor of visitors) known(site).delete(visitor);
    },
    forgetAll: () => {
      forgotten += 1;
      sites.clear();
    },
    forgetSite: (site) => {
      forgotten += 1;
      sites.delete(site);
      linked.delete(site);
    },
    isLinked: (site, visitor) => linked.get(site)?.has(visitor) === true,
  };
}

/** The way from one id along its links. */
type Walk = {
  readonly visitor: VisitorId;
  readonly links: Map<string, LoggedEntry>;
  readonly seen: Set<VisitorId>;
  next: readonly VisitorId[];
};

/** All of them side by side, so that a thousand ids take as many readings as the longest way has hops. */
export async function readKinships(
  store: Pick<Store, 'readLinks'>,
  site: SiteId,
  visitors: readonly VisitorId[],
): Promise<readonly Kinship[]> {
  const walks = visitors.map(startWalk);
  for (let under = walks; under.length > 0; under = under.filter(({ next }) => next.length > 0)) {
    const links = await store.readLinks(site, [...new Set(under.flatMap(({ next }) => next))]);
    const touching = Map.groupBy(links.flatMap(endsOf), ({ id }) => id);
    for (const walk of under) {
      for (const id of walk.next)
        for (const { link } of touching.get(id) ?? []) walk.links.set(link.id, link);
      stepOn(walk);
    }
  }
  return walks.map(toKinship);
}

function startWalk(visitor: VisitorId): Walk {
  return { visitor, links: new Map(), seen: new Set([visitor]), next: [visitor] };
}

function stepOn(walk: Walk): void {
  const { visitor, links, seen } = walk;
  walk.next = links.size === 0 ? [] : hopsNeeded(visitor, [...links.values()], seen);
  for (const id of walk.next) seen.add(id);
}

function endsOf(link: LoggedEntry): readonly { readonly id: unknown; readonly link: LoggedEntry }[] {
  return [link.visitor, link.properties.to].map((id) => ({ id, link }));
}

function toKinship({ visitor, links }: Walk): Kinship {
  if (links.size === 0) return { visitor, links: NO_LINKS, ownership: null };
  const list = [...links.values()];
  return { visitor, links: list, ownership: resolveOwnership(list) };
}

/** Who owns an entry recorded under this id. */
export function ownerOf(kinship: Kinship, entry: Recorded): VisitorId {
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

/** When the profile of an id is over since nobody allowed it to last, UTC ms; null: it lasts, as linked ones do. */
export function endOfProfile(kinship: Kinship | undefined, profile: Profile): number | null {
  return kinship === undefined || kinship.ownership === null ? endOfAnonymous(profile) : null;
}

/** Whether nobody allowed the visitor to be known for longer than a salt lasts. */
export function isAnonymous(kinship: Kinship | undefined, profile: Profile): boolean {
  return endOfProfile(kinship, profile) !== null;
}

/** A page load, and the number of the day under which it was recorded until a device consented on it. */
export type ConsentedPage = { readonly visitor: VisitorId; readonly page: string };

/** Page loads that are a device's own beyond doubt: it consented on them. The rest of such a day may be anybody's. */
export function consentedPages({ visitor, links }: Kinship): readonly ConsentedPage[] {
  return links.flatMap(({ name, visitor: recorded, properties: { to, page } }) =>
    name === 'page' && to === visitor && recorded !== null && typeof page === 'string'
      ? [{ visitor: recorded, page }]
      : [],
  );
}

/** Whether all that belongs to a device is its own beyond doubt: nobody logged in on it, and no whole day was joined. */
export function isDeviceAlone({ visitor, ownership }: Kinship): boolean {
  const members = ownership?.membersOf(visitor) ?? [{ visitor }];
  return members.length > 0 && members.every((part) => part.visitor === visitor || 'page' in part);
}

/** The recorded ids whose entries may belong to this visitor. */
export function recordedIds(kinship: Kinship): readonly VisitorId[] {
  const members = kinship.ownership?.membersOf(kinship.visitor).map((member) => member.visitor) ?? [];
  return [...new Set([kinship.visitor, ...members])];
}
