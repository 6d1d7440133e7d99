import type { Entry, VisitorId } from '../../../core/entry.ts';
import { hopsNeeded } from '../../../core/identity/hops.ts';
import { type Ownership, resolveOwnership } from '../../../core/identity/links.ts';

/** Links that start or end at any of these ids, as a store reads them. */
function linksOf(ids: readonly VisitorId[], log: readonly Entry[]): readonly Entry[] {
  const wanted = new Set<unknown>(ids);
  return log.filter(
    ({ type, visitor, properties }) => type === 'link' && (wanted.has(visitor) || wanted.has(properties.to)),
  );
}

/** All that must be read about one id, hop by hop: which ids, in how many steps. */
export function readHops(
  visitor: VisitorId,
  log: readonly Entry[],
): { readonly links: readonly Entry[]; readonly seen: ReadonlySet<VisitorId>; readonly steps: number } {
  const seen = new Set<VisitorId>([visitor]);
  const links = new Map<string, Entry>();
  let steps = 0;
  for (let next: readonly VisitorId[] = [visitor]; next.length > 0; steps++) {
    for (const link of linksOf(next, log)) links.set(link.id, link);
    next = hopsNeeded(visitor, [...links.values()], seen);
    for (const id of next) seen.add(id);
  }
  return { links: [...links.values()], seen, steps };
}

export function readOwnership(visitor: VisitorId, log: readonly Entry[]): Ownership {
  return resolveOwnership(readHops(visitor, log).links);
}
