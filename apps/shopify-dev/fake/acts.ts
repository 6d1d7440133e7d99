/** What people do in a shop: each act changes what the shop has, and Shopify tells of it. */
import { randomBytes } from 'node:crypto';
import type { Wanted } from './discounting.ts';
import * as say from './payloads.ts';
import { makeCustomer, makeOrder, makeProduct, makeRefund, type Placed } from './records.ts';
import {
  type FakeCart,
  type FakeCustomer,
  type FakeOrder,
  type FakeProduct,
  type FakeRefund,
  type FakeVariant,
  gid,
  isoOf,
  type Marketing,
  type ShopState,
} from './state.ts';
import type { Webhooks } from './webhooks.ts';

export type NewVariant = { readonly title?: string; readonly priceMinor: number; readonly stock?: number };
export type NewProduct = {
  readonly handle: string;
  readonly title?: string;
  readonly productType?: string;
  readonly tags?: readonly string[];
  readonly variants?: readonly NewVariant[];
  readonly priceMinor?: number;
};
export type ProductChange = Partial<Pick<FakeProduct, 'title' | 'status' | 'tags'>> & {
  /** Of the first variant. */
  readonly priceMinor?: number;
  readonly stock?: number;
};
export type NewOrder = {
  readonly customer?: FakeCustomer | null;
  readonly cart?: FakeCart;
  readonly checkoutToken?: string;
  readonly lines?: readonly Wanted[];
  readonly code?: string;
  readonly isTest?: boolean;
};

type Tell = Webhooks['tell'];
type Checkouts = Map<string, say.FakeCheckout>;

/** @example const { placeOrder } = createActs(state, webhooks) */
export function createActs(state: ShopState, { tell }: Pick<Webhooks, 'tell'>) {
  const checkouts: Checkouts = new Map();
  return {
    ...createCustomerActs(state, tell),
    ...createProductActs(state, tell),
    ...createCartActs(state, tell, checkouts),
    ...createOrderActs(state, tell, checkouts),
    ...createDuties(state, tell),
  };
}

function createCustomerActs(state: ShopState, tell: Tell) {
  const now = () => state.clock.now();
  return {
    async createCustomer(marketing: Partial<Marketing> = {}): Promise<FakeCustomer> {
      const customer = makeCustomer(state, marketing);
      state.customers.set(customer.id, customer);
      await tell('customers/create', say.customerPayload(customer));
      return customer;
    },
    /** What they said themselves, on the storefront or by an unsubscribe link. */
    async chooseMarketing(customer: FakeCustomer, choice: Marketing['state']): Promise<void> {
      customer.marketing = { state: choice, level: 'SINGLE_OPT_IN', atMs: now() };
      customer.updatedAtMs = now();
      await tell('customers_email_marketing_consent/update', say.consentPayload(customer));
      await tell('customers/update', say.customerPayload(customer));
    },
    async deleteCustomer(customer: FakeCustomer): Promise<void> {
      state.customers.delete(customer.id);
      await tell('customers/delete', { id: customer.id, admin_graphql_api_id: gid('Customer', customer.id) });
    },
  };
}

function createProductActs(state: ShopState, tell: Tell) {
  const now = () => state.clock.now();
  return {
    async createProduct(given: NewProduct): Promise<FakeProduct> {
      const product = makeProduct(state, given);
      state.products.set(product.id, product);
      await tell('products/create', say.productPayload(product));
      return product;
    },
    async editProduct(product: FakeProduct, { priceMinor, stock, ...facts }: ProductChange): Promise<void> {
      Object.assign(product, facts, { updatedAtMs: now() });
      const [variant] = product.variants;
      if (variant)
        Object.assign(variant, { ...(priceMinor && { priceMinor }), ...(stock !== undefined && { stock }) });
      await tell('products/update', say.productPayload(product));
    },
    async deleteProduct(product: FakeProduct): Promise<void> {
      state.products.delete(product.id);
      await tell('products/delete', { id: product.id });
    },
  };
}

function createCartActs(state: ShopState, tell: Tell, checkouts: Checkouts) {
  const now = () => state.clock.now();
  async function touchCart(cart: FakeCart): Promise<void> {
    cart.updatedAtMs = now();
    await tell('carts/update', say.cartPayload(cart));
  }
  return {
    /** @param token As the storefront's cookie holds it. */
    async createCart(token: string = randomBytes(12).toString('hex')): Promise<FakeCart> {
      const cart: FakeCart = { token, createdAtMs: now(), updatedAtMs: now(), lines: [], codes: [] };
      state.carts.set(token, cart);
      await tell('carts/create', say.cartPayload(cart));
      return cart;
    },
    /** @param quantity That it has from then on; 0 takes it out. */
    async putInCart(
      cart: FakeCart,
      product: FakeProduct,
      quantity = 1,
      variant = firstOf(product),
    ): Promise<void> {
      const at = cart.lines.findIndex((line) => line.variant.id === variant.id);
      const line = { product, variant, quantity };
      if (at >= 0) cart.lines.splice(at, 1, ...(quantity > 0 ? [line] : []));
      else if (quantity > 0) cart.lines.push(line);
      await touchCart(cart);
    },
    async startCheckout(cart: FakeCart, customer: FakeCustomer | null = null): Promise<string> {
      const token = randomBytes(16).toString('hex');
      const checkout = {
        id: state.nextId(),
        token,
        cart,
        customer,
        createdAtMs: now(),
        updatedAtMs: now(),
        completedAtMs: null,
      };
      checkouts.set(token, checkout);
      await tell('checkouts/create', say.checkoutPayload(state, checkout));
      return token;
    },
  };
}

function createOrderActs(state: ShopState, tell: Tell, checkouts: Checkouts) {
  const now = () => state.clock.now();
  return {
    /** A code that may not be redeemed is left out, and the order goes on at its full price: it is told in `redemption`. */
    async placeOrder(given: NewOrder): Promise<Placed> {
      const { order, redemption } = makeOrder(state, given);
      state.orders.set(order.id, order);
      const checkout = checkouts.get(given.checkoutToken ?? '');
      if (checkout) {
        Object.assign(checkout, { completedAtMs: now(), updatedAtMs: now() });
        await tell('checkouts/update', say.checkoutPayload(state, checkout));
      }
      const payload = say.orderPayload(state, order);
      await tell('orders/create', payload);
      await tell('orders/paid', payload);
      return { order, redemption };
    },
    /** @param quantities Of each line, in their order; all of them without. */
    async refund(order: FakeOrder, quantities?: readonly number[]): Promise<FakeRefund> {
      const refund = makeRefund(state, order, quantities);
      order.refunds.push(refund);
      order.updatedAtMs = now();
      await tell('refunds/create', say.refundPayload(state, order, refund));
      await tell('orders/updated', say.orderPayload(state, order));
      return refund;
    },
    async cancelOrder(order: FakeOrder): Promise<void> {
      Object.assign(order, { cancelledAtMs: now(), updatedAtMs: now() });
      await tell('orders/cancelled', say.orderPayload(state, order));
      await tell('orders/updated', say.orderPayload(state, order));
    },
  };
}

function createDuties(state: ShopState, tell: Tell) {
  return {
    async requestData(customer: FakeCustomer): Promise<void> {
      await tell('customers/data_request', {
        ...shopOf(state),
        orders_requested: ordersOf(state, customer),
        customer: personOf(customer),
        data_request: { id: state.nextId() },
      });
    },
    async redactCustomer(customer: FakeCustomer): Promise<void> {
      customer.isRedacted = true;
      await tell('customers/redact', {
        ...shopOf(state),
        customer: personOf(customer),
        orders_to_redact: ordersOf(state, customer),
      });
    },
    /** Shopify sends it two days after the app was uninstalled. */
    redactShop: () => tell('shop/redact', shopOf(state)),
  };
}

const shopOf = ({ domain }: ShopState) => ({ shop_id: 1, shop_domain: domain });
const personOf = ({ id, email, phone }: FakeCustomer) => ({ id, email, phone });
const ordersOf = ({ orders }: ShopState, { id }: FakeCustomer) =>
  [...orders.values()].filter(({ customer }) => customer?.id === id).map((order) => order.id);

export function uninstalledPayload(state: ShopState) {
  return {
    id: 1,
    name: state.name,
    domain: state.domain,
    myshopify_domain: state.domain,
    email: 'owner@ink-and-quill.example',
    shop_owner: 'Ottilie Federkiel',
    currency: state.currency,
    iana_timezone: state.timezone,
    updated_at: isoOf(state.clock.now()),
  };
}

function firstOf({ variants }: FakeProduct): FakeVariant {
  const [variant] = variants;
  if (!variant) throw new Error('a product has one variant at least');
  return variant;
}
