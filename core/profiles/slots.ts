/** Profiles at hand: from memory, else from their row, else from the log. */
import type { LoggedEntry, SiteId, VisitorId } from '../entry.ts';
import { MAX_DEVICES } from '../identity/links.ts';
import type { Clock, ProfileRow, Store } from '../ports.ts';
import { decodeProfile, encodeProfile } from './codec.ts';
import { dueAt } from './fold.ts';
import { canonicalAt, type Kinship, type Kinships, ownerOf, recordedIds } from './kinship.ts';
import { refold } from './merge.ts';
import { emptyProfile, endOfAnonymous, isEmptyProfile } from './profile.ts';
import type { FoldRules } from './rules.ts';
import { createSlotCache, type Slot, type SlotCache } from './slot-cache.ts';
import { startTimeline, type Timeline } from './timeline.ts';
import { createWriteBehind, type WriteBehind } from './write-behind.ts';

export type Slots = {
  peek(site: SiteId, visitor: VisitorId): Slot | undefined;
  read(site: SiteId, visitor: VisitorId): Promise<Slot>;
  /** All at once, to be peeked at until room is made. */
  readAll(site: SiteId, visitors: readonly VisitorId[]): Promise<void>;
  /** The slot has folded on; `firstNewSeq` is what its row does not hold yet. */
  update(slot: Slot, timeline: Timeline, seq: number, firstNewSeq: number): void;
  /** Folds the slot's whole log anew. */
  refold(slot: Slot): Promise<void>;
  /** A link, or an entry that took another's place: refolds everybody whose entries it moves. */
  rebuild(entry: LoggedEntry): Promise<void>;
  /** Writes its row anew, since time has moved on for it. */
  touch(site: SiteId, visitor: VisitorId): Promise<Slot>;
  drop(site: SiteId, visitors: readonly VisitorId[]): void;
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
  const { store, clock, rulesOf, foldedUpTo } = ports;
  const encode = (slot: Slot): ProfileRow => encodeRow(slot, nextDue(slot, clock.now(), rulesOf(slot.site)));
  const rows = createWriteBehind<Slot>({ store, clock, foldedUpTo, encode, isEmpty });
  const cache = createSlotCache(ports.cacheBytes);
  const shelf: Shelf = { ...ports, cache, rows, loading: new Map() };
  let looked = 0;
  return {
    peek: cache.get,
    read: (site, visitor) => readSlot(shelf, site, visitor),
    readAll: async (site, visitors) => {
      startLoading(shelf, site, visitors);
      await Promise.all(visitors.map((visitor) => readSlot(shelf, site, visitor)));
    },
    update: (slot, timeline, seq, firstNewSeq) => updateSlot(shelf, slot, { timeline, seq, firstNewSeq }),
    refold: (slot) => refoldSlot(shelf, slot),
    rebuild: (entry) => rebuildAround(shelf, entry),
    touch: async (site, visitor) => {
      const slot = await readSlot(shelf, site, visitor);
      rows.mark(slot, foldedUpTo() + 1);
      return slot;
    },
    drop: (site, visitors) => {
      for (const visitor of visitors) {
        const slot = cache.get(site, visitor);
        if (slot !== undefined) removeSlot(shelf, slot);
      }
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
  const slot = shelf.cache.get(site, visitor);
  if (slot !== undefined) return Promise.resolve(slot);
  startLoading(shelf, site, [visitor]);
  return shelf.loading.get(keyOf(site, visitor)) as Promise<Slot>;
}

/** Whose profile is neither in memory nor on its way is on its way from then on. */
function startLoading(shelf: Shelf, site: SiteId, visitors: readonly VisitorId[]): void {
  const { store, cache, loading } = shelf;
  const absent = visitors.filter(
    (visitor) => !loading.has(keyOf(site, visitor)) && cache.get(site, visitor) === undefined,
  );
  const rows = loadRows(store, site, absent);
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
  const profile = row === undefined ? emptyProfile(visitor) : decodeProfile(row.data);
  if (profile !== null) {
    return shelf.cache.put({ site, visitor, timeline: startTimeline(profile), seq: row?.seq ?? 0 });
  }
  // A row of another fold version is worth nothing; the log is.
  const { timeline, seq } = await foldFromLog(shelf, site, visitor);
  const slot = shelf.cache.put({ site, visitor, timeline, seq });
  shelf.rows.mark(slot, Math.min(seq, shelf.foldedUpTo() + 1));
  return slot;
}

function keyOf(site: SiteId, visitor: VisitorId): string {
  return `${site}/${visitor}`;
}

type Update = { readonly timeline: Timeline; readonly seq: number; readonly firstNewSeq: number };

function updateSlot({ cache, rows }: Shelf, slot: Slot, { timeline, seq, firstNewSeq }: Update): void {
  slot.timeline = timeline;
  slot.seq = seq;
  cache.resize(slot);
  rows.mark(slot, firstNewSeq);
}

function removeSlot({ cache, rows }: Shelf, slot: Slot): void {
  cache.remove(slot);
  rows.forget(slot);
}

async function refoldSlot(shelf: Shelf, slot: Slot): Promise<void> {
  const { timeline, seq: latest } = await foldFromLog(shelf, slot.site, slot.visitor);
  const seq = Math.max(latest, slot.seq);
  updateSlot(shelf, slot, { timeline, seq, firstNewSeq: Math.min(seq, shelf.foldedUpTo() + 1) });
}

/** The fold of all that is kept of a visitor, and the place of the latest entry in it. */
async function foldFromLog(
  { store, kinships, rulesOf }: Shelf,
  site: SiteId,
  visitor: VisitorId,
): Promise<{ timeline: Timeline; seq: number }> {
  const kinship = await kinships.read(site, visitor);
  const ids = recordedIds(kinship);
  const entries = await store.readVisitor(site, ids);
  const bases = await store.readBases(site, ids);
  const { ownership } = kinship;
  const timeline = refold({ canonical: visitor, entries, ownership, bases, rules: rulesOf(site) });
  return { timeline, seq: entries.reduce((most, entry) => Math.max(most, entry.seq), 0) };
}

async function rebuildAround(shelf: Shelf, entry: LoggedEntry): Promise<void> {
  for (const visitor of await findAffected(shelf, entry)) {
    await refoldSlot(shelf, await readSlot(shelf, entry.site, visitor));
  }
}

/** Everybody whose profile the entry may change: the owners around it before it counted, and after. */
async function findAffected({ kinships, clock }: Shelf, entry: LoggedEntry): Promise<ReadonlySet<VisitorId>> {
  const ends = [entry.visitor, entry.properties.to, ...(entry.supersedes ?? [])].filter(isId);
  const affected = new Set<VisitorId>();
  const addOwners = async (ids: Iterable<VisitorId>): Promise<void> => {
    for (const id of ids) {
      const kinship = await kinships.read(entry.site, id);
      for (const owner of ownersAround(kinship, entry, clock.now())) affected.add(owner);
    }
  };
  await addOwners(ends);
  if (entry.type !== 'link') return affected;
  kinships.forget(entry.site, [...ends, ...affected]);
  for (const id of ends) {
    const named = namedBy(await kinships.read(entry.site, id));
    kinships.forget(entry.site, named);
    // Whom another link of the id leads to may have lost it to this one, which nobody remembers after a restart.
    await addOwners([id, ...named]);
  }
  // Where a person has too many devices, one more log-in may let another one in or out.
  for (const id of ends) {
    const devices = devicesOf(await kinships.read(entry.site, id));
    if (devices.size <= MAX_DEVICES) continue;
    kinships.forget(entry.site, devices);
    for (const device of devices) affected.add(device);
  }
  return affected;
}

/** Everybody the links around an id name. */
function namedBy({ links }: Kinship): ReadonlySet<VisitorId> {
  return new Set(links.flatMap((link) => [link.visitor, link.properties.to]).filter(isId));
}

/** The devices that ever logged in to this person. */
function devicesOf({ visitor, links }: Kinship): ReadonlySet<VisitorId> {
  const logins = links.filter((link) => link.name === 'login' && link.properties.to === visitor);
  return new Set(logins.map((link) => link.visitor).filter(isId));
}

function ownersAround(kinship: Kinship, entry: LoggedEntry, now: number): readonly VisitorId[] {
  const own = { ...entry, visitor: kinship.visitor };
  const owners = kinship.ownership?.ownersOf(kinship.visitor) ?? [];
  return [kinship.visitor, ownerOf(kinship, own), canonicalAt(kinship, now), ...owners];
}

function isId(value: unknown): value is VisitorId {
  return typeof value === 'string';
}

/** When time alone changes the profile next: a session or a consent ends, or an anonymous visitor does. */
function nextDue({ timeline }: Slot, now: number, rules: FoldRules): number | null {
  const due = dueAt(timeline.profile, now, rules);
  const end = endOfAnonymous(timeline.profile);
  return due === null || (end !== null && end < due) ? end : due;
}

/** After a link has given all of its entries to somebody else. */
function isEmpty({ timeline }: Slot): boolean {
  return isEmptyProfile(timeline.profile);
}

function encodeRow({ site, visitor, seq, timeline }: Slot, due: number | null): ProfileRow {
  const { profile } = timeline;
  return { site, visitor, seq, due, last: profile.events?.last ?? 0, data: encodeProfile(profile) };
}
