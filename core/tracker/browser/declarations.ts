/** What the page declares about itself: elements with `data-inkling-event` that are no controls, or a JSON-LD product. */
import { CONTROLS, EVENT, readProperties } from './elements.ts';
import { guard } from './listen.ts';
import { push } from './outbox.ts';
import { page, parse, stringify } from './site.ts';
import type { Properties } from './wire.ts';

type View = readonly [name: string, properties: Properties];

const VIEWED = 'Product Viewed';

/**
 * Reports what the page declares and is not among the seen, where it is added.
 *
 * @returns everything the page declares now.
 */
export function declareViews(seen: Set<string>): Set<string> {
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
  const views = Array.from(
    page.querySelectorAll(`[${EVENT}]:not(form,${CONTROLS})`),
    (element): View => [element.getAttribute(EVENT) ?? '', readProperties(element)],
  );
  return views.some(([name]) => name === VIEWED) ? views : views.concat(readProducts());
}

/** The one product that the page's JSON-LD is about; a page that lists several is about none of them. */
function readProducts(): View[] {
  const products: View[] = [];
  const read = guard(({ textContent }: Element) => {
    for (const part of [parse(textContent ?? '')].flat())
      for (const node of part['@graph'] ?? [part])
        if (/\bProduct(Group)?\b/.test(node['@type'])) products.push([VIEWED, describeProduct(node)]);
  });
  page.querySelectorAll('[type="application/ld+json"]').forEach(read);
  return products[1] ? [] : products;
}

function describeProduct({ sku, productID, name, brand, category, offers }: JsonLdProduct): Properties {
  const [offer] = [offers].flat();
  return {
    product_id: sku ?? productID ?? name,
    name,
    brand: brand?.name ?? brand,
    category,
    price: offer?.price ?? offer?.lowPrice,
    currency: offer?.priceCurrency,
  };
}
