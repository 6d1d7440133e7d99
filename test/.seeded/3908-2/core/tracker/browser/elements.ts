/** What the page's own markup says of an element: its properties and its label. Never what somebody typed. */
import { isPrivate } from './address.ts';
import { guard } from './listen.ts';
import { parse } from './site.ts';
import type { Properties } from './wire.ts';

export const EVENT = 'data-inkling-event';
export const PRODUCT = 'data-inkling-product_id';
/** Selects what a visitor operates. */
export const CONTROLS = `a,button,input,select,summary,[role=button],[data-inkling-label]`;

/** The `data-inkling-*` attributes of an element; one that names no product speaks of the product around it. */
export function readProperties(element: Element): Properties {
  const properties: Record<string, unknown> = {};
  for (const owner of [element.closest(`[${PRODUCT}]`), element]) {
    for (const { name, value } of owner?.attributes ?? []) {
      const key = /^data-inkling-(?!event$|label$)(.+)/.exec(name)?.[1];
      if (!key) continue;
      properties[key] = value;
      // A list or an object is JSON; where it is not, it stays text.
      if (/^[[{]/.test(value)) guard(() => (properties[key] = parse(value)))();
    }
  }
  return properties;
}

/** At most 50 characters. @example readLabel(button) // 'Add to cart' */
export function readLabel(element: HTMLElement & { readonly name?: string }): string | undefined {
  const isWritten = element.isContentEditable || element.querySelector('[contenteditable]');
  const text = isWritten ? '' : element.textContent.replace(/\s+/g, ' ').trim();
  const label = element.dataset.inklingLabel || element.ariaLabel || element.id || element.name || text;
  return label.length > 50 || isPrivate(label) ? undefined : label;
}
