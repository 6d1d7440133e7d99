const toPrice = (amountMinor: number): string => (amountMinor / 100).toFixed(2);

/** Keeps price, picture and what the form will report in step with the options chosen. */
export function startPurchase(): void {
  const form = document.querySelector<HTMLFormElement>('[data-purchase]');
  if (form === null) return;
  const price = document.querySelector('[data-price]');
  const picture = document.querySelector<HTMLImageElement>('[data-picture]');
  const update = (): void => {
    const chosen = [...form.querySelectorAll<HTMLInputElement>('input[type="radio"]:checked')];
    const surchargeMinor = chosen.reduce((sum, input) => sum + Number(input.dataset.surchargeMinor), 0);
    const amount = toPrice(Number(form.dataset.priceMinor) + surchargeMinor);
    const art = chosen.find((input) => input.dataset.art !== undefined)?.dataset.art;
    if (price !== null) price.textContent = `€${amount}`;
    if (picture !== null && art !== undefined && picture.getAttribute('src') !== art) picture.src = art;
    form.setAttribute('data-inkling-price', amount);
    if (chosen.length > 0) {
      form.setAttribute('data-inkling-variant', chosen.map((input) => input.dataset.name).join(', '));
    }
    const quantity = form.querySelector<HTMLInputElement>('#quantity');
    if (quantity !== null) form.setAttribute('data-inkling-quantity', quantity.value || '1');
  };
  form.addEventListener('input', update);
  // A browser that comes back to a page may fill in what was chosen before.
  window.addEventListener('pageshow', update);
}
