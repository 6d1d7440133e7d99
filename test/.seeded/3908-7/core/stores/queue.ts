/**
 * The queue in front of the writing thread: what waits while one group is written goes into the next,
 * all of it in one transaction (group commit), in the order it came.
 */
import type { Entry } from '../entry.ts';
import { InklingError } from '../errors.ts';
import type { AppendOutcome, StoreHealth } from '../ports.ts';
import { createColumns, type EntryColumns, encodeRest, pushEntry } from './codec.ts';
import { shuttingDown, unavailable } from './faults.ts';
import { createLoad, type Weight } from './load.ts';
import type { Answer, GroupResult, Input, Kind, Operation, OperationResult } from './operations.ts';
import { createPace } from './pace.ts';
import type { WriterThread } from './thread.ts';

/** A group this large is written at once, and not after `lingerMs`. */
const FULL_GROUP = 256;

/** What a row holds beside its texts. */
const ROW_BYTES = 100;

export type QueueSettings = {
  readonly phase: Int32Array;
  /** Least time between the end of one group and the start of the next, unless that one is full. */
  readonly lingerMs: number;
};

export type Queue = {
  append(entries: readonly Entry[]): Promise<readonly AppendOutcome[]>;
  /** @param bytes What the input weighs in memory, about. */
  submit<K extends Kind>(kind: K, input: Input<K>, bytes?: number): Promise<Answer<K>>;
  health(): Omit<StoreHealth, 'seq'>;
  /** Refuses what comes from now on, and writes what came before. */
  drain(): Promise<void>;
};

type Waiting = Weight & {
  readonly resolve: (answer: Answer<Kind>) => void;
  readonly reject: (error: InklingError) => void;
};

/** A group that is still taking operations. */
type OpenGroup = {
  readonly operations: Operation[];
  readonly entries: EntryColumns;
  readonly waiting: Waiting[];
};

function createGroup(): OpenGroup {
  return { operations: [], entries: createColumns(), waiting: [] };
}

function failed(fault: string | undefined): InklingError {
  return new InklingError('internal', 'embedded store', fault ?? 'no answer came', 'look at the system log');
}

function settle({ resolve, reject }: Waiting, result: OperationResult | undefined): void {
  if (result?.ok) resolve(result.answer);
  else reject(failed(result?.fault));
}

function expand(answer: number | readonly AppendOutcome[], count: number): readonly AppendOutcome[] {
  if (typeof answer !== 'number') return answer;
  return Array.from({ length: count }, (_, offset) => ({ status: 'stored', seq: answer + offset }));
}

/** @example const queue = createQueue(thread, { phase, lingerMs: 2 }); */
export function createQueue(thread: WriterThread, { phase, lingerMs }: QueueSettings): Queue {
  const load = createLoad(phase);
  const pace = createPace(start, lingerMs);
  let open = createGroup();
  let fault: Extract<GroupResult, { ok: false }> | null = null;
  let isClosing = false;
  let writing: Promise<void> | null = null;

  const isFull = () => open.entries.id.length >= FULL_GROUP;

  function finish({ waiting }: OpenGroup, result: GroupResult): void {
    load.remove(waiting);
    fault = result.ok ? null : result;
    for (const [index, one] of waiting.entries()) {
      if (result.ok) settle(one, result.results[index]);
      else one.reject(unavailable(result.fault, result.cure));
    }
  }

  async function writeOpenGroup(): Promise<void> {
    const group = open;
    open = createGroup();
    finish(group, await thread.commit({ operations: group.operations, entries: group.entries }));
    writing = null;
    if (!isClosing) pace.rest(isFull());
  }

  function start(): void {
    if (open.operations.length > 0) writing = writeOpenGroup();
  }

  function enqueue(operation: Operation, weight: Weight): Promise<Answer<Kind>> {
    if (isClosing) throw shuttingDown();
    load.add(weight);
    open.operations.push(operation);
    return new Promise((resolve, reject) => {
      open.waiting.push({ ...weight, resolve, reject });
      if (!writing) pace.wake(isFull());
    });
  }

  return {
    async append(entries) {
      if (entries.length === 0) return [];
      const texts = entries.map(encodeRest);
      const bytes = texts.reduce((sum, text) => sum + text.length + ROW_BYTES, 0);
      const answer = enqueue({ kind: 'append', input: entries.length }, { entries: entries.length, bytes });
      for (const [index, entry] of entries.entries()) pushEntry(open.entries, entry, texts[index] ?? '');
      return expand((await answer) as Answer<'append'>, entries.length);
    },
    async submit<K extends Kind>(kind: K, input: Input<K>, bytes = ROW_BYTES) {
      return (await enqueue({ kind, input } as Operation, { entries: 0, bytes })) as Answer<K>;
    },
    health: () => ({
      writable: fault === null && !isClosing,
      ...(fault && { reason: fault.fault }),
      ...load.read(),
    }),
    async drain() {
      isClosing = true;
      pace.stop();
      await writing;
      start();
      await writing;
    },
  };
}
