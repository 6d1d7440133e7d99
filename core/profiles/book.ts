/**
 * The log and the profiles in one: what is appended is durable, then folded into its owner's profile in commit order,
 * then answered. Profiles live in memory; their rows are written behind (write-behind.ts).
 */
import type { Entry, LoggedEntry, SiteId, VisitorId } from '../entry.ts';
import type { AppendOutcome, Clock, Store } from '../ports.ts';
import { canonicalAt, createKinships, type Kinship, ownerOf } from './kinship.ts';
import type { FoldRules } from './rules.ts';
import { createSlots, type Slot } from './slots.ts';
import { place } from './timeline.ts';

const CATCH_UP_ENTRIES = 5_000;

export type ProfileBook = {
  /** Appends, waits until durable, folds what is new. Outcomes are in the order of the entries. */
  append(entries: readonly Entry[]): Promise<readonly AppendOutcome[]>;
  /** Without waiting, when links and profile of the id are in memory. */
  peek(site: SiteId, visitor: VisitorId, now: number): Known | undefined;
  read(site: SiteId, visitor: VisitorId, now: number): Promise<Known>;
  /** Forgets what is cached of these ids: after an erasure, or when a site's rules changed. */
  drop(site: SiteId, visitors: readonly VisitorId[]): void;
  /** Folds what the log holds after the checkpoint; answers how many entries that were. */
  catchUp(): Promise<number>;
  /** Writes every row that waits. */
  flush(): Promise<void>;
  stats(): BookStats;
  close(): Promise<void>;
};

/** A recorded id, its links, and the profile that answers for it. */
export type Known = { readonly kinship: Kinship; readonly slot: Slot };

export type BookStats = {
  readonly profiles: number;
  readonly bytes: number;
  readonly dirty: number;
  /** Age of the oldest entry that is in no row yet. */
  readonly oldestUnwrittenMs: number;
  readonly seq: number;
};

export type BookPorts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly rulesOf: (site: SiteId) => FoldRules;
  readonly cacheBytes: number;
};

type Batch = {
  readonly entries: readonly LoggedEntry[];
  readonly done: () => void;
  readonly fail: (error: unknown) => void;
};

export function createProfileBook(ports: BookPorts): ProfileBook {
  const { store, rulesOf } = ports;
  const kinships = createKinships(store);
  /** Appends under way, by the place of the log at their start: nothing behind the first one is certain to be folded. */
  const underWay = new Map<symbol, number>();
  let folded = 0;
  const foldedUpTo = (): number => Math.min(folded, underWay.values().next().value ?? folded);
  const slots = createSlots({ ...ports, kinships, foldedUpTo });
  let queue: Batch[] = [];
  let draining = false;

  async function prepare(entries: readonly LoggedEntry[]): Promise<void> {
    const stale = entries.filter((entry) => entry.type === 'link' || entry.supersedes !== undefined);
    for (const entry of stale) await slots.rebuild(entry);
    for (const entry of entries) {
      if (entry.visitor === null) continue;
      const kinship =
        kinships.peek(entry.site, entry.visitor) ?? (await kinships.read(entry.site, entry.visitor));
      const owner = ownerOf(kinship, entry);
      if (slots.peek(entry.site, owner) === undefined) await slots.read(entry.site, owner);
    }
  }

  async function fold(entries: readonly LoggedEntry[]): Promise<void> {
    await prepare(entries);
    for (let i = 0; i < entries.length; ) {
      const run = runOfOwner(entries, i, kinships.peek);
      i += run.entries.length;
      if (run.owner === null) continue;
      const slot = slots.peek(run.site, run.owner) ?? (await slots.read(run.site, run.owner));
      if (!foldRun(slot, run.entries)) await slots.refold(slot);
    }
    folded = Math.max(folded, entries.at(-1)?.seq ?? 0);
  }

  /** False when an entry is older than what the slot can insert: then the log has to be read. */
  function foldRun(slot: Slot, entries: readonly LoggedEntry[]): boolean {
    const news = entries.filter((entry) => entry.seq > slot.seq);
    const [first] = news;
    if (first === undefined) return true;
    const placed = place(slot.timeline, news, rulesOf(slot.site));
    if (!placed.ok) return false;
    slots.update(slot, placed.timeline, news.at(-1)?.seq ?? slot.seq, first.seq);
    return true;
  }

  async function drain(): Promise<void> {
    draining = true;
    while (queue.length > 0) {
      const batches = queue;
      queue = [];
      try {
        await fold(batches.flatMap((batch) => batch.entries));
        for (const batch of batches) batch.done();
      } catch (error) {
        for (const batch of batches) batch.fail(error);
      }
    }
    draining = false;
    slots.tidy();
  }

  function apply(entries: readonly LoggedEntry[]): Promise<void> {
    return new Promise((done, fail) => {
      queue.push({ entries, done, fail });
      if (!draining) queueMicrotask(() => void (draining || drain()));
    });
  }

  return {
    append: async (entries) => {
      const token = Symbol('append');
      underWay.set(token, folded);
      try {
        const outcomes = await store.append(entries);
        await apply(stored(entries, outcomes));
        return outcomes;
      } finally {
        underWay.delete(token);
      }
    },
    peek: (site, visitor, now) => {
      const kinship = kinships.peek(site, visitor);
      const slot = kinship && slots.peek(site, canonicalAt(kinship, now));
      return kinship && slot && { kinship, slot };
    },
    read: async (site, visitor, now) => {
      const kinship = await kinships.read(site, visitor);
      return { kinship, slot: await slots.read(site, canonicalAt(kinship, now)) };
    },
    drop: (site, visitors) => {
      kinships.forget(site, visitors);
      slots.drop(site, visitors);
    },
    catchUp: async () => {
      let count = 0;
      folded = await store.readCheckpoint();
      for (;;) {
        const entries = await store.readSince(folded, CATCH_UP_ENTRIES);
        if (entries.length === 0) return count;
        await apply(entries);
        count += entries.length;
      }
    },
    flush: slots.flush,
    stats: () => ({ ...slots.stats(), seq: folded }),
    close: slots.close,
  };
}

/** What the log took, as it stands in the log. */
function stored(entries: readonly Entry[], outcomes: readonly AppendOutcome[]): readonly LoggedEntry[] {
  const logged: LoggedEntry[] = [];
  for (const [i, outcome] of outcomes.entries()) {
    const entry = entries[i];
    if (entry === undefined || outcome.status === 'duplicate') continue;
    const { seq } = outcome;
    if (outcome.status === 'stored') logged.push({ ...entry, seq });
    else logged.push({ ...entry, seq, supersedes: { visitor: outcome.previous.visitor } });
  }
  return logged;
}

type Run = {
  readonly site: SiteId;
  readonly owner: VisitorId | null;
  readonly entries: readonly LoggedEntry[];
};

/** The entries from `start` on that go into one profile: one request's, mostly. */
function runOfOwner(
  entries: readonly LoggedEntry[],
  start: number,
  kinshipOf: (site: SiteId, visitor: VisitorId) => Kinship | undefined,
): Run {
  const ownerAt = (entry: LoggedEntry): VisitorId | null => {
    if (entry.visitor === null) return null;
    const kinship = kinshipOf(entry.site, entry.visitor);
    return kinship === undefined ? entry.visitor : ownerOf(kinship, entry);
  };
  const first = entries[start] as LoggedEntry;
  const owner = ownerAt(first);
  let end = start + 1;
  while (end < entries.length) {
    const next = entries[end] as LoggedEntry;
    if (next.site !== first.site || ownerAt(next) !== owner) break;
    end += 1;
  }
  return { site: first.site, owner, entries: entries.slice(start, end) };
}
