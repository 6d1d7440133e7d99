/** What counts as doing what a segment is to move. The table of docs/segment-health.md is this one. */
import type { Entry, Json } from '../entry.ts';
import { isUnconfirmed } from '../events/unconfirmed.ts';
import type { Kpi } from '../segments/condition.ts';

export type KpiRule = {
  /** Names of events; none: what counts is the first event of a new session. */
  readonly events: readonly string[];
  /** Only with an amount above 0. */
  readonly isPaid?: true;
};

const BEGUN = ['Trial Converted', 'Subscription Started'] as const;

export const KPI_RULES = {
  conversion: { events: ['Order Completed', ...BEGUN] },
  'revenue per visitor': { events: ['Order Completed', ...BEGUN, 'Subscription Renewed'], isPaid: true },
  'lifetime value': { events: ['Order Completed', ...BEGUN, 'Subscription Renewed'] },
  activation: {
    events: [
      'Product Added',
      'Product Added to Wishlist',
      'Wishlist Product Added to Cart',
      'Signed Up',
      'Account Created',
      'Feature Used',
    ],
  },
  retention: { events: [] },
  expansion: { events: ['Account Added User', 'Invite Sent', 'Subscription Started'] },
} as const satisfies Record<Kpi, KpiRule>;

const AMOUNTS = ['revenue', 'total', 'value'];

/** Whether an event counts towards a figure; never so for `retention`, of which sessions speak. */
export function countsFor(kpi: Kpi, event: Pick<Entry, 'name' | 'properties' | 'flags'>): boolean {
  const rule: KpiRule = KPI_RULES[kpi];
  if (!rule.events.includes(event.name) || isUnconfirmed(event)) return false;
  return rule.isPaid !== true || AMOUNTS.some((key) => isAbove0(event.properties[key]));
}

function isAbove0(value: Json | undefined): boolean {
  return typeof value === 'number' && value > 0;
}
