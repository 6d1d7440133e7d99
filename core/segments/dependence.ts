/** What builds on what: segments on segments and stages, stages on segments and on the stages after them. */
import type { Condition, SegmentDefinition, StageDefinition } from './condition.ts';
import { referencesOf } from './references.ts';

export type Building = {
  readonly definitions: ReadonlyMap<string, SegmentDefinition>;
  readonly stages: readonly StageDefinition[];
};

/** A segment's key, or `stage <key>`: keys have no blanks. */
type Name = string;

export function stageName(key: string): Name {
  return `stage ${key}`;
}

/**
 * The way from one of these segments and stages back to itself; null: there is none.
 *
 * @example findCycle({ definitions, stages }, ['loyal']) // ['loyal', 'stage buyer', 'loyal']
 */
export function findCycle(building: Building, starts: readonly Name[]): readonly Name[] | null {
  const needs = listNeeds(building);
  for (const start of starts) {
    const way = findWayBack(needs, start);
    if (way !== null) return way;
  }
  return null;
}

function findWayBack(needs: ReadonlyMap<Name, readonly Name[]>, start: Name): readonly Name[] | null {
  const seen = new Set<Name>();
  const walk = (name: Name, path: readonly Name[]): readonly Name[] | null => {
    for (const next of needs.get(name) ?? []) {
      if (next === start) return [...path, next];
      if (seen.has(next)) continue;
      seen.add(next);
      const found = walk(next, [...path, next]);
      if (found !== null) return found;
    }
    return null;
  };
  return walk(start, [start]);
}

/** All segments that build on one of these, directly or not; these themselves are left out. */
export function dependantsOf(
  { definitions, stages }: Building,
  names: readonly Name[],
): readonly SegmentDefinition[] {
  const users = new Map<Name, Name[]>();
  for (const [user, needs] of listNeeds({ definitions, stages })) {
    for (const need of needs) users.set(need, [...(users.get(need) ?? []), user]);
  }
  const found = new Set<Name>(names);
  for (const name of found) for (const user of users.get(name) ?? []) found.add(user);
  return [...found].flatMap((name) => (names.includes(name) ? [] : (definitions.get(name) ?? [])));
}

/** As much of it as a condition names, directly or not; where that is a stage, all stages, since they are in order. */
export function narrowing({ definitions, stages }: Building): (when: Condition) => Building {
  const needs = listNeeds({ definitions, stages });
  return (when) => {
    const found = new Set<Name>(needsOf(when));
    for (const name of found) for (const need of needs.get(name) ?? []) found.add(need);
    const named = [...found].flatMap((key) => definitions.get(key) ?? []);
    const asksForStage = stages.some(({ key }) => found.has(stageName(key)));
    return {
      definitions: new Map(named.map((definition) => [definition.key, definition])),
      stages: asksForStage ? stages : [],
    };
  };
}

/** A stage holds while no later one does, so that it builds on those too. */
function listNeeds({ definitions, stages }: Building): ReadonlyMap<Name, readonly Name[]> {
  const own = [...definitions.values()].map(({ key, when }) => [key, needsOf(when)] as const);
  const ofStages = stages.map(
    ({ key }, at) => [stageName(key), stages.slice(at).flatMap(({ when }) => needsOf(when))] as const,
  );
  return new Map([...own, ...ofStages]);
}

function needsOf(when: Condition): readonly Name[] {
  const { segments, stages } = referencesOf(when);
  return [...segments, ...stages.map(stageName)];
}
