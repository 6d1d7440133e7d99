/** The profiles in memory: read once, folded in place, evicted when their rows are written and room is short. */
import type { LoggedEntry, SiteId, VisitorId } from '../entry.ts';
import type { Clock, ProfileRow, Store } from '../ports.ts';
import { decodeProfile, encodeProfile } from './codec.ts';
import { dueAt } from './fold.ts';
import { canonicalAt, type Kinship, type Kinships, ownerOf, recordedIds } from './kinship.ts';
import { refold } from './merge.ts';
import { emptyProfile, isEmptyProfile } from './profile.ts';
import type { FoldRules } from './rules.ts';
import { startTimeline, type Timeline } from './timeline.ts';
import { createWriteBehind } from './write-behind.ts';

/** Measured with `npm run bench -- memory`; the cache's bound is an estimate, not an account. */
const SLOT_BYTES = 2_500;
const TAIL_ENTRY_BYTES = 700;

/** One profile in memory. */
export type Slot = {
  readonly site: SiteId;
  readonly visitor: VisitorId;
  timeline: Timeline;
  /** Everything up to this place in the log is in the timeline. */
  seq: number;
  bytes: number;
};

export type Slots = {
  peek(site: SiteId, visitor: VisitorId): Slot | undefined;
  read(site: SiteId, visitor: VisitorId): Promise<Slot>;
  update(slot: Slot, timeline: Timeline, seq: number, firstNewSeq: number): void;
  /** Folds the slot's whole log anew. */
  refold(slot: Slot): Promise<void>;
  /** A link, or an entry that took another's place: refolds everybody whose entries it moves. */
  rebuild(entry: LoggedEntry): Promise<void>;
  drop(site: SiteId, visitors: readonly VisitorId[]): void;
  /** After a commit: lets rows go, makes room. */
  tidy(): void;
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

export function createSlots(ports: SlotPorts): Slots {
  const { store, clock, rulesOf, cacheBytes, kinships, foldedUpTo } = ports;
  /** In order of last use, the longest unused first. */
  const slots = new Map<string, Slot>();
  const loading = new Map<string, Promise<Slot>>();
  let bytes = 0;
  const rows = createWriteBehind<Slot>({
    store,
    clock,
    foldedUpTo,
    encode: (slot) => encodeRow(slot, clock.now(), rulesOf(slot.site)),
  });

  function put(slot: Slot): Slot {
    slots.set(keyOf(slot.site, slot.visitor), slot);
    bytes += slot.bytes;
    return slot;
  }

  function remove(slot: Slot): void {
    slots.delete(keyOf(slot.site, slot.visitor));
    rows.forget(slot);
    bytes -= slot.bytes;
  }

  function update(slot: Slot, timeline: Timeline, seq: number, firstNewSeq: number): void {
    const size = SLOT_BYTES + TAIL_ENTRY_BYTES * timeline.tail.length;
    bytes += size - slot.bytes;
    Object.assign(slot, { timeline, seq, bytes: size });
    rows.mark(slot, firstNewSeq);
  }

  async function load(site: SiteId, visitor: VisitorId): Promise<Slot> {
    const row = await store.loadProfile(site, visitor);
    const profile = row === null ? emptyProfile(visitor) : decodeProfile(row.data);
    const timeline = startTimeline(profile ?? emptyProfile(visitor));
    const slot: Slot = {
      site,
      visitor,
      timeline,
      seq: profile === null ? 0 : (row?.seq ?? 0),
      bytes: SLOT_BYTES,
    };
    // A row of another fold version is worth nothing: the log is.
    if (profile === null) await refoldSlot(slot);
    return put(slot);
  }

  function read(site: SiteId, visitor: VisitorId): Promise<Slot> {
    const key = keyOf(site, visitor);
    const slot = slots.get(key);
    if (slot !== undefined) return Promise.resolve(slot);
    const started = loading.get(key);
    if (started !== undefined) return started;
    const promise = load(site, visitor).finally(() => loading.delete(key));
    loading.set(key, promise);
    return promise;
  }

  async function refoldSlot(slot: Slot): Promise<void> {
    const kinship = await kinships.read(slot.site, slot.visitor);
    const ids = recordedIds(kinship);
    const entries = await store.readVisitor(slot.site, ids);
    const bases = await store.readBases(slot.site, ids);
    const { ownership } = kinship;
    const timeline = refold({
      canonical: slot.visitor,
      entries,
      ownership,
      bases,
      rules: rulesOf(slot.site),
    });
    const seq = entries.reduce((most, entry) => Math.max(most, entry.seq), slot.seq);
    update(slot, timeline, seq, Math.min(seq, foldedUpTo() + 1));
  }

  /** Everybody whose profile the entry may change, before and after it. */
  async function affected(entry: LoggedEntry): Promise<ReadonlySet<VisitorId>> {
    const ids = new Set<VisitorId>();
    const ends = [entry.visitor, entry.properties.to, entry.supersedes?.visitor].filter(isId);
    for (const id of ends) {
      for (const owner of owners(await kinships.read(entry.site, id), entry, clock.now())) ids.add(owner);
    }
    if (entry.type === 'link') kinships.forget(entry.site, [...ends, ...ids]);
    for (const id of ends) {
      for (const owner of owners(await kinships.read(entry.site, id), entry, clock.now())) ids.add(owner);
    }
    return ids;
  }

  async function rebuild(entry: LoggedEntry): Promise<void> {
    for (const visitor of await affected(entry)) {
      const slot = await read(entry.site, visitor);
      await refoldSlot(slot);
      if (!isEmptyProfile(slot.timeline.profile)) continue;
      await store.dropProfiles(entry.site, [visitor]);
      remove(slot);
    }
  }

  function tidy(): void {
    rows.nudge();
    if (bytes <= cacheBytes) return;
    for (const slot of slots.values()) {
      if (bytes <= cacheBytes * 0.9) return;
      if (rows.isClean(slot)) remove(slot);
    }
  }

  return {
    peek: (site, visitor) => {
      const key = keyOf(site, visitor);
      const slot = slots.get(key);
      if (slot !== undefined) {
        slots.delete(key);
        slots.set(key, slot);
      }
      return slot;
    },
    read,
    update,
    refold: refoldSlot,
    rebuild,
    drop: (site, visitors) => {
      for (const visitor of visitors) {
        const slot = slots.get(keyOf(site, visitor));
        if (slot !== undefined) remove(slot);
      }
    },
    tidy,
    flush: rows.flush,
    stats: () => ({ profiles: slots.size, bytes, dirty: rows.size(), oldestUnwrittenMs: rows.oldestMs() }),
    close: async () => {
      rows.stop();
      await rows.flush();
    },
  };
}

function keyOf(site: SiteId, visitor: VisitorId): string {
  return `${site}/${visitor}`;
}

function isId(value: unknown): value is VisitorId {
  return typeof value === 'string';
}

/** Who owns what was recorded under the id around the entry, and who answers for it now. */
function owners(kinship: Kinship, entry: LoggedEntry, now: number): readonly VisitorId[] {
  const own = { ...entry, visitor: kinship.visitor };
  const held = kinship.ownership?.ownersOf(kinship.visitor) ?? [];
  return [kinship.visitor, ownerOf(kinship, own), canonicalAt(kinship, now), ...held];
}

function encodeRow(slot: Slot, now: number, rules: FoldRules): ProfileRow {
  const { profile } = slot.timeline;
  return {
    site: slot.site,
    visitor: slot.visitor,
    seq: slot.seq,
    due: dueAt(profile, now, rules),
    last: profile.events?.last ?? 0,
    data: encodeProfile(profile),
  };
}
