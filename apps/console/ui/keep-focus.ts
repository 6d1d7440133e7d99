/**
 * What had the focus may go with what came of pressing it: a row that was removed, a dialog that was closed, a button that became
 * another. Whoever has no mouse would begin at the top of the window then; the focus goes to what stands in its place instead.
 */
const STOPS = 'a[href], button, input, select, textarea, summary, [tabindex]';
const DIALOGS = 'dialog, [role=dialog]';
/** Of so much nothing is the place. */
const EVERYTHING = 'main, body';

/** Where the focus was, and how to find that place again: what is around it, from the inside, and how far in that it stood. */
type Held = {
  readonly element: HTMLElement;
  readonly around: readonly { readonly element: Element; readonly place: number }[];
};

/** Once for a document, for as long as it is there. @example keepFocus(document) */
export function keepFocus(page: Document): void {
  let held: Held | null = null;
  /** Before a dialog took it. */
  let opener: Held | null = null;
  page.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLElement)) return;
    if (target.closest(DIALOGS) === null) opener = null;
    else if (held !== null && held.element.closest(DIALOGS) === null && held.element.isConnected)
      opener = held;
    held = hold(target);
  });
  page.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget !== null) return;
    const left = held;
    // What is still there afterwards was left on purpose, by a click beside it.
    setTimeout(() => {
      if (held === left && left !== null && isThere(left.element) && isLost(page)) held = null;
    });
  });
  const watcher = new MutationObserver(() => {
    if (held === null || isThere(held.element) || !isLost(page)) return;
    (heirOf(held) ?? heirOf(opener) ?? headingOf(page))?.focus();
  });
  // A dialog that is open keeps the focus from everything else.
  watcher.observe(page, { childList: true, subtree: true, attributes: true, attributeFilter: ['open'] });
}

const isLost = ({ activeElement, body }: Document): boolean =>
  activeElement === null || activeElement === body;

/** A page that waits for another is hidden before it goes. */
const isThere = (element: Element): boolean => element.isConnected && element.checkVisibility();

function hold(element: HTMLElement): Held {
  const around = [];
  for (let one = element.parentElement; one !== null && !one.matches(EVERYTHING); one = one.parentElement)
    around.push({ element: one, place: stopsIn(one).indexOf(element) });
  return { element, around };
}

/** What stands now where it was, within the nearest that is left around it. */
function heirOf(held: Held | null): HTMLElement | null {
  if (held === null || isThere(held.element)) return held?.element ?? null;
  for (const { element, place } of held.around) {
    const stops = isThere(element) ? stopsIn(element) : [];
    const heir = stops[Math.max(0, Math.min(place, stops.length - 1))];
    if (heir !== undefined) return heir;
  }
  return null;
}

function stopsIn(element: Element): readonly HTMLElement[] {
  return [...element.querySelectorAll<HTMLElement>(STOPS)].filter(
    (stop) => stop.tabIndex >= 0 && !stop.matches(':disabled') && isThere(stop),
  );
}

/** As on arrival: what there is now is read out. */
function headingOf(page: Document): HTMLElement | null {
  const heading = [...page.querySelectorAll('h1')].find(isThere);
  if (heading === undefined) return null;
  heading.tabIndex = -1;
  return heading;
}
