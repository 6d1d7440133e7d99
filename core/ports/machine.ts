/** The machine: time, secrets, randomness, and files that are no part of the store. */
import type { SiteId } from '../entry.ts';

/** Time. Production reads the machine's clock; tests move their own. */
export type Clock = {
  /** UTC milliseconds. */
  now(): number;
  /** Calls back once, `ms` from now; the answer cancels it. */
  after(ms: number, callback: () => void): () => void;
};

/** Secrets at rest and randomness. Sealing is AES-256-GCM under the site's data key, which the master key wraps. */
export type Keys = {
  /** Encrypts text; `purpose` is authenticated with it, so a value sealed for one place opens in no other. */
  seal(text: string, purpose: string): string;
  /** @throws InklingError `sealed_elsewhere` when key or purpose differ. */
  open(sealed: string, purpose: string): string;
  random(bytes: number): Uint8Array;
};

/** 32 random bytes in base64, of a calendar day of a site. */
export type ShelvedSalt = {
  readonly site: SiteId;
  readonly day: string;
  /** UTC ms. */
  readonly createdAt: number;
  readonly salt: string;
};

/**
 * Where the daily salts lie: never in the database, never in a backup of it. Servers that share a store share the shelf as
 * well, so that a visitor has one id a day whichever of them is asked.
 */
export type SaltShelf = {
  /** What lies there, the earliest day first; of one site, where one is named. */
  list(site?: SiteId): Promise<readonly ShelvedSalt[]>;
  /** Puts it there where none of its site and day lies. Answers the one that lies there, once that is durable. */
  put(salt: ShelvedSalt): Promise<ShelvedSalt>;
  /** Takes away those that were made at `madeUntil` or before, and leaves no byte of them; answers which they were. */
  destroy(madeUntil: number): Promise<readonly Omit<ShelvedSalt, 'salt'>[]>;
};

/** Erasures beside the store, one line each: a store that is put back from a backup does not take them along. */
export type ErasureLog = {
  /** Resolves when durable. */
  append(line: string): Promise<void>;
  /** Oldest first; a last line that was cut short is among them. */
  readLines(): AsyncIterable<string>;
};
