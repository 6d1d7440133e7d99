/** Decisions and conversions as everybody outside sees them: on the stream and in webhooks. */
import type { Entry, Json } from '../entry.ts';

export type DecisionView = {
  readonly id: string;
  readonly type: 'decision';
  readonly site: string;
  /** The visitor's id, or the receiver's own pseudonym of it. */
  readonly visitor: string;
  readonly campaign: string;
  readonly version: number;
  readonly variant: string;
  readonly channel: string;
  /** `chosen`, `passed_over` by what was expected of it, `control`, or `holdout`: left out of everything. */
  readonly outcome: string;
  /** Of the channel `webhook`: what the campaign says to the receiver. */
  readonly data?: Json;
  /** ISO 8601. */
  readonly at: string;
};

export type ConversionView = {
  readonly id: string;
  readonly type: 'conversion';
  readonly site: string;
  readonly visitor: string;
  readonly campaign: string;
  readonly version: number;
  readonly variant: string;
  /** The event that reached the goal. */
  readonly event: string;
  /** What the goal sums, in major units. */
  readonly value?: number;
  readonly at: string;
};

const OUTCOMES: ReadonlySet<string> = new Set(['chosen', 'passed_over', 'control', 'holdout']);

/**
 * Whether it is a decision that somebody outside may want to hear of. One whose channel is the webhook itself is told
 * when it is carried out, for until then it may be cancelled.
 */
export function isDecision({ type, name, properties }: Entry): boolean {
  const isCarriedOut = properties.channel === 'webhook';
  if (type === 'exposure') return name === 'shown' && isCarriedOut;
  return type === 'decision' && OUTCOMES.has(name) && !isCarriedOut;
}

export function isConversion({ type, name }: Pick<Entry, 'type' | 'name'>): boolean {
  return type === 'exposure' && name === 'goal_reached';
}

/** @example viewDecision(entry).outcome // 'chosen' */
export function viewDecision(entry: Entry, visitor: string = entry.visitor ?? ''): DecisionView {
  const { campaign, version, arm, channel, data } = entry.properties;
  return {
    id: entry.id,
    type: 'decision',
    site: entry.site,
    visitor,
    campaign: String(campaign),
    version: Number(version),
    variant: String(arm),
    channel: String(channel),
    outcome: entry.type === 'exposure' ? 'chosen' : entry.name,
    ...(data !== undefined && { data }),
    at: new Date(entry.t).toISOString(),
  };
}

/** @example viewConversion(entry).event // 'Order Completed' */
export function viewConversion(entry: Entry, visitor: string = entry.visitor ?? ''): ConversionView {
  const { campaign, version, arm, event_name: event, value } = entry.properties;
  return {
    id: entry.id,
    type: 'conversion',
    site: entry.site,
    visitor,
    campaign: String(campaign),
    version: Number(version),
    variant: String(arm),
    event: String(event),
    ...(typeof value === 'number' && { value }),
    at: new Date(entry.t).toISOString(),
  };
}
