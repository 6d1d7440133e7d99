/**
 * Tombstones in memory: an open table of plain arrays, about 34 bytes for each at a million of them, where a map of texts
 * takes four times as much. Of each hash 64 bits are kept: two of a million meet with a chance of 3 in 100 million.
 */
import { PURPOSES, type Purpose } from '../entry.ts';

/** What stands for an id that was erased. */
export type Tombstone = {
  /** UTC ms. */
  readonly erasedAt: number;
  /** Purposes that were denied when it was erased, or have been since. */
  readonly denied: readonly Purpose[];
  /** They were denied by an objection. */
  readonly hasObjected: boolean;
  /** Fresh consent or a new order has begun a profile since. */
  readonly hasReturned: boolean;
};

export type TombstoneTable = {
  get(hash: string): Tombstone | null;
  set(hash: string, tombstone: Tombstone): void;
  size(): number;
};

const LEAST = 64;
/** Beyond it, ways to a free place grow long. */
const FULLEST = 0.7;
const RETURNED = 1 << PURPOSES.length;
const OBJECTED = RETURNED << 1;

type Flags = Pick<Tombstone, 'denied' | 'hasObjected' | 'hasReturned'>;

/** One tombstone as a number: which purposes are denied, whether by an objection, and whether a profile has begun. */
export function packFlags({ denied, hasObjected, hasReturned }: Flags): number {
  const bits = PURPOSES.reduce((sum, purpose, bit) => sum | (denied.includes(purpose) ? 1 << bit : 0), 0);
  return bits | (hasReturned ? RETURNED : 0) | (hasObjected ? OBJECTED : 0);
}

export function unpackFlags(flags: number): Flags {
  const denied = PURPOSES.filter((_, bit) => (flags & (1 << bit)) !== 0);
  return { denied, hasObjected: (flags & OBJECTED) !== 0, hasReturned: (flags & RETURNED) !== 0 };
}

/** @example const table = createTombstoneTable(); table.set(hash, { erasedAt, denied: [], hasObjected: false, hasReturned: false }) */
export function createTombstoneTable(): TombstoneTable {
  let shelf = createShelf(LEAST);
  let size = 0;

  function grow(): void {
    const before = shelf;
    shelf = createShelf(before.times.length * 2);
    for (const [place, time] of before.times.entries()) {
      if (time === 0) continue;
      const [high = 0, low = 0] = before.keys.subarray(2 * place, 2 * place + 2);
      put(shelf, placeOf(shelf, high, low), { high, low, time, flags: before.flags[place] ?? 0 });
    }
  }

  return {
    get: (hash) => {
      const place = placeOf(shelf, ...wordsOf(hash));
      const erasedAt = shelf.times[place] ?? 0;
      return erasedAt === 0 ? null : { erasedAt, ...unpackFlags(shelf.flags[place] ?? 0) };
    },
    set: (hash, tombstone) => {
      if (size >= shelf.times.length * FULLEST) grow();
      const [high, low] = wordsOf(hash);
      const place = placeOf(shelf, high, low);
      if (shelf.times[place] === 0) size += 1;
      put(shelf, place, { high, low, time: tombstone.erasedAt, flags: packFlags(tombstone) });
    },
    size: () => size,
  };
}

type Shelf = { readonly keys: Uint32Array; readonly times: Float64Array; readonly flags: Uint8Array };

/** @param places A power of two. */
function createShelf(places: number): Shelf {
  return {
    keys: new Uint32Array(2 * places),
    times: new Float64Array(places),
    flags: new Uint8Array(places),
  };
}

function wordsOf(hash: string): readonly [high: number, low: number] {
  return [Number.parseInt(hash.slice(0, 8), 16), Number.parseInt(hash.slice(8, 16), 16)];
}

/** Where the key stands, or the free place where it would. The hash is keyed: nobody chooses where it falls. */
function placeOf({ keys, times }: Shelf, high: number, low: number): number {
  const last = times.length - 1;
  for (let place = low & last; ; place = (place + 1) & last) {
    if (times[place] === 0) return place;
    if (keys[2 * place] === high && keys[2 * place + 1] === low) return place;
  }
}

type Put = { readonly high: number; readonly low: number; readonly time: number; readonly flags: number };

function put({ keys, times, flags }: Shelf, place: number, row: Put): void {
  keys[2 * place] = row.high;
  keys[2 * place + 1] = row.low;
  times[place] = row.time;
  flags[place] = row.flags;
}
