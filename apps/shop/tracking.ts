import type { CartLine } from './cart.ts';
import { categoryName } from './catalogue.ts';
import { type Html, html } from './html.ts';
import { CURRENCY, toDecimal } from './money.ts';
import { type Choices, describeChoices, type Product, unitPrice } from './product.ts';

type Value = string | number | readonly object[];

/** Properties of an event in the Segment Spec's names. Money is decimal major units. */
export type EventProperties = Readonly<Record<string, Value | undefined>>;

/**
 * The attributes with which an element reports an event: on buttons, links and forms when they are used, on anything
 * else when the page is viewed. Lists travel as JSON.
 * @example html`<h1 ${trackEvent('Product Viewed', { product_id: 'p1' })}>Heron</h1>`
 */
export function trackEvent(event: string, properties: EventProperties = {}): Html {
  const attributes = Object.entries({ event, ...properties }).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    return html`data-inkling-${name}="${text}" `;
  });
  return html`${attributes}`;
}

/** What every event about one product says of it. */
export function productProperties(product: Product, choices: Choices = []): Readonly<Record<string, string>> {
  const variant = describeChoices(choices);
  return {
    product_id: product.id,
    name: product.name,
    category: categoryName(product),
    price: toDecimal(unitPrice(product, choices)),
    currency: CURRENCY,
    ...(variant === '' ? {} : { variant }),
  };
}

/** The lines of a cart as the `products` property; prices are numbers, since JSON can say so. */
export function lineProperties(cart: readonly CartLine[]): readonly object[] {
  return cart.map(({ product, choices, quantity }) => ({
    ...productProperties(product, choices),
    price: unitPrice(product, choices) / 100,
    quantity,
  }));
}
