/**
 * All segments of a site compiled into one: which counters there are, and which segments an event may move. What
 * no segment mentions costs nothing.
 */

import { compileCondition } from './compile-node.ts';
import type { Condition, SegmentDefinition, StageDefinition } from './condition.ts';
import { ANY_EVENT, type Counter, createCounter } from './counter.ts';
import type { CounterUse, LatchUse, Node } from './node.ts';
import { referencesOf } from './references.ts';
import { EDGES_FACT } from './world.ts';

/** One version of one segment. */
export type SegmentVersion = {
  readonly definition: SegmentDefinition;
  readonly version: number;
};

export type Keep = {
  readonly reachMs: number;
  /** Of each group; null: all within reach. */
  readonly enough: number | null;
};

export type ProgramCounter = Counter & { readonly keep: Keep };

export type ProgramSegment = SegmentVersion & {
  /** `key@version`: how memberships are stored. */
  readonly id: string;
  readonly node: Node;
};

/** What an event of one name has to do with. Indexes into the program's lists. */
export type Hearing = {
  readonly counters: readonly number[];
  readonly latches: readonly number[];
  readonly segments: readonly number[];
};

export type Program = {
  /** Profiles folded under another program are folded again. */
  readonly id: string;
  readonly segments: readonly ProgramSegment[];
  readonly counters: readonly ProgramCounter[];
  readonly latches: readonly LatchUse[];
  /** By event name; those of names nobody mentions are the common part, `hearingOf('')`. */
  hearingOf(name: string): Hearing;
  /** Segments to judge when a visitor is first seen. */
  readonly first: readonly number[];
  /** Segments that look at sessions. */
  readonly ofSessions: readonly number[];
  /** Names of site facts that some segment looks at. */
  readonly facts: readonly string[];
  /** Counters of `Session Started` and `Session Ended`. */
  readonly hearsSessions: boolean;
};

export type ProgramInput = {
  readonly segments: readonly (SegmentVersion & {
    /** What `{segment}` names in it; all of these segments where it is left out. */
    readonly definitions?: ReadonlyMap<string, SegmentDefinition>;
  })[];
  readonly stages: readonly StageDefinition[];
  readonly zone: string;
  readonly minorPerMajor: number;
  /** First 52 bits of the SHA-256 of a text, over 2^52. */
  shareOf(text: string): number;
  /** Of what the program is made, in short: equal ones fold alike. */
  readonly id: string;
};

/** Names of score entries stand apart from those of events. */
const SCORE = 'score:';
const SESSION_NAMES: readonly string[] = ['Session Started', 'Session Ended'];

/**
 * @example createProgram({ id: 'p1', segments: [{ definition, version: 1 }], stages: [], zone: 'UTC', minorPerMajor: 100, shareOf })
 */
export function createProgram(input: ProgramInput): Program {
  const counters = createCounterTable();
  const latches: LatchUse[] = [];
  const definitions = new Map(input.segments.map(({ definition }) => [definition.key, definition]));
  const drafts = input.segments.map((segment) => {
    const used = {
      counters: new Set<number>(),
      latches: new Set<number>(),
      names: new Set<string>(),
      isFirst: false,
      isOfSessions: false,
    };
    const node = compileCondition(segment.definition.when, {
      ...input,
      definitions: segment.definitions ?? definitions,
      count: (use) => note(used.counters, counters.add(use)),
      latch: (use) => note(used.latches, addLatch(latches, use)),
      hear: (names) => {
        for (const name of names) used.names.add(name);
      },
      hearFirst: () => {
        used.isFirst = true;
      },
      hearSessions: () => {
        used.isOfSessions = true;
      },
    });
    return { segment, node, used };
  });
  const table = counters.list();
  const heard = drafts.map(({ used }) => namesOf(used, table, latches));
  return {
    id: input.id,
    segments: drafts.map(({ segment, node }) => ({
      ...segment,
      node,
      id: `${segment.definition.key}@${segment.version}`,
    })),
    counters: table,
    latches,
    hearingOf: createHearings(heard, table, latches),
    first: indexesWhere(drafts, ({ node, used }) => used.isFirst || mayHoldUnseen(node.condition)),
    facts: listFacts(input),
    ofSessions: indexesWhere(drafts, ({ used }) => used.isOfSessions),
    hearsSessions: table.some(({ names }) => names?.some((name) => SESSION_NAMES.includes(name))),
  };
}

/** Quintiles come from a fact too. */
function listFacts({ segments, stages }: ProgramInput): readonly string[] {
  const conditions = [
    ...segments.map(({ definition }) => definition.when),
    ...stages.map(({ when }) => when),
  ];
  const asked = conditions.map(referencesOf);
  const edges = asked.some(({ asks }) => asks.includes('rfm')) ? [EDGES_FACT] : [];
  return [...new Set([...asked.flatMap(({ facts }) => facts), ...edges])];
}

/** The same counters without a segment to judge: what accounts are folded under. */
export function countingOnly(program: Program): Program {
  return {
    ...program,
    segments: [],
    first: [],
    ofSessions: [],
    hearingOf: (name) => ({ ...program.hearingOf(name), segments: [] }),
  };
}

type Used = {
  readonly counters: ReadonlySet<number>;
  readonly latches: ReadonlySet<number>;
  readonly names: ReadonlySet<string>;
};

function note(set: Set<number>, index: number): number {
  set.add(index);
  return index;
}

function namesOf(
  used: Used,
  counters: readonly Counter[],
  latches: readonly LatchUse[],
): ReadonlySet<string> {
  const names = new Set(used.names);
  for (const counter of used.counters)
    for (const name of counters[counter]?.names ?? [ANY_EVENT]) names.add(name);
  for (const latch of used.latches) names.add(`${SCORE}${latches[latch]?.score}`);
  return names;
}

function createCounterTable() {
  const byKey = new Map<string, number>();
  const uses: { counter: Counter; keep: Keep }[] = [];
  return {
    add: ({ spec, reachMs, enough }: CounterUse): number => {
      const counter = createCounter(spec);
      const known = byKey.get(counter.key);
      const use = known === undefined ? undefined : uses[known];
      if (known === undefined || use === undefined) {
        byKey.set(counter.key, uses.length);
        return uses.push({ counter, keep: { reachMs, enough } }) - 1;
      }
      use.keep = {
        reachMs: Math.max(use.keep.reachMs, reachMs),
        enough: enough === null || use.keep.enough === null ? null : Math.max(enough, use.keep.enough),
      };
      return known;
    },
    list: (): readonly ProgramCounter[] => uses.map(({ counter, keep }) => ({ ...counter, keep })),
  };
}

function addLatch(latches: LatchUse[], use: LatchUse): number {
  const text = JSON.stringify(use);
  const known = latches.findIndex((latch) => JSON.stringify(latch) === text);
  return known < 0 ? latches.push(use) - 1 : known;
}

const DEAF: Hearing = { counters: [], latches: [], segments: [] };

/** Neither a score nor what a session makes by itself. */
function isVisit(name: string): boolean {
  return !name.startsWith(SCORE) && !SESSION_NAMES.includes(name);
}

/** Names that somebody mentions get a list of their own; all others share that of segments that hear everything. */
function createHearings(
  heard: readonly ReadonlySet<string>[],
  counters: readonly Counter[],
  latches: readonly LatchUse[],
): Program['hearingOf'] {
  const counting = invert(counters.map(({ names }) => names ?? [ANY_EVENT]));
  const latching = invert(latches.map(({ score }) => [scoreName(score)]));
  const moving = invert(heard.map((names) => [...names]));
  const hear = (name: string): Hearing => ({
    counters: withCommon(counting, name),
    latches: latching.get(name) ?? [],
    segments: withCommon(moving, name),
  });
  const hearings = new Map([...moving.keys(), ...counting.keys()].map((name) => [name, hear(name)]));
  const common = hear(ANY_EVENT);
  return (name) => hearings.get(name) ?? (isVisit(name) ? common : DEAF);
}

/** Which places of a list name it, ascending. */
function invert(names: readonly (readonly string[])[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [at, own] of names.entries()) {
    for (const name of own) {
      const known = places.get(name);
      if (known === undefined) places.set(name, [at]);
      else known.push(at);
    }
  }
  return places;
}

function withCommon(places: ReadonlyMap<string, readonly number[]>, name: string): readonly number[] {
  const own = places.get(name) ?? [];
  const common = name !== ANY_EVENT && isVisit(name) ? (places.get(ANY_EVENT) ?? []) : [];
  return common.length === 0 ? own : [...new Set([...own, ...common])].toSorted((a, b) => a - b);
}

/** The name under which scores of a label are heard. */
export function scoreName(label: string): string {
  return `${SCORE}${label}`;
}

function indexesWhere<T>(items: readonly T[], holds: (item: T) => boolean): readonly number[] {
  return items.flatMap((item, at) => (holds(item) ? [at] : []));
}

/** Whether a condition may hold although none of the events it mentions has come. */
function mayHoldUnseen(condition: Condition): boolean {
  if ('all' in condition) return condition.all.every(mayHoldUnseen);
  if ('any' in condition) return condition.any.some(mayHoldUnseen);
  return 'not' in condition || 'segment' in condition || 'stage' in condition;
}
