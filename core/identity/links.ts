/**
 * Links (link.ts) say whose an entry is. Every answer depends on the set of links alone, never on the order in which they
 * arrived.
 */
import type { Entry, VisitorId } from '../entry.ts';
import type { ConsentJoin } from './consent.ts';
import { type Link, readLinks } from './link.ts';
import {
  buildGraph,
  holdersOf,
  locate,
  ownStretch,
  rootOf,
  type Stretch,
  sourceSide,
  stretchAt,
} from './link-graph.ts';

/** What an entry's owner depends on. */
export type Recorded = Pick<Entry, 'visitor' | 't' | 'page'>;

/** Part of the log to read for a profile: one recorded id, `from <= t < to`, on one page load where one is named. */
type Member = {
  readonly visitor: VisitorId;
  readonly from: number;
  readonly to: number;
  readonly page?: string;
};

type Login = { readonly person: VisitorId; readonly proved: boolean };

export type Ownership = {
  /** Whose profile an entry belongs to; null where it was only counted. */
  ownerOf(entry: Recorded): VisitorId | null;
  /** Everybody who may own an entry recorded under this id. */
  ownersOf(visitor: VisitorId): readonly VisitorId[];
  /** Who answers for an id at an instant: the known person, else the device itself. */
  canonicalOf(visitor: VisitorId, now: number): VisitorId;
  /** What to read for a profile; of that, `ownerOf` says which entries are its own. */
  membersOf(canonical: VisitorId): readonly Member[];
  /** The log-in in force on a device at an instant, said at or before it. */
  loginAt(device: VisitorId, t: number): Login | null;
  /** The side of its profile an entry was recorded on, for `consentOf`. */
  sideOf(entry: Recorded): string;
  /** How the sides of a profile became one, for `consentOf`. */
  joinsOf(canonical: VisitorId): readonly Join[];
};

/** With the id of the link that made it. */
type Join = ConsentJoin & { readonly id: string };

/**
 * Answers from all links of the ids in question: `hopsNeeded` says which those are.
 *
 * @example resolveOwnership(await store.readLinks(site, [device])).ownerOf({ visitor: device, t: now })
 */
export function resolveOwnership(entries: readonly Entry[]): Ownership {
  const graph = buildGraph(readLinks(entries));
  const held = Map.groupBy([...graph.stretches.values()].flat(), ({ of, login }) =>
    rootOf(login?.to ?? of, graph),
  );
  const aliases = Map.groupBy([...graph.aliases.values()], ({ to }) => rootOf(to, graph));
  const sources = Map.groupBy([...graph.pages.values()], ({ to }) => to);
  const partsOf = (canonical: VisitorId): readonly Stretch[] => {
    if (rootOf(canonical, graph) !== canonical) return [];
    const persons = [canonical, ...(aliases.get(canonical) ?? []).map(({ from }) => from)];
    const plain = persons.filter((person) => !graph.stretches.has(person)).map(ownStretch);
    return [...plain, ...(held.get(canonical) ?? [])];
  };
  const sourcesOf = ({ of }: Stretch): readonly Link[] => sources.get(of) ?? [];
  return {
    ownerOf: ({ visitor, t, page }) => visitor && rootOf(locate(visitor, t, page, graph).holder, graph),
    ownersOf: (visitor) => [...new Set(holdersOf(visitor, graph).map((holder) => rootOf(holder, graph)))],
    canonicalOf: (visitor, now) => rootOf(locate(visitor, now, undefined, graph).holder, graph),
    membersOf: (canonical) => partsOf(canonical).flatMap((part) => membersOf(part, sourcesOf(part))),
    loginAt: (device, t) => loginOf(stretchAt(device, t, graph), t),
    sideOf: ({ visitor, t, page }) => (visitor === null ? '' : locate(visitor, t, page, graph).side),
    joinsOf: (canonical) => [
      ...(aliases.get(canonical) ?? []).map((alias) => joinBy(alias, alias.from, alias.to)),
      ...partsOf(canonical).flatMap((part) => joinsOf(part, sourcesOf(part))),
    ],
  };
}

function loginOf({ login }: Stretch, t: number): Login | null {
  return login === null || t < login.t ? null : { person: login.to, proved: login.proved };
}

function membersOf({ of, from, to }: Stretch, sources: readonly Link[]): readonly Member[] {
  const linked = sources.map((link) => ({
    visitor: link.from,
    from,
    to,
    ...(link.page && { page: link.page }),
  }));
  return [{ visitor: of, from, to }, ...linked];
}

function joinsOf(stretch: Stretch, sources: readonly Link[]): readonly Join[] {
  const { side, login } = stretch;
  const joins = sources.map((link) => joinBy(link, sourceSide(link, stretch), side));
  return login === null ? joins : [...joins, joinBy(login, side, login.to)];
}

function joinBy({ id, t, kind, from, proved }: Link, side: string, into: string): Join {
  return { id, t, side, into, ...(kind === 'login' && !proved && { as: from }) };
}
