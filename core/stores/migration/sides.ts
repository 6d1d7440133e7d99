/** The two ends of a migration: what is asked of a store beside its rows. */
import type { ErasureLog, SaltShelf, Store } from '../../ports.ts';
import type { ReadTables, WriteTables } from './tables.ts';

type Side = {
  /** Records by which the master key and the sites are known. */
  readonly records: Pick<Store, 'getRecord' | 'listRecords'>;
  close(): Promise<void>;
};

export type SourceSide = Side &
  ReadTables & {
    /** @throws InklingError `server_running` where somebody writes to it. */
    assertIdle(): Promise<void>;
    /** What could not be read so far, once for each row; a side without it refuses such a row. */
    passedOver?(): readonly string[];
  };

export type TargetSide = Side &
  WriteTables & {
    isEmpty(): Promise<boolean>;
    /** See note.ts; null where nothing ever came into it. */
    readNote(): Promise<string | null>;
    writeNote(text: string): Promise<void>;
    /** What can be done once all is there. @param hasRemoved Rows were removed, of which no byte may stay. */
    tidy(hasRemoved: boolean): Promise<void>;
  };

/** What lies beside a store: null where this version has no place for it there. */
export type Shelves = { readonly salts: SaltShelf | null; readonly erasures: ErasureLog | null };
