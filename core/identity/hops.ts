/** Which ids' links tell whose an entry is: read hop by hop. */
import type { Entry, VisitorId } from '../entry.ts';
import { isAlias, isLogin, isSource, type Link, readLinks } from './link.ts';
import { MAX_DEVICES } from './link-graph.ts';

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
