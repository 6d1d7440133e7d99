/**
 * The log and the profiles in one: what is appended is durable, then folded into its owner's profile in commit order,
 * then answered. Profiles live in memory; their rows are written behind (write-behind.ts).
 */
import type { Entry, LoggedEntry, SiteId, VisitorId } from '../entry.ts';
import type { AppendOutcome, Clock, Store } from '../ports.ts';
import type { Reason, Teller, ToldOf } from '../segments/teller.ts';
import { createAccountMembers } from './account-members.ts';
import { accountOf } from './accounts.ts';
import { createPartReading } from './device-parts.ts';
import { createFoldQueue, type FoldQueue } from './fold-queue.ts';
import { createFolding } from './folding.ts';
import { canonicalAt, createKinships, type Kinship, type Kinships } from './kinship.ts';
import type { Profile } from './profile.ts';
import { createEraser, readSharing, refold } from './refolding.ts';
import type { FoldRules } from './rules.ts';
import type { Slot } from './slot-cache.ts';
import { createSlots, type Slots } from './slots.ts';
import { createTelling } from './telling.ts';
import { createUnderWay } from './under-way.ts';

const CATCH_UP_ENTRIES = 5_000;

export type ProfileBook = {
  /** Appends, waits until durable, folds what is new. Outcomes are in the order of the entries. */
  append(entries: readonly Entry[]): Promise<readonly AppendOutcome[]>;
  /** Without waiting, when links and profile of the id are in memory. */
  peek(site: SiteId, visitor: VisitorId, now: number): Known | undefined;
  read(site: SiteId, visitor: VisitorId, now: number): Promise<Known>;
  /** Of an id that was read: what whoever answers for it did under that very id, as a profile. */
  readPart(known: Known, rules: FoldRules): Promise<Profile>;
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
  /** Everybody else who ever acted for an account that the visitor did. */
  sharing(site: SiteId, visitor: VisitorId): Promise<readonly VisitorId[]>;
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
  const reached = { folded: 0, handed: 0 };
  /** A fold failed, for example since the store could not write: entries after `folded` may be in no profile. */
  let brokeOff = false;
  const foldedUpTo = (): number => Math.min(reached.folded, underWay.earliest() ?? reached.folded);
  const members = createAccountMembers(store, kinships);
  const handedTo = (): number => reached.handed;
  const slots = createSlots({ ...ports, kinships, members, foldedUpTo, handedTo });
  const shelves = { kinships, slots, members, teller: ports.teller, rulesOf };
  const fold = createFolding({ ...shelves, reached });

  async function foldLog(): Promise<number> {
    for (let count = 0; ; ) {
      const entries = await store.readSince(reached.folded, CATCH_UP_ENTRIES);
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
    underWay.during(reached.folded, async () => {
      const outcomes = await store.append(entries);
      await queue.add(takeStored(entries, outcomes));
      return outcomes;
    });

  async function catchUp(): Promise<number> {
    reached.folded = await store.readCheckpoint();
    reached.handed = reached.folded;
    return foldLog();
  }

  return {
    append,
    catchUp,
    ...createReading({ kinships, slots, queue }),
    readPart: createPartReading({ store, slots }),
    erase: createEraser({ ...shelves, queue, underWay }),
    refold: (site, visitor, reason) => queue.run(() => refold(shelves, site, [visitor], reason)),
    ...createTelling({ ...shelves, queue, underWay, folded: () => reached.folded }),
    sharing: (site, visitor) => readSharing(shelves, site, [visitor]),
    flush: slots.flush,
    stats: () => ({ ...slots.stats(), seq: reached.folded }),
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

/** What the log took, as it stands there. */
function takeStored(entries: readonly Entry[], outcomes: readonly AppendOutcome[]): readonly LoggedEntry[] {
  const stored: LoggedEntry[] = [];
  for (const [i, outcome] of outcomes.entries()) {
    const entry = entries[i];
    if (entry === undefined || outcome.status === 'duplicate' || outcome.status === 'erased') continue;
    const { seq } = outcome;
    stored.push({ ...entry, seq, ...(outcome.status === 'replaced' && copyOf(outcome.previous)) });
  }
  return stored;
}

function copyOf(copy: Entry): Pick<LoggedEntry, 'supersedes' | 'supersedesFor'> {
  const account = accountOf(copy);
  return {
    supersedes: copy.visitor === null ? [] : [copy.visitor],
    ...(account !== null && { supersedesFor: [account] }),
  };
}
