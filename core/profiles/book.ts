/**
 * The log and the profiles in one: what is appended is durable, then folded into its owner's profile in commit order,
 * then answered. Profiles live in memory; their rows are written behind (write-behind.ts).
 */
import type { Entry, LoggedEntry, SiteId, VisitorId } from '../entry.ts';
import type { AppendOutcome, Clock, Fellows, Store } from '../ports.ts';
import type { Reason, Teller, ToldOf } from '../segments/teller.ts';
import { createAccountMembers } from './account-members.ts';
import { accountOf } from './accounts.ts';
import { createAlone } from './alone.ts';
import { createBeside } from './beside.ts';
import { createPartReading } from './device-parts.ts';
import { createFolding } from './folding.ts';
import { createHush } from './hush.ts';
import type { Intake } from './intake.ts';
import { canonicalAt, createKinships, type Kinship, type Kinships } from './kinship.ts';
import type { Profile } from './profile.ts';
import { createEraser, readSharing, refold } from './refolding.ts';
import type { FoldRules } from './rules.ts';
import type { Slot } from './slot-cache.ts';
import { createSlots, type Slots } from './slots.ts';
import { createTelling } from './telling.ts';
import { createUnderWay } from './under-way.ts';

const ignore = (): void => undefined;

export type ProfileBook = {
  /** Appends, waits until durable, folds what is new. Outcomes are in the order of the entries. */
  append(entries: readonly Entry[]): Promise<readonly AppendOutcome[]>;
  /** Without waiting, when links and profile of the id are in memory. */
  peek(site: SiteId, visitor: VisitorId, now: number): Known | undefined;
  read(site: SiteId, visitor: VisitorId, now: number): Promise<Known>;
  /** The same for whoever has followed already. */
  open(site: SiteId, visitor: VisitorId, now: number): Promise<Known>;
  /** Has these in memory for a while, read together. */
  bring(site: SiteId, visitors: readonly VisitorId[], now: number): Promise<void>;
  /** Of an id that was read: what whoever answers for it did under that very id, as a profile. */
  readPart(known: Known, rules: FoldRules): Promise<Profile>;
  /**
   * Takes entries of these ids out of the log by `remove`, then makes their profiles of what the log still holds,
   * whatever was appended meanwhile and however `remove` ended.
   */
  erase<T>(site: SiteId, visitors: readonly VisitorId[], remove: () => Promise<T>): Promise<T>;
  /** Folds what the log holds after the checkpoint; answers how many entries that were. */
  catchUp(): Promise<number>;
  /** Resolves when whatever other servers had written before the call is in the profiles that are in memory. */
  follow(): Promise<void>;
  /** Resolves when the appends that are under way have ended. */
  settled(): Promise<void>;
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
  /**
   * Rows say all that was acknowledged before the call, on whichever server: what another server has this one do must
   * not ask for it.
   *
   * @throws InklingError `store_unavailable` where that cannot be had within seconds.
   */
  flush(): Promise<void>;
  /** The same once every other server has heard what it was told before the call: until then it folds as it did. */
  flushHeard(): Promise<void>;
  /** The site is gone: nothing of it stays in memory. */
  forgetSite(site: SiteId): void;
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
  /** False while what is in memory may be something that other servers removed: nobody is answered by it. */
  readonly isInTouch: boolean;
};

export type BookPorts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly rulesOf: (site: SiteId) => FoldRules;
  readonly cacheBytes: number;
  /** Tells what happened to memberships; without it nobody hears of them. */
  readonly teller?: Teller;
  /** Null where this server alone writes the store. */
  readonly fellows?: Fellows | null;
  /** Faults of what goes on by itself. */
  readonly onFault?: (error: unknown) => void;
};

export function createProfileBook(ports: BookPorts): ProfileBook {
  const { store, clock, rulesOf, teller, fellows = null, onFault = ignore } = ports;
  const kinships = createKinships(store);
  const underWay = createUnderWay();
  const reached = { folded: 0, handed: 0 };
  const beside =
    fellows &&
    createBeside({
      fellows,
      store,
      kinships,
      rulesOf,
      onFault,
      underWay,
      slots: () => slots,
      fold: (own) => fold(own),
    });
  const foldedUpTo = (): number => {
    const folded = intake.foldedUpTo();
    return Math.min(folded, underWay.earliest() ?? folded);
  };
  const members = createAccountMembers(store, kinships);
  const handedTo = (): number => intake.handedTo();
  const others = beside?.others ?? null;
  const slots = createSlots({ ...ports, kinships, members, foldedUpTo, handedTo, others });
  const shelves = { kinships, slots, members, teller, rulesOf };
  const fold = createFolding({ ...shelves, reached });
  const intake: Intake =
    beside ?? createAlone({ store, reached, fold, flush: slots.flush, rest: slots.tidy });
  const { queue, follow } = intake;
  const hush = createHush({ ...shelves, fellows, clock, queue, underWay, onFault });

  const append = (entries: readonly Entry[]) =>
    underWay.during(intake.foldedUpTo(), async () => {
      intake.assertOpen();
      const outcomes = await store.append(entries);
      await intake.take(takeStored(entries, outcomes));
      return outcomes;
    });

  return {
    append,
    catchUp: intake.catchUp,
    follow,
    ...createReading({ kinships, slots, queue, follow }),
    readPart: createPartReading({ store, slots }),
    erase: createEraser({ ...shelves, queue, underWay, hush }),
    refold: (site, visitor, reason) => queue.run(() => refold(shelves, site, [visitor], reason)),
    ...createTelling({ ...shelves, queue, underWay, folded: intake.foldedUpTo }),
    sharing: (site, visitor) => readSharing(shelves, site, [visitor]),
    settled: async () => {
      await underWay.ended();
    },
    flush: intake.flush,
    flushHeard: intake.flushHeard,
    forgetSite: (site) => {
      kinships.forgetSite(site);
      slots.dropSite(site);
    },
    stats: () => ({ ...slots.stats(), seq: intake.foldedUpTo(), isInTouch: others?.mayWrite() ?? true }),
    close: async () => {
      await intake.stop();
      await slots.close();
    },
  };
}

type Reading = Pick<Intake, 'queue' | 'follow'> & { readonly kinships: Kinships; readonly slots: Slots };

function createReading({
  kinships,
  slots,
  queue,
  follow,
}: Reading): Pick<ProfileBook, 'peek' | 'read' | 'open' | 'bring'> {
  const open: ProfileBook['open'] = async (site, visitor, now) => {
    const kinship = await kinships.read(site, visitor);
    const slot = await slots.read(site, canonicalAt(kinship, now));
    // Whoever only asks brings profiles into memory too, and no commit may follow that lets others go.
    if (queue.isIdle()) slots.makeRoom();
    return { kinship, slot };
  };
  return {
    peek: (site, visitor, now) => {
      const kinship = kinships.peek(site, visitor);
      const slot = kinship && slots.peek(site, canonicalAt(kinship, now));
      return kinship && slot && { kinship, slot };
    },
    open,
    read: async (site, visitor, now) => {
      await follow();
      return open(site, visitor, now);
    },
    bring: async (site, visitors, now) => {
      const known = await kinships.readKnown(site, [...new Set(visitors)]);
      await slots.readAll(
        site,
        known.map((kinship) => canonicalAt(kinship, now)),
      );
    },
  };
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
