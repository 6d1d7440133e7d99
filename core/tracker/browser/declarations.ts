/** What the page declares about itself: elements with `data-inkling-event` that are no controls, or a JSON-LD product. */
import { CONTROLS, EVENT, readProperties } from './elements.ts';
import { guard } from './listen.ts';
import { page, parse, stringify } from './platform.ts';
import type { Properties, Push } from './wire.ts';

type View = readonly [name: string, properties: Properties];

const VIEWED = 'Product Viewed';

/**
 * Reports what the page declares and is not yet among the seen, where it goes.
 *
 * @returns everything the page declares now.
 */
export function declareViews(push: Push, seen: Set<string>): Set<string> {
  const present = new Set<string>();
  for (const view of readViews()) {
    const key = stringify(view);
    if (!seen.has(key)) push(...view);
    seen.add(key);
    present.add(key);
  }
  return present;
}

function readViews(): View[] {
  const views = [...page.querySelectorAll(`[${EVENT}]:not(form,${CONTROLS})`)].map(
    (element): View => [element.getAttribute(EVENT) ?? '', readProperties(element)],
  );
  return views.some(([name]) => name === VIEWED) ? views : views.concat(readProducts());
}

/** The one product that the page's JSON-LD is about; a page that lists several is about none of them. */
function readProducts(): View[] {
  const views: View[] = [];
  for (const script of page.querySelectorAll('[type="application/ld+json"]')) guard(() => {
    for (const node of [parse(script.textContent)].flat().flatMap((part) => part['@graph'] ?? part)) {
      if (!/\bProduct(Group)?\b/.test(node['@type'])) continue;
      const { sku, productID, name, brand, category, offers } = node;
      const [offer] = [offers].flat();
      views.push([VIEWED, {
          product_id: sku ?? productID ?? name,
          name,
          brand: brand?.name ?? brand,
          category,
          price: offer?.price ?? offer?.lowPrice,
          currency: offer?.priceCurrency,
        }]);
    }
  })();
  return views[1] ? [] : views;
}
