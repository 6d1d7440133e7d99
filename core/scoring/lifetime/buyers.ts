/** Who of a site's visitors ordered: how lately, how often, for how much, and what is to be expected of them. */
import type { SiteId } from '../../entry.ts';
import { type WalkPorts, walkVisitors } from '../../measurement/visitor-walk.ts';
import { rfmFacts } from '../../profiles/rfm.ts';
import { declinesProfiling } from '../profiling.ts';
import { probabilityAlive } from './bg-nbd.ts';
import { lifetimeValueMinor } from './lifetime-value.ts';
import type { LifetimeModel } from './model.ts';
import { summarizeOrders } from './summary.ts';

export type FoundBuyer = {
  readonly recencyMs: number;
  readonly frequency: number;
  readonly monetaryMinor: number;
  /** Null where there is no model, or the buyer declines to be profiled. */
  readonly foreseen: Foreseen | null;
};

export type Foreseen = {
  /** Null of who bought once: the model says 1 of all of them, since it lets nobody go before a second purchase. */
  readonly alive: number | null;
  /** Of the days to come; null where values cannot be told. */
  readonly valueMinor: number | null;
};

export type FoundBuyers = {
  readonly buyers: readonly FoundBuyer[];
  /** More visitors are there than were looked at: those that were are a random sample. */
  readonly isSample: boolean;
};

export type BuyersQuestion = {
  /** UTC ms. */
  readonly now: number;
  readonly timezone: string;
  readonly discountPerYear: number;
  /** What their orders are foreseen by; null: they are not. */
  readonly model: LifetimeModel | null;
  /** How far ahead values go. */
  readonly days: number;
  readonly mostVisitors: number;
};

const DAYS_A_WEEK = 7;

/**
 * Of persons alone: who gave no consent is somebody else tomorrow, and one order is all that is known of them.
 *
 * @example (await findBuyers(ports, site, { now, timezone, model: null, … })).buyers.length
 */
export async function findBuyers(
  ports: WalkPorts,
  site: SiteId,
  question: BuyersQuestion,
): Promise<FoundBuyers> {
  const { now, mostVisitors } = question;
  const buyers: FoundBuyer[] = [];
  let looked = 0;
  for await (const { profile, unit } of walkVisitors(ports, site, now)) {
    if (looked === mostVisitors) return { buyers, isSample: true };
    looked += 1;
    if (unit !== 'person') continue;
    const { recencyMs, frequency, monetaryMinor } = rfmFacts(profile, now);
    if (recencyMs === null) continue;
    const foreseen = declinesProfiling(profile, now) ? null : foresee(profile, question);
    buyers.push({ recencyMs, frequency, monetaryMinor, foreseen });
  }
  return { buyers, isSample: false };
}

function foresee(
  { orders }: Parameters<typeof rfmFacts>[0],
  { now, timezone, discountPerYear, model, days }: BuyersQuestion,
): Foreseen | null {
  const customer = model === null ? null : summarizeOrders(orders, { now, timezone });
  if (model === null || customer === null) return null;
  const { purchases, spend } = model;
  const horizon = { weeks: days / DAYS_A_WEEK, discountPerYear };
  return {
    alive: customer.repeats === 0 ? null : probabilityAlive(purchases.params, customer),
    valueMinor:
      spend && lifetimeValueMinor({ purchases: purchases.params, spend: spend.params }, customer, horizon),
  };
}
