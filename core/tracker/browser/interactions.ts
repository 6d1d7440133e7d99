/** What visitors do with the page: the click path, declared actions, chosen options, searches. */
import { CONTROLS, EVENT, PRODUCT, readLabel, readProperties } from './elements.ts';
import { listen } from './listen.ts';
import type { Push } from './wire.ts';

const SEARCH = 'Products Searched';
const QUERY = `[type=search],:is([role=search],[${EVENT}$=Searched]) input:not([type=hidden])`;

/** An event, typed by what its handler makes of its target; on another one the handler fails, which the guard takes. */
type On<E> = Event & { readonly target: E };

export function watchInteractions(push: Push): void {
  listen<On<HTMLElement>>('click', ({ target }) => {
    const control = target.closest<HTMLElement>(CONTROLS);
    const name = control?.getAttribute(EVENT);
    if (name) push(name, readProperties(control));
    else if (control) push('Element Clicked', { role: control.role ?? control.localName, label: readLabel(control) });
  });

  listen<On<HTMLInputElement>>('change', ({ target }) => {
    const product = target.closest(`[${PRODUCT}]`);
    if (!product || !target.matches('select,[type=radio],[type=checkbox]')) return;
    const { name: option, value, checked } = target;
    push('Product Option Selected', { ...readProperties(product), option, value, checked });
  });

  listen<On<HTMLFormElement>>('submit', ({ target }) => {
    const name = target.getAttribute(EVENT) ?? SEARCH;
    const field = name === SEARCH ? target.querySelector<HTMLInputElement>(QUERY) : target;
    if (field) push(name, { ...readProperties(target), query: field.value });
  });
}
