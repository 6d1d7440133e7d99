/** What a model foretells: an event, that nobody comes back, how much an order brings, or what is done next. */
import { durationMs } from '../../segments/duration.ts';

export type Label =
  /** That an event happens within a time. */
  | { readonly key: string; readonly kind: 'event'; readonly event: string; readonly withinMs: number }
  /** That nothing at all happens within a time, of persons who are known from one day to the next. */
  | { readonly key: string; readonly kind: 'absence'; readonly withinMs: number }
  /** What the next such event brings, where it comes within a time, in minor units. */
  | { readonly key: string; readonly kind: 'amount'; readonly event: string; readonly withinMs: number }
  /** Which of `NEXT_ACTIONS` follows in the session. */
  | { readonly key: string; readonly kind: 'next'; readonly withinMs: number };

export const NEXT_ACTIONS = ['view', 'cart', 'checkout', 'order', 'leave'] as const;

/** There for every site without being asked for. */
export const BUILT_IN_LABELS: readonly Label[] = [
  { key: 'purchase_7d', kind: 'event', event: 'Order Completed', withinMs: durationMs('7d') },
  { key: 'churn_30d', kind: 'absence', withinMs: durationMs('30d') },
  { key: 'order_value', kind: 'amount', event: 'Order Completed', withinMs: durationMs('7d') },
  { key: 'next_action', kind: 'next', withinMs: durationMs('30m') },
];

/** Whether its score is a probability of yes or no. */
export function isBinary({ kind }: Pick<Label, 'kind'>): boolean {
  return kind === 'event' || kind === 'absence';
}

/** Whether they foretell the same: what foretold one event says nothing of another. */
export function isSameLabel(one: Label, other: Label): boolean {
  const eventOf = (label: Label) => ('event' in label ? label.event : null);
  const isSame = one.key === other.key && one.kind === other.kind && one.withinMs === other.withinMs;
  return isSame && eventOf(one) === eventOf(other);
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** @example describeLabel(label) // 'that “Order Completed” follows within 7 days' */
export function describeLabel(label: Label): string {
  const { withinMs } = label;
  const isDays = withinMs >= DAY_MS && withinMs % DAY_MS === 0;
  const length = isDays ? withinMs / DAY_MS : withinMs / MINUTE_MS;
  const within = `${length} ${isDays ? 'day' : 'minute'}${length === 1 ? '' : 's'}`;
  if (label.kind === 'next') return `what follows in the session, within ${within}`;
  if (label.kind === 'absence') return `that nothing follows within ${within}`;
  return label.kind === 'amount'
    ? `how much “${label.event}” brings where it follows within ${within}`
    : `that “${label.event}” follows within ${within}`;
}
