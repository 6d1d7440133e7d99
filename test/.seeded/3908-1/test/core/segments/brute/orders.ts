/** Recency, frequency and monetary value, straight from the order events. */
import type { Entry } from '../../../../core/entry.ts';
import type { RfmBounds } from '../../../../core/segments/condition.ts';
import { isWithin, lastsWithin } from './durations.ts';
import type { Scene } from './question.ts';
import { eventsOf } from './scene.ts';
import { scaleOf } from './values.ts';

type Order = { readonly at: number; readonly netMinor: number };

export function rfmHolds(bounds: RfmBounds, scene: Scene): boolean {
  const { t, site } = scene.question;
  const orders = ordersOf(eventsOf(scene));
  const recency = orders.length === 0 ? null : t - Math.max(...orders.map(({ at }) => at));
  const frequency = orders.length;
  const monetary = orders.reduce((sum, { netMinor }) => sum + netMinor, 0);
  const { r, f, m } = bounds;
  if (bounds.recency !== undefined && (recency === null || !lastsWithin(recency, bounds.recency)))
    return false;
  if (bounds.frequency !== undefined && !isWithin(frequency, bounds.frequency)) return false;
  if (bounds.monetary !== undefined && !isWithin(monetary / scaleOf(site.currency), bounds.monetary))
    return false;
  if (r === undefined && f === undefined && m === undefined) return true;
  if (recency === null) return false;
  const [rEdges, fEdges, mEdges] = ['r', 'f', 'm'].map((name) => edgesInForce(scene, name));
  if (r !== undefined && !(rEdges && isWithin(5 - passed(rEdges, recency), r))) return false;
  if (f !== undefined && !(fEdges && isWithin(1 + passed(fEdges, frequency), f))) return false;
  return m === undefined || (mEdges !== undefined && isWithin(1 + passed(mEdges, monetary), m));
}

function passed(edges: readonly number[], value: number): number {
  return edges.filter((edge) => value > edge).length;
}

function edgesInForce({ facts }: Scene, name: string): readonly number[] | undefined {
  const edges = facts.findLast((fact) => fact.type === 'fact' && fact.name === 'RFM Edges Computed')
    ?.properties[name];
  return Array.isArray(edges) ? edges.map(Number) : undefined;
}

/** Each order once, net of refunds, without the cancelled ones. */
function ordersOf(events: readonly Entry[]): Order[] {
  const keys = new Set(events.flatMap((event) => keyOf(event) ?? []));
  return [...keys].flatMap((key) => {
    const about = events.filter((event) => keyOf(event) === key);
    const completions = about.filter(({ name }) => name === 'Order Completed');
    const completion = completions.find(({ source }) => source === 'server') ?? completions[0];
    if (completion === undefined || about.some(({ name }) => name === 'Order Cancelled')) return [];
    const gross = amountOf(completion, ['revenue', 'subtotal', 'total', 'value']) ?? 0;
    const refunded = about
      .filter(({ name }) => name === 'Order Refunded')
      .map((refund) => amountOf(refund, ['total', 'revenue', 'value']) ?? Number.POSITIVE_INFINITY)
      .reduce((sum, amount) => sum + amount, 0);
    return [{ at: completion.t, netMinor: Math.max(0, gross - refunded) }];
  });
}

/** Two kinds of keys, so that an entry's id is never taken for an order's. */
function keyOf({ id, name, properties }: Entry): string | null {
  if (!['Order Completed', 'Order Refunded', 'Order Cancelled'].includes(name)) return null;
  const { order_id: order } = properties;
  if ((typeof order === 'string' && order !== '') || typeof order === 'number') return `order ${order}`;
  return name === 'Order Completed' ? `entry ${id}` : null;
}

/** Of the first property that is an amount; nothing in a foreign currency, whose worth nobody knows. */
function amountOf({ properties, flags }: Entry, names: readonly string[]): number | null {
  for (const name of names) {
    const value = properties[name];
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) continue;
    return flags?.includes('currency_mismatch') ? 0 : value;
  }
  return null;
}
