/** Work that one process does at a time, while others wait for what becomes of it. */
import type { SiteId } from '../../core/entry.ts';
import type { Clock, Store } from '../../core/ports.ts';
import { PLATFORM } from './shops.ts';

const COLLECTION = 'platform-refreshing';
const LOOK_MS = 200;

export type Lease = {
  /**
   * Takes the work that `mark` names, or waits for whoever is at it.
   *
   * @param look What the work makes, once it is there.
   * @returns What another has made; null where the work is ours, until it is released.
   */
  take<T>(site: SiteId, mark: string, look: () => Promise<T | null>): Promise<T | null>;
  release(site: SiteId): Promise<void>;
};

type Row = { readonly mark: string; readonly at: number };

/** @param longestMs Whoever is at it for longer has died of it. */
export function createLease(
  store: Pick<Store, 'getRecord' | 'putRecord' | 'deleteRecord'>,
  clock: Clock,
  longestMs: number,
): Lease {
  const release = async (site: SiteId): Promise<void> => {
    await store.deleteRecord(COLLECTION, site, PLATFORM);
  };
  return {
    release,
    take: async (site, mark, look) => {
      for (;;) {
        const own: Row = { mark, at: clock.now() };
        if (await store.putRecord(COLLECTION, site, PLATFORM, own, true)) return null;
        const held = (await store.getRecord(COLLECTION, site, PLATFORM)) as Row | undefined;
        const isLeft = held !== undefined && (held.mark !== mark || clock.now() - held.at > longestMs);
        if (isLeft) await release(site);
        else await new Promise<void>((resolve) => void clock.after(LOOK_MS, resolve));
        const made = await look();
        if (made !== null) return made;
      }
    },
  };
}
