/** Where everything lies that is kept, by who asks for it. No SQL, and no transaction that spans two visitors. */
import type { EntryStore } from './entries.ts';
import type { LedgerStore } from './ledger.ts';
import type { ProfileStore } from './profiles.ts';
import type { RecordStore } from './records.ts';
import type { RemovalStore } from './removal.ts';

export type StoreHealth = {
  readonly writable: boolean;
  /** Why not, in words for the operator. */
  readonly reason?: string;
  /** Highest place in the log. */
  readonly seq: number;
  readonly queuedEntries: number;
  readonly queuedBytes: number;
  /** Where records or entries lie that cannot be read and were passed over, once for each; left out where there are none. */
  readonly unreadable?: readonly string[];
};

/** All of them in one place, so that what belongs together is written together. */
export type Store = EntryStore &
  ProfileStore &
  RemovalStore &
  LedgerStore &
  RecordStore & {
    health(): Promise<StoreHealth>;
    /** Finishes what was accepted, then closes. */
    close(): Promise<void>;
  };
