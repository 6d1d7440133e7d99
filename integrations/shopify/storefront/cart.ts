/** The cart, asked for only where the visitor allows analytics: its token is what joins page, checkout and order. */
import type { Cart } from './shopify-page.ts';

/** A page that waits for a slow cart goes on without. */
const PATIENCE_MS = 2_000;

/**
 * @param address Of the cart's page, in the language of this one.
 * @returns null where nothing is in it: such a token joins nothing, and changes with each answer.
 */
export async function readCart(address: string): Promise<Cart | null> {
  const aborter = new AbortController();
  const timer = setTimeout(() => aborter.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(`${address}.js`, { signal: aborter.signal });
    const cart: Cart = await answer.json();
    return cart.item_count ? cart : null;
  } catch {
    // The visit is told without its cart.
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/** @example cartId({ token: 'c1-abc?key=def' }) // 'c1-abc', without what opens the cart to whoever has it */
export const cartId = ({ token }: Pick<Cart, 'token'>): string => token.replace(/\?.*/, '');

/** Properties of `Cart Viewed`, as the tracker reads them off the page. */
export const describeCart = (cart: Cart): Record<string, string> => ({
  value: `${cart.total_price / 100}`,
  currency: cart.currency,
  products: JSON.stringify(
    cart.items.map(({ product_id, variant_id, sku, quantity, price }) => ({
      product_id: `${product_id}`,
      variant_id: `${variant_id}`,
      sku: sku || undefined,
      quantity,
      price: price / 100,
    })),
  ),
});
