/**
 * All segments of a site compiled into one: which counters there are, and which segments an event may move. What
 * no segment mentions costs nothing.
 */

import { compileCondition } from './compile-node.ts';
import type { Condition, SegmentDefinition, StageDefinition } from './condition.ts';
import { type Counter, createCounter } from './counter.ts';
import { createHearings, type Hearing, SESSION_NAMES } from './hearing.ts';
import type { CounterUse, LatchUse, Node } from './node.ts';
import { asksForQuintiles, referencesOf } from './references.ts';
import { ACCOUNT_FACT, EDGES_FACT } from './world.ts';

/** One version of one segment. */
export type SegmentVersion = {
  readonly definition: SegmentDefinition;
  readonly version: number;
};

export type Keep = {
  readonly reachMs: number;
  /** Of each group; null: all within reach. */
  readonly enough: number | null;
  /** One match has to be told from another also after retention took them. */
  readonly needsEach: boolean;
};

export type ProgramCounter = Counter & { readonly keep: Keep };

export type ProgramSegment = SegmentVersion & {
  /** `key@version`: how memberships are stored. */
  readonly id: string;
  readonly node: Node;
  /** Counters that it reads over a whole life. */
  readonly lifetimes: readonly number[];
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
  /** Of what looks back a stated time, the furthest, ms. */
  readonly reachMs: number;
  /** By name of a counter: under which other one bases keep what it counted (lifetime-keys.ts). */
  readonly keptAs?: Readonly<Record<string, string>>;
};

export type ProgramInput = {
  readonly segments: readonly (SegmentVersion & {
    /** What `{segment}` names in it; all of these segments where it is left out. */
    readonly definitions?: ReadonlyMap<string, SegmentDefinition>;
    /** What `{stage}` names in it, where these are others. */
    readonly stages?: readonly StageDefinition[];
  })[];
  readonly stages: readonly StageDefinition[];
  readonly zone: string;
  readonly minorPerMajor: number;
  /** First 52 bits of the SHA-256 of a text, over 2^52. */
  shareOf(text: string): number;
  /** Of what the program is made, in short: equal ones fold alike. */
  readonly id: string;
};

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
      lifetimes: new Set<number>(),
      latches: new Set<number>(),
      names: new Set<string>(),
      isFirst: false,
      isOfSessions: false,
    };
    const node = compileCondition(segment.definition.when, {
      ...input,
      definitions: segment.definitions ?? definitions,
      stages: segment.stages ?? input.stages,
      count: (use) => {
        const counter = counters.add(use);
        if (!Number.isFinite(use.reachMs)) used.lifetimes.add(counter);
        return note(used.counters, counter);
      },
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
  return {
    id: input.id,
    segments: drafts.map(({ segment, node, used }) => ({
      ...segment,
      node,
      lifetimes: [...used.lifetimes],
      id: `${segment.definition.key}@${segment.version}`,
    })),
    counters: table,
    latches,
    hearingOf: createHearings(
      drafts.map(({ used }) => used),
      table,
      latches,
    ),
    first: indexesWhere(drafts, ({ node, used }) => used.isFirst || mayHoldUnseen(node.condition)),
    facts: listFacts(input),
    ofSessions: indexesWhere(drafts, ({ used }) => used.isOfSessions),
    hearsSessions: table.some(({ names }) => names?.some((name) => SESSION_NAMES.includes(name))),
    reachMs: Math.max(counters.furthest(), ...latches.map(({ dwellMs }) => dwellMs)),
  };
}

/** Quintiles come from a fact too. */
function listFacts({ segments, stages }: ProgramInput): readonly string[] {
  const ofStages = new Set([stages, ...segments.map((segment) => segment.stages ?? stages)]);
  const conditions = [
    ...segments.map(({ definition }) => definition.when),
    ...[...ofStages].flatMap((own) => own.map(({ when }) => when)),
  ];
  const asked = conditions.map(referencesOf);
  const edges = conditions.some(asksForQuintiles) ? [EDGES_FACT] : [];
  const accounts = asked.some((references) => references.accounts.length > 0) ? [ACCOUNT_FACT] : [];
  return [...new Set([...asked.flatMap(({ facts }) => facts), ...edges, ...accounts])];
}

/** The same counters without a segment to judge: what accounts are folded under. */
export function countingOnly(program: Program): Program {
  return {
    ...program,
    segments: [],
    first: [],
    ofSessions: [],
    hearingOf: (name) => ({ ...program.hearingOf(name), segments: [], touchedBy: () => [] }),
  };
}

function note(set: Set<number>, index: number): number {
  set.add(index);
  return index;
}

function createCounterTable() {
  const byKey = new Map<string, number>();
  const uses: { counter: Counter; keep: Keep }[] = [];
  let furthestMs = 0;
  return {
    add: ({ spec, reachMs, enough, needsEach = false }: CounterUse): number => {
      const counter = createCounter(spec);
      // A stated time is one also where somebody else reads the same counter over a whole life.
      if (Number.isFinite(reachMs)) furthestMs = Math.max(furthestMs, reachMs);
      const known = byKey.get(counter.key);
      const use = known === undefined ? undefined : uses[known];
      if (known === undefined || use === undefined) {
        byKey.set(counter.key, uses.length);
        return uses.push({ counter, keep: { reachMs, enough, needsEach } }) - 1;
      }
      use.keep = {
        reachMs: Math.max(use.keep.reachMs, reachMs),
        enough: enough === null || use.keep.enough === null ? null : Math.max(enough, use.keep.enough),
        needsEach: needsEach || use.keep.needsEach,
      };
      return known;
    },
    furthest: () => furthestMs,
    list: (): readonly ProgramCounter[] => uses.map(({ counter, keep }) => ({ ...counter, keep })),
  };
}

function addLatch(latches: LatchUse[], use: LatchUse): number {
  const text = JSON.stringify(use);
  const known = latches.findIndex((latch) => JSON.stringify(latch) === text);
  return known < 0 ? latches.push(use) - 1 : known;
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
