/**
 * Since when conditions over a whole life count: a counter that is defined after events of the site have gone counts
 * what is kept then. It goes on counting through later versions that ask for the same.
 */
import type { Catalog } from './catalog.ts';
import { lifetimeKeys } from './lifetime-keys.ts';
import type { Program } from './program.ts';

/**
 * The catalog with an instant for each counter: those it knows keep theirs.
 *
 * @param horizon Up to when events of the site may have gone, UTC ms; null: none has.
 */
export function dateCounters(catalog: Catalog, program: Program, horizon: number | null): Catalog {
  const { countedFrom = {} } = catalog;
  const keys = lifetimeKeys(program).filter((key) => key !== null);
  const dated = keys.map((key) => [key, countedFrom[key] === undefined ? horizon : countedFrom[key]]);
  return { ...catalog, countedFrom: Object.fromEntries(dated) };
}

/** @param segment Place in catalog and program. @returns UTC ms of the instant before which nothing counts; null: none. */
export function truncatedSince(catalog: Catalog, program: Program, segment: number): number | null {
  const keys = lifetimeKeys(program);
  const own = program.segments[segment]?.lifetimes.map((counter) => keys[counter] ?? null) ?? [];
  const instants = own.map((key) => (key === null ? null : (catalog.countedFrom?.[key] ?? null)));
  return instants.reduce((latest, t) => (latest === null || (t !== null && t > latest) ? t : latest), null);
}
