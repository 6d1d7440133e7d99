/**
 * Rows follow memory in small slices, oldest first, so that no commit carries a pile of them; the checkpoint says
 * from where a restart has to fold again.
 */
import { InklingError } from '../errors.ts';
import type { Clock, ProfileRow, Store } from '../ports.ts';
import { createWaitingRows, type Waiting } from './waiting-rows.ts';

/**
 * In one round all that waits is written once. It takes so many new entries, which a restart would have to fold again,
 * or so long, whichever comes first.
 */
const ROUND_ENTRIES = 60_000;
const ROUND_MS = 15_000;
const LEAST_SLICE = 16;
const MOST_SLICE = 1_000;
/** A profile waits this long, so that the events of one visit are written once. */
const SETTLE_MS = 3_000;
const SWEEP_MS = 250;
/** Past this many waiting profiles they no longer wait for company. */
const CROWD = 50_000;

export type WriteBehind<Slot> = {
  /** The slot holds `seq`, which no row holds yet. */
  mark(slot: Slot, seq: number): void;
  /** A row holds all of it. */
  isClean(slot: Slot): boolean;
  forget(slot: Slot): void;
  /** Lets a slice go, if one is due and none is under way. */
  nudge(): void;
  flush(): Promise<void>;
  /** Whether a row has yet to be written of something at this place or before it. */
  lacks(place: number, isExcused: (slot: Slot) => boolean): boolean;
  /** Resolves when what is on its way to the store now has ended. */
  saved(): Promise<void>;
  size(): number;
  oldestMs(): number;
  stop(): void;
};

export type WriteBehindPorts<Slot> = {
  readonly store: Pick<Store, 'saveProfiles' | 'dropProfiles'>;
  readonly clock: Clock;
  readonly encode: (slot: Slot) => ProfileRow;
  /** It holds nothing: its row is removed. */
  readonly isEmpty: (slot: Slot) => boolean;
  /** No row may be written of it now; it goes on waiting, and the checkpoint with it. */
  readonly isHeld: (slot: Slot) => boolean;
  /** False: no row at all may be written now. */
  readonly mayWrite: () => boolean;
  /** The place in the log up to which all entries are folded in memory. */
  readonly foldedUpTo: () => number;
};

export function createWriteBehind<Slot>(ports: WriteBehindPorts<Slot>): WriteBehind<Slot> {
  const { clock, foldedUpTo, isHeld, mayWrite } = ports;
  const roundsGone = countRounds(ports);
  const waiting = createWaitingRows<Slot>();
  /** The slice being written. */
  let inHand = new Map<Slot, Waiting>();
  /** Whether it could be written; one at a time, so that no checkpoint speaks for a slice that may still fail. */
  let saving: Promise<boolean> | null = null;
  let written = 0;
  /** Set while something waits. */
  let cancelSweep: (() => void) | null = null;

  async function save(slice: Map<Slot, Waiting>): Promise<boolean> {
    const checkpoint = Math.min(waiting.firstPlace() - 1, foldedUpTo());
    if (slice.size === 0 && checkpoint <= written) return true;
    inHand = slice;
    try {
      await writeRows(ports, [...slice.keys()], checkpoint);
      written = checkpoint;
      return true;
    } catch (error) {
      // The log still has everything.
      waiting.putBack(inHand);
      if (!(error instanceof InklingError)) throw error;
      return false;
    } finally {
      inHand = new Map();
    }
  }

  function start(slice: Map<Slot, Waiting>): Promise<boolean> {
    saving = save(slice).finally(() => {
      saving = null;
    });
    return saving;
  }

  function nudge(): void {
    if (saving !== null || !mayWrite()) return;
    const now = clock.now();
    const settled = waiting.size() > CROWD ? now : now - SETTLE_MS;
    const share = Math.ceil(waiting.size() * roundsGone());
    const slice = waiting.take(clamp(share, LEAST_SLICE, MOST_SLICE), settled, isHeld);
    if (slice.size > 0 || foldedUpTo() > written) void start(slice);
  }

  /** What waits now; under traffic there is always more. */
  async function flush(): Promise<void> {
    for (let left = waiting.size(); left >= 0; left -= MOST_SLICE) {
      while (saving !== null) await saving;
      if (!mayWrite()) throw unwritable();
      const isWritten = await start(
        waiting.take(Math.min(left, MOST_SLICE), Number.POSITIVE_INFINITY, isHeld),
      );
      if (!isWritten) throw unwritable();
    }
  }

  function sweep(): void {
    cancelSweep = null;
    nudge();
    if (waiting.size() > 0 || saving !== null || foldedUpTo() > written) arm();
  }

  function arm(): void {
    cancelSweep ??= clock.after(SWEEP_MS, sweep);
  }

  return {
    mark: (slot, seq) => {
      // What is written is never asked for again.
      waiting.add(slot, { seq: Math.max(seq, written + 1), at: clock.now() });
      arm();
    },
    isClean: (slot) => !waiting.has(slot) && !inHand.has(slot),
    forget: (slot) => {
      waiting.forget(slot);
      inHand.delete(slot);
    },
    nudge,
    flush,
    lacks: (place, isExcused) => saving !== null || waiting.some(place, isExcused),
    saved: async () => {
      await saving;
    },
    size: waiting.size,
    oldestMs: () => Math.max(0, clock.now() - (waiting.oldest() ?? clock.now())),
    stop: () => cancelSweep?.(),
  };
}

/** Tells how many rounds have gone by since it was last asked: a part of one, mostly. */
function countRounds<Slot>({ clock, foldedUpTo }: WriteBehindPorts<Slot>): () => number {
  let last = { seq: 0, at: clock.now() };
  return () => {
    const here = { seq: foldedUpTo(), at: clock.now() };
    const rounds = Math.max((here.seq - last.seq) / ROUND_ENTRIES, (here.at - last.at) / ROUND_MS);
    last = here;
    return rounds;
  };
}

/** Removals first: the checkpoint speaks for them too. */
async function writeRows<Slot>(
  { store, encode, isEmpty }: WriteBehindPorts<Slot>,
  slots: readonly Slot[],
  checkpoint: number,
): Promise<void> {
  const kept = slots.filter((slot) => !isEmpty(slot)).map(encode);
  const empty = slots.filter(isEmpty).map(encode);
  const removals = [...Map.groupBy(empty, ({ site }) => site)].map(([site, rows]) => {
    const visitors = rows.map(({ visitor }) => visitor);
    return store.dropProfiles(site, visitors);
  });
  await Promise.all([...removals, store.saveProfiles(kept, checkpoint)]);
}

function clamp(count: number, least: number, most: number): number {
  return Math.min(Math.max(count, least), most);
}

function unwritable(): InklingError {
  return new InklingError(
    'store_unavailable',
    'profiles',
    'profiles cannot be written',
    'free disk space or make the data folder writable; the log has everything, a restart folds it again',
  );
}
