/**
 * What the core asks of the outside world. Every port is small, and has one contract suite in test/contract/ that each
 * adapter passes.
 */

export type * from './ports/entries.ts';
export type * from './ports/jobs.ts';
export type * from './ports/ledger.ts';
export type * from './ports/machine.ts';
export type * from './ports/peers.ts';
export type * from './ports/platform.ts';
export type * from './ports/profiles.ts';
export type * from './ports/records.ts';
export type * from './ports/removal.ts';
export type * from './ports/store.ts';
