/** Brings what is due soon from the rows into memory, again and again. */
import type { SiteId, VisitorId } from '../entry.ts';
import type { Clock, Store } from '../ports.ts';
import type { ProfileBook } from '../profiles/book.ts';
import { readDueRows } from '../profiles/due-rows.ts';

export type LookAheadPorts = {
  readonly store: Pick<Store, 'readDue'>;
  readonly clock: Clock;
  readonly book: () => Pick<ProfileBook, 'flush'>;
  /** A row may be older than what memory knows. */
  readonly bring: (site: SiteId, visitor: VisitorId, due: number) => void;
  /** Has it done again after so long, or throws what is nobody's fault outside. */
  readonly onFailure: (error: unknown, again: () => void, afterMs: number) => void;
  /** Other servers on the same store wait for what came to them since the latest look: what they let pass is looked for too. */
  readonly isShared: boolean;
};

export type LookAhead = {
  start(): Promise<void>;
  /** Resolves when the look that is under way has brought what it found. */
  idle(): Promise<void>;
  stop(): void;
};

/** Rows that are due within this time are waited for in memory. */
export const HORIZON_MS = 2 * 3_600_000;
const DUE_PAGE = 5_000;
const AGAIN_MS = 60_000;
/** A server that waited for it has told of it, and written its row, within this time. */
const OVERDUE_MS = 60_000;

/** @example await createLookAhead({ store, clock, book, bring, onFailure }).start() */
export function createLookAhead({
  store,
  clock,
  book,
  bring,
  onFailure,
  isShared,
}: LookAheadPorts): LookAhead {
  let cancel: (() => void) | null = null;
  let cancelOverdue: (() => void) | null = null;
  let underWay: Promise<void> = Promise.resolve();

  async function bringUntil(until: number): Promise<void> {
    for await (const rows of readDueRows(store, until, DUE_PAGE)) {
      for (const { site, visitor, due } of rows) bring(site, visitor, due);
    }
  }

  async function look(): Promise<void> {
    cancel = clock.after(HORIZON_MS / 2, lookFurther);
    await bringUntil(clock.now() + HORIZON_MS);
  }

  function lookBack(): void {
    cancelOverdue = clock.after(OVERDUE_MS, lookBack);
    underWay = underWay.then(() => bringUntil(clock.now() - OVERDUE_MS)).catch(leaveToNextLook);
  }

  function leaveToNextLook(error: unknown): void {
    onFailure(error, () => undefined, AGAIN_MS);
  }

  function lookFurther(): void {
    underWay = book()
      .flush()
      .then(look)
      .catch((error: unknown) => {
        cancel?.();
        onFailure(error, lookFurther, AGAIN_MS);
      });
  }

  return {
    start: async () => {
      if (isShared) lookBack();
      await look();
    },
    idle: () => underWay,
    stop: () => {
      cancel?.();
      cancelOverdue?.();
    },
  };
}
