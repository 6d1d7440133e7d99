/** The checkout: no theme is there, only the pixel, which hears of each step on the page that follows it. */
import type { FakeShop } from '../fake/shop.ts';
import type { FakeCart, FakeOrder } from '../fake/state.ts';
import { type Exchange, type Routes, sendMissing, sendTo } from './exchange.ts';
import { COOKIES, setCookie } from './shopper.ts';
import { placeOf, type ShopWorld, showPage } from './shown.ts';
import { type CheckoutStep, checkoutEvent } from './standard-events.ts';

type Checkout = { readonly token: string; readonly cart: FakeCart; order: FakeOrder | null };
type Step = {
  readonly title: string;
  readonly button: string;
  /** What the pixel hears of when the page opens. */
  readonly told: readonly CheckoutStep[];
};

const STEPS: Readonly<Record<string, Step>> = {
  information: { title: 'Contact and address', button: 'Go on to shipping', told: ['checkout_started'] },
  shipping: {
    title: 'Shipping',
    button: 'Go on to payment',
    told: ['checkout_contact_info_submitted', 'checkout_address_info_submitted'],
  },
  payment: { title: 'Payment', button: 'Pay now', told: ['checkout_shipping_info_submitted'] },
  thank_you: { title: 'Thank you', button: '', told: ['payment_info_submitted', 'checkout_completed'] },
};
const NAMES = Object.keys(STEPS);

export function createCheckingOut(world: ShopWorld, { acts }: Pick<FakeShop, 'acts'>): Routes {
  const checkouts = new Map<string, Checkout>();
  /** `TOKEN/shipping` */
  const find = ({ rest }: Exchange) => {
    const [token = '', name = ''] = rest.split('/');
    const [checkout, step] = [checkouts.get(token), STEPS[name]];
    return checkout && step ? { checkout, step, name } : null;
  };
  const begin = async (exchange: Exchange) => {
    const { cart, customer } = world.shopperOf(exchange);
    if (cart === null || cart.lines.length === 0) return sendTo(exchange.response, '/cart');
    const token = await acts.startCheckout(cart, customer);
    checkouts.set(token, { token, cart, order: null });
    sendTo(exchange.response, `/checkouts/cn/${token}/information`);
  };
  return {
    'POST /checkout': begin,
    'GET /checkout': begin,
    'GET /checkouts/cn/*': (exchange) => {
      const found = find(exchange);
      if (found === null) return sendMissing(exchange.response);
      const { checkout, step } = found;
      const facts = { ...checkout, email: world.shopperOf(exchange).customer?.email ?? null };
      const place = placeOf(exchange, world);
      showPage(world, exchange, {
        ...{ title: step.title, kind: 'checkout', cart: checkout.cart },
        events: step.told.map((name) => checkoutEvent(place, name, facts)),
        more: {
          ...{ button: step.button, is_done: checkout.order !== null },
          order_number: checkout.order?.number,
        },
      });
    },
    'POST /checkouts/cn/*': async (exchange) => {
      const found = find(exchange);
      if (found === null) return sendMissing(exchange.response);
      const { checkout, name } = found;
      const next = NAMES[NAMES.indexOf(name) + 1] ?? name;
      if (next === 'thank_you') await pay(exchange, checkout);
      sendTo(exchange.response, `/checkouts/cn/${checkout.token}/${next}`);
    },
  };

  async function pay(exchange: Exchange, checkout: Checkout): Promise<void> {
    const { cart, token } = checkout;
    if (checkout.order !== null) return;
    const { customer } = world.shopperOf(exchange);
    const [code] = cart.codes;
    const placed = await acts.placeOrder({
      ...{ customer, cart, checkoutToken: token },
      ...(code !== undefined && { code }),
    });
    checkout.order = placed.order;
    setCookie(exchange.response, COOKIES.cart, '');
  }
}
