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
  /** By which a week's money loses worth: 0.002 for about a tenth a year. 0 unless said. */
  readonly discountPerWeek?: number;
};

/**
 * Expected value of a customer's purchases in the weeks to come, in minor units: what orders bring, not what is earned by
 * them. With a discount each week's purchases are worth what their value at its end is worth now.
 *
 * @example lifetimeValueMinor({ purchases, spend }, customer, { weeks: 52, discountPerWeek: 0.002 })
 */
export function lifetimeValueMinor(
  model: ValueModel,
  customer: Customer,
  { weeks, discountPerWeek = 0 }: Horizon,
): number {
  const eachMinor = expectedValueMinor(model.spend, customer.spend);
  const purchasesBy = (week: number): number => expectedRepeats(model.purchases, customer, week);
  if (discountPerWeek === 0) return eachMinor * purchasesBy(weeks);
  let [worth, before] = [0, 0];
  for (let week = 0; week < weeks; ) {
    week = Math.min(week + 1, weeks);
    const by = purchasesBy(week);
    worth += (by - before) / (1 + discountPerWeek) ** week;
    before = by;
  }
  return eachMinor * worth;
}
