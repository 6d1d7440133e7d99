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
  const { cycle } = walk(listNeeds(building), starts);
  if (cycle === null) return null;
  const begin = Math.max(0, cycle.indexOf(starts.find((start) => cycle.includes(start)) ?? ''));
  const turned = [...cycle.slice(begin), ...cycle.slice(0, begin)];
  return [...turned, ...turned.slice(0, 1)];
}

/** All segments and stages: what is needed stands before what needs it, as long as nothing comes back to itself. */
export function inBuildingOrder(building: Building): readonly Name[] {
  const needs = listNeeds(building);
  return walk(needs, needs.keys()).order;
}

type Walk = { readonly order: readonly Name[]; readonly cycle: readonly Name[] | null };

/** Each name once, and without recursion: a way may be as long as a site has segments. */
function walk(needs: ReadonlyMap<Name, readonly Name[]>, starts: Iterable<Name>): Walk {
  const order = new Set<Name>();
  const way = new Map<Name, Iterator<Name>>();
  const steps: Name[] = [];
  const enter = (name: Name): void => {
    way.set(name, (needs.get(name) ?? []).values());
    steps.push(name);
  };
  for (const start of starts) {
    if (!order.has(start)) enter(start);
    for (let name = steps.at(-1); name !== undefined; name = steps.at(-1)) {
      const next = way.get(name)?.next();
      if (next === undefined || next.done === true) {
        way.delete(name);
        steps.pop();
        order.add(name);
      } else if (way.has(next.value)) {
        return { order: [...order], cycle: steps.slice(steps.indexOf(next.value)) };
      } else if (!order.has(next.value)) enter(next.value);
    }
  }
  return { order: [...order], cycle: null };
}

/** All segments that build on one of these, directly or not; these themselves are left out. */
export function dependantsOf(
  { definitions, stages }: Building,
  names: readonly Name[],
): readonly SegmentDefinition[] {
  const users = new Map<Name, Name[]>();
  for (const [user, needs] of listNeeds({ definitions, stages })) {
    for (const need of needs)
      users
        .set(need, users.get(need) ?? [])
        .get(need)
        ?.push(user);
  }
  const found = new Set<Name>(names);
  for (const name of found) for (const user of users.get(name) ?? []) found.add(user);
  for (const name of names) found.delete(name);
  return [...found].flatMap((name) => definitions.get(name) ?? []);
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
