/** What stands over the page: a dialog that holds the focus, or a card or bar that leaves it where it is. */
import { make } from './element.ts';
import { openFrame } from './frame.ts';
import type { Content } from './kind.ts';

/** `veil` is the dialog. */
export type Form = 'veil' | 'card' | 'top' | 'bottom';

export type Overlay = Content & { readonly form: Form; readonly box: HTMLElement; dismiss(): void };

/** @returns closes it, and gives the focus back. */
export function openOverlay({ form, box, behind, arrange, dismiss }: Overlay): () => void {
  const isModal = form === 'veil';
  const outer = isModal ? make('dialog', { 'aria-labelledby': 't' }, behind, box) : box;
  outer.classList.add(form);
  if (behind) outer.classList.add('tour');
  const host = openFrame(document.body, 'over', outer);
  const name = outer.querySelector<HTMLElement>('#t');
  let before: unknown = isModal && document.activeElement;
  const stop = (event: Event): void => {
    event.stopPropagation();
    event.preventDefault();
  };

  outer.onkeydown = (event) => {
    if (event.key === 'Tab' && isModal) turnAround(event, outer);
    if (event.key !== 'Escape') return;
    // The page's own Escape is not meant.
    stop(event);
    dismiss();
  };
  outer.oncancel = (event) => {
    stop(event);
    dismiss();
  };
  outer.onclick = ({ target }) => {
    if (target === outer && isModal && !behind) dismiss();
  };
  outer.addEventListener('focusin', ({ relatedTarget }) => {
    before ||= relatedTarget;
  });
  const { style } = document.documentElement;
  const { scrollPadding } = style;
  document.documentElement.append(host);
  if (isModal) {
    (outer as HTMLDialogElement).showModal();
    name?.focus({ preventScroll: true });
  } else {
    // What gets the focus scrolls to where it can be seen.
    style.scrollPadding = `${box.offsetHeight + 16}px 0`;
    // A line that is read out has to be there before it is filled; later it would be there twice.
    const line = make('p', { class: 'unseen', role: 'status' });
    outer.append(line);
    setTimeout(() => line.append(name?.textContent ?? ''), 100);
    setTimeout(() => line.remove(), 3000);
  }
  arrange?.(box);

  return () => {
    const hadFocus = isModal || host.shadowRoot?.activeElement;
    style.scrollPadding = scrollPadding;
    host.remove();
    if (hadFocus && before instanceof HTMLElement) before.focus({ preventScroll: true });
  };
}

/** From the last stop to the first, and back. */
function turnAround(event: KeyboardEvent, outer: HTMLElement): void {
  const stops = [...outer.querySelectorAll<HTMLElement>('a,button:not(:disabled),[tabindex="0"]')];
  if (event.shiftKey) stops.reverse();
  const [first] = stops;
  const active = (outer.getRootNode() as ShadowRoot).activeElement;
  const isInside = stops.some((stop) => stop === active);
  if (active !== stops[stops.length - 1] && (isInside || !event.shiftKey)) return;
  event.preventDefault();
  first?.focus();
}
