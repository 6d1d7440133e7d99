/** All that is counted of one site, and how an entry of its log counts. */

import type { LoggedEntry, SiteId } from '../../entry.ts';
import { isUnconfirmed } from '../../events/unconfirmed.ts';
import { inSlices } from '../../turn.ts';
import { createLedger, type OrderLedger, takeOrder } from './order-ledger.ts';
import { shrinkTable } from './shrinking.ts';
import {
  createTable,
  extendBasket,
  isOverfull,
  type PairTable,
  retractBasket,
  TABLE_BOUNDS,
  type TableBounds,
} from './table.ts';
import { isOrder } from './told-products.ts';
import { createVisiting, type Visiting, type VisitingPorts, type VisitorEvent } from './visiting.ts';
import type { Counting } from './visits.ts';

/** `viewed`: in one session; `bought`: in one order. */
export const RELATION_KINDS = ['viewed', 'bought'] as const;
export type RelationKind = (typeof RELATION_KINDS)[number];

export type SiteRelations = {
  readonly site: SiteId;
  /** All of the log up to here has counted. */
  place: number;
  readonly tables: Record<RelationKind, PairTable>;
  orders: OrderLedger;
  readonly visiting: Visiting;
};

export type SiteRelationsPorts = VisitingPorts & { readonly bounds?: TableBounds };

/** @example const relations = createSiteRelations({ site, store, gapMs: () => 1_800_000 }) */
export function createSiteRelations(ports: SiteRelationsPorts): SiteRelations {
  const { site, bounds = TABLE_BOUNDS } = ports;
  return {
    site,
    place: 0,
    tables: { viewed: createTable(bounds), bought: createTable(bounds) },
    orders: createLedger(),
    visiting: createVisiting(ports),
  };
}

/**
 * Counts the next entry of the site's log; one that has counted changes nothing. Where it throws, the entry has not
 * counted at all.
 */
export async function takeEntry(relations: SiteRelations, entry: LoggedEntry): Promise<void> {
  if (entry.seq <= relations.place) return;
  if (entry.type === 'event') await takeEvent(relations, entry);
  relations.place = entry.seq;
}

async function takeEvent(relations: SiteRelations, event: LoggedEntry): Promise<void> {
  const { tables, visiting, orders } = relations;
  if (isUnconfirmed(event)) return;
  if (isOrder(event)) takeOrder(orders, event, countingIn(tables.bought));
  else if (isVisitors(event)) {
    if (visiting.needsRecall(event)) await visiting.recall(event);
    visiting.take(event, countingIn(tables.viewed));
  }
  for (const kind of RELATION_KINDS) {
    if (isOverfull(tables[kind])) tables[kind] = await inSlices(shrinkTable(tables[kind]));
  }
}

function isVisitors(entry: LoggedEntry): entry is VisitorEvent {
  return entry.visitor !== null;
}

function countingIn(table: PairTable): Counting {
  return {
    extend: (basket, product) => extendBasket(table, basket, product),
    retract: (basket) => retractBasket(table, basket),
  };
}

/** Whether anything has changed since it was saved. */
export function hasChanged({ tables, orders }: SiteRelations): boolean {
  return orders.changed.size > 0 || RELATION_KINDS.some((kind) => tables[kind].changed.size > 0);
}
