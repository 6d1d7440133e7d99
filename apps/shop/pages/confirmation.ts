import { totalsOf } from '../cart.ts';
import { STEPS } from '../checkout.ts';
import { html } from '../html.ts';
import { CURRENCY, toDecimal } from '../money.ts';
import type { Order } from '../orders.ts';
import { lineProperties, trackEvent } from '../tracking.ts';
import { renderSummary } from './cart.ts';
import type { Content } from './layout.ts';
import { linkTo, type Page } from './page.ts';

/** Thanks, and the one place that reports an order: when it is `isNew`, not when its page is looked at again. */
export function confirmationPage(page: Page, order: Order, isNew: boolean): Content {
  const totals = totalsOf(order.cart);
  // The form of the last step leads here, so this page says that it was completed, as each step says it of the one before.
  const completed = trackEvent('Checkout Step Completed', {
    checkout_id: order.checkoutId,
    step: STEPS.length,
  });
  const event = trackEvent('Order Completed', {
    order_id: order.id,
    checkout_id: order.checkoutId,
    subtotal: toDecimal(totals.subtotalMinor),
    revenue: toDecimal(totals.subtotalMinor),
    shipping: toDecimal(totals.shippingMinor),
    total: toDecimal(totals.totalMinor),
    currency: CURRENCY,
    products: lineProperties(order.cart),
  });
  return {
    title: 'Thank you',
    main: html`${isNew && html`<span ${completed}></span>`}<section class="narrow"${isNew && html` ${event}`}><h1>Thank you</h1><p class="lead">Order <strong>${order.id}</strong> is complete. Nothing was paid and nothing will be sent, but the engine saw an order.</p>
<section class="box" aria-labelledby="order"><h2 id="order">Your order</h2>${renderSummary(order.cart)}</section>
<p>Your name and address were checked and dropped: neither this shop nor Inkling has them.</p>
<p class="actions"><a class="button" href="${linkTo(page, '/')}">Back to the shop</a></p></section>`,
  };
}
