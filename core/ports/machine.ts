/** The machine: time, secrets, randomness, and files that are no part of the store. */

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

/**
 * Where the daily salts lie: never in the database, never in a backup. `save` leaves no byte of what was
 * there before.
 */
export type SaltShelf = { load(): Promise<string | null>; save(text: string): Promise<void> };

/** Erasures beside the store, one line each: a store that is put back from a backup does not take them along. */
export type ErasureLog = {
  /** Resolves when durable. */
  append(line: string): Promise<void>;
  /** Oldest first; a last line that was cut short is among them. */
  readLines(): AsyncIterable<string>;
};
