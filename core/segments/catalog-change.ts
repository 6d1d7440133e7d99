/** What is put into a catalog: segments, stages, or many of them as one change. All of it is taken, or nothing. */
import { accept, type Outcome, type Refusal, refuse } from '../errors.ts';
import { type Catalog, type CatalogEntry, isBuilding, nextDefinitions } from './catalog.ts';
import type { SegmentDefinition, StageDefinition } from './condition.ts';
import { type Building, dependantsOf, findCycle, stageName } from './dependence.ts';
import { longestWindowMs, referencesOf } from './references.ts';
import { MOST_WRITTEN_OUT, MOST_WRITTEN_OUT_TOGETHER, weigh } from './weight.ts';

export type Change = {
  /** Each key once, in any order: they may build on each other. */
  readonly segments: readonly SegmentDefinition[];
  /** All stages of the site; undefined: they stay. */
  readonly stages?: readonly StageDefinition[] | undefined;
};

export const MOST_SEGMENTS = 10_000;
const DAY_MS = 86_400_000;

/**
 * New versions of segments, and of all that build on what changed. What is put as it is already changes nothing.
 *
 * @param eventDays How long raw events are kept.
 * @returns refusals name the segment and the place in it: `segments[2].when`.
 * @example putAll(catalog, { segments: [loyal, atRisk], stages }, 180)
 */
export function putAll(catalog: Catalog, change: Change, eventDays: number): Outcome<Catalog> {
  return put(catalog, change, { eventDays, placeOf: (at) => `segments[${at}].` });
}

/** One segment. @returns refusals name the place in it: `when`. */
export function putDefinition(
  catalog: Catalog,
  definition: SegmentDefinition,
  eventDays: number,
): Outcome<Catalog> {
  return put(catalog, { segments: [definition] }, { eventDays, placeOf: () => '' });
}

type Reading = {
  readonly eventDays: number;
  /** Where one of the segments stands, to be followed by a place in it. */
  placeOf(at: number): string;
};

function put(catalog: Catalog, { segments, stages }: Change, reading: Reading): Outcome<Catalog> {
  const before = nextDefinitions(catalog);
  const after: Building = {
    definitions: new Map([...before, ...segments.map((one) => [one.key, one] as const)]),
    stages: stages ?? catalog.stages,
  };
  const hasNewStages = JSON.stringify(after.stages) !== JSON.stringify(catalog.stages);
  const refusal =
    refuseSegments(segments, after, reading) ?? (hasNewStages ? refuseStages(segments, after) : null);
  if (refusal !== null) return refusal;
  const isMoved = ({ key, when }: SegmentDefinition) => !isSame(before.get(key)?.when, when);
  const moved = segments.filter(isMoved);
  const renamed = segments.filter((one) => !isMoved(one) && !isSame(before.get(one.key), one));
  if (!hasNewStages && renamed.length + moved.length === 0) return accept(catalog);
  const names = [
    ...moved.map(({ key }) => key),
    ...(hasNewStages ? after.stages.map(({ key }) => stageName(key)) : []),
  ];
  const fresh = [...moved, ...dependantsOf(after, names)];
  const heavy = refuseHeavy(fresh, after, placeIn(segments, reading));
  if (heavy !== null) return heavy;
  const worded = withWords(catalog, renamed);
  const rebuilt = fresh.length === 0 ? worded : rebuild(worded, fresh);
  if (!hasNewStages) return accept(rebuilt);
  const stagesInForce = isBuilding(rebuilt) ? (catalog.stagesInForce ?? catalog.stages) : null;
  return accept({ ...rebuilt, stages: after.stages, stagesInForce });
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function refuseSegments(
  segments: readonly SegmentDefinition[],
  after: Building,
  { eventDays, placeOf }: Reading,
): Refusal | null {
  if (after.definitions.size > MOST_SEGMENTS)
    return refuse('too_many_items', `${placeOf(0)}key`, `a site has ${MOST_SEGMENTS} segments at most`);
  const keys = new Set<string>();
  for (const [at, definition] of segments.entries()) {
    const place = placeOf(at);
    if (keys.size === keys.add(definition.key).size) {
      return refuse(
        'conflict',
        `${place}key`,
        `"${definition.key}" stands here twice: leave one of them out`,
      );
    }
    const fault = refuseOne(definition, after, eventDays);
    if (fault !== null) return { ...fault, at: `${place}${fault.at}` };
  }
  const cycle = findCycle(after, [...keys]);
  return cycle === null ? null : refuseCycle(placeIn(segments, { placeOf })(cycle[0] ?? ''), cycle);
}

/** Where the condition of a segment stands in what is put; of one that is not there, what it builds on does. */
function placeIn(
  segments: readonly SegmentDefinition[],
  { placeOf }: Pick<Reading, 'placeOf'>,
): (key: string) => string {
  if (segments.length === 0) return () => 'stages';
  return (name) =>
    `${placeOf(
      Math.max(
        0,
        segments.findIndex(({ key }) => key === name),
      ),
    )}when`;
}

/** Of what is put, and of what builds on it. */
function refuseHeavy(
  fresh: readonly SegmentDefinition[],
  after: Building,
  placeOf: (key: string) => string,
): Refusal | null {
  if (fresh.length === 0) return null;
  const weights = weigh(after);
  const heavy = fresh.find(({ key }) => (weights.get(key) ?? 0) > MOST_WRITTEN_OUT);
  if (heavy !== undefined) {
    const hint = `with all that it names, segment "${heavy.key}" asks more than ${MOST_WRITTEN_OUT} conditions: name less`;
    return refuse('too_many_items', placeOf(heavy.key), hint);
  }
  const together = [...after.definitions.keys()].reduce((sum, key) => sum + (weights.get(key) ?? 0), 0);
  if (together <= MOST_WRITTEN_OUT_TOGETHER) return null;
  const hint = `with all that they name, the segments of a site ask at most ${MOST_WRITTEN_OUT_TOGETHER} conditions`;
  return refuse('too_many_items', placeOf(''), hint);
}

function refuseOne(
  { when }: SegmentDefinition,
  { definitions, stages }: Building,
  eventDays: number,
): Refusal | null {
  const needs = referencesOf(when);
  const segment = needs.segments.find((key) => !definitions.has(key));
  if (segment !== undefined) {
    return refuse('invalid_value', 'when', `there is no segment "${segment}"; put it first`);
  }
  const stage = needs.stages.find((key) => !stages.some((known) => known.key === key));
  if (stage !== undefined)
    return refuse('invalid_value', 'when', `there is no stage "${stage}"; put the stages first`);
  if (longestWindowMs(when) <= eventDays * DAY_MS) return null;
  const hint = `events are kept for ${eventDays} days: ask for less, use lifetime, or raise eventDays of the site`;
  return refuse('invalid_value', 'when', hint);
}

/** What stays must find its stages too. */
function refuseStages(segments: readonly SegmentDefinition[], after: Building): Refusal | null {
  const { definitions, stages } = after;
  for (const one of definitions.values()) {
    const missing = referencesOf(one.when).stages.find((stage) => !stages.some(({ key }) => key === stage));
    if (missing === undefined || segments.includes(one)) continue;
    const hint = `segment "${one.key}" asks for stage "${missing}": keep it, or change the segment`;
    return refuse('in_use', 'stages', hint);
  }
  const unknown = stages
    .flatMap(({ when }) => referencesOf(when).segments)
    .find((key) => !definitions.has(key));
  if (unknown !== undefined) return refuse('invalid_value', 'stages', `there is no segment "${unknown}"`);
  const cycle = findCycle(
    after,
    stages.map(({ key }) => stageName(key)),
  );
  return cycle === null ? null : refuseCycle('stages', cycle);
}

function refuseCycle(at: string, way: readonly string[]): Refusal {
  return refuse('conflict', at, `segments must not build on each other: ${way.join(' -> ')}`);
}

/** Name, action and the like may change without anybody moving: what a version in force counts stays. */
function withWords(catalog: Catalog, definitions: readonly SegmentDefinition[]): Catalog {
  if (definitions.length === 0) return catalog;
  const renamed = new Map(definitions.map((definition) => [definition.key, definition]));
  const segments = catalog.segments.map((entry) => {
    const definition = renamed.get(entry.definition.key);
    if (definition === undefined || entry.state === 'retired') return entry;
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
    // A segment may be called "constructor", which every object has.
    const before = Object.hasOwn(versions, definition.key) ? versions[definition.key] : undefined;
    const version = (before ?? 0) + 1;
    versions[definition.key] = version;
    return { definition, version, state: 'building', from: null };
  });
  return { ...catalog, segments: [...kept, ...fresh], versions };
}
