import { reportAdded } from './collector.ts';

type Item = { readonly product_id: string; readonly quantity: number };

/** The cart form that the pages have, filled in with several products. */
function writeForm(items: readonly Item[]): HTMLFormElement {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = `${document.body.dataset.base}/cart`;
  // What the visit carries along stands in every form.
  const carried = document.querySelectorAll('[data-drawer-opener] input');
  const lines = items.map(({ product_id, quantity }) => `${product_id}.${quantity}`).join('-');
  for (const [name, value] of [
    ['action', 'add-all'],
    ['items', lines],
  ] as const) {
    const field = document.createElement('input');
    Object.assign(field, { type: 'hidden', name, value });
    form.append(field);
  }
  form.append(...[...carried].map((field) => field.cloneNode()));
  return form;
}

/** Takes over what a bundle of Inkling wants in the cart: this shop's cart is an address, which only it can write. */
export function startBundles(): void {
  document.addEventListener('inkling:add-to-cart', (event) => {
    if (!(event instanceof CustomEvent)) return;
    const items: readonly Item[] = event.detail.items;
    event.preventDefault();
    for (const { product_id, quantity } of items) reportAdded({ product_id, quantity });
    const form = writeForm(items);
    document.body.append(form);
    form.submit();
  });
}
