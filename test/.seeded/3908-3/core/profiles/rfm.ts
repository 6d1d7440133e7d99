/** Recency, frequency and monetary value: the facts, from which conditions and quintiles are made. */
import { totalOrders } from './orders.ts';
import type { Profile } from './profile.ts';

export type RfmFacts = {
  /** Since the latest order, in ms; null without any. */
  readonly recencyMs: number | null;
  /** Orders completed and not cancelled. */
  readonly frequency: number;
  /** Net of refunds, in minor units of the site's currency. */
  readonly monetaryMinor: number;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
};

/**
 * Facts about a visitor's orders as of an instant not before the latest of them.
 *
 * @example rfmFacts(profile, clock.now()).frequency >= 3
 */
export function rfmFacts(profile: Profile, now: number): RfmFacts {
  const { tally, netMinor } = totalOrders(profile.orders);
  return {
    recencyMs: tally && Math.max(0, now - tally.last),
    frequency: tally?.count ?? 0,
    monetaryMinor: Number(netMinor),
    firstAt: tally?.first ?? null,
    lastAt: tally?.last ?? null,
  };
}
