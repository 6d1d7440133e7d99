/** Brings what is due soon from the rows into memory, again and again. */
import type { SiteId, VisitorId } from '../entry.ts';
import type { Clock, Store } from '../ports.ts';
import type { ProfileBook } from '../profiles/book.ts';

export type LookAheadPorts = {
  readonly store: Pick<Store, 'readDue'>;
  readonly clock: Clock;
  readonly book: () => Pick<ProfileBook, 'flush'>;
  readonly set: (site: SiteId, visitor: VisitorId, due: number) => void;
  /** Has it done again after so long, or throws what is nobody's fault outside. */
  readonly onFailure: (error: unknown, again: () => void, afterMs: number) => void;
};

/** Rows that are due within this time are waited for in memory. */
export const HORIZON_MS = 2 * 3_600_000;
const DUE_PAGE = 5_000;
const AGAIN_MS = 60_000;

/** @example await createLookAhead({ store, clock, book, set, onFailure }).start() */
export function createLookAhead({ store, clock, book, set, onFailure }: LookAheadPorts) {
  let cancel: (() => void) | null = null;

  async function look(): Promise<void> {
    cancel = clock.after(HORIZON_MS / 2, lookFurther);
    const until = clock.now() + HORIZON_MS;
    let from = Number.NEGATIVE_INFINITY;
    for (let most = DUE_PAGE; ; ) {
      const rows = await store.readDue(from, until, most);
      for (const { site, visitor, due } of rows) set(site, visitor, due);
      const last = rows.at(-1);
      if (last === undefined || rows.length < most) return;
      // Those that share the last instant of the page are read again; at a midnight that may be a whole page.
      if (last.due - 1 > from) from = last.due - 1;
      else most *= 4;
    }
  }

  function lookFurther(): void {
    void book()
      .flush()
      .then(look)
      .catch((error: unknown) => {
        cancel?.();
        onFailure(error, lookFurther, AGAIN_MS);
      });
  }

  return { start: look, stop: () => cancel?.() };
}
