/**
 * All segments of a site compiled into one: which counters there are, and which segments an event may move. What
 * no segment mentions costs nothing.
 */
import { createAsking, startUsed, type Used } from './asking.ts';
import { compileCondition } from './compile-node.ts';
import type { Condition, SegmentDefinition, StageDefinition } from './condition.ts';
import { ANY_EVENT, type Counter } from './counter.ts';
import { createHearings, type Hearing, SESSION_NAMES } from './hearing.ts';
import type { Compiling, LatchUse, Node } from './node.ts';
import { asksForQuintiles, referencesOf } from './references.ts';
import { ACCOUNT_FACT, EDGES_FACT } from './world.ts';

/** Before the name of a counter that is asked of accounts: the same one may be asked of visitors as well. */
export const OF_ACCOUNTS = 'account:';

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
  /** The same of accounts: places among their counters. */
  readonly accountLifetimes: readonly number[];
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
  /** Segments that look at the visitor's account. */
  readonly ofAccount: readonly number[];
  /** Names of site facts that some segment looks at. */
  readonly facts: readonly string[];
  /** Counters of `Session Started` and `Session Ended`. */
  readonly hearsSessions: boolean;
  /** Of what looks back a stated time, the furthest, ms. */
  readonly reachMs: number;
  /** By name of a counter: under which other one bases keep what it counted (lifetime-keys.ts). */
  readonly keptAs?: Readonly<Record<string, string>>;
  /** How accounts are folded; null: no segment looks at what they did. */
  readonly accounts: AccountFolds | null;
};

export type AccountFolds = {
  /** It judges no segment. */
  readonly program: Program;
  /** Segments to judge when somebody else did this for the account. */
  segmentsOf(name: string): readonly number[];
  /** Segments that look at sessions of accounts. */
  readonly ofSessions: readonly number[];
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
  const own = createAsking();
  const ofAccounts = createAsking();
  const definitions = new Map(input.segments.map(({ definition }) => [definition.key, definition]));
  const drafts = input.segments.map((segment): Draft => {
    const used = startUsed();
    const usedOfAccounts = startUsed();
    let asksAccounts = false;
    const common = {
      ...input,
      definitions: segment.definitions ?? definitions,
      stages: segment.stages ?? input.stages,
      ofAccount: () => {
        asksAccounts = true;
        return account;
      },
    };
    const account: Compiling = { ...common, ...ofAccounts.listen(usedOfAccounts) };
    const node = compileCondition(segment.definition.when, { ...common, ...own.listen(used) });
    return { segment, node, used, usedOfAccounts, asksAccounts };
  });
  const counters = own.counters();
  const facts = listFacts(input);
  return {
    id: input.id,
    segments: drafts.map(({ segment, node, used, usedOfAccounts }) => ({
      ...segment,
      node,
      lifetimes: [...used.lifetimes],
      accountLifetimes: [...usedOfAccounts.lifetimes],
      id: `${segment.definition.key}@${segment.version}`,
    })),
    counters,
    latches: own.latches,
    hearingOf: createHearings(
      drafts.map(({ used }) => used),
      counters,
      own.latches,
    ),
    first: indexesWhere(drafts, ({ node, used }) => used.isFirst || mayHoldUnseen(node.condition)),
    facts,
    ofSessions: indexesWhere(drafts, ({ used }) => used.isOfSessions),
    ofAccount: indexesWhere(drafts, ({ used }) => used.isOfAccount),
    hearsSessions: counters.some(countsSessions),
    reachMs: own.reachMs(),
    accounts: drafts.some(({ asksAccounts }) => asksAccounts)
      ? foldAccounts(input.id, facts, drafts, ofAccounts)
      : null,
  };
}

type Draft = {
  readonly segment: ProgramInput['segments'][number];
  readonly node: Node;
  readonly used: Used;
  readonly usedOfAccounts: Used;
  readonly asksAccounts: boolean;
};

function foldAccounts(
  id: string,
  facts: readonly string[],
  drafts: readonly Draft[],
  asking: ReturnType<typeof createAsking>,
): AccountFolds {
  const counters = asking.counters();
  const { latches } = asking;
  // Whatever is done for an account is done by a member of it.
  const listeners = drafts.map(({ usedOfAccounts: { names, ...used } }) => ({
    ...used,
    names: used.isOfAccount ? new Set([...names, ANY_EVENT]) : names,
  }));
  const hearingOf = createHearings(listeners, counters, latches);
  return {
    program: {
      id,
      segments: [],
      counters,
      latches,
      hearingOf: createHearings([], counters, latches),
      first: [],
      facts,
      ofSessions: [],
      ofAccount: [],
      hearsSessions: counters.some(countsSessions),
      reachMs: asking.reachMs(),
      accounts: null,
    },
    segmentsOf: (name) => hearingOf(name).segments,
    ofSessions: indexesWhere(drafts, ({ usedOfAccounts }) => usedOfAccounts.isOfSessions),
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

/** The same program where bases keep what some of its counters counted under other names (lifetime-keys.ts). */
export function keepAs(program: Program, keptAs: Readonly<Record<string, string>>): Program {
  const { accounts } = program;
  const ofAccounts = Object.entries(keptAs).flatMap(([name, kept]) =>
    name.startsWith(OF_ACCOUNTS) ? [[name.slice(OF_ACCOUNTS.length), kept]] : [],
  );
  const own = accounts && { ...accounts.program, keptAs: Object.fromEntries(ofAccounts) };
  return { ...program, keptAs, accounts: accounts && own && { ...accounts, program: own } };
}

/** The same counters without a segment to judge. */
export function countingOnly(program: Program): Program {
  const { accounts } = program;
  return {
    ...program,
    segments: [],
    first: [],
    ofSessions: [],
    ofAccount: [],
    hearingOf: (name) => ({ ...program.hearingOf(name), segments: [], touchedBy: () => [] }),
    accounts: accounts && { program: accounts.program, segmentsOf: () => [], ofSessions: [] },
  };
}

/** Whether a counter counts what sessions make by themselves. */
function countsSessions({ names }: Counter): boolean {
  return names?.some((name) => SESSION_NAMES.includes(name)) ?? false;
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
