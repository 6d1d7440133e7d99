/** What the page's own markup says of an element: its properties and its label. Never what somebody typed. */
import { isPrivate } from './address.ts';
import { guard } from './listen.ts';
import { page, parse } from './site.ts';
import type { Properties } from './wire.ts';

const MARK = 'data-inkling-';
export const EVENT = `${MARK}event`;
export const PRODUCT = `${MARK}product_id`;
/** Selects the places that a page keeps for what is decided. */
export const SLOTS = `[${MARK}slot]`;
/** Selects what a visitor operates. */
export const CONTROLS = `a,button,input,select,summary,[role=button],[${MARK}label]`;

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

/** What is read of each element of the page that a selector finds. */
export const readAll = <Read>(selector: string, read: (element: HTMLElement) => Read): Read[] =>
  [...page.querySelectorAll<HTMLElement>(selector)].map(read);

/** At most 50 characters. @example readLabel(button) // 'Add to cart' */
export function readLabel(element: HTMLElement & { readonly name?: string }): string | undefined {
  const isWritten = element.isContentEditable || element.querySelector('[contenteditable]');
  const text = isWritten ? '' : element.textContent.replace(/\s+/g, ' ').trim();
  const label = element.dataset.inklingLabel || element.ariaLabel || element.id || element.name || text;
  return label.length > 50 || isPrivate(label) ? undefined : label;
}
