import { type Html, html } from '../html.ts';
import { formatPrice } from '../money.ts';
import { artPath, defaultChoices, type Product } from '../product.ts';
import { productProperties, trackEvent } from '../tracking.ts';
import { describeStock } from './card.ts';
import type { Content } from './layout.ts';
import { linkTo, type Page, visitFields } from './page.ts';

function renderMove(product: Product): Html {
  const event = trackEvent('Wishlist Product Added to Cart', {
    ...productProperties(product, defaultChoices(product)),
    quantity: 1,
  });
  return html`<button type="submit" name="action" value="move" class="plain" aria-label="Move ${product.name} to the cart"${product.stock === 0 && html` disabled`} ${event}>Move to cart</button>`;
}

function renderWish(page: Page, product: Product): Html {
  const removed = trackEvent('Product Removed from Wishlist', productProperties(product));
  return html`<li class="row"><img src="${page.base}${artPath(product)}" width="400" height="400" alt="">
<div><h2><a href="${linkTo(page, `/p/${product.slug}`)}">${product.name}</a></h2><p class="line">${product.line}. ${describeStock(product)}.</p></div>
<form class="change" method="post" action="${page.base}/wishlist">${visitFields(page)}<input type="hidden" name="product" value="${product.id}">
${renderMove(product)}
<button type="submit" name="action" value="remove" class="plain" aria-label="Remove ${product.name}" ${removed}>Remove</button></form>
<p class="price">${formatPrice(product.priceMinor)}</p></li>`;
}

/** The wishlist, as the link to it says. */
export function wishlistPage(page: Page): Content {
  const { wishlist } = page.visit;
  const empty = html`<p class="lead">Nothing is on it yet: every product has a button for it.</p><p class="actions"><a class="button" href="${linkTo(page, '/catalogue')}">See everything</a></p>`;
  return {
    title: 'Wishlist',
    main: html`<h1>Wishlist</h1>${wishlist.length === 0 ? empty : html`<ul class="rows">${wishlist.map((product) => renderWish(page, product))}</ul>`}`,
  };
}
