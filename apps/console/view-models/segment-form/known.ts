/** Names that may be meant, to choose from while typing: a site may have others. */
import { SPEC } from '../../../../core/events/spec.ts';

/** In the order of the table: what shops use stands first. */
export const EVENT_NAMES: readonly string[] = [...SPEC.keys()];
export const FACT_NAMES: readonly string[] = [...SPEC].flatMap(([name, { family }]) =>
  family === 'site facts' ? [name] : [],
);
export const CONTEXT_NAMES: readonly string[] = [
  'device',
  'path',
  'referrer',
  'country',
  'zone',
  'campaign.utm_source',
  'campaign.utm_medium',
  'campaign.utm_campaign',
];

const ITEMS = ['products.product_id', 'products.category', 'products.brand', 'products.price'];

/** @example propertiesOf(['Product Viewed']) // ['product_id', 'sku', 'category', …] */
export function propertiesOf(names: readonly string[]): readonly string[] {
  const known = names.flatMap((name) => {
    const properties = SPEC.get(name)?.properties ?? {};
    const own = Object.keys(properties);
    return Object.values(properties).includes('products') ? [...own, ...ITEMS] : own;
  });
  return [...new Set(known)];
}
