import { categoryName } from './catalogue.ts';
import { CATEGORIES, type Category, type Product } from './product.ts';
import { type Fields, readField } from './visit.ts';

export const SORTS = [
  { key: 'featured', name: 'Our order' },
  { key: 'price-up', name: 'Price, low to high' },
  { key: 'price-down', name: 'Price, high to low' },
  { key: 'name', name: 'Name' },
] as const;

export const BANDS = [
  { key: 'any', name: 'Any price', fromMinor: 0, belowMinor: Number.POSITIVE_INFINITY },
  { key: 'low', name: 'Under €20', fromMinor: 0, belowMinor: 2000 },
  { key: 'middle', name: '€20 to €50', fromMinor: 2000, belowMinor: 5001 },
  { key: 'high', name: 'Over €50', fromMinor: 5001, belowMinor: Number.POSITIVE_INFINITY },
] as const;

/** How somebody wants to see the assortment. */
export type Shelf = {
  readonly category: Category | null;
  readonly sort: (typeof SORTS)[number];
  readonly band: (typeof BANDS)[number];
  readonly inStock: boolean;
};

/** Reads a shelf from a query; what is not known means the default. */
export function readShelf(category: Category | null, fields: Fields): Shelf {
  return {
    category,
    sort: SORTS.find((sort) => sort.key === readField(fields, 'sort')) ?? SORTS[0],
    band: BANDS.find((band) => band.key === readField(fields, 'price')) ?? BANDS[0],
    inStock: readField(fields, 'stock') === '1',
  };
}

export function findCategory(key: string): Category | undefined {
  return CATEGORIES.find((category) => category.key === key);
}

const ORDERS: Readonly<Record<Shelf['sort']['key'], (a: Product, b: Product) => number>> = {
  featured: () => 0,
  'price-up': (a, b) => a.priceMinor - b.priceMinor,
  'price-down': (a, b) => b.priceMinor - a.priceMinor,
  name: (a, b) => a.name.localeCompare(b.name, 'en'),
};

/** The products of a shelf in its order; equal ones keep the shop's order. */
export function arrangeShelf(products: readonly Product[], shelf: Shelf): readonly Product[] {
  return products
    .filter((product) => shelf.category === null || product.category === shelf.category.key)
    .filter(({ priceMinor }) => priceMinor >= shelf.band.fromMinor && priceMinor < shelf.band.belowMinor)
    .filter((product) => !shelf.inStock || product.stock > 0)
    .toSorted(ORDERS[shelf.sort.key]);
}

/** The filters that are in force, as the events about lists name them. */
export function activeFilters(shelf: Shelf): readonly { readonly type: string; readonly value: string }[] {
  const price = shelf.band.key === 'any' ? [] : [{ type: 'price', value: shelf.band.name }];
  return shelf.inStock ? [...price, { type: 'stock', value: 'in stock' }] : price;
}

/** Letters without case and accents, so that "encre" and "Éncre" are one word. */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function textOf(product: Product): string {
  const choices = product.options.flatMap((option) => option.choices.map((choice) => choice.name));
  const { name, line, description } = product;
  return fold([name, line, description, categoryName(product), ...choices].join(' '));
}

/**
 * Products in which every word of the query occurs; those that carry a word in their name come first.
 * @example searchProducts(PRODUCTS, 'blue ink')
 */
export function searchProducts(products: readonly Product[], query: string): readonly Product[] {
  const words = fold(query)
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [];
  const isNamed = (product: Product): number =>
    words.some((word) => fold(product.name).includes(word)) ? 0 : 1;
  return products
    .filter((product) => words.every((word) => textOf(product).includes(word)))
    .toSorted((a, b) => isNamed(a) - isNamed(b));
}
