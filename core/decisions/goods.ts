/** Whether a discount is right for the products that a visitor has in mind. */
import type { Product } from '../catalogue/products.ts';
import { cartProducts, viewedProducts } from '../catalogue/recent.ts';
import type { Offer } from './campaign.ts';
import { type Beholder, type ProductPorts, readEvents } from './products.ts';

export type GoodsFault = 'sale_item' | 'margin_too_low';

/**
 * A code works on a whole cart: what one product of it must not have, none gets. What the catalogue does not know speaks
 * against nothing.
 *
 * @returns null where nothing speaks against it.
 * @example await findGoodsFault(ports, { discount: 0.1, leastMargin: 0.3 }, beholder) // 'margin_too_low'
 */
export async function findGoodsFault(
  ports: ProductPorts,
  offer: Offer | undefined,
  beholder: Beholder,
): Promise<GoodsFault | null> {
  if (offer === undefined || (offer.leastMargin === undefined && offer.excludesSaleItems !== true))
    return null;
  const events = await readEvents(ports, beholder);
  const cart = cartProducts(events);
  const meant = cart.length > 0 ? cart : viewedProducts(events).slice(0, 1);
  for (const { product } of meant) {
    const known = await ports.productOf(beholder.site, product);
    const fault = known === null ? null : judgeProduct(known, offer);
    if (fault !== null) return fault;
  }
  return null;
}

/** The margin is what is left of the reduced price: (price less discount less cost) / (price less discount). */
export function judgeProduct(
  { price, priceBefore, cost }: Pick<Product, 'price' | 'priceBefore' | 'cost'>,
  { discount, leastMargin, excludesSaleItems }: Offer,
): GoodsFault | null {
  if (price === undefined) return null;
  if (excludesSaleItems === true && priceBefore !== undefined && priceBefore > price) return 'sale_item';
  if (leastMargin === undefined || cost === undefined) return null;
  const reduced = price * (1 - discount);
  return reduced - cost < leastMargin * reduced ? 'margin_too_low' : null;
}
