/** Builds elements. Text goes in as text and addresses are looked at: no data ever becomes markup. */
import type { Text } from '../../../decisions/treatment.ts';
import { chooseText } from './text.ts';

export type Child = Node | string | false | null | undefined;
type Attributes = { readonly [name: string]: string | number | undefined };

/**
 * @param attributes Those that are undefined stay away.
 * @example make('p', { class: 'why' }, 'Because …')
 */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const name in attributes)
    if (attributes[name] !== undefined) element.setAttribute(name, `${attributes[name]}`);
  element.append(...(children.filter(Boolean) as Node[]));
  return element;
}

/** An element with a merchant's text, marked with its language where that is known. */
export function say<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  text: Text,
  attributes?: Attributes,
): HTMLElementTagNameMap[Tag] {
  const [chosen, lang] = chooseText(text);
  return make(tag, { lang, ...attributes }, chosen);
}

export function button(text: Text, press: (element: HTMLButtonElement) => unknown): HTMLButtonElement {
  const element = say('button', text, { class: 'button' });
  element.onclick = () => press(element);
  return element;
}

/**
 * An address that a link or a picture may have: http, https, or one of this origin.
 *
 * @example readAddress('javascript:alert(1)') // undefined
 */
export function readAddress(url: string | undefined): string | undefined {
  try {
    const { protocol, href } = new URL(url || 'none:', document.baseURI);
    if (/^https?:$/.test(protocol)) return href;
  } catch {
    // No address at all.
  }
  return undefined;
}

/** Its box has its shape before it arrives, so that nothing moves then. */
export function picture(url: string | undefined, alt: Text, shape?: string): HTMLElement | undefined {
  const src = readAddress(url);
  return src ? make('img', { src, alt: chooseText(alt)[0], class: shape }) : undefined;
}
