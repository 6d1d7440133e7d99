/**
 * The segments of a site as one document: which versions are in force, which are being built, and what refuses a
 * change. Pure; a change is one write.
 */
import { accept, type Outcome, refuse } from '../errors.ts';
import type { Condition, SegmentDefinition, StageDefinition } from './condition.ts';
import { type Building, dependantsOf, findCycle, narrowing, stageName } from './dependence.ts';
import { longestWindowMs, referencesOf } from './references.ts';

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
  /** Who has to be told of versions that came into force: `key@version`, old and new. */
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

export const NO_CATALOG: Catalog = { stages: [], segments: [], versions: {}, untold: [] };

export const MOST_SEGMENTS = 10_000;
const DAY_MS = 86_400_000;

/** @example memberId({ key: 'cart-abandoned' }, 3) // 'cart-abandoned@3' */
export function memberId({ key }: Pick<SegmentDefinition, 'key'>, version: number): string {
  return `${key}@${version}`;
}

/** The definition that is meant now: the one being built, else the one in force. */
export function findEntry({ segments }: Catalog, key: string, state: VersionState): CatalogEntry | undefined {
  return segments.find((entry) => entry.definition.key === key && entry.state === state);
}

/** Definitions as they will be once everything is built. */
export function nextDefinitions({ segments }: Catalog): ReadonlyMap<string, SegmentDefinition> {
  const of = (state: VersionState) =>
    segments
      .filter((entry) => entry.state === state)
      .map(({ definition }) => [definition.key, definition] as const);
  return new Map([...of('live'), ...of('building')]);
}

export function liveDefinitions({ segments }: Catalog): ReadonlyMap<string, SegmentDefinition> {
  return new Map(
    segments.filter(({ state }) => state === 'live').map(({ definition }) => [definition.key, definition]),
  );
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

/**
 * A new version of a segment, and of all that build on it. The same definition again changes nothing.
 *
 * @param eventDays How long raw events are kept.
 * @returns refusals name the place in the definition.
 */
export function putDefinition(
  catalog: Catalog,
  definition: SegmentDefinition,
  eventDays: number,
): Outcome<Catalog> {
  const before = nextDefinitions(catalog);
  const after = new Map([...before, [definition.key, definition] as const]);
  const { segments, stages, asks } = referencesOf(definition.when);
  if (asks.includes('account fold')) {
    const hint = 'what the members of an account do together is not told yet; ask for a fact of the account';
    return refuse('not_available', 'when', hint);
  }
  const unknown = segments.find((key) => !after.has(key));
  if (unknown !== undefined)
    return refuse('invalid_value', 'when', `there is no segment "${unknown}"; put it first`);
  const stage = stages.find((key) => !catalog.stages.some((known) => known.key === key));
  if (stage !== undefined)
    return refuse('invalid_value', 'when', `there is no stage "${stage}"; put the stages first`);
  if (longestWindowMs(definition.when) > eventDays * DAY_MS) {
    const hint = `events are kept for ${eventDays} days: ask for less, use lifetime, or raise eventDays of the site`;
    return refuse('invalid_value', 'when', hint);
  }
  const building = { definitions: after, stages: catalog.stages };
  const cycle = findCycle(building, definition.key);
  if (cycle !== null) return refuseCycle('when', cycle);
  if (after.size > MOST_SEGMENTS)
    return refuse('too_many_items', 'key', `a site has ${MOST_SEGMENTS} segments at most`);
  const known = before.get(definition.key);
  if (known !== undefined && JSON.stringify(known) === JSON.stringify(definition)) return accept(catalog);
  if (known !== undefined && JSON.stringify(known.when) === JSON.stringify(definition.when)) {
    return accept(withWords(catalog, definition));
  }
  return accept(rebuild(catalog, [definition, ...dependantsOf(building, [definition.key])]));
}

/** New stages make new versions of whatever asks for one. */
export function putStages(catalog: Catalog, stages: readonly StageDefinition[]): Outcome<Catalog> {
  if (JSON.stringify(stages) === JSON.stringify(catalog.stages)) return accept(catalog);
  const definitions = nextDefinitions(catalog);
  const asking = [...definitions.values()].filter(({ when }) => referencesOf(when).stages.length > 0);
  for (const { key, when } of asking) {
    const missing = referencesOf(when).stages.find((stage) => !stages.some((known) => known.key === stage));
    if (missing !== undefined) {
      return refuse(
        'in_use',
        'stages',
        `segment "${key}" asks for stage "${missing}": keep it, or change the segment`,
      );
    }
  }
  const unknown = stages
    .flatMap(({ when }) => referencesOf(when).segments)
    .find((key) => !definitions.has(key));
  if (unknown !== undefined) return refuse('invalid_value', 'stages', `there is no segment "${unknown}"`);
  const names = stages.map(({ key }) => stageName(key));
  const cycle = names.map((name) => findCycle({ definitions, stages }, name)).find((way) => way !== null);
  if (cycle != null) return refuseCycle('stages', cycle);
  const rebuilt = rebuild(catalog, dependantsOf({ definitions, stages }, names));
  const stagesInForce = isBuilding(rebuilt) ? (catalog.stagesInForce ?? catalog.stages) : null;
  return accept({ ...rebuilt, stages, stagesInForce });
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
  return { ...catalog, segments, stagesInForce: null, untold: [...new Set([...catalog.untold, ...untold])] };
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

function refuseCycle(at: string, way: readonly string[]): Outcome<Catalog> {
  return refuse('conflict', at, `segments must not build on each other: ${way.join(' -> ')}`);
}

/** Name, action and the like may change without anybody moving: what a version in force counts stays. */
function withWords(catalog: Catalog, definition: SegmentDefinition): Catalog {
  const segments = catalog.segments.map((entry) => {
    if (entry.definition.key !== definition.key || entry.state === 'retired') return entry;
    return { ...entry, definition: { ...definition, when: entry.definition.when } };
  });
  return { ...catalog, segments };
}

function rebuild(catalog: Catalog, definitions: readonly SegmentDefinition[]): Catalog {
  const keys = new Set(definitions.map(({ key }) => key));
  const kept = catalog.segments.filter(
    ({ definition, state }) => state === 'live' || (state === 'building' && !keys.has(definition.key)),
  );
  const versions = { ...catalog.versions };
  const fresh = definitions.map((definition): CatalogEntry => {
    const version = (versions[definition.key] ?? 0) + 1;
    versions[definition.key] = version;
    return { definition, version, state: 'building', from: null };
  });
  return { ...catalog, segments: [...kept, ...fresh], versions };
}
