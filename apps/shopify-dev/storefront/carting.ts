/** The cart of a visitor: Shopify's Ajax API as far as pages use it, and the forms of the theme. */
import { randomBytes } from 'node:crypto';
import type { FakeShop } from '../fake/shop.ts';
import type { FakeCart, FakeProduct, FakeVariant } from '../fake/state.ts';
import { type Exchange, fieldsOf, type Routes, sendJson, sendTo } from './exchange.ts';
import { COOKIES, setCookie } from './shopper.ts';
import type { ShopWorld } from './shown.ts';

type Shop = Pick<FakeShop, 'acts' | 'state'>;
type Item = { readonly id: number; readonly quantity: number };

/** One item, or several as `items`. */
function itemsOf(given: Readonly<Record<string, unknown>>): readonly Item[] {
  const items = Array.isArray(given.items) ? given.items : [given];
  return items.map(({ id, quantity }) => ({ id: Number(id), quantity: Number(quantity ?? 1) }));
}

function findVariant({ state }: Shop, id: number): { product: FakeProduct; variant: FakeVariant } | null {
  for (const product of state.products.values()) {
    const variant = product.variants.find((one) => one.id === id);
    if (variant !== undefined) return { product, variant };
  }
  return null;
}

/** The token opens the cart to whoever has it with its key, so that pages are given both. */
function showCart({ state }: Shop, cart: FakeCart | null) {
  const items = (cart?.lines ?? []).map(({ product, variant, quantity }) => ({
    ...{ id: variant.id, variant_id: variant.id, product_id: product.id, quantity, sku: variant.sku },
    ...{ title: product.title, price: variant.priceMinor, line_price: variant.priceMinor * quantity },
  }));
  return {
    // Whoever has no cart is given another one with each answer.
    token: `${cart?.token ?? newToken()}?key=c0ffee`,
    ...{ items, currency: state.currency, note: null, attributes: {} },
    item_count: items.reduce((sum, { quantity }) => sum + quantity, 0),
    total_price: items.reduce((sum, { line_price }) => sum + line_price, 0),
  };
}

const newToken = (): string => `c1-${randomBytes(12).toString('hex')}`;

export function createCarting(world: ShopWorld, shop: Shop): Routes {
  const { acts, state } = shop;
  const ownCart = async (exchange: Exchange): Promise<FakeCart> => {
    const own = world.shopperOf(exchange).cart ?? (await acts.createCart(newToken()));
    setCookie(exchange.response, COOKIES.cart, own.token);
    return own;
  };
  /** @returns null: there is no such variant. */
  const put = async (exchange: Exchange, isAdded: boolean): Promise<FakeCart | null> => {
    const wanted = itemsOf(await fieldsOf(exchange.request)).map((item) => ({
      ...item,
      found: findVariant(shop, item.id),
    }));
    if (wanted.some(({ found }) => found === null)) return null;
    const cart = await ownCart(exchange);
    for (const { id, quantity, found } of wanted) {
      const before = cart.lines.find(({ variant }) => variant.id === id)?.quantity ?? 0;
      const next = isAdded ? before + quantity : quantity;
      if (found) await acts.putInCart(cart, found.product, next, found.variant);
    }
    return cart;
  };
  const missing = { status: 404, message: 'Cart Error', description: 'Cannot find variant' };
  const answerJson = (isAdded: boolean) => async (exchange: Exchange) => {
    const cart = await put(exchange, isAdded);
    if (cart === null) exchange.response.writeHead(404).end(JSON.stringify(missing));
    else sendJson(exchange.response, showCart(shop, cart));
  };
  const answerForm = (isAdded: boolean) => async (exchange: Exchange) => {
    await put(exchange, isAdded);
    sendTo(exchange.response, '/cart');
  };
  return {
    'GET /cart.js': (exchange) => sendJson(exchange.response, showCart(shop, world.shopperOf(exchange).cart)),
    'POST /cart/add.js': answerJson(true),
    'POST /cart/change.js': answerJson(false),
    'POST /cart/add': answerForm(true),
    'POST /cart/change': answerForm(false),
    'GET /discount/*': async (exchange) => {
      const cart = await ownCart(exchange);
      cart.codes = [...new Set([...cart.codes, decodeURIComponent(exchange.rest)])];
      sendTo(exchange.response, state.products.size > 0 ? '/cart' : '/');
    },
  };
}
