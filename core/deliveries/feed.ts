/**
 * Tells followers that there is something new to carry out. The log is the outbox: what a follower missed, because it
 * was slow, away or not yet started, it reads from its own place; being told only saves it from asking again and again.
 */
import type { LoggedEntry, SiteId } from '../entry.ts';
import type { Clock, Store } from '../ports.ts';

export type Feed = {
  /** Called when entries are durable. Never waits for a follower, and throws nothing of theirs. */
  publish(entries: readonly Pick<LoggedEntry, 'site'>[]): void;
  /** Calls back, some time after something of the site was published; the answer ends it. */
  subscribe(site: SiteId, listener: () => void): () => void;
  /** What leaves the house after a place of the log, in commit order. */
  read(site: SiteId, after: number, limit: number): Promise<readonly LoggedEntry[]>;
  /** The place right now: who begins here gets what comes later. */
  head(): Promise<number>;
  stop(): void;
};

export type FeedPorts = { readonly store: Pick<Store, 'readOutgoing' | 'health'>; readonly clock: Clock };

/** Followers look by themselves so often: an append that broke off after its commit tells nobody. */
const LOOK_MS = 60_000;

/** @example feed.subscribe(site, async () => show(await feed.read(site, place, 100))) */
export function createFeed({ store, clock }: FeedPorts): Feed {
  const listeners = new Map<SiteId, Set<() => void>>();
  const news = new Set<SiteId>();
  let cancelLook: (() => void) | null = null;

  function tell(sites: Iterable<SiteId>): void {
    for (const site of sites) for (const listener of [...(listeners.get(site) ?? [])]) listener();
  }

  /** Out of the way of whoever published, and once for a burst. */
  function wake(site: SiteId): void {
    if (news.size === 0)
      setImmediate(() => {
        const sites = [...news];
        news.clear();
        tell(sites);
      });
    news.add(site);
  }

  function look(): void {
    cancelLook = clock.after(LOOK_MS, () => {
      look();
      tell(listeners.keys());
    });
  }

  return {
    publish: (entries) => {
      for (const { site } of entries) if (listeners.has(site)) wake(site);
    },
    subscribe: (site, listener) => {
      const known = listeners.get(site) ?? new Set();
      listeners.set(site, known.add(listener));
      if (cancelLook === null) look();
      return () => {
        known.delete(listener);
        if (known.size === 0 && listeners.get(site) === known) listeners.delete(site);
      };
    },
    read: (site, after, limit) => store.readOutgoing(site, after, limit),
    head: async () => (await store.health()).seq,
    stop: () => {
      cancelLook?.();
      listeners.clear();
    },
  };
}
