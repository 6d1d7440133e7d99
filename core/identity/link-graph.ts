/** Who held which id when: what all links of some ids come to, whatever the order in which they arrived. */
import type { VisitorId } from '../entry.ts';
import { isAlias, isLogin, isSource, type Link, startOf } from './link.ts';

export const MAX_DEVICES = 20;
export const DEVICES_WINDOW_MS = 30 * 86_400_000;

/** Of log-ins that are proved so many are written down: an id with more of them is one that a shop sends for everybody. */
const MAX_PROVED = 5 * MAX_DEVICES;

/**
 * Whether one more log-in is not even written down: it would be refused, and everybody whom the others name looked at.
 *
 * @param devices Of one person, in the window.
 * @example isCrowded(devices, another, false) // true: it is one too many
 */
export function isCrowded(devices: ReadonlySet<VisitorId>, device: VisitorId, isProved: boolean): boolean {
  return devices.size >= (isProved ? MAX_PROVED : MAX_DEVICES) && !devices.has(device);
}

/** A time, `from <= t < to`, of one id in one hand: a person's by a log-in, or its own. */
export type Stretch = {
  readonly of: VisitorId;
  readonly from: number;
  readonly to: number;
  readonly side: string;
  readonly login: Link | null;
};

type Place = { readonly holder: VisitorId; readonly side: string };

export type Graph = {
  /** Accepted ones, by the person they start from. */
  readonly aliases: ReadonlyMap<VisitorId, Link>;
  /** Of devices that ever logged in or were reset: in time order, without gaps. */
  readonly stretches: ReadonlyMap<VisitorId, readonly Stretch[]>;
  /** The `page` and `day` links that count, by anonymous id and page. */
  readonly pages: ReadonlyMap<string, Link>;
};

/** Roles first: who is logged in to is a person and can be no device, so that no log-in joins two persons. */
export function buildGraph(links: readonly Link[]): Graph {
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

/**
 * Log-ins beyond 20 devices of one person in any 30 days: ids of links that act like a reset. A log-in that was proved is
 * counted beside others that were: strangers who claim to be somebody keep out no device of theirs.
 */
function refuseLogins(logins: readonly Link[], aliases: Graph['aliases']): ReadonlySet<string> {
  const refused = new Set<string>();
  for (const [, own] of Map.groupBy(logins, ({ to }) => rootOf(to, { aliases }))) {
    const admitAny = createAdmission();
    const admitProved = createAdmission();
    for (const link of own) {
      const isAdmitted = link.proved ? admitProved(link) : admitAny(link);
      if (link.proved) admitAny(link);
      if (!isAdmitted) refused.add(link.id);
    }
  }
  return refused;
}

/** Log-ins of one person in time order: whether there is room for the device. */
function createAdmission(): (login: Link) => boolean {
  const latest = new Map<VisitorId, number>();
  return ({ from, t }) => {
    for (const [device, last] of latest) if (last <= t - DEVICES_WINDOW_MS) latest.delete(device);
    const isAdmitted = latest.has(from) || latest.size < MAX_DEVICES;
    if (isAdmitted) latest.set(from, t);
    return isAdmitted;
  };
}

/** Of what was said at the same instant: a log-in is more than a reset, and one that was proved more than a claim. */
function weightOf({ kind, proved }: Link): number {
  if (kind !== 'login') return 0;
  return proved ? 2 : 1;
}

function cutStretches(cuts: readonly Link[], refused: ReadonlySet<string>): readonly Stretch[] {
  const times = cuts
    .map((link) => ({ link, at: startOf(link.kind, link.t) }))
    .toSorted((a, b) => a.at - b.at || weightOf(a.link) - weightOf(b.link));
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

export function ownStretch(id: VisitorId): Stretch {
  return { of: id, from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY, side: id, login: null };
}

/** Who held the id an entry counts for, and on which side of the holder's profile. */
export function locate(visitor: VisitorId, t: number, page: string | undefined, graph: Graph): Place {
  const source = graph.pages.get(pageKey(visitor, page)) ?? graph.pages.get(pageKey(visitor, undefined));
  const stretch = stretchAt(source?.to ?? visitor, t, graph);
  return {
    holder: stretch.login?.to ?? stretch.of,
    side: source ? sourceSide(source, stretch) : stretch.side,
  };
}

export function holdersOf(visitor: VisitorId, graph: Graph): readonly VisitorId[] {
  const linked = [...graph.pages.values()].filter(({ from }) => from === visitor).map(({ to }) => to);
  const stretches = [visitor, ...linked].flatMap((id) => graph.stretches.get(id) ?? [ownStretch(id)]);
  return stretches.map(({ of, login }) => login?.to ?? of);
}

export function stretchAt(id: VisitorId, t: number, graph: Graph): Stretch {
  const stretches = graph.stretches.get(id) ?? [];
  let [low, high] = [0, stretches.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle]?.to ?? t) > t) high = middle;
    else low = middle + 1;
  }
  return stretches[low] ?? ownStretch(id);
}

export function sourceSide({ from, page }: Link, { side }: Stretch): string {
  return `${pageKey(from, page)}>${side}`;
}

function pageKey(visitor: VisitorId, page: string | undefined): string {
  return page === undefined ? visitor : `${visitor}/${page}`;
}

export function rootOf(person: VisitorId, { aliases }: Pick<Graph, 'aliases'>): VisitorId {
  let root = person;
  for (let alias = aliases.get(root); alias; alias = aliases.get(root)) root = alias.to;
  return root;
}
