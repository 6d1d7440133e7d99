/** Work that one process does at a time, while others wait for what becomes of it. */
import { randomUUID } from 'node:crypto';
import type { SiteId } from '../../../core/entry.ts';
import type { Clock, Store } from '../../../core/ports.ts';
import { PLATFORM } from './shops.ts';

const COLLECTION = 'platform-refreshing';
const LOOK_MS = 200;

export type Lease = {
  /**
   * Takes the work, or waits for whoever is at it.
   *
   * @param look What the work makes, once it is there.
   * @returns What another has made; null where the work is ours, until it is released.
   */
  take<T>(site: SiteId, look: () => Promise<T | null>): Promise<T | null>;
  /** Only where it is ours yet: whoever was at it for too long has lost it. */
  release(site: SiteId): Promise<void>;
};

type Row = { readonly owner: string; readonly at: number };

/** @param longestMs Whoever is at it for longer has died of it. */
export function createLease(
  store: Pick<Store, 'getRecord' | 'putRecord' | 'deleteRecord'>,
  clock: Clock,
  longestMs: number,
): Lease {
  /** Of this process: it takes the work of a site once at a time. */
  const owner = randomUUID();

  async function release(site: SiteId, from: string): Promise<void> {
    const held = (await store.getRecord(COLLECTION, site, PLATFORM)) as Row | undefined;
    if (held?.owner === from) await store.deleteRecord(COLLECTION, site, PLATFORM);
  }

  return {
    release: (site) => release(site, owner),
    take: async (site, look) => {
      for (;;) {
        const own: Row = { owner, at: clock.now() };
        if (await store.putRecord(COLLECTION, site, PLATFORM, own, { was: undefined })) return null;
        const held = (await store.getRecord(COLLECTION, site, PLATFORM)) as Row | undefined;
        const isLeft = held !== undefined && clock.now() - held.at > longestMs;
        if (isLeft) await release(site, held.owner);
        else await new Promise<void>((resolve) => void clock.after(LOOK_MS, resolve));
        const made = await look();
        if (made !== null) return made;
      }
    },
  };
}
