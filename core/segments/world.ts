/** What the site itself knows at an instant: facts of its catalogue, quintile edges, accounts. */
import type { Entry, Json, Properties } from '../entry.ts';
import type { RfmEdges, World } from './subject.ts';

/** The daily entry that says where one fifth of the buyers ends and the next begins. */
export const EDGES_FACT = 'RFM Edges Computed';

type Fact = Pick<Entry, 'name' | 't' | 'properties'>;

export type SiteWorld = World & {
  /** In any order. */
  add(facts: readonly Fact[]): void;
  /** The present facts of an account, by its hash. */
  setAccount(account: string, facts: Properties): void;
};

/** Under which name conditions on account facts are heard of. */
export const ACCOUNT_FACT = 'account:fact';

/** @example createWorld().factAt('Price Increased', 'product_id', '4711', t) // null */
export function createWorld(): SiteWorld {
  const facts = new Map<string, Fact[]>();
  const accounts = new Map<string, Properties>();
  /** By name, property (or '' for none) and value: ascending times. Made when first asked for. */
  const times = new Map<string, Map<string, Map<Json | undefined, number[]>>>();
  const timesOf = (name: string, property: string | null): Map<Json | undefined, number[]> => {
    const known = times.get(name)?.get(property ?? '');
    if (known !== undefined) return known;
    const made = new Map<Json | undefined, number[]>();
    for (const fact of facts.get(name) ?? []) {
      const value = property === null ? undefined : fact.properties[property];
      const own = made.get(value);
      if (own === undefined) made.set(value, [fact.t]);
      else own.push(fact.t);
    }
    times.set(name, (times.get(name) ?? new Map()).set(property ?? '', made));
    return made;
  };
  return {
    add: (more) => {
      for (const [name, own] of Map.groupBy(more, (fact) => fact.name)) {
        facts.set(
          name,
          [...(facts.get(name) ?? []), ...own].sort((a, b) => a.t - b.t),
        );
        times.delete(name);
      }
    },
    knows: (name) => facts.has(name),
    factAt: (name, property, value, t) =>
      latestAt(timesOf(name, property).get(property === null ? undefined : value) ?? [], t),
    factAfter: (name, property, value, t) =>
      (timesOf(name, property).get(property === null ? undefined : value) ?? []).find((time) => time > t) ??
      null,
    edgesAfter: (t) => (facts.get(EDGES_FACT) ?? []).find((fact) => fact.t > t)?.t ?? null,
    edgesAt: (t) => readEdges((facts.get(EDGES_FACT) ?? []).findLast((fact) => fact.t <= t)),
    setAccount: (account, own) => void accounts.set(account, own),
    accountFact: (account, property) => accounts.get(account)?.[property],
  };
}

/** What the site knew at an instant, UTC ms: later facts do not count, whatever is asked of them. */
export function worldAsOf(world: World, t: number): World {
  const known = (next: number | null): number | null => (next !== null && next <= t ? next : null);
  return {
    ...world,
    factAt: (name, property, value, at) => world.factAt(name, property, value, Math.min(at, t)),
    factAfter: (name, property, value, at) => known(world.factAfter(name, property, value, at)),
    edgesAt: (at) => world.edgesAt(Math.min(at, t)),
    edgesAfter: (at) => known(world.edgesAfter(at)),
  };
}

function latestAt(ascending: readonly number[], t: number): number | null {
  return ascending.findLast((time) => time <= t) ?? null;
}

function readEdges(fact: Fact | undefined): RfmEdges | null {
  if (fact === undefined) return null;
  const [r, f, m] = ['r', 'f', 'm'].map((key) => readNumbers(fact.properties[key]));
  return r && f && m ? { r, f, m } : null;
}

function readNumbers(value: Json | undefined): readonly number[] | null {
  return Array.isArray(value) && value.every((item) => typeof item === 'number') ? (value as number[]) : null;
}
