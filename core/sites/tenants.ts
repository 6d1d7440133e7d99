/** Keys, sites and who was erased there: what everything else stands on. */
import type { SiteId } from '../entry.ts';
import { createKeyRing, type KeyRing, watchMaster } from '../identity/keys.ts';
import type { Clock, ErasureLog, Fellows, Keys, Peers, Store } from '../ports.ts';
import { type AuditLog, createAuditLog } from '../privacy/audit.ts';
import { type ErasureGuard, guardErased } from '../privacy/erasure-guard.ts';
import { createSiteRemoval, type SiteRemoval } from '../privacy/site-removal.ts';
import { createTombstones, type Tombstones } from '../privacy/tombstones.ts';
import { announceRecords, type Records } from '../records.ts';
import { createSiteRegistry, type SiteRegistry } from './registry.ts';

export type Tenants = {
  readonly ring: KeyRing;
  readonly sites: SiteRegistry;
  readonly siteIds: readonly SiteId[];
  readonly erased: Tombstones;
  /** In which nothing of somebody who was erased is written. */
  readonly store: Store;
  readonly passed: ErasureGuard['passed'];
  readonly audit: AuditLog;
  readonly removal: SiteRemoval;
  /** What other servers change. */
  readonly records: Records;
  /** Other servers on the same store; undefined where this one is alone. */
  readonly peers: Peers | undefined;
};

export type TenantPorts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly keys: Keys;
  readonly masterKey: Uint8Array;
  /** Left out: a backup that is put back brings back sites that were removed. */
  readonly erasureLog?: ErasureLog;
  /** Never decreases. */
  readonly now: () => number;
  readonly fellows?: Pick<Fellows, 'peers'>;
  readonly onFault?: (error: unknown) => void;
};

/** @throws InklingError `wrong_master_key` when the store was sealed with another one. */
export async function openTenants({ fellows, onFault = ignore, ...given }: TenantPorts): Promise<Tenants> {
  const announced = announceRecords({ store: given.store, peers: fellows?.peers, onFault });
  const { records } = announced;
  const ports = { ...given, ...announced };
  const ring = await createKeyRing(ports.masterKey, ports.store);
  watchMaster(ports.masterKey, { ...announced, onFault });
  const audit = createAuditLog(ports.store, ports.clock, ports.keys);
  const sites = await createSiteRegistry({ ...ports, clock: { now: ports.now }, ring });
  const removal = await createSiteRemoval({ ...ports, sites, ring, audit });
  const erased = await createTombstones({ ...ports, quiet: given.store, sites });
  const guard = guardErased(ports.store, erased);
  sites.onRemove(({ siteId }) => {
    erased.forget(siteId);
    ring.drop(siteId);
  });
  const siteIds = sites.list().map((site) => site.siteId);
  return { ring, sites, siteIds, erased, ...guard, audit, removal, records, peers: fellows?.peers };
}

const ignore = (): void => undefined;
