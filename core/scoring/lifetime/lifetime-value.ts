/** What a customer will bring: purchases to come, times what a purchase brings. */
import { type BgNbdParams, expectedRepeats, type PurchaseHistory } from './bg-nbd.ts';
import { expectedValueMinor, type GammaGammaParams, type SpendHistory } from './gamma-gamma.ts';

export type Customer = PurchaseHistory & { readonly spend: SpendHistory };

export type ValueModel = {
  readonly purchases: BgNbdParams;
  /** With q above 1. */
  readonly spend: GammaGammaParams;
};

export type Horizon = {
  readonly weeks: number;
  /** By which a year's money loses worth: 0.15 is 15 % a year. 0 unless said. */
  readonly discountPerYear?: number;
};

const WEEKS_A_YEAR = 365 / 7;

/**
 * Expected value of a customer's purchases in the weeks to come, in minor units: what orders bring, not what is earned by
 * them. With a discount each week's purchases are worth what their value at its end is worth now. It is the discounted sum
 * of expected transactions that Fader, Hardie and Lee ("RFM and CLV", 2005) take to infinity, ended at a horizon: how long
 * a shop stays as it is nobody knows.
 *
 * @example lifetimeValueMinor({ purchases, spend }, customer, { weeks: 52, discountPerYear: 0.15 })
 */
export function lifetimeValueMinor(
  model: ValueModel,
  customer: Customer,
  { weeks, discountPerYear = 0 }: Horizon,
): number {
  const eachMinor = expectedValueMinor(model.spend, customer.spend);
  const purchasesBy = (week: number): number => expectedRepeats(model.purchases, customer, week);
  if (discountPerYear === 0) return eachMinor * purchasesBy(weeks);
  let [worth, before] = [0, 0];
  for (let week = 0; week < weeks; ) {
    week = Math.min(week + 1, weeks);
    const by = purchasesBy(week);
    worth += (by - before) / (1 + discountPerYear) ** (week / WEEKS_A_YEAR);
    before = by;
  }
  return eachMinor * worth;
}
