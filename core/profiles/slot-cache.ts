/** Profiles in memory, bounded by an estimate of their size: who was used since room was last made stays longest. */
import type { SiteId, VisitorId } from '../entry.ts';
import type { Told } from '../segments/notices.ts';
import type { Kinship } from './kinship.ts';
import type { FoldRules } from './rules.ts';
import type { Mark, Timeline } from './timeline.ts';

/** Measured with `npm run bench -- memory`; the bound is an estimate, not an account. */
const SLOT_BYTES = 2_500;
const TAIL_ENTRY_BYTES = 700;

/** One profile in memory. */
export type Slot = {
  readonly site: SiteId;
  readonly visitor: VisitorId;
  timeline: Timeline;
  /** Everything up to this place in the log is in the timeline. */
  seq: number;
  /** Its notices in the log, those after `settled`, and what stood then. */
  told: readonly Told[];
  /**
   * Where others write the log as well: places of entries that are in the timeline already, though they are handed on later.
   * Null where the log has one writer, which hands everything on in its order.
   */
  holds: ReadonlySet<number> | null;
  /** Up to this instant all notices are told and are no longer looked at, UTC ms. */
  settled: number;
  /** Up to this instant every notice is durable, UTC ms. */
  knownTo: number;
  /** Of those that are told, the ones that are being written. */
  onTheWay: readonly Told[];
  /** How often it has changed: who told of it meanwhile has not told all. */
  changes: number;
  /** The latest look at what it owes; null where it owes what could not be written. */
  looked: Looked | null;
  /** By recorded id, the one that was asked for last at the end. They go with the slot, and when it is folded anew. */
  parts: Parts;
  bytes: number;
  /** Since it last came to the end of the queue. */
  isUsed: boolean;
};

/** As it was after so many changes, and up to an instant, UTC ms. */
export type Looked = { readonly changes: number; readonly upTo: number };

export type Parts = ReadonlyMap<VisitorId, KnownPart>;

/** What was done under one recorded id alone (device-parts.ts), and what it was made of. */
export type KnownPart = {
  /** Where the slot's own timeline stood. */
  readonly mark: Mark;
  readonly ownership: Kinship['ownership'];
  readonly rules: FoldRules;
  /** Whoever asks while it is on its way waits for the same one. */
  readonly timeline: Promise<Timeline>;
  /** 0 until it is there. */
  readonly bytes: number;
};

export const NO_PARTS: Parts = new Map();

export type SlotCache = {
  /** No use. */
  has(site: SiteId, visitor: VisitorId): boolean;
  /** Counts as a use. */
  get(site: SiteId, visitor: VisitorId): Slot | undefined;
  put(slot: Omit<Slot, 'onTheWay' | 'changes' | 'looked' | 'parts' | 'bytes' | 'isUsed'>): Slot;
  /** The slot's timeline has grown or shrunk. */
  resize(slot: Slot): void;
  /** Of a slot that is no longer in memory nothing is kept. */
  keepParts(slot: Slot, parts: Parts): void;
  remove(slot: Slot): void;
  all(): Iterable<Slot>;
  /** Lets go of unused ones that may go, oldest first, until a tenth of the room is free again. */
  makeRoom(mayGo: (slot: Slot) => boolean): void;
  size(): { profiles: number; bytes: number };
};

export function createSlotCache(mostBytes: number): SlotCache {
  const slots = new Map<string, Slot>();
  let bytes = 0;
  const keyOf = (site: SiteId, visitor: VisitorId): string => `${site}/${visitor}`;
  const remove = (slot: Slot): void => {
    if (slots.delete(keyOf(slot.site, slot.visitor))) bytes -= slot.bytes;
  };
  const resize = (slot: Slot): void => {
    const size = estimateSlot(slot);
    bytes += size - slot.bytes;
    slot.bytes = size;
  };
  return {
    has: (site, visitor) => slots.has(keyOf(site, visitor)),
    get: (site, visitor) => {
      const slot = slots.get(keyOf(site, visitor));
      if (slot !== undefined) slot.isUsed = true;
      return slot;
    },
    put: (content) => {
      const slot: Slot = {
        ...content,
        onTheWay: [],
        changes: 0,
        looked: null,
        parts: NO_PARTS,
        bytes: estimateBytes(content.timeline),
        isUsed: true,
      };
      slots.set(keyOf(slot.site, slot.visitor), slot);
      bytes += slot.bytes;
      return slot;
    },
    resize,
    keepParts: (slot, parts) => {
      if (slots.get(keyOf(slot.site, slot.visitor)) !== slot) return;
      slot.parts = parts;
      resize(slot);
    },
    remove,
    all: () => slots.values(),
    makeRoom: (mayGo) => {
      if (bytes <= mostBytes) return;
      // Who was used goes to the end of the queue, to which this loop comes in its turn.
      for (const [key, slot] of slots) {
        if (bytes <= mostBytes * 0.9) return;
        if (slot.isUsed) {
          slot.isUsed = false;
          slots.delete(key);
          slots.set(key, slot);
        } else if (mayGo(slot)) remove(slot);
      }
    },
    size: () => ({ profiles: slots.size, bytes }),
  };
}

function estimateSlot({ timeline, parts }: Slot): number {
  let bytes = estimateBytes(timeline);
  for (const part of parts.values()) bytes += part.bytes;
  return bytes;
}

/** @example estimateBytes(slot.timeline) // 25000 */
export function estimateBytes({ tail, profile }: Timeline): number {
  return SLOT_BYTES * (1 + profile.accounts.length) + TAIL_ENTRY_BYTES * tail.length;
}
