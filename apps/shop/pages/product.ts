import { mostOf } from '../cart.ts';
import { categoryName, relatedTo } from '../catalogue.ts';
import { type Html, html } from '../html.ts';
import { formatPrice } from '../money.ts';
import { artPath, type Choice, defaultChoices, type Option, type Product, unitPrice } from '../product.ts';
import { productProperties, trackEvent } from '../tracking.ts';
import { describeStock, renderCards } from './card.ts';
import type { Content } from './layout.ts';
import { linkTo, type Page, visitFields } from './page.ts';

function renderSwatch(choice: Choice): Html {
  if (choice.colour === undefined) return html``;
  return html`<svg class="swatch" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="9" fill="${choice.colour}" stroke="#fff" stroke-width="1"/></svg>`;
}

function renderChoice(page: Page, product: Product, option: Option, choice: Choice): Html {
  const id = `${option.key}-${choice.key}`;
  const art = choice.colour === undefined ? '' : page.base + artPath(product, choice);
  return html`<span class="pick"><input type="radio" id="${id}" name="${option.key}" value="${choice.key}" data-name="${choice.name}" data-inkling-label="${choice.name}" data-surcharge-minor="${choice.surchargeMinor ?? 0}"${art !== '' && html` data-art="${art}"`}${choice === option.choices[0] && html` checked`}>
<label for="${id}">${renderSwatch(choice)}${choice.name}${choice.surchargeMinor !== undefined && html` <small>+${formatPrice(choice.surchargeMinor)}</small>`}</label></span>`;
}

function renderOption(page: Page, product: Product, option: Option): Html {
  const choices = option.choices.map((choice) => renderChoice(page, product, option, choice));
  return html`<fieldset><legend>${option.name}</legend>${choices}</fieldset>`;
}

function renderPurchase(page: Page, product: Product): Html {
  const event = trackEvent('Product Added', {
    ...productProperties(product, defaultChoices(product)),
    quantity: 1,
  });
  const most = mostOf(product);
  const soldOut = html`<p class="actions"><button type="submit" disabled>Sold out</button></p>`;
  const buy = html`<p class="actions"><span class="amount"><label for="quantity">Quantity</label>
<input id="quantity" name="quantity" type="number" inputmode="numeric" min="1" max="${most}" value="1" required></span>
<button type="submit">Add to cart</button></p>`;
  return html`<form class="purchase" method="post" action="${page.base}/cart" data-purchase data-price-minor="${product.priceMinor}" ${event}>
${visitFields(page)}<input type="hidden" name="action" value="add"><input type="hidden" name="product" value="${product.id}">
${product.options.map((option) => renderOption(page, product, option))}${product.stock === 0 ? soldOut : buy}</form>`;
}

function renderWish(page: Page, product: Product): Html {
  const isWished = page.visit.wishlist.includes(product);
  const event = isWished ? 'Product Removed from Wishlist' : 'Product Added to Wishlist';
  return html`<form class="wish" method="post" action="${page.base}/wishlist" ${trackEvent(event, productProperties(product))}>${visitFields(page)}
<input type="hidden" name="action" value="${isWished ? 'remove' : 'add'}"><input type="hidden" name="product" value="${product.id}"><input type="hidden" name="from" value="${product.slug}">
<button type="submit" class="plain">${isWished ? 'On your wishlist: remove' : 'Add to wishlist'}</button></form>`;
}

function renderDetails(product: Product): Html {
  const rows = product.details.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`);
  return html`<dl class="details">${rows}</dl>`;
}

/** One product with its options, its stock and what goes with it. */
export function productPage(page: Page, product: Product): Content {
  const choices = defaultChoices(product);
  return {
    title: product.name,
    section: product.category,
    main: html`<nav class="crumbs" aria-label="Where you are"><a href="${linkTo(page, '/catalogue')}">Everything</a> <span aria-hidden="true">/</span> <a href="${linkTo(page, `/catalogue/${product.category}`)}">${categoryName(product)}</a></nav>
<article class="product" ${trackEvent('Product Viewed', productProperties(product, choices))}>
<img data-picture src="${page.base}${artPath(product)}" width="400" height="400" alt="Drawing of ${product.name}" fetchpriority="high">
<div class="purchase-side"><h1>${product.name}</h1><p class="line">${product.line}</p>
<p class="price"><span data-price>${formatPrice(unitPrice(product, choices))}</span> <span class="stock">${describeStock(product)}</span></p>
<p>${product.description}</p>${renderPurchase(page, product)}${renderWish(page, product)}${renderDetails(product)}</div>
<div class="slot" data-inkling-slot="product"></div></article>
<section aria-labelledby="related"><h2 id="related">Goes well with it</h2>${renderCards(page, relatedTo(product))}</section>`,
  };
}
