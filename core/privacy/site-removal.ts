/**
 * A site goes with everything that it ever had: keys first, so that no door opens any more, then every row, and at last the
 * key that sealed some of them. Written down before it begins: whatever breaks it off, the next start finishes it. The log of
 * erasures has a line of it, so that it goes again from a backup that is put back.
 */
import type { SiteId } from '../entry.ts';
import { accept, type Outcome, refuse } from '../errors.ts';
import type { KeyRing } from '../identity/keys.ts';
import type { ErasureLog, Store } from '../ports.ts';
import { OWN_RECORDS, type Records } from '../records.ts';
import type { SiteRegistry } from '../sites/registry.ts';
import type { Site } from '../sites/site.ts';
import { createTurns } from '../turns.ts';
import type { AuditLog } from './audit.ts';
import { readRemovedSite, writeRemovedSite } from './logged-erasure.ts';

const COLLECTION = 'site-removals';
const MOST_OPEN = 1_000;
/** Rows at a time: others write in between. */
const ROWS = 2_000;
const NO_SITE = '' as SiteId;

/** What is left of it: nothing of the site, and nothing by which anybody could tell which it was. */
export type RemovedSite = {
  readonly site: string;
  readonly siteId: SiteId;
  /** Rows of every kind. */
  readonly rows: number;
};

export type SiteRemoval = {
  /** @param by Who asks, for the audit log of the installation. */
  remove(site: string, by: string): Promise<Outcome<RemovedSite>>;
  /** Removes again what another log of erasures says was removed. Answers how many sites. */
  reapply(lines: AsyncIterable<string>): Promise<number>;
};

export type SiteRemovalPorts = {
  readonly store: Pick<Store, 'putRecord' | 'deleteRecord' | 'listRecords' | 'removeSite'>;
  readonly sites: Pick<SiteRegistry, 'get' | 'byId' | 'list' | 'remove'>;
  readonly ring: Pick<KeyRing, 'forget'>;
  readonly audit: Pick<AuditLog, 'write'>;
  readonly erasureLog?: ErasureLog;
  readonly records?: Pick<Records, 'heard' | 'forgetSite'>;
  readonly now: () => number;
};

type Row = { readonly site: string; readonly by: string };

/**
 * Finishes first what was broken off.
 *
 * @example const { remove } = await createSiteRemoval(ports); await remove('old-shop', 'operator')
 */
export async function createSiteRemoval(ports: SiteRemovalPorts): Promise<SiteRemoval> {
  const { store, sites, ring, audit, erasureLog, records = OWN_RECORDS, now } = ports;
  const inTurn = createTurns();

  /** What was made up for whoever had it goes with it. */
  async function removeSamples(owner: SiteId, by: string): Promise<number> {
    let rows = 0;
    for (const site of sites.list().filter(({ sampleOf }) => sampleOf === owner))
      rows += await begin(site, by);
    return rows;
  }

  async function finish(siteId: SiteId, { site, by }: Row): Promise<number> {
    await sites.remove(site, siteId);
    // Nobody writes anything of it any more.
    await records.heard();
    let rows = await removeSamples(siteId, by);
    for (let removed = -1; removed !== 0; rows += removed) removed = await store.removeSite(siteId, ROWS);
    await records.forgetSite(siteId);
    await ring.forget(siteId);
    await audit.write('', { act: 'site removed', by, detail: { rows } });
    await store.deleteRecord(COLLECTION, '', siteId);
    return rows;
  }

  async function begin({ site, siteId }: Pick<Site, 'site' | 'siteId'>, by: string): Promise<number> {
    await store.putRecord(COLLECTION, '', siteId, { site, by });
    return finish(siteId, { site, by });
  }

  async function reapply(lines: AsyncIterable<string>): Promise<number> {
    let count = 0;
    for await (const line of lines) {
      const site = sites.byId(readRemovedSite(line)?.removedSite ?? NO_SITE);
      if (site === undefined) continue;
      await begin(site, 'engine');
      count += 1;
    }
    return count;
  }

  for (const { key, value } of await store.listRecords(COLLECTION, '', null, MOST_OPEN))
    await finish(key as SiteId, value as Row);
  if (erasureLog !== undefined) await reapply(erasureLog.readLines());

  return {
    reapply: (lines) => inTurn(() => reapply(lines)),
    remove: (name, by) =>
      inTurn(async () => {
        const found = sites.get(name);
        if (found === undefined)
          return refuse('unknown_site', 'site', `no site "${name}": inkling site list`);
        const { site, siteId, sampleOf } = found;
        // Made-up data may come back from a backup; what is written down of it would outlast it.
        if (sampleOf === null) await erasureLog?.append(writeRemovedSite({ removedSite: siteId, at: now() }));
        return accept({ site, siteId, rows: await begin({ site, siteId }, by) });
      }),
  };
}
