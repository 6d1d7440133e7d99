/**
 * Sites that another server removes. What this one had under way for them may come after the removal has passed: so it
 * writes nothing more of them, and removes what it wrote until it knew.
 */
import type { Store } from '../../core/ports.ts';
import type { LogPlaces } from './log-places.ts';

export type ShutElsewhere = {
  /** Sites of which nothing is written any more. */
  readonly shut: Set<string>;
  /** Begins to remove what is left; nothing where this server removes the site itself. */
  note(site: string): void;
  /** Tries again what failed. */
  again(): void;
  /** Resolves when nothing of it is under way. */
  settle(): Promise<void>;
};

/**
 * @param sweep Removes every row of a site.
 * @param underWay What may still write; awaited before the sweep.
 * @example const { shut, note } = createShutElsewhere((site) => sweepSite(db, site), () => going)
 */
export function createShutElsewhere(
  sweep: (site: string) => Promise<void>,
  underWay: () => Iterable<Promise<unknown>>,
): ShutElsewhere {
  const shut = new Set<string>();
  const failed = new Set<string>();
  const sweeping = new Set<Promise<void>>();

  async function run(site: string): Promise<void> {
    await Promise.allSettled(underWay());
    try {
      await sweep(site);
    } catch {
      // Nobody waits for it. It is tried again with the next command, and when a server starts.
      failed.add(site);
    }
  }

  function start(site: string): void {
    failed.delete(site);
    const running = run(site).finally(() => sweeping.delete(running));
    sweeping.add(running);
  }

  return {
    shut,
    note(site) {
      if (shut.has(site)) return;
      shut.add(site);
      start(site);
    },
    again() {
      for (const site of [...failed]) start(site);
    },
    async settle() {
      await Promise.all(sweeping);
    },
  };
}

/**
 * What is under way ends first; then every server is told, and the site goes.
 *
 * @param remove Removes some rows of a site.
 * @example const removeSite = createSiteRemoval(places, () => going, remove)
 */
export function createSiteRemoval(
  places: Pick<LogPlaces, 'shut' | 'isShut'>,
  underWay: () => Iterable<Promise<unknown>>,
  remove: Store['removeSite'],
): Store['removeSite'] {
  return async (site, limit) => {
    const before = underWay();
    if (!places.isShut(site)) {
      await Promise.allSettled(before);
      await places.shut(site);
    }
    return remove(site, limit);
  };
}
