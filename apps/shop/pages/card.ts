import { type Html, html } from '../html.ts';
import { formatPrice } from '../money.ts';
import { artPath, type Product } from '../product.ts';
import { productProperties, trackEvent } from '../tracking.ts';
import { linkTo, type Page } from './page.ts';

/** Scarcity is said only where the stock is really that low. */
const FEW = 5;

/** Its stock in words. */
export function describeStock(product: Product): string {
  if (product.stock === 0) return 'Sold out';
  return product.stock < FEW ? `Only ${product.stock} left` : 'In stock';
}

/** A product in a list: one link, the whole card is its target. */
function renderCard(page: Page, product: Product, position: number): Html {
  const hasSurcharge = product.options.some((option) =>
    option.choices.some((choice) => choice.surchargeMinor),
  );
  return html`<li class="card"><img src="${page.base}${artPath(product)}" width="400" height="400" alt=""${position > 4 && html` loading="lazy"`}>
<h3><a href="${linkTo(page, `/p/${product.slug}`)}" ${trackEvent('Product Clicked', { ...productProperties(product), position })}>${product.name}</a></h3>
<p class="line">${product.line}</p>
<p class="price">${hasSurcharge && 'from '}${formatPrice(product.priceMinor)}${product.stock < FEW && html` <span class="stock">${describeStock(product)}</span>`}</p></li>`;
}

export function renderCards(page: Page, products: readonly Product[]): Html {
  return html`<ul class="cards">${products.map((product, index) => renderCard(page, product, index + 1))}</ul>`;
}
