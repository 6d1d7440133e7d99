/**
 * The JSON-LD file, loaded where a page declares no product itself but carries product markup for search engines: the
 * one product that the markup is about. A page that lists several is about none of them.
 */
import { handOver } from './hand-over.ts';
import type { AddMarkup, Properties } from './wire.ts';

/** What schema.org says of a product and its offers, as far as it is read here. */
type Node = { readonly [key: string]: unknown };

/** Either shape that the markup allows: one thing, or a list of things. */
function list(value: unknown): readonly Node[] {
  return [value].flat().filter((item): item is Node => typeof item === 'object' && item !== null);
}

function isProduct(node: Node): boolean {
  return /\bProduct(Group)?\b/.test(String(node['@type']));
}

function parseMarkup({ textContent }: Element): unknown {
  try {
    return JSON.parse(textContent ?? '');
  } catch {
    return undefined;
  }
}

/** Things at the top, in a graph, or that a page says it is about; things within other things are mentioned only. */
function findThings(): readonly Node[] {
  const scripts = Array.from(document.querySelectorAll('script[type="application/ld+json"]'));
  return scripts
    .flatMap((script) => list(parseMarkup(script)))
    .flatMap((node) => [node, ...list(node['@graph'])])
    .flatMap((node) => [node, ...list(node.mainEntity)]);
}

function describe(product: Node): Properties {
  const [offer = {}] = list(product.offers);
  const [brand = { name: product.brand }] = list(product.brand);
  return {
    product_id: product.sku ?? product.productID ?? product.name,
    name: product.name,
    brand: brand.name,
    category: product.category,
    price: offer.price ?? offer.lowPrice,
    currency: offer.priceCurrency,
  };
}

const VIEWED = 'Product Viewed';

const addMarkup: AddMarkup = (views) => {
  if (views.some(([name]) => name === VIEWED)) return views;
  const products = findThings().filter(isProduct).map(describe);
  // The same product is often marked up twice, by the theme and by an extension.
  const ids = new Set(products.map(({ product_id }) => product_id));
  const [product] = products;
  return product && ids.size === 1 ? [...views, [VIEWED, product]] : views;
};

handOver(addMarkup);
