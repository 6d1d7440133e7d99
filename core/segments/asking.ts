/** What conditions read of one whom they are asked of: the counters and latches that they share. */
import { type Counter, createCounter } from './counter.ts';
import type { Compiling, CounterUse, LatchUse } from './node.ts';
import type { Keep, ProgramCounter } from './program.ts';

/** What one segment uses of it. */
export type Used = {
  readonly counters: Set<number>;
  /** Of the counters, those that are read over a whole life. */
  readonly lifetimes: Set<number>;
  readonly latches: Set<number>;
  /** Events that may change it beyond its counters. */
  readonly names: Set<string>;
  isFirst: boolean;
  isOfSessions: boolean;
  isOfAccount: boolean;
};

/** Shared by all segments of a program. */
export type Asking = {
  /** What conditions of one segment ask for while they are compiled. */
  listen(
    used: Used,
  ): Pick<Compiling, 'count' | 'latch' | 'hear' | 'hearFirst' | 'hearSessions' | 'hearAccount'>;
  counters(): readonly ProgramCounter[];
  readonly latches: readonly LatchUse[];
  /** Of what looks back a stated time, the furthest, ms. */
  reachMs(): number;
};

export function startUsed(): Used {
  return {
    counters: new Set(),
    lifetimes: new Set(),
    latches: new Set(),
    names: new Set(),
    isFirst: false,
    isOfSessions: false,
    isOfAccount: false,
  };
}

/** @example const asking = createAsking(); compileCondition(when, { ...common, ...asking.listen(startUsed()) }) */
export function createAsking(): Asking {
  const table = createCounterTable();
  const latches = createLatchTable();
  return {
    listen: (used) => ({
      count: (use) => {
        const counter = table.add(use);
        if (!Number.isFinite(use.reachMs)) used.lifetimes.add(counter);
        return note(used.counters, counter);
      },
      latch: (use) => note(used.latches, latches.add(use)),
      hear: (names) => {
        for (const name of names) used.names.add(name);
      },
      hearFirst: () => {
        used.isFirst = true;
      },
      hearSessions: () => {
        used.isOfSessions = true;
      },
      hearAccount: () => {
        used.isOfAccount = true;
      },
    }),
    counters: table.list,
    latches: latches.uses,
    reachMs: () => latches.uses.reduce((ms, { dwellMs }) => Math.max(ms, dwellMs), table.furthest()),
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

function createLatchTable() {
  const byText = new Map<string, number>();
  const uses: LatchUse[] = [];
  return {
    add: (use: LatchUse): number => {
      const text = JSON.stringify(use);
      const known = byText.get(text) ?? uses.push(use) - 1;
      byText.set(text, known);
      return known;
    },
    uses,
  };
}
