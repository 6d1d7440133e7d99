/** Puts products into the cart that the shop has. */
import type { ShownProduct } from '../../../decisions/treatment.ts';

declare global {
  interface Window {
    Shopify?: { readonly routes?: { readonly root?: string } };
  }
}

type Item = {
  readonly product_id: string;
  readonly variant_id: string | undefined;
  readonly quantity: number;
};

/**
 * Asks the page first, by a cancelable event `inkling:add-to-cart`. Whoever cancels it adds the items, and may say with
 * `detail.waitUntil(promise)` when that is done or that it failed. Where nobody does, Shopify's cart takes them:
 * https://shopify.dev/docs/api/ajax/reference/cart
 *
 * @returns whether all of them are in the cart.
 */
export async function addToCart(products: readonly ShownProduct[]): Promise<boolean> {
  let work: unknown;
  const items = products.map(
    ({ product, variant }): Item => ({ product_id: product, variant_id: variant, quantity: 1 }),
  );
  const waitUntil = (promise: unknown): void => {
    work = promise;
  };
  const detail = { items, waitUntil };
  const event = new CustomEvent('inkling:add-to-cart', { bubbles: true, cancelable: true, detail });
  try {
    if (document.dispatchEvent(event)) return await addByShopify(items);
    await work;
    return true;
  } catch {
    return false;
  }
}

async function addByShopify(items: readonly Item[]): Promise<boolean> {
  if (!self.Shopify) return false;
  const lines = items.map(({ product_id, variant_id, quantity }) => ({
    id: variant_id ?? product_id,
    quantity,
  }));
  const { ok } = await fetch(`${self.Shopify.routes?.root ?? '/'}cart/add.js`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ items: lines }),
  });
  return ok;
}
