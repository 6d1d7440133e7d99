/**
 * Records that several servers on one store have in memory: who changes one tells the others, and they read it again.
 * Of other collections nobody is told.
 */
import type { Json, SiteId } from './entry.ts';
import { InklingError } from './errors.ts';
import type { PeerNotice, Peers, Store } from './ports.ts';
import { unreadableNotice } from './unreadable-notice.ts';

const TOPIC = 'record';
const HEARD = 'records-heard';

/** Reads it again from the store, where it may be gone. */
export type Reload = (site: SiteId, key: string) => Promise<void>;

export type Records = {
  /** Calls back for every record of the collection that another server puts or deletes from now on. */
  on(collection: string, reload: Reload): void;
  /** Resolves when every other server has read again what this one has changed so far. */
  heard(): Promise<void>;
  /** What was told of a site is kept no longer: it is removed, and every other server has heard so. */
  forgetSite(site: SiteId): Promise<void>;
};

export type RecordsPorts = {
  readonly store: Store;
  /** Left out where this server is alone. */
  readonly peers?: Pick<Peers, 'on' | 'tellOf' | 'tellAndWait' | 'forgetSite'> | undefined;
  /** What cannot be read again is left as it was known, and said once. */
  readonly onFault: (error: unknown) => void;
};

/** Where nobody else is. */
const nothing = async (): Promise<void> => undefined;
export const OWN_RECORDS: Records = { on: () => undefined, heard: nothing, forgetSite: nothing };

/** @example const { store, records } = announceRecords({ store: opened, peers, onFault }); records.on('plans', reload) */
export function announceRecords({ store, peers, onFault }: RecordsPorts): {
  readonly store: Store;
  readonly records: Records;
} {
  if (peers === undefined) return { store, records: OWN_RECORDS };
  const reloads = new Map<string, readonly Reload[]>();

  function telling<T>(collection: string, site: string, key: string, write: () => Promise<T>): Promise<T> {
    if (peers === undefined || !reloads.has(collection)) return write();
    return peers.tellOf({ topic: TOPIC, site, body: { collection, key } }, write);
  }

  peers.on(TOPIC, async (notice) => {
    const { collection, key } = readBody(notice);
    for (const reload of reloads.get(collection) ?? [])
      await reload(notice.site as SiteId, key).catch((error: unknown) => passOver(error, onFault));
  });
  peers.on(HEARD, async () => undefined);

  return {
    store: {
      ...store,
      putRecord: (collection, site, key, ...value) =>
        telling(collection, site, key, () => store.putRecord(collection, site, key, ...value)),
      deleteRecord: async (collection, site, key, ...standing) => {
        // What is told is kept for a while, and a key that names nothing may be anything that somebody typed.
        if ((await store.getRecord(collection, site, key)) === undefined) return false;
        return telling(collection, site, key, () => store.deleteRecord(collection, site, key, ...standing));
      },
    },
    records: {
      on: (collection, reload) => {
        reloads.set(collection, [...(reloads.get(collection) ?? []), reload]);
      },
      heard: () => peers.tellAndWait({ topic: HEARD, site: '', body: null }),
      forgetSite: peers.forgetSite,
    },
  };
}

/** Notices behind one that fails wait for it: only for what passes by itself. */
function passOver(error: unknown, onFault: (error: unknown) => void): void {
  if (error instanceof InklingError && error.code === 'store_unavailable') throw error;
  onFault(error);
}

function readBody({ topic, body }: PeerNotice): { readonly collection: string; readonly key: string } {
  const { collection, key } = (body as { readonly collection?: Json; readonly key?: Json } | null) ?? {};
  if (typeof collection !== 'string' || typeof key !== 'string') throw unreadableNotice(topic);
  return { collection, key };
}
