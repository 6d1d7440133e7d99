/** What the kinds of treatments have in common: what they are given, and the parts that most of them end with. */
import type { Link, OwnWord, Rendered, Text } from '../../../decisions/treatment.ts';
import { button, type Child, make, readAddress, say } from './element.ts';
import type { Action } from './report.ts';

/** What a treatment can do beside being there. */
export type Hands = {
  /** In the flow of the page; else it stands over it, and can always be closed. */
  readonly isInSlot: boolean;
  /** When the answer that brought it was asked for, by the browser's clock. */
  readonly sentAt: number;
  /** One of our own words: in the languages the server sent it in, else in English. */
  word(name: OwnWord, english: string): Text;
  act(action: Action, answer?: string): void;
  /** Closed by the visitor: final for this visit. */
  dismiss(): void;
  /** It has done what it was for. */
  close(): void;
};

export type Kind = Rendered['kind'];
export type Of<K extends Kind> = Extract<Rendered, { kind: K }>;

/** What stands in the box. One element of it has the id `t`: it names the whole, and is where reading begins. */
export type Content = {
  readonly nodes: readonly Child[];
  /** Stands behind the box. */
  readonly behind?: HTMLElement;
  /** Called with the box as soon as it is on the page. */
  readonly arrange?: (box: HTMLElement) => void;
};

export type Show<K extends Kind> = (treatment: Of<K>, hands: Hands) => Content;

/** @param tag `h2` for what is a title, `p` where the text has to do. */
export const naming = (text: Text, tag: 'h2' | 'p' = 'h2'): HTMLElement =>
  say(tag, text, { id: 't', tabindex: -1 });

/** As large and as strong as the buttons beside it; in a slot only where the merchant wants one. */
export const closing = ({ isInSlot, dismiss, word }: Hands, label?: Text): Child =>
  !isInSlot || label ? button(label ?? word('close', 'Close'), dismiss) : undefined;

/** Without an address that may be followed there is no link. */
export function anchor(hands: Hands, link: Link | undefined): Child {
  const href = readAddress(link?.url);
  if (!link || !href) return undefined;
  const element = say('a', link.label, { class: 'button', href });
  element.onclick = () => hands.act('clicked');
  return element;
}

export const actions = (...children: readonly Child[]): Child =>
  children.some(Boolean) && make('div', { class: 'actions' }, ...children);
