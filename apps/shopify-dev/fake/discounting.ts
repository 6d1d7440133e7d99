/** Whether a code may be redeemed now, and what it takes off. */
import {
  discountStatus,
  type FakeCustomer,
  type FakeDiscount,
  type FakeProduct,
  type FakeVariant,
  type ShopState,
} from './state.ts';

export type Wanted = {
  readonly product: FakeProduct;
  readonly variant: FakeVariant;
  readonly quantity: number;
};
export type Redemption =
  | { readonly applied: true; readonly discount: FakeDiscount }
  | { readonly applied: false; readonly reason: string };

/** What a checkout says of a code that somebody types in. */
export function judgeCode(
  state: ShopState,
  code: string,
  customer: FakeCustomer | null,
  lines: readonly Wanted[],
): Redemption {
  const discount = [...state.discounts.values()].find((one) => one.code.toLowerCase() === code.toLowerCase());
  const no = (reason: string): Redemption => ({ applied: false, reason });
  if (!discount || discountStatus(discount, state.clock.now()) !== 'ACTIVE') return no('not valid');
  if (discount.usageLimit !== null && discount.uses.length >= discount.usageLimit) return no('used up');
  if (discount.customerIds && !discount.customerIds.includes(customer?.id ?? 0))
    return no('not for this customer');
  if (discount.isOncePerCustomer && customer && discount.uses.includes(customer.id))
    return no('used by them');
  if (!lines.some((line) => reaches(discount, line))) return no('nothing that it is for');
  return { applied: true, discount };
}

const reaches = ({ productIds }: FakeDiscount, { product }: Wanted): boolean =>
  productIds === null || productIds.includes(product.id);

/** For each line what is taken off; an amount goes to the lines in turn. */
export function discountLines(discount: FakeDiscount | null, lines: readonly Wanted[]): readonly number[] {
  let leftMinor = discount?.amountMinor ?? 0;
  return lines.map((line) => {
    if (!discount || !reaches(discount, line)) return 0;
    const grossMinor = line.variant.priceMinor * line.quantity;
    if (discount.percentage !== null) return Math.round(grossMinor * discount.percentage);
    const takenMinor = Math.min(leftMinor, grossMinor);
    leftMinor -= takenMinor;
    return takenMinor;
  });
}
