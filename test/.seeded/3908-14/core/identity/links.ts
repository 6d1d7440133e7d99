/**
 * Links say whose an entry is. Each is an entry of type `link`, recorded under the id it starts from:
 *
 * - `login`: a device's entries from here on belong to the person in `to`; those before the first one as well.
 * - `reset`: from here on they belong to nobody but the device itself, until the next log-in.
 * - `page`, `day`: what an anonymous id did on one page load, or all day, belongs to the device in `to`.
 * - `alias`: the person known by an address is the person in `to`.
 *
 * Every answer depends on the set of links alone, never on the order in which they arrived.
 */
import { compareEntries, type Entry, type VisitorId } from '../entry.ts';
import type { ConsentJoin } from './consent.ts';

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

export const MAX_DEVICES = 20;
export const DEVICES_WINDOW_MS = 30 * 86_400_000;

const KINDS = ['login', 'reset', 'page', 'day', 'alias'] as const;
type Kind = (typeof KINDS)[number];

type Link = {
  readonly id: string;
  readonly t: number;
  readonly kind: Kind;
  readonly from: VisitorId;
  readonly to: VisitorId;
  readonly page: string | undefined;
  readonly proved: boolean;
};

/** A time, `from <= t < to`, of one id in one hand: a person's by a log-in, or its own. */
type Stretch = {
  readonly of: VisitorId;
  readonly from: number;
  readonly to: number;
  readonly side: string;
  readonly login: Link | null;
};

type Place = { readonly holder: VisitorId; readonly side: string };

type Graph = {
  /** Accepted ones, by the person they start from. */
  readonly aliases: ReadonlyMap<VisitorId, Link>;
  /** Of devices that ever logged in or were reset: in time order, without gaps. */
  readonly stretches: ReadonlyMap<VisitorId, readonly Stretch[]>;
  /** The `page` and `day` links that count, by anonymous id and page. */
  readonly pages: ReadonlyMap<string, Link>;
};

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

/**
 * Which further ids' links must be read before `resolveOwnership` answers rightly for `visitor`: the owner of whatever
 * is recorded under it, and all of its profile where it is the canonical id. Call it again with what was read, until
 * nothing is missing. Other persons of a shared device are never walked through: they only end intervals.
 *
 * @param seen Ids whose links are all among `entries`.
 * @returns Ids not in `seen`; empty when the answer is complete.
 * @example hopsNeeded(device, links, new Set([device])) // the persons who logged in on it
 */
export function hopsNeeded(
  visitor: VisitorId,
  entries: readonly Entry[],
  seen: ReadonlySet<VisitorId>,
): readonly VisitorId[] {
  const links = readLinks(entries);
  const starting = Map.groupBy(links, ({ from }) => from);
  const ending = Map.groupBy(links, ({ to }) => to);
  const needed = new Set<VisitorId>([visitor]);
  const add = (ids: Iterable<VisitorId>): void => {
    for (const id of ids) needed.add(id);
  };
  const targets = (id: VisitorId, kinds: (link: Link) => boolean): readonly VisitorId[] =>
    (starting.get(id) ?? []).filter(kinds).map(({ to }) => to);
  const origins = (id: VisitorId, kinds: (link: Link) => boolean): readonly VisitorId[] =>
    (ending.get(id) ?? []).filter(kinds).map(({ from }) => from);

  const own = aliasedWith([visitor], targets, origins);
  const ownDevices = own.flatMap((person) => origins(person, isLogin));
  add(own);
  add(ownDevices);
  add([...own, ...ownDevices].flatMap((id) => origins(id, isSource)));

  const devices = [visitor, ...targets(visitor, isSource)];
  add(devices);
  for (const person of new Set(devices.flatMap((device) => targets(device, isLogin)))) {
    const names = aliasedWith([person], targets, origins);
    add(names);
    // Which log-ins count matters only where there may be too many of them.
    const others = new Set(names.flatMap((name) => origins(name, isLogin)));
    if (others.size > MAX_DEVICES) add(others);
  }
  return [...needed].filter((id) => !seen.has(id));
}

type Neighbours = (id: VisitorId, kinds: (link: Link) => boolean) => readonly VisitorId[];

function aliasedWith(
  persons: readonly VisitorId[],
  targets: Neighbours,
  origins: Neighbours,
): readonly VisitorId[] {
  const found = new Set(persons);
  for (const person of found) {
    for (const name of [...targets(person, isAlias), ...origins(person, isAlias)]) found.add(name);
  }
  return [...found];
}

function readLinks(entries: readonly Entry[]): readonly Link[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  return [...byId.values()].toSorted(compareEntries).flatMap((entry) => readLink(entry) ?? []);
}

function readLink({ id, t, type, name, visitor, source, properties }: Entry): Link | null {
  const kind = KINDS.find((known) => known === name);
  if (type !== 'link' || kind === undefined || visitor === null) return null;
  const { to, page, proved } = properties;
  if (kind !== 'reset' && (typeof to !== 'string' || to === visitor)) return null;
  if (kind === 'page' && typeof page !== 'string') return null;
  return {
    id,
    t,
    kind,
    from: visitor,
    to: kind === 'reset' ? visitor : (to as VisitorId),
    page: kind === 'page' ? (page as string) : undefined,
    proved: proved === true || source === 'server',
  };
}

/** Roles first: who is logged in to is a person and can be no device, so that no log-in joins two persons. */
function buildGraph(links: readonly Link[]): Graph {
  const targets = new Set(links.filter(isLogin).map(({ to }) => to));
  const cuts = links.filter(
    (link) => (link.kind === 'login' || link.kind === 'reset') && !targets.has(link.from),
  );
  const devices = new Set(cuts.map(({ from }) => from));
  const aliases = acceptAliases(
    links.filter((link) => isAlias(link) && !devices.has(link.from) && !devices.has(link.to)),
  );
  const persons = new Set([...targets, ...[...aliases.values()].flatMap(({ from, to }) => [from, to])]);
  const refused = refuseLogins(cuts.filter(isLogin), aliases);
  const pages = links.filter((link) => isSource(link) && !devices.has(link.from) && !persons.has(link.from));
  return {
    aliases,
    stretches: new Map(
      [...Map.groupBy(cuts, ({ from }) => from)].map(([of, own]) => [of, cutStretches(own, refused)]),
    ),
    pages: new Map(pages.toReversed().map((link) => [pageKey(link.from, link.page), link])),
  };
}

/** A person is aliased once, by the earliest, and never in a circle. */
function acceptAliases(links: readonly Link[]): ReadonlyMap<VisitorId, Link> {
  const aliases = new Map<VisitorId, Link>();
  for (const link of links) {
    if (!aliases.has(link.from) && rootOf(link.to, { aliases }) !== link.from) aliases.set(link.from, link);
  }
  return aliases;
}

/** Log-ins beyond 20 devices of one person in any 30 days: ids of links that act like a reset. */
function refuseLogins(logins: readonly Link[], aliases: Graph['aliases']): ReadonlySet<string> {
  const refused = new Set<string>();
  for (const [, own] of Map.groupBy(logins, ({ to }) => rootOf(to, { aliases }))) {
    const latest = new Map<VisitorId, number>();
    for (const { id, from, t } of own) {
      for (const [device, last] of latest) if (last <= t - DEVICES_WINDOW_MS) latest.delete(device);
      if (latest.has(from) || latest.size < MAX_DEVICES) latest.set(from, t);
      else refused.add(id);
    }
  }
  return refused;
}

/**
 * When the interval begins that a log-in or reset opens: the sign-out itself, at the very instant of a reset, is still
 * the person's; a log-in counts from its own.
 *
 * @param kind `name` of the link.
 */
export function startOf(kind: string, t: number): number {
  return kind === 'reset' ? t + 1 : t;
}

function cutStretches(cuts: readonly Link[], refused: ReadonlySet<string>): readonly Stretch[] {
  const times = cuts
    .map((link) => ({ link, at: startOf(link.kind, link.t) }))
    .toSorted((a, b) => a.at - b.at || Number(a.link.kind === 'login') - Number(b.link.kind === 'login'));
  const stretches = times.map(({ link, at }, index): Stretch => {
    const login = link.kind === 'login' && !refused.has(link.id) ? link : null;
    return {
      of: link.from,
      from: index === 0 ? Number.NEGATIVE_INFINITY : at,
      to: times[index + 1]?.at ?? Number.POSITIVE_INFINITY,
      side: login ? `${link.from}@${link.id}` : link.from,
      login,
    };
  });
  return stretches.filter(({ from, to }) => from < to);
}

function ownStretch(id: VisitorId): Stretch {
  return { of: id, from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY, side: id, login: null };
}

/** Who held the id an entry counts for, and on which side of the holder's profile. */
function locate(visitor: VisitorId, t: number, page: string | undefined, graph: Graph): Place {
  const source = graph.pages.get(pageKey(visitor, page)) ?? graph.pages.get(pageKey(visitor, undefined));
  const stretch = stretchAt(source?.to ?? visitor, t, graph);
  return {
    holder: stretch.login?.to ?? stretch.of,
    side: source ? sourceSide(source, stretch) : stretch.side,
  };
}

function holdersOf(visitor: VisitorId, graph: Graph): readonly VisitorId[] {
  const linked = [...graph.pages.values()].filter(({ from }) => from === visitor).map(({ to }) => to);
  const stretches = [visitor, ...linked].flatMap((id) => graph.stretches.get(id) ?? [ownStretch(id)]);
  return stretches.map(({ of, login }) => login?.to ?? of);
}

function stretchAt(id: VisitorId, t: number, graph: Graph): Stretch {
  const stretches = graph.stretches.get(id) ?? [];
  let [low, high] = [0, stretches.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle]?.to ?? t) > t) high = middle;
    else low = middle + 1;
  }
  return stretches[low] ?? ownStretch(id);
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

function sourceSide({ from, page }: Link, { side }: Stretch): string {
  return `${pageKey(from, page)}>${side}`;
}

function pageKey(visitor: VisitorId, page: string | undefined): string {
  return page === undefined ? visitor : `${visitor}/${page}`;
}

function rootOf(person: VisitorId, { aliases }: Pick<Graph, 'aliases'>): VisitorId {
  let root = person;
  for (let alias = aliases.get(root); alias; alias = aliases.get(root)) root = alias.to;
  return root;
}

function isLogin({ kind }: Link): boolean {
  return kind === 'login';
}

function isAlias({ kind }: Link): boolean {
  return kind === 'alias';
}

function isSource({ kind }: Link): boolean {
  return kind === 'page' || kind === 'day';
}
