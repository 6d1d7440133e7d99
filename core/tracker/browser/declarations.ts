/** What the page declares about itself: elements with `data-inkling-event` that are no controls, or a JSON-LD product. */
import { CONTROLS, EVENT, readProperties } from './elements.ts';
import { push } from './outbox.ts';
import { load } from './part.ts';
import { page, stringify } from './site.ts';
import type { AddMarkup, View } from './wire.ts';

/** Adds what the JSON-LD file reads, once that is there. */
let addMarkup: AddMarkup | undefined;

/**
 * Reports what the page declares and is not among the seen, where it is added.
 *
 * @param lookAgain Called when more can be read than at first.
 * @returns everything the page declares now.
 */
export function declareViews(seen: Set<string>, lookAgain: () => void): Set<string> {
  const present = new Set<string>();
  for (const view of readViews(lookAgain)) {
    const key = stringify(view);
    if (!seen.has(key)) push(...view);
    seen.add(key);
    present.add(key);
  }
  return present;
}

function readViews(lookAgain: () => void): readonly View[] {
  if (!addMarkup && page.querySelector('[type="application/ld+json"]')) {
    addMarkup = (views) => views;
    load<AddMarkup>('json-ld', (add) => {
      addMarkup = add;
      lookAgain();
    });
  }
  const views = Array.from(
    page.querySelectorAll(`[${EVENT}]:not(form,${CONTROLS})`),
    (element): View => [element.getAttribute(EVENT) ?? '', readProperties(element)],
  );
  return addMarkup?.(views) ?? views;
}
