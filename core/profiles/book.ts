/**
 * The log and the profiles in one: what is appended is durable, then folded into its owner's profile in commit order,
 * then answered. Profiles live in memory; their rows are written behind (write-behind.ts).
 */
import type { Entry, LoggedEntry, SiteId, VisitorId } from '../entry.ts';
import type { AppendOutcome, Clock, Store } from '../ports.ts';
import type { Reason, Teller, ToldOf } from '../segments/teller.ts';
import { createFoldQueue, type FoldQueue } from './fold-queue.ts';
import { canonicalAt, createKinships, type Kinship, type Kinships, ownerOf } from './kinship.ts';
import { createEraser, refold } from './refolding.ts';
import type { FoldRules } from './rules.ts';
import type { Slot } from './slot-cache.ts';
import { createSlots, type Slots } from './slots.ts';
import { createTelling } from './telling.ts';
import { place } from './timeline.ts';
import { createUnderWay } from './under-way.ts';

const CATCH_UP_ENTRIES = 5_000;

export type ProfileBook = {
  /** Appends, waits until durable, folds what is new. Outcomes are in the order of the entries. */
  append(entries: readonly Entry[]): Promise<readonly AppendOutcome[]>;
  /** Without waiting, when links and profile of the id are in memory. */
  peek(site: SiteId, visitor: VisitorId, now: number): Known | undefined;
  read(site: SiteId, visitor: VisitorId, now: number): Promise<Known>;
  /**
   * Takes entries of these ids out of the log by `remove`, then makes their profiles of what the log still holds,
   * whatever was appended meanwhile and however `remove` ended.
   */
  erase<T>(site: SiteId, visitors: readonly VisitorId[], remove: () => Promise<T>): Promise<T>;
  /** Folds what the log holds after the checkpoint; answers how many entries that were. */
  catchUp(): Promise<number>;
  /** Makes the profile anew from the log, by default since entries of it were removed. */
  refold(site: SiteId, visitor: VisitorId, reason?: Reason): Promise<void>;
  /**
   * Tells what these visitors' profiles owe, folded anew where the site's segments have changed.
   *
   * @param upTo What time does after it (UTC ms) is told later, so that a crowd is told of in time order.
   */
  retell(site: SiteId, visitors: readonly VisitorId[], reason: Reason, upTo?: number): Promise<void>;
  /** Runs a telling of notices: a restart hears of them until the rows of those told of say that they are told. */
  whileTelling(tell: () => Promise<readonly ToldOf[]>): Promise<void>;
  /** Writes the row of a visitor anew, since time has moved on for it. */
  touch(site: SiteId, visitor: VisitorId): Promise<Slot>;
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
  /** Tells what happened to memberships; without it nobody hears of them. */
  readonly teller?: Teller;
};

export function createProfileBook(ports: BookPorts): ProfileBook {
  const { store, rulesOf } = ports;
  const kinships = createKinships(store);
  const underWay = createUnderWay();
  let folded = 0;
  /** A fold failed, for example since the store could not write: entries after `folded` may be in no profile. */
  let brokeOff = false;
  const foldedUpTo = (): number => Math.min(folded, underWay.earliest() ?? folded);
  const slots = createSlots({ ...ports, kinships, foldedUpTo });

  const { teller } = ports;

  async function fold(entries: readonly LoggedEntry[]): Promise<void> {
    const moved = await prepare(entries, kinships, slots);
    const touched = new Set<Slot>();
    for (let i = 0; i < entries.length; ) {
      const run = readRun(entries, i, kinships);
      i += run.entries.length;
      if (run.owner === null) continue;
      const slot = slots.peek(run.site, run.owner) ?? (await slots.read(run.site, run.owner));
      teller?.hear(slot, run.entries.filter(isNotice));
      if (!foldRun(slot, run.entries, slots, rulesOf(run.site))) await slots.refold(slot);
      touched.add(slot);
    }
    teller?.tellSoon(moved, 'merge');
    teller?.tellSoon(touched, 'event');
    folded = Math.max(folded, entries.at(-1)?.seq ?? 0);
  }

  async function foldLog(): Promise<number> {
    for (let count = 0; ; ) {
      const entries = await store.readSince(folded, CATCH_UP_ENTRIES);
      if (entries.length === 0) return count;
      await fold(entries);
      count += entries.length;
      slots.tidy();
    }
  }

  /** What broke off was half folded: the log is read again from there, and what a profile has it passes over. */
  async function foldOn(entries: readonly LoggedEntry[]): Promise<void> {
    const resumes = brokeOff;
    brokeOff = true;
    await (resumes ? foldLog() : fold(withoutSuperseded(entries)));
    brokeOff = false;
  }

  const queue = createFoldQueue(foldOn, slots.tidy);

  const append = (entries: readonly Entry[]) =>
    underWay.during(folded, async () => {
      const outcomes = await store.append(entries);
      await queue.add(takeStored(entries, outcomes));
      return outcomes;
    });

  async function catchUp(): Promise<number> {
    folded = await store.readCheckpoint();
    return foldLog();
  }

  return {
    append,
    catchUp,
    ...createReading({ kinships, slots, queue }),
    erase: createEraser({ kinships, slots, teller, queue, underWay }),
    refold: (site, visitor, reason) =>
      queue.run(() => refold({ kinships, slots, teller }, site, [visitor], reason)),
    ...createTelling({ slots, teller, queue, underWay, folded: () => folded }),
    flush: slots.flush,
    stats: () => ({ ...slots.stats(), seq: folded }),
    close: slots.close,
  };
}

type Reading = { readonly kinships: Kinships; readonly slots: Slots; readonly queue: FoldQueue };

function createReading({ kinships, slots, queue }: Reading): Pick<ProfileBook, 'peek' | 'read'> {
  return {
    peek: (site, visitor, now) => {
      const kinship = kinships.peek(site, visitor);
      const slot = kinship && slots.peek(site, canonicalAt(kinship, now));
      return kinship && slot && { kinship, slot };
    },
    read: async (site, visitor, now) => {
      const kinship = await kinships.read(site, visitor);
      const slot = await slots.read(site, canonicalAt(kinship, now));
      // Whoever only asks brings profiles into memory too, and no commit may follow that lets others go.
      if (queue.isIdle()) slots.makeRoom();
      return { kinship, slot };
    },
  };
}

/** A copy that another one took the place of in the same commit is no longer in the log. */
function withoutSuperseded(entries: readonly LoggedEntry[]): readonly LoggedEntry[] {
  if (!entries.some((entry) => entry.supersedes !== undefined)) return entries;
  const standing = new Map(entries.map((entry) => [`${entry.site} ${entry.id}`, entry]));
  return [...standing.values()].sort((a, b) => a.seq - b.seq);
}

/** Reads everything that folding these entries asks for, so that folding itself does not wait. */
async function prepare(
  entries: readonly LoggedEntry[],
  kinships: Kinships,
  slots: Slots,
): Promise<readonly Slot[]> {
  const moved: Slot[] = [];
  for (const entry of entries) {
    if (entry.type === 'link' || entry.supersedes !== undefined) moved.push(...(await slots.rebuild(entry)));
  }
  await readMissing(entries, ({ visitor }) => visitor, kinships);
  await readMissing(entries, (entry) => findOwner(entry, kinships), slots);
  return moved;
}

/** Again, if need be: what was read while a link came in is not kept. */
async function readMissing(
  entries: readonly LoggedEntry[],
  idOf: (entry: LoggedEntry) => VisitorId | null,
  shelf: Pick<Kinships | Slots, 'peek' | 'readAll'>,
): Promise<void> {
  for (;;) {
    const missing = new Map<SiteId, Set<VisitorId>>();
    for (const entry of entries) {
      const [site, id] = [entry.site, idOf(entry)];
      if (id === null || shelf.peek(site, id) !== undefined) continue;
      missing.set(site, (missing.get(site) ?? new Set()).add(id));
    }
    if (missing.size === 0) return;
    for (const [site, ids] of missing) await shelf.readAll(site, [...ids]);
  }
}

/** Null where the entry is nobody's. */
function findOwner(entry: LoggedEntry, kinships: Kinships): VisitorId | null {
  if (entry.visitor === null) return null;
  const kinship = kinships.peek(entry.site, entry.visitor);
  return kinship === undefined ? entry.visitor : ownerOf(kinship, entry);
}

/** False where the log has to be read: an entry is older than the timeline can insert, or consent of a linked id. */
function foldRun(slot: Slot, entries: readonly LoggedEntry[], slots: Slots, rules: FoldRules): boolean {
  const news = entries.filter((entry) => entry.seq > slot.seq && !isNotice(entry));
  const [first] = news;
  if (first === undefined) return true;
  const changedFrom = news.reduce((earliest, { t }) => Math.min(earliest, t), first.t);
  if (changedFrom <= slot.settled) return false;
  const placed = place(slot.timeline, news, rules);
  if (!placed.ok) return false;
  const { timeline } = placed;
  slots.update(slot, { timeline, seq: news.at(-1)?.seq ?? slot.seq, firstNewSeq: first.seq, changedFrom });
  return true;
}

function isNotice({ type }: LoggedEntry): boolean {
  return type === 'notice';
}

/** What the log took, as it stands there. */
function takeStored(entries: readonly Entry[], outcomes: readonly AppendOutcome[]): readonly LoggedEntry[] {
  const stored: LoggedEntry[] = [];
  for (const [i, outcome] of outcomes.entries()) {
    const entry = entries[i];
    if (entry === undefined || outcome.status === 'duplicate') continue;
    const { seq } = outcome;
    if (outcome.status === 'stored') stored.push({ ...entry, seq });
    else stored.push({ ...entry, seq, supersedes: recordedUnder(outcome.previous) });
  }
  return stored;
}

function recordedUnder({ visitor }: Entry): readonly VisitorId[] {
  return visitor === null ? [] : [visitor];
}

type Run = {
  readonly site: SiteId;
  readonly owner: VisitorId | null;
  readonly entries: readonly LoggedEntry[];
};

/** The entries from `start` on that go into one profile: one request's, mostly. */
function readRun(entries: readonly LoggedEntry[], start: number, kinships: Kinships): Run {
  const first = entries[start] as LoggedEntry;
  const owner = findOwner(first, kinships);
  let end = start + 1;
  while (end < entries.length) {
    const next = entries[end] as LoggedEntry;
    if (next.site !== first.site || findOwner(next, kinships) !== owner) break;
    end += 1;
  }
  return { site: first.site, owner, entries: entries.slice(start, end) };
}
