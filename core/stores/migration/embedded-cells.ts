/** How rows of an embedded store are told, and the small types that all of its tables share. */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { SiteId, VisitorId } from '../../entry.ts';
import { toStoredVisitor } from '../codec.ts';
import type { SiteCodes } from '../site-codes.ts';

/** One table: its rows of a site, or of all sites where its key is not by site, and how one is written and removed. */
export type StoredTable<Row> = {
  /** Tables that hold it. */
  readonly from: readonly string[];
  readonly isBySite: boolean;
  /** What is counted where a row of it is not one of the table. */
  readonly counted?: string;
  read(site: { readonly code: number; readonly site: string }): Iterable<Row>;
  write(row: Row): void;
  remove(row: Row): void;
};

export type Ports = { readonly db: DatabaseSync; readonly sites: SiteCodes };
export type Site = { readonly code: number; readonly site: string };

export const hex = (cell: unknown): string => Buffer.from(cell as Uint8Array).toString('hex');
export const visitorOf = (cell: unknown): VisitorId | null =>
  cell === null ? null : (hex(cell) as VisitorId);
export const storedVisitor = (visitor: VisitorId | null): SQLInputValue =>
  visitor === null ? null : toStoredVisitor(visitor);
export const siteOf = ({ site }: Site): SiteId => site as SiteId;
