/**
 * The segments of a site as one document: which versions are in force, which are being built, and what refuses a
 * change. Pure; a change is one write.
 */
import { accept, type Outcome, refuse } from '../errors.ts';
import type { Condition, SegmentDefinition, StageDefinition } from './condition.ts';
import { type Building, narrowing } from './dependence.ts';
import { referencesOf } from './references.ts';

/** `retired`: no longer in force; it goes with the next change, so that nothing has to be folded again for it. */
export type VersionState = 'building' | 'live' | 'retired';

export type CatalogEntry = {
  readonly definition: SegmentDefinition;
  readonly version: number;
  readonly state: VersionState;
  /** Since when it is in force, UTC ms. */
  readonly from: number | null;
  /** Of a retired one: the segments and stages that it named, as they were. Absent: it named none. */
  readonly among?: {
    readonly segments: readonly SegmentDefinition[];
    readonly stages: readonly StageDefinition[];
  };
};

export type Catalog = {
  /** As they will be once everything is built. */
  readonly stages: readonly StageDefinition[];
  /** Those that versions in force were made with; null or absent: the same. */
  readonly stagesInForce?: readonly StageDefinition[] | null;
  readonly segments: readonly CatalogEntry[];
  /** The highest version ever given to a key, also to one that was deleted. */
  readonly versions: Readonly<Record<string, number>>;
  /** Who has to be told of versions that came into force: `key@version`, old and new, or {@link EVERYBODY}. */
  readonly untold: readonly string[];
  /** Settings of the site that everybody was last folded under; absent: nobody was yet. */
  readonly foldedUnder?: string;
  /**
   * By name of a counter that conditions read over a whole life (lifetime-keys.ts): before which instant nothing counts,
   * UTC ms; null: everything does.
   */
  readonly countedFrom?: Readonly<Record<string, number | null>>;
  /** Of these, under which name bases keep what it counted, where that is not its own. */
  readonly keptAs?: Readonly<Record<string, string>>;
};

/** In place of a version in `untold`: those whom a deleted version had inside stand in no list any more. */
export const EVERYBODY = '*';

export const NO_CATALOG: Catalog = { stages: [], segments: [], versions: {}, untold: [] };

/** @example memberId({ key: 'cart-abandoned' }, 3) // 'cart-abandoned@3' */
export function memberId({ key }: Pick<SegmentDefinition, 'key'>, version: number): string {
  return `${key}@${version}`;
}

/** By key, those in one state. */
export function entriesIn({ segments }: Catalog, state: VersionState): ReadonlyMap<string, CatalogEntry> {
  const own = segments.filter((entry) => entry.state === state);
  return new Map(own.map((entry) => [entry.definition.key, entry]));
}

/** By key, the one being built, else the one in force. */
export function newestEntries(catalog: Catalog): ReadonlyMap<string, CatalogEntry> {
  return new Map([...entriesIn(catalog, 'live'), ...entriesIn(catalog, 'building')]);
}

/** Definitions as they will be once everything is built. */
export function nextDefinitions(catalog: Catalog): ReadonlyMap<string, SegmentDefinition> {
  return toDefinitions(newestEntries(catalog));
}

export function liveDefinitions(catalog: Catalog): ReadonlyMap<string, SegmentDefinition> {
  return toDefinitions(entriesIn(catalog, 'live'));
}

function toDefinitions(entries: ReadonlyMap<string, CatalogEntry>): ReadonlyMap<string, SegmentDefinition> {
  return new Map([...entries].map(([key, { definition }]) => [key, definition]));
}

/** What versions of each state are read among: one that is retired never again hears of a change. */
export function surroundingsIn(catalog: Catalog): (entry: CatalogEntry) => Building {
  const next: Building = { definitions: nextDefinitions(catalog), stages: catalog.stages };
  const inForce = surroundingsInForce(catalog);
  return ({ state, among }) => {
    if (state !== 'retired') return state === 'building' ? next : inForce;
    if (among === undefined) return inForce;
    const definitions = new Map(among.segments.map((definition) => [definition.key, definition]));
    return { definitions, stages: among.stages };
  };
}

/** Every condition that is asked of anybody. */
export function conditionsOf({ segments, stages, stagesInForce }: Catalog): readonly Condition[] {
  const all = [...segments.map(({ definition }) => definition), ...stages, ...(stagesInForce ?? [])];
  return all.map(({ when }) => when);
}

/** Refused while something builds on it, naming what. */
export function removeDefinition(catalog: Catalog, key: string): Outcome<Catalog> {
  const definitions = nextDefinitions(catalog);
  if (!definitions.has(key)) return refuse('not_found', 'key', 'there is no such segment on this site');
  const users = [...definitions.values()]
    .filter(({ when }) => referencesOf(when).segments.includes(key))
    .map((user) => `segment "${user.key}"`);
  const stages = catalog.stages
    .filter(({ when }) => referencesOf(when).segments.includes(key))
    .map((stage) => `stage "${stage.key}"`);
  const all = [...users, ...stages];
  if (all.length > 0)
    return refuse('in_use', 'key', `used by ${all.join(', ')}: change or delete them first`);
  const retire = retiring(catalog);
  const segments = catalog.segments.flatMap((entry) => {
    if (entry.definition.key !== key) return [entry];
    return entry.state === 'building' ? [] : [retire(entry)];
  });
  return accept({ ...catalog, segments });
}

/** Everything that was built comes into force, in one step. */
export function bringIntoForce(catalog: Catalog, now: number): Catalog {
  const built = catalog.segments.filter(({ state }) => state === 'building');
  const replaced = new Set(built.map(({ definition }) => definition.key));
  const retire = retiring(catalog);
  const segments = catalog.segments.map((entry): CatalogEntry => {
    if (entry.state === 'building') return { ...entry, state: 'live', from: now };
    return replaced.has(entry.definition.key) ? retire(entry) : entry;
  });
  const untold = catalog.segments
    .filter(({ definition, state }) => state !== 'retired' && replaced.has(definition.key))
    .map(({ definition, version }) => memberId(definition, version));
  const told = comesBack(catalog, built) ? [...untold, EVERYBODY] : untold;
  return { ...catalog, segments, stagesInForce: null, untold: [...new Set([...catalog.untold, ...told])] };
}

/** Whether a key was in use before, and then was not. */
function comesBack(catalog: Catalog, built: readonly CatalogEntry[]): boolean {
  const inForce = entriesIn(catalog, 'live');
  return built.some(({ definition: { key }, version }) => version > 1 && !inForce.has(key));
}

export function isBuilding({ segments }: Catalog): boolean {
  return segments.some(({ state }) => state === 'building');
}

function surroundingsInForce(catalog: Catalog): Building {
  return { definitions: liveDefinitions(catalog), stages: catalog.stagesInForce ?? catalog.stages };
}

/** A retired version goes on being read as it was: what it names may be another under the same key from now on. */
function retiring(catalog: Catalog): (entry: CatalogEntry) => CatalogEntry {
  const narrow = narrowing(surroundingsInForce(catalog));
  return (entry) => {
    if (entry.state !== 'live') return entry;
    const { definitions, stages } = narrow(entry.definition.when);
    const isAlone = definitions.size === 0 && stages.length === 0;
    const among = { segments: [...definitions.values()], stages };
    return { ...entry, state: 'retired', ...(!isAlone && { among }) };
  };
}
