/** Which products an event tells of. */
import type { Entry } from '../../entry.ts';

const LONGEST_ID = 200;

export function isOrder({ name }: Entry): boolean {
  return name === 'Order Completed';
}

/** Null for any other event. */
export function viewedProduct({ name, properties }: Entry): string | null {
  return name === 'Product Viewed' ? readId(properties.product_id) : null;
}

/** Distinct ones, in the order of the items. */
export function orderedProducts({ properties }: Entry): readonly string[] {
  const { products } = properties;
  const items: readonly unknown[] = Array.isArray(products) ? products : [];
  const ids = items.map((item) =>
    typeof item === 'object' && item !== null && 'product_id' in item ? readId(item.product_id) : null,
  );
  return [...new Set(ids)].filter((id) => id !== null);
}

/** Null for what no catalogue would take as an id. */
function readId(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_ID ? value : null;
}
