/**
 * Since when conditions over a whole life count: a counter that is defined after events of the site have gone counts
 * what is kept then. It goes on counting through later versions that ask for the same; one that nothing asked for in
 * between begins anew.
 */
import type { Catalog } from './catalog.ts';
import { counterNames, nameSince } from './lifetime-keys.ts';
import type { Program } from './program.ts';

/**
 * The catalog with an instant for each counter: those it knows keep theirs.
 *
 * @param horizon Up to when events of the site may have gone, UTC ms; null: none has.
 */
export function dateCounters(catalog: Catalog, program: Program, horizon: number | null): Catalog {
  const { countedFrom: knownFrom = {}, keptAs: knownAs = {} } = catalog;
  const countedFrom: Record<string, number | null> = {};
  const keptAs: Record<string, string> = {};
  for (const name of counterNames(program)) {
    if (name === null) continue;
    const since = knownFrom[name];
    countedFrom[name] = since === undefined ? horizon : since;
    if (since === undefined && horizon !== null) keptAs[name] = nameSince(name, horizon);
    const known = knownAs[name];
    if (since !== undefined && known !== undefined) keptAs[name] = known;
  }
  return { ...catalog, countedFrom, keptAs };
}

/** @param segment Place in catalog and program. @returns UTC ms of the instant before which nothing counts; null: none. */
export function truncatedSince(catalog: Catalog, program: Program, segment: number): number | null {
  const names = counterNames(program);
  const own = program.segments[segment]?.lifetimes.map((counter) => names[counter] ?? null) ?? [];
  const instants = own.map((name) => (name === null ? null : (catalog.countedFrom?.[name] ?? null)));
  return instants.reduce((latest, t) => (latest === null || (t !== null && t > latest) ? t : latest), null);
}
