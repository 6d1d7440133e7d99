import type { Response, Router } from 'express';
import { redirect } from './answers.ts';
import { advanceCheckout, readAnswers, STEPS } from './checkout.ts';
import type { Orders } from './orders.ts';
import { checkoutPage } from './pages/checkout.ts';
import { confirmationPage } from './pages/confirmation.ts';
import { missingPage } from './pages/missing.ts';
import { linkTo } from './pages/page.ts';
import { type Asked, type Read, showPage } from './routing.ts';
import { readField } from './visit.ts';

function startCheckout(response: Response, { page, fields }: Asked, orders: Orders): void {
  const progress = { at: STEPS[0], completed: null, answers: readAnswers({}), problems: [] };
  const checkoutId = orders.readCheckoutId(fields);
  const checkout = {
    checkoutId,
    step: STEPS[0],
    progress,
    isNew: checkoutId !== readField(fields, 'checkout'),
  };
  showPage(response, page, checkoutPage(page, checkout));
}

function placeOrder(response: Response, { page, fields }: Asked, orders: Orders): void {
  const order = orders.place(orders.readCheckoutId(fields), page.visit.cart);
  const emptied = { ...page, visit: { ...page.visit, cart: [] } };
  redirect(response, linkTo(emptied, '/order', { ...orders.toParameters(order), new: '1' }));
}

function continueCheckout(response: Response, asked: Asked, orders: Orders): void {
  const progress = advanceCheckout(asked.fields);
  if (progress.at === 'done') {
    placeOrder(response, asked, orders);
    return;
  }
  const checkoutId = orders.readCheckoutId(asked.fields);
  const content = checkoutPage(asked.page, { checkoutId, step: progress.at, progress, isNew: false });
  showPage(response, asked.page, content, progress.problems.length > 0 ? 422 : 200);
}

/** The checkout and its end. An empty cart leads back to the cart. */
export function addCheckout(router: Router, read: Read, orders: Orders): void {
  const withCart =
    (take: (response: Response, asked: Asked, orders: Orders) => void) =>
    (asked: Asked, response: Response): void => {
      if (asked.page.visit.cart.length === 0) redirect(response, linkTo(asked.page, '/cart'));
      else take(response, asked, orders);
    };
  const start = withCart(startCheckout);
  const go = withCart(continueCheckout);
  router.get('/checkout', (request, response) => start(read(request), response));
  router.post('/checkout', (request, response) => go(read(request), response));
  router.get('/order', (request, response) => {
    const { page, fields } = read(request);
    const order = orders.read(fields);
    if (order === null) showPage(response, page, missingPage(page), 404);
    else showPage(response, page, confirmationPage(page, order, readField(fields, 'new') === '1'));
  });
}
