/**
 * Keeps memberships of all sites true while time passes and definitions change: rings the timers, builds new versions
 * in the background, and folds anew whom a fact of the site concerns.
 */
import type { LoggedEntry, SiteId, VisitorId } from '../entry.ts';
import { InklingError } from '../errors.ts';
import type { Clock, Store } from '../ports.ts';
import type { ProfileBook } from '../profiles/book.ts';
import { createBuilds, type Progress } from './builds.ts';
import type { SegmentBook } from './segment-book.ts';
import type { Due } from './due-queue.ts';
import { createTimers } from './timers.ts';

export type Keeper = {
  schedule(site: SiteId, visitor: VisitorId, due: number | null): void;
  /** Builds what a site is missing, unless that is under way. */
  build(site: SiteId): void;
  /** Of the build under way; null: there is none. */
  progressOf(site: SiteId): Progress | null;
  /** Facts of the site that are durable now. */
  onFacts(site: SiteId, facts: readonly Pick<LoggedEntry, 'name' | 't' | 'properties'>[]): void;
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
  readonly book: () => Pick<ProfileBook, 'retell' | 'flush' | 'refold'>;
  readonly segments: () => SegmentBook;
};

/** Rows that are due within this time are waited for in memory. */
const HORIZON_MS = 2 * 3_600_000;
const DUE_PAGE = 5_000;
const RETRY_MS = 1_000;
const LOOK_AGAIN_MS = 60_000;

/** @example const keeper = createKeeper({ store, clock, book: () => book, segments: () => segments }) */
export function createKeeper(ports: KeeperPorts): Keeper {
  const { store, clock } = ports;
  const works = new Map<SiteId, Promise<void>>();
  let isStopped = false;
  let failures = 0;
  let cancelLookAhead: (() => void) | null = null;
  const timers = createTimers({ clock, ring });
  const builds = createBuilds({ ...ports, isStopped: () => isStopped });

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

  /** Pieces of work of one site follow each other. */
  function enqueue(site: SiteId, work: () => Promise<void>): Promise<void> {
    const before = works.get(site) ?? Promise.resolve();
    const promise = before
      .then(() => (isStopped ? undefined : work()))
      .catch((error: unknown) => tryAgain(error, () => void enqueue(site, work), RETRY_MS));
    works.set(site, promise);
    return promise.finally(() => {
      if (works.get(site) === promise) works.delete(site);
    });
  }

  async function lookAhead(): Promise<void> {
    cancelLookAhead = clock.after(HORIZON_MS / 2, lookFurther);
    const until = clock.now() + HORIZON_MS;
    let from = Number.NEGATIVE_INFINITY;
    for (let most = DUE_PAGE; ; ) {
      const rows = await store.readDue(from, until, most);
      for (const { site, visitor, due } of rows) timers.set(site, visitor, due);
      const last = rows.at(-1);
      if (last === undefined || rows.length < most) return;
      // Those that share the last instant of the page are read again; at a midnight that may be a whole page.
      if (last.due - 1 > from) from = last.due - 1;
      else most *= 4;
    }
  }

  function lookFurther(): void {
    void ports
      .book()
      .flush()
      .then(lookAhead)
      .catch((error: unknown) => {
        cancelLookAhead?.();
        tryAgain(error, lookFurther, LOOK_AGAIN_MS);
      });
  }

  const idle = async (): Promise<void> => {
    while (works.size > 0) await Promise.all(works.values());
    await timers.idle();
  };

  return {
    schedule: (site, visitor, due) =>
      timers.set(site, visitor, due !== null && due > clock.now() + HORIZON_MS ? null : due),
    build: (site) => void enqueue(site, () => builds.build(site)),
    progressOf: builds.progressOf,
    onFacts: (site, facts) => {
      const segments = ports.segments().of(site);
      if (segments === null) return;
      segments.world.add(facts);
      void enqueue(site, () => builds.refoldConcerned(site, new Set(facts.map(({ name }) => name))));
    },
    catchUp: timers.ringAll,
    waiting: timers.size,
    failures: () => timers.failures() + failures,
    start: async () => {
      await lookAhead();
      timers.start();
    },
    idle,
    stop: async () => {
      isStopped = true;
      cancelLookAhead?.();
      await timers.stop();
      await idle();
    },
  };
}
