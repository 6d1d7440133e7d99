/**
 * What every Store must do, whatever it is built on. An adapter's own test is a factory and its oddities.
 * Each part of the port has a file of its own; they all ask for a fresh store a test.
 */
import { describe } from 'vitest';
import type { Store } from '../../core/ports.ts';
import { accountsContract } from './store-accounts.ts';
import { appendContract } from './store-append.ts';
import { ledgerContract } from './store-ledger.ts';
import { logContract } from './store-log.ts';
import { membersContract } from './store-members.ts';
import { profilesContract } from './store-profiles.ts';
import { recordsContract } from './store-records.ts';
import { removalContract } from './store-removal.ts';
import { retentionContract } from './store-retention.ts';
import { totalsContract } from './store-totals.ts';

/** A store with nothing in it, and how to get rid of it. */
export type Opened = { readonly store: Store; readonly dispose: () => Promise<void> };

/** Opens a store for the time of one test body. */
export type WithStore = (body: (store: Store) => Promise<void>) => () => Promise<void>;

/** @example storeContract('embedded', async () => openInTemporaryFolder()); */
export function storeContract(name: string, open: () => Promise<Opened>): void {
  const withStore: WithStore = (body) => async () => {
    const { store, dispose } = await open();
    try {
      await body(store);
    } finally {
      await dispose();
    }
  };
  describe(`${name} store`, () => {
    appendContract(withStore);
    logContract(withStore);
    accountsContract(withStore);
    profilesContract(withStore);
    membersContract(withStore);
    totalsContract(withStore);
    ledgerContract(withStore);
    recordsContract(withStore);
    removalContract(withStore);
    retentionContract(withStore);
  });
}
