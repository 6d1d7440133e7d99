/**
 * Since when conditions over a whole life count: a counter that is defined after events of the site have gone counts
 * what is kept then. It goes on counting through later versions that ask for the same; one that nothing asked for in
 * between begins anew.
 */
import type { Catalog } from './catalog.ts';
import { counterNames, nameSince } from './lifetime-keys.ts';
import { OF_ACCOUNTS, type Program } from './program.ts';

/**
 * The catalog with an instant for each counter: those it knows keep theirs.
 *
 * @param horizon Up to when events of the site may have gone, UTC ms; null: none has.
 */
export function dateCounters(catalog: Catalog, program: Program, horizon: number | null): Catalog {
  const { countedFrom: knownFrom = {}, keptAs: knownAs = {} } = catalog;
  const countedFrom: Record<string, number | null> = {};
  const keptAs: Record<string, string> = {};
  for (const name of [...counterNames(program), ...accountNames(program)]) {
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
  const { lifetimes = [], accountLifetimes = [] } = program.segments[segment] ?? {};
  const names = counterNames(program);
  const ofAccounts = accountNames(program);
  const own = [
    ...lifetimes.map((counter) => names[counter] ?? null),
    ...accountLifetimes.map((counter) => ofAccounts[counter] ?? null),
  ];
  const instants = own.map((name) => (name === null ? null : (catalog.countedFrom?.[name] ?? null)));
  return instants.reduce((latest, t) => (latest === null || (t !== null && t > latest) ? t : latest), null);
}

/** Of an account less may be known than of a visitor who is asked the same: it is counted from when somebody asks. */
function accountNames({ accounts }: Program): readonly (string | null)[] {
  if (accounts === null) return [];
  return counterNames(accounts.program).map((name) => (name === null ? null : `${OF_ACCOUNTS}${name}`));
}
