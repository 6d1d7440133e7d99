/** What a site knows, from its store. */
import { ACCOUNTS } from '../catalogue/accounts.ts';
import type { Properties, SiteId } from '../entry.ts';
import type { RecordRow, Store } from '../ports.ts';
import { readFacts } from './site-facts.ts';
import { createWorld, type SiteWorld } from './world.ts';

type WorldStore = Pick<Store, 'listRecords' | 'readSite'>;

const ACCOUNTS_A_PAGE = 1_000;

/** @example const world = await readWorld(store, site) */
export async function readWorld(store: WorldStore, site: SiteId): Promise<SiteWorld> {
  const world = createWorld();
  await readAccounts(store, site, world);
  await readFacts(store, site, world.add);
  return world;
}

async function readAccounts(store: WorldStore, site: SiteId, world: SiteWorld): Promise<void> {
  for (let after: string | null = null; ; ) {
    const rows: readonly RecordRow[] = await store.listRecords(ACCOUNTS, site, after, ACCOUNTS_A_PAGE);
    for (const { key, value } of rows) world.setAccount(key, value as Properties);
    const last = rows.at(-1);
    if (last === undefined || rows.length < ACCOUNTS_A_PAGE) return;
    after = last.key;
  }
}
