/** Profiles at hand: from memory, else from their row, else from the log. */
import type { LoggedEntry, SiteId, VisitorId } from '../entry.ts';
import type { Clock, ProfileRow, Store } from '../ports.ts';
import { joinTold, toldSince } from '../segments/notices.ts';
import { inSlices } from '../turn.ts';
import type { AccountMembers } from './account-members.ts';
import { accountOf, foldsAccounts } from './accounts.ts';
import { findAffected } from './affected.ts';
import { decodeProfile } from './codec.ts';
import type { Kinships } from './kinship.ts';
import { refoldInSlices } from './merge.ts';
import { emptyProfile, type Profile } from './profile.ts';
import { encodeRow, isEmpty } from './row.ts';
import type { FoldRules } from './rules.ts';
import { createSlotCache, NO_PARTS, type Slot, type SlotCache } from './slot-cache.ts';
import { startTimeline, type Timeline } from './timeline.ts';
import { readVisitorLog } from './visitor-log.ts';
import { createWriteBehind, type WriteBehind } from './write-behind.ts';

export type Slots = {
  peek(site: SiteId, visitor: VisitorId): Slot | undefined;
  read(site: SiteId, visitor: VisitorId): Promise<Slot>;
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
  /** What their rows hold counts no more: until they are written anew, the log is read. */
  voidRows(site: SiteId, visitors: readonly VisitorId[]): Promise<void>;
  /** No row of theirs is written until what is returned is called: something of it is about to go. */
  hold(site: SiteId, visitors: Iterable<VisitorId>): () => void;
  /** After a commit: lets rows go, makes room. */
  tidy(): void;
  /** Makes room after many reads. */
  makeRoom(): void;
  flush(): Promise<void>;
  stats(): { profiles: number; bytes: number; dirty: number; oldestUnwrittenMs: number };
  close(): Promise<void>;
};

export type SlotPorts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly rulesOf: (site: SiteId) => FoldRules;
  readonly cacheBytes: number;
  readonly kinships: Kinships;
  readonly foldedUpTo: () => number;
  /** The place in the log up to which everything was handed to the slots that it concerns. */
  readonly handedTo: () => number;
  readonly members: AccountMembers;
};

/** What the functions below share. */
type Shelf = SlotPorts & {
  readonly cache: SlotCache;
  readonly rows: WriteBehind<Slot>;
  readonly loading: Map<string, Promise<Slot>>;
};

/** Looking for room costs more than a reading: it is done once in so many. */
const READS_A_LOOK = 1_000;

export function createSlots(ports: SlotPorts): Slots {
  const { store, clock, foldedUpTo } = ports;
  const encode = (slot: Slot): ProfileRow => encodeRow(ports, slot);
  const holds = new Set<ReadonlySet<string>>();
  const isHeld = ({ site, visitor }: Slot): boolean =>
    holds.size > 0 && [...holds].some((keys) => keys.has(keyOf(site, visitor)));
  const rows = createWriteBehind<Slot>({ store, clock, foldedUpTo, encode, isEmpty, isHeld });
  const cache = createSlotCache(ports.cacheBytes);
  const shelf: Shelf = { ...ports, cache, rows, loading: new Map() };
  let looked = 0;
  return {
    peek: (site, visitor) => currentSlot(shelf, site, visitor),
    read: (site, visitor) => readSlot(shelf, site, visitor),
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
    stats: () => ({ ...cache.size(), dirty: rows.size(), oldestUnwrittenMs: rows.oldestMs() }),
    close: async () => {
      rows.stop();
      await rows.flush();
    },
  };
}

function readSlot(shelf: Shelf, site: SiteId, visitor: VisitorId): Promise<Slot> {
  const slot = currentSlot(shelf, site, visitor);
  if (slot !== undefined) return Promise.resolve(slot);
  startLoading(shelf, site, [visitor]);
  return shelf.loading.get(keyOf(site, visitor)) as Promise<Slot>;
}

/** Whose profile is neither in memory nor on its way is on its way from then on. */
function startLoading(shelf: Shelf, site: SiteId, visitors: readonly VisitorId[]): void {
  const { store, cache, loading } = shelf;
  const absent = visitors.filter(
    (visitor) => !loading.has(keyOf(site, visitor)) && currentSlot(shelf, site, visitor) === undefined,
  );
  const unknown = absent.filter((visitor) => cache.get(site, visitor) === undefined);
  const rows = loadRows(store, site, unknown);
  for (const visitor of absent) {
    const key = keyOf(site, visitor);
    const slot = rows.then((found) => openSlot(shelf, site, visitor, found.get(visitor)));
    loading.set(
      key,
      slot.finally(() => loading.delete(key)),
    );
  }
}

async function loadRows(
  store: Store,
  site: SiteId,
  visitors: readonly VisitorId[],
): Promise<ReadonlyMap<VisitorId, ProfileRow>> {
  const rows = visitors.length === 0 ? [] : await store.loadProfiles(site, visitors);
  return new Map(rows.map((row) => [row.visitor, row]));
}

async function openSlot(shelf: Shelf, site: SiteId, visitor: VisitorId, row?: ProfileRow): Promise<Slot> {
  const stale = shelf.cache.get(site, visitor);
  if (stale !== undefined) {
    await refoldSlot(shelf, stale);
    return stale;
  }
  const profile = row === undefined ? emptyProfile(visitor) : decodeProfile(row.data);
  const rules = shelf.rulesOf(site);
  const isOwed = rules.segments?.isUntold === true && profile?.events != null;
  if (profile !== null && !isOwed && isCurrent(profile, rules)) {
    const { settled } = profile.tracks;
    const timeline = startTimeline(profile);
    return shelf.cache.put({
      site,
      visitor,
      timeline,
      seq: row?.seq ?? 0,
      told: [],
      settled,
      knownTo: settled,
    });
  }
  // A row of another fold version, or of other segments, is worth nothing; the log is. Nor does a row say who was in
  // the version before, which notices of a new one go by.
  // Its latest entries may be gone: a row from an earlier place would not be written over it.
  const held = row?.seq ?? 0;
  const folded = await foldFromLog(shelf, site, visitor, held);
  const seq = Math.max(folded.seq, held);
  const slot = shelf.cache.put({ site, visitor, ...folded, seq, knownTo: folded.settled });
  shelf.rows.mark(slot, Math.min(seq, shelf.foldedUpTo() + 1));
  return slot;
}

/** Unless the site's segments have changed since it was folded. */
function currentSlot({ cache, rulesOf }: Shelf, site: SiteId, visitor: VisitorId): Slot | undefined {
  const slot = cache.get(site, visitor);
  return slot !== undefined && isCurrent(slot.timeline.profile, rulesOf(site)) ? slot : undefined;
}

/** Whether it was folded under the segments that the site has. */
export function isCurrent({ events, tracks }: Profile, { segments }: FoldRules): boolean {
  return segments === undefined || events === null || tracks.program === segments.program.id;
}

function keyOf(site: SiteId, visitor: VisitorId): string {
  return `${site}/${visitor}`;
}

export type Update = {
  readonly timeline: Timeline;
  readonly seq: number;
  /** What its row does not hold yet. */
  readonly firstNewSeq: number;
  /** Earliest instant at which anything may be another than before, UTC ms. */
  readonly changedFrom: number;
};

function updateSlot({ cache, rows }: Shelf, slot: Slot, update: Update): void {
  slot.timeline = update.timeline;
  slot.seq = update.seq;
  slot.changes += 1;
  slot.knownTo = Math.min(slot.knownTo, update.changedFrom - 1);
  cache.resize(slot);
  rows.mark(slot, update.firstNewSeq);
}

function removeSlot({ cache, rows }: Shelf, slot: Slot): void {
  cache.remove(slot);
  rows.forget(slot);
}

async function refoldSlot(shelf: Shelf, slot: Slot, upTo = 0): Promise<void> {
  const held = Math.max(slot.seq, upTo);
  const { timeline, seq: latest, told, settled } = await foldFromLog(shelf, slot.site, slot.visitor, held);
  const seq = Math.max(latest, slot.seq);
  // Some that were told meanwhile, or are on their way, were not in the log when it was read.
  slot.told = toldSince(joinTold(told, slot.told), settled);
  slot.settled = settled;
  slot.parts = NO_PARTS;
  const firstNewSeq = Math.min(seq, shelf.foldedUpTo() + 1);
  updateSlot(shelf, slot, { timeline, seq, firstNewSeq, changedFrom: settled + 1 });
}

type FoldedLog = Pick<Slot, 'timeline' | 'seq' | 'told' | 'settled'>;

/**
 * The fold of all that is kept of a visitor, the place of the latest entry in it, and what has been told.
 *
 * @param held Up to this place nothing is handed to the slot again.
 */
async function foldFromLog(
  { store, kinships, rulesOf, handedTo }: Shelf,
  site: SiteId,
  visitor: VisitorId,
  held = 0,
): Promise<FoldedLog> {
  const rules = rulesOf(site);
  const handed = Math.max(held, handedTo());
  const log = await readVisitorLog(store, site, await kinships.read(site, visitor), rules);
  const { entries, told, settled } = log;
  const latest = entries.reduce((most, entry) => Math.max(most, entry.seq), 0);
  // Accounts were read after the entries: what came in between is handed on in its turn, beside what was missed then.
  const bound = Math.max(latest, handed);
  const deeds = log.deeds.filter((deed) => deed.seq <= bound);
  const timeline = await inSlices(refoldInSlices({ canonical: visitor, rules, ...log, deeds }));
  const seq = deeds.reduce((most, deed) => Math.max(most, deed.seq), latest);
  return { timeline, seq, told: toldSince(told, settled), settled };
}

async function rebuildAround(shelf: Shelf, entries: readonly LoggedEntry[]): Promise<readonly Slot[]> {
  const slots: Slot[] = [];
  for (const [site, own] of Map.groupBy(entries, (entry) => entry.site)) {
    const affected = new Set(await findAffected(shelf, site, own));
    for (const entry of own) for (const visitor of await findSharing(shelf, entry)) affected.add(visitor);
    for (const visitor of affected) {
      const slot = await readSlot(shelf, site, visitor);
      await refoldSlot(shelf, slot);
      slots.push(slot);
    }
  }
  return slots;
}

/** Who acts for an account that the entry names, or that a copy named whose place it took. */
async function findSharing(
  { members, rulesOf }: Shelf,
  { site, supersedes, supersedesFor = [], ...entry }: LoggedEntry,
): Promise<Iterable<VisitorId>> {
  if (supersedes === undefined || !foldsAccounts(rulesOf(site))) return [];
  return members.read(site, [...supersedesFor, accountOf(entry) ?? []].flat());
}
