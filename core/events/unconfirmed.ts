/**
 * Orders that only a page told of. Everybody has the write key, so everybody can say that something was bought: where
 * the shop's server tells of orders, a page's word is kept, and counts and sums nothing until the server's copy is here.
 */
import type { Entry, Flag, Source } from '../entry.ts';

/** Whose orders count: `any` sender's, or only those that a server told of. */
export const ORDER_SOURCES = ['any', 'server'] as const;
export type OrderSource = (typeof ORDER_SOURCES)[number];

/** @example flagsOfOrder('server', { source: 'web', name: 'Order Completed', id: 'order:1001' }) // ['unconfirmed'] */
export function flagsOfOrder(
  counted: OrderSource,
  { source, name, id }: { readonly source: Source; readonly name: string; readonly id: string },
): readonly Flag[] {
  // By whatever name it takes the id of an order: that is the server's to give.
  const isOfOrder = name.startsWith('Order ') || id.startsWith('order:');
  const isClaim = counted === 'server' && source !== 'server' && isOfOrder;
  return isClaim ? ['unconfirmed'] : [];
}

export function isUnconfirmed({ flags }: Pick<Entry, 'flags'>): boolean {
  return flags?.includes('unconfirmed') === true;
}

/** Whether amounts of an event are kept and never added up: of another currency, or nobody's but a page's word. */
export function isUnsummed({ flags }: Pick<Entry, 'flags'>): boolean {
  return flags !== undefined && (flags.includes('currency_mismatch') || flags.includes('unconfirmed'));
}
