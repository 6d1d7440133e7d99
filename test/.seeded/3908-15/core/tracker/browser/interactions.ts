/** What visitors do with the page: the click path, declared actions, chosen options, searches. */
import { CONTROLS, EVENT, PRODUCT, readLabel, readProperties } from './elements.ts';
import { listen } from './listen.ts';
import { push } from './outbox.ts';

const SEARCH = 'Products Searched';
const QUERY = `[type=search],:is([role=search],[${EVENT}$=Searched]) input:not([type=hidden])`;

/** An event, typed by what its handler makes of its target; on another one the handler fails, which the guard takes. */
type On<E> = Event & { readonly target: E };

export function watchInteractions(): void {
  listen('click', ({ target }: On<HTMLElement>) => {
    const control = target.closest<HTMLElement>(CONTROLS);
    if (!control) return;
    const name = control.getAttribute(EVENT);
    if (name) push(name, readProperties(control));
    else push('Element Clicked', { role: control.role ?? control.localName, label: readLabel(control) });
  });

  listen('change', ({ target }: On<HTMLInputElement>) => {
    const product = target.closest(`[${PRODUCT}]`);
    if (!product || !target.matches('select,[type=radio],[type=checkbox]')) return;
    push('Product Option Selected', {
      ...readProperties(product),
      option: target.name,
      value: target.value,
      checked: target.checked,
    });
  });

  listen('submit', ({ target }: On<HTMLFormElement>) => {
    const name = target.getAttribute(EVENT) ?? SEARCH;
    const field: { value?: string } | null =
      name === SEARCH ? target.querySelector<HTMLInputElement>(QUERY) : {};
    if (field) push(name, { ...readProperties(target), query: field.value });
  });
}
