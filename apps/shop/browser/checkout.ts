/**
 * A step of the checkout is the answer to a form: loading it again would ask to send the form again. It is given the
 * address of the beginning instead, which holds the cart and no answer.
 */
export function settleCheckout(): void {
  const beginning = document.querySelector<HTMLFormElement>('[data-beginning]')?.dataset.beginning;
  if (beginning !== undefined) history.replaceState(history.state, '', beginning);
}
