/** What the page declares about itself: elements with `data-inkling-event` that are no controls, or a JSON-LD product. */
import { CONTROLS, EVENT, readAll, readProperties } from './elements.ts';
import { push } from './outbox.ts';
import { load } from './part.ts';
import { page, stringify } from './site.ts';
import type { AddMarkup, View } from './wire.ts';

/** Adds what the JSON-LD file reads, once that is there. */
let addMarkup: AddMarkup | undefined;

/**
 * Reports what the page declares and did not declare at the last look.
 *
 * @param seen What it declared then.
 * @param lookAgain Called when more can be read than at first.
 * @returns what it declares now.
 */
export function declareViews(seen: Set<string> | undefined, lookAgain: () => void): Set<string> {
  const present = new Set<string>();
  if (!addMarkup && page.querySelector('[type$="ld+json"]')) {
    addMarkup = (views) => views;
    load<AddMarkup>('json-ld', (add) => {
      addMarkup = add;
      lookAgain();
    });
  }
  const views = readAll(
    `[${EVENT}]:not(form,${CONTROLS})`,
    (element): View => [element.getAttribute(EVENT) ?? '', readProperties(element)],
  );
  for (const view of addMarkup?.(views) ?? views) {
    const key = stringify(view);
    if (!seen?.has(key)) push(...view);
    present.add(key);
  }
  return present;
}
