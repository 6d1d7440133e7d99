/**
 * The cart of WooCommerce, for a message with several products: its Store API takes them one by one, each with the nonce that
 * the answer before it brought. Loaded when somebody presses the button.
 */

/** As core/tracker/browser/treatments/cart.ts says them. */
export type CartItem = {
  readonly product_id: string;
  readonly variant_id?: string;
  readonly quantity: number;
};

declare global {
  interface Window {
    readonly jQuery?: (element: HTMLElement) => { trigger(name: string): void };
  }
}

/**
 * @param api The Store API's address, with a slash at its end.
 * @throws Error where the shop refuses one of them: it says itself what is sold out.
 * @example await addToCart([{ product_id: '7', quantity: 1 }], 'https://shop.example/wp-json/wc/store/v1/')
 */
export async function addToCart(items: readonly CartItem[], api: string): Promise<void> {
  let answer = await ask(`${api}cart`, { cache: 'no-store' });
  for (const { product_id, variant_id, quantity } of items) {
    answer = await ask(`${api}cart/add-item`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', nonce: answer.headers.get('nonce') ?? '' },
      body: JSON.stringify({ id: Number(variant_id ?? product_id), quantity }),
    });
  }
  // Small carts in the page's head, made of blocks or of fragments, read the cart anew.
  document.body.dispatchEvent(new CustomEvent('wc-blocks_added_to_cart', { bubbles: true }));
  self.jQuery?.(document.body).trigger('wc_fragment_refresh');
}

async function ask(url: string, init: RequestInit): Promise<Response> {
  const answer = await fetch(url, init);
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer;
}
