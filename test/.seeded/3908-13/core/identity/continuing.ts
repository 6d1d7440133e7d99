/** Who was in a session when a site's salt turned: they keep yesterday's id until that session ends. */
import type { SiteId, VisitorId } from '../entry.ts';
import type { Clock, Store } from '../ports.ts';
import type { Salt, SaltBook } from './salts.ts';

const MOST_SESSIONS = 100_000;
/** A session lasts no longer than this, so nobody continues after it. */
const LONGEST_MS = 12 * 3_600_000;

export type Continuing = {
  any(site: SiteId): boolean;
  has(site: SiteId, visitor: VisitorId): boolean;
  /** Their session is over. */
  end(site: SiteId, visitor: VisitorId): void;
};

export type ContinuingPorts = {
  readonly store: Pick<Store, 'readDue'>;
  readonly clock: Clock;
  readonly salts: SaltBook;
  /** Brings the store's rows up to date. */
  readonly flush: () => Promise<void>;
};

type Group = { readonly visitors: Set<VisitorId>; readonly until: number };

/** The salt book whose turns also note who is in a session, one turn at a time a site. */
export function createContinuing(ports: ContinuingPorts): Continuing & { readonly salts: SaltBook } {
  const { store, clock, salts, flush } = ports;
  const groups = new Map<SiteId, Group>();
  const turning = new Map<SiteId, Promise<Salt>>();

  async function turn(site: SiteId, zone: string): Promise<Salt> {
    const now = clock.now();
    const salt = await salts.turn(site, zone);
    await flush();
    const open = await store.readDue(now, Number.MAX_SAFE_INTEGER, MOST_SESSIONS);
    const visitors = new Set(open.filter((row) => row.site === site).map((row) => row.visitor));
    groups.set(site, { visitors, until: now + LONGEST_MS });
    return salt;
  }

  return {
    salts: {
      ...salts,
      turn: (site, zone) => {
        const started = turning.get(site) ?? turn(site, zone).finally(() => turning.delete(site));
        turning.set(site, started);
        return started;
      },
    },
    any: (site) => {
      const group = groups.get(site);
      return group !== undefined && group.visitors.size > 0 && clock.now() < group.until;
    },
    has: (site, visitor) => groups.get(site)?.visitors.has(visitor) === true,
    end: (site, visitor) => void groups.get(site)?.visitors.delete(visitor),
  };
}
