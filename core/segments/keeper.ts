/**
 * Keeps memberships of all sites true while time passes and definitions change: rings the timers, builds new versions
 * in the background, and folds anew whom a fact of the site concerns.
 */
import type { Account } from '../catalogue/accounts.ts';
import type { LoggedEntry, Properties, SiteId, VisitorId } from '../entry.ts';
import { InklingError } from '../errors.ts';
import type { Clock, LedWork, Store } from '../ports.ts';
import type { ProfileBook } from '../profiles/book.ts';
import { createBuilds, type Progress } from './builds.ts';
import type { Due } from './due-queue.ts';
import { createLookAhead, HORIZON_MS } from './look-ahead.ts';
import type { SegmentBook } from './segment-book.ts';
import { createTimers } from './timers.ts';
import { ACCOUNT_FACT } from './world.ts';

export type Keeper = {
  schedule(site: SiteId, visitor: VisitorId, due: number | null): void;
  /** One server at a time builds. */
  readonly building: LedWork;
  /** Builds what a site is missing, unless that is under way, or another server's work. */
  build(site: SiteId): void;
  /** Of the build under way; null: there is none. */
  progressOf(site: SiteId): Progress | null;
  /** Facts of the site that are durable now. */
  onFacts(site: SiteId, facts: readonly Pick<LoggedEntry, 'name' | 't' | 'properties'>[]): void;
  /** The present facts of accounts are known. */
  onAccounts(site: SiteId, accounts: readonly Account[]): void;
  /** Tells everything that is due until now, so that what is listed is true as of now. */
  catchUp(): Promise<void>;
  /** Visitors that time will move soon. */
  waiting(): number;
  /** How many times any of this has failed since the start; it is tried again. */
  failures(): number;
  start(): Promise<void>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  stop(): Promise<void>;
};

export type KeeperPorts = {
  readonly store: Pick<Store, 'listProfiles' | 'listMembers' | 'countProfiles' | 'readDue'>;
  readonly clock: Clock;
  readonly book: () => Pick<ProfileBook, 'retell' | 'flush' | 'flushHeard' | 'refold'>;
  readonly segments: () => SegmentBook;
  readonly sites: () => readonly SiteId[];
  /** Other servers are on the same store. */
  readonly isShared: boolean;
};

const RETRY_MS = 1_000;

/** @example const keeper = createKeeper({ store, clock, book: () => book, segments: () => segments }) */
export function createKeeper(ports: KeeperPorts): Keeper {
  const { clock } = ports;
  let isStopped = false;
  let isBuilding = !ports.isShared;
  let failures = 0;
  const timers = createTimers({ clock, ring });
  const lookAhead = createLookAhead({ ...ports, bring: timers.bring, onFailure: tryAgain });
  const works = createSiteWorks(() => isStopped, tryAgain);
  const { enqueue } = works;
  const builds = createBuilds({ ...ports, isStopped: () => isStopped, mayBuild: () => isBuilding });

  async function ring(due: readonly Due[]): Promise<void> {
    const upTo = due.at(-1)?.due;
    for (const [site, own] of Map.groupBy(due, (one) => one.site)) {
      const visitors = own.map(({ visitor }) => visitor);
      await ports.book().retell(site, visitors, 'event', upTo);
    }
  }

  /** While the store cannot be read or written, nothing that is to be done gets lost. */
  function tryAgain(error: unknown, work: () => void, afterMs: number): void {
    if (!(error instanceof InklingError)) throw error;
    failures += 1;
    if (!isStopped) clock.after(afterMs, () => isStopped || work());
  }

  function build(site: SiteId): void {
    if (isBuilding) void enqueue(site, () => builds.build(site));
  }

  const idle = async (): Promise<void> => {
    await works.idle();
    await timers.idle();
  };

  return {
    schedule: (site, visitor, due) =>
      timers.set(site, visitor, due !== null && due > clock.now() + HORIZON_MS ? null : due),
    build,
    building: {
      start: () => {
        isBuilding = true;
        // A build or a telling that a stop cut short goes on.
        for (const site of ports.sites()) if (ports.segments().of(site) !== null) build(site);
      },
      stop: async () => {
        isBuilding = false;
        await idle();
      },
    },
    progressOf: builds.progressOf,
    onFacts: (site, facts) => {
      const segments = ports.segments().of(site);
      if (segments === null) return;
      segments.world.add(facts);
      void enqueue(site, () => builds.refoldConcerned(site, new Set(facts.map(({ name }) => name))));
    },
    onAccounts: (site, accounts) => {
      const segments = ports.segments().of(site);
      if (segments === null) return;
      for (const { account, ...facts } of accounts) segments.world.setAccount(account, facts as Properties);
      void enqueue(site, () => builds.refoldConcerned(site, new Set([ACCOUNT_FACT])));
    },
    catchUp: async () => {
      await lookAhead.idle();
      await timers.ringAll();
    },
    waiting: timers.size,
    failures: () => timers.failures() + failures,
    start: async () => {
      await lookAhead.start();
      timers.start();
    },
    idle,
    stop: async () => {
      isStopped = true;
      lookAhead.stop();
      await timers.stop();
      await idle();
    },
  };
}

type TryAgain = (error: unknown, work: () => void, afterMs: number) => void;

/** Pieces of work of one site follow each other. */
function createSiteWorks(isStopped: () => boolean, tryAgain: TryAgain) {
  const works = new Map<SiteId, Promise<void>>();

  function enqueue(site: SiteId, work: () => Promise<void>): Promise<void> {
    const before = works.get(site) ?? Promise.resolve();
    const promise = before
      .then(() => (isStopped() ? undefined : work()))
      .catch((error: unknown) => tryAgain(error, () => void enqueue(site, work), RETRY_MS));
    works.set(site, promise);
    return promise.finally(() => {
      if (works.get(site) === promise) works.delete(site);
    });
  }

  return {
    enqueue,
    idle: async (): Promise<void> => {
      while (works.size > 0) await Promise.all(works.values());
    },
  };
}
