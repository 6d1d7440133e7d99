/** Profiles at hand: from memory, else from their row, else from the log. */
import type { LoggedEntry, SiteId, VisitorId } from '../entry.ts';
import type { ProfileRow } from '../ports.ts';
import { accountOf, foldsAccounts } from './accounts.ts';
import { findAffected } from './affected.ts';
import { loadRows, readSlot, startLoading } from './opening.ts';
import { encodeRow, isEmpty } from './row.ts';
import {
  currentSlot,
  keyOf,
  refoldSlot,
  removeSlot,
  type Shelf,
  type SlotPorts,
  type Update,
  updateSlot,
} from './shelf.ts';
import { createSlotCache, type Slot, type SlotCache } from './slot-cache.ts';
import { createWriteBehind } from './write-behind.ts';

export type Slots = {
  peek(site: SiteId, visitor: VisitorId): Slot | undefined;
  read(site: SiteId, visitor: VisitorId): Promise<Slot>;
  /** Whether it is in memory or on its way there. */
  has(site: SiteId, visitor: VisitorId): boolean;
  /** All at once, to be peeked at until room is made. */
  readAll(site: SiteId, visitors: readonly VisitorId[]): Promise<void>;
  /** The slot has folded on. */
  update(slot: Slot, update: Update): void;
  /**
   * Folds the slot's whole log anew.
   *
   * @param upTo The place of the latest entry that is to be in it.
   */
  refold(slot: Slot, upTo?: number): Promise<void>;
  /**
   * Links, and entries that took another's place, of one commit: refolds everybody whose entries they move, once, and
   * answers whom.
   */
  rebuild(entries: readonly LoggedEntry[]): Promise<readonly Slot[]>;
  /** Its row is written anew, since time has moved on for it. */
  touch(slot: Slot): void;
  /** Its row no longer says all: it lacks what the log holds from this place on. */
  mark(slot: Slot, seq: number): void;
  /** Remembers parts of the slot beside it, until it is folded anew. */
  keepParts: SlotCache['keepParts'];
  drop(site: SiteId, visitors: readonly VisitorId[]): void;
  /** The site is gone. */
  dropSite(site: SiteId): void;
  /** Lets go of all whose rows say all, and answers the others. */
  dropClean(): readonly Slot[];
  /** What their rows hold counts no more: until they are written anew, the log is read. */
  voidRows(site: SiteId, visitors: readonly VisitorId[]): Promise<void>;
  /** No row of theirs is written until what is returned is called: something of it is about to go. */
  hold(site: SiteId, visitors: Iterable<VisitorId>): () => void;
  /** After a commit: lets rows go, makes room. */
  tidy(): void;
  /** Makes room after many reads. */
  makeRoom(): void;
  flush(): Promise<void>;
  /** Whether rows have yet to say something that stands at this place or before it; of whoever is held they need not. */
  lackRows(place: number): boolean;
  /** Resolves when no row is on its way to the store that was before the call. */
  saved(): Promise<void>;
  stats(): { profiles: number; bytes: number; dirty: number; oldestUnwrittenMs: number };
  close(): Promise<void>;
};

/** Looking for room costs more than a reading: it is done once in so many. */
const READS_A_LOOK = 1_000;
/** Of so many the latest link is remembered: their rows are written anew long before. */
const MOST_MOVED = 200_000;

const always = (): boolean => true;

export function createSlots(ports: SlotPorts): Slots {
  const { store, clock, foldedUpTo } = ports;
  const encode = (slot: Slot): ProfileRow => encodeRow(ports, slot);
  const holds = new Set<ReadonlySet<string>>();
  const isGoing = ({ site, visitor }: Slot): boolean =>
    holds.size > 0 && [...holds].some((keys) => keys.has(keyOf(site, visitor)));
  /** Nor of what may lack an entry that another server has written before its latest one. */
  const isHeld = (slot: Slot): boolean =>
    slot.seq > (ports.others?.followedTo() ?? slot.seq) || isGoing(slot);
  const mayWrite = ports.others?.mayWrite ?? always;
  const rows = createWriteBehind<Slot>({ store, clock, foldedUpTo, encode, isEmpty, isHeld, mayWrite });
  const cache = createSlotCache(ports.cacheBytes);
  const shelf: Shelf = { ...ports, cache, rows, loading: new Map(), moved: new Map() };
  let looked = 0;
  return {
    peek: (site, visitor) => currentSlot(shelf, site, visitor),
    read: (site, visitor) => readSlot(shelf, site, visitor),
    has: (site, visitor) => cache.has(site, visitor) || shelf.loading.has(keyOf(site, visitor)),
    readAll: async (site, visitors) => {
      startLoading(shelf, site, visitors);
      await Promise.all(visitors.map((visitor) => readSlot(shelf, site, visitor)));
    },
    update: (slot, update) => updateSlot(shelf, slot, update),
    refold: (slot, upTo) => refoldSlot(shelf, slot, upTo),
    rebuild: (entries) => rebuildAround(shelf, entries),
    touch: (slot) => rows.mark(slot, foldedUpTo() + 1),
    mark: (slot, seq) => {
      // A slot that was dropped must write nothing any more.
      if (cache.get(slot.site, slot.visitor) === slot) rows.mark(slot, seq);
    },
    keepParts: cache.keepParts,
    drop: (site, visitors) => {
      for (const visitor of visitors) {
        const slot = cache.get(site, visitor);
        if (slot !== undefined) removeSlot(shelf, slot);
      }
    },
    dropSite: (site) => {
      for (const slot of [...cache.all()]) if (slot.site === site) removeSlot(shelf, slot);
    },
    dropClean: () => dropAll(shelf),
    voidRows: async (site, visitors) => {
      const found = await loadRows(store, site, visitors);
      await store.saveProfiles([...found.values()].map((row) => ({ ...row, data: '' })));
    },
    hold: (site, visitors) => {
      const keys = new Set(Array.from(visitors, (visitor) => keyOf(site, visitor)));
      holds.add(keys);
      return () => holds.delete(keys);
    },
    tidy: () => {
      rows.nudge();
      cache.makeRoom(rows.isClean);
    },
    makeRoom: () => {
      if (cache.size().profiles < looked + READS_A_LOOK) return;
      cache.makeRoom(rows.isClean);
      looked = cache.size().profiles;
    },
    flush: rows.flush,
    lackRows: (place) => rows.lacks(place, isGoing),
    saved: rows.saved,
    stats: () => ({ ...cache.size(), dirty: rows.size(), oldestUnwrittenMs: rows.oldestMs() }),
    close: async () => {
      rows.stop();
      await rows.flush();
    },
  };
}

function dropAll({ cache, rows }: Shelf): readonly Slot[] {
  const all = [...cache.all()];
  for (const slot of all) if (rows.isClean(slot)) cache.remove(slot);
  return all.filter((slot) => !rows.isClean(slot));
}

async function rebuildAround(shelf: Shelf, entries: readonly LoggedEntry[]): Promise<readonly Slot[]> {
  const slots: Slot[] = [];
  for (const [site, own] of Map.groupBy(entries, (entry) => entry.site)) {
    const affected = new Set(await findAffected(shelf, site, own));
    for (const entry of own) for (const visitor of await findSharing(shelf, entry)) affected.add(visitor);
    noteMoved(shelf, site, affected, own);
    for (const visitor of affected) {
      const slot = await readSlot(shelf, site, visitor);
      await refoldSlot(shelf, slot);
      slots.push(slot);
    }
  }
  return slots;
}

function noteMoved(
  { moved, others }: Shelf,
  site: SiteId,
  affected: Iterable<VisitorId>,
  links: readonly LoggedEntry[],
): void {
  if (others === null) return;
  const place = links.reduce((latest, { seq }) => Math.max(latest, seq), 0);
  for (const visitor of affected) {
    const key = keyOf(site, visitor);
    const before = moved.get(key) ?? 0;
    moved.delete(key);
    moved.set(key, Math.max(before, place));
  }
  for (const key of moved.keys()) {
    if (moved.size <= MOST_MOVED) return;
    moved.delete(key);
  }
}

/** Who acts for an account that the entry names, or that a copy named whose place it took. */
async function findSharing(
  { members, rulesOf }: Shelf,
  { site, supersedes, supersedesFor = [], ...entry }: LoggedEntry,
): Promise<Iterable<VisitorId>> {
  if (supersedes === undefined || !foldsAccounts(rulesOf(site))) return [];
  return members.read(site, [...supersedesFor, accountOf(entry) ?? []].flat());
}
