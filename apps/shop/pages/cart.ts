import {
  type Cart,
  type CartLine,
  FREE_SHIPPING_FROM_MINOR,
  lineKey,
  lineTotal,
  mostOf,
  type Totals,
  totalsOf,
} from '../cart.ts';
import { type Html, html } from '../html.ts';
import { CURRENCY, formatPrice } from '../money.ts';
import { artPath, colourOf, describeChoices, unitPrice } from '../product.ts';
import { lineProperties, productProperties, trackEvent } from '../tracking.ts';
import type { Content } from './layout.ts';
import { linkTo, type Page, visitFields } from './page.ts';

type Change = {
  readonly action: string;
  readonly label: string;
  readonly text: string;
  readonly event: Html;
};

function renderChange({ action, label, text, event }: Change, isOff = false): Html {
  return html`<button type="submit" name="action" value="${action}" class="plain" aria-label="${label}"${isOff && html` disabled`} ${event}>${text}</button>`;
}

function renderLineForm(page: Page, line: CartLine): Html {
  const { product, choices, quantity } = line;
  const properties = productProperties(product, choices);
  const change = (event: string, count: number): Html =>
    trackEvent(event, { ...properties, quantity: count });
  const { name } = product;
  return html`<form class="change" method="post" action="${page.base}/cart">${visitFields(page)}<input type="hidden" name="line" value="${lineKey(line)}">
${renderChange({ action: 'fewer', label: `One ${name} fewer`, text: '−', event: change('Product Removed', 1) })}
<span class="quantity"><span class="unseen">Quantity </span>${quantity}</span>
${renderChange({ action: 'more', label: `One ${name} more`, text: '+', event: change('Product Added', 1) }, quantity >= mostOf(product))}
${renderChange({ action: 'remove', label: `Remove ${name}`, text: 'Remove', event: change('Product Removed', quantity) })}</form>`;
}

function renderLine(page: Page, line: CartLine): Html {
  const { product, choices } = line;
  return html`<li class="row"><img src="${page.base}${artPath(product, colourOf(choices))}" width="400" height="400" alt="">
<div><h2><a href="${linkTo(page, `/p/${product.slug}`)}">${product.name}</a></h2><p class="line">${describeChoices(choices)}</p><p class="line">${formatPrice(unitPrice(product, choices))} each</p></div>
${renderLineForm(page, line)}<p class="price">${formatPrice(lineTotal(line))}</p></li>`;
}

/** The sums of a cart or an order. */
function renderTotals(totals: Totals): Html {
  return html`<dl class="totals"><div><dt>Subtotal</dt><dd>${formatPrice(totals.subtotalMinor)}</dd></div>
<div><dt>Delivery</dt><dd>${totals.shippingMinor === 0 ? 'Free' : formatPrice(totals.shippingMinor)}</dd></div>
<div class="sum"><dt>Total</dt><dd>${formatPrice(totals.totalMinor)}</dd></div></dl>`;
}

/** The lines of a cart as somebody reads them once more before paying, or after. */
export function renderSummary(cart: Cart): Html {
  const lines = cart.map((line) => {
    const choices = describeChoices(line.choices);
    return html`<li><span>${line.quantity} × ${line.product.name}${choices !== '' && html` <small>${choices}</small>`}</span> <span>${formatPrice(lineTotal(line))}</span></li>`;
  });
  return html`<ul class="summary">${lines}</ul>${renderTotals(totalsOf(cart))}`;
}

function renderEmpty(page: Page): Html {
  return html`<h1>Cart</h1><p class="lead">There is nothing in it yet.</p><p class="actions"><a class="button" href="${linkTo(page, '/catalogue')}">See everything</a></p>`;
}

/** The cart, as the link to it says. */
export function cartPage(page: Page): Content {
  const { cart } = page.visit;
  if (cart.length === 0) return { title: 'Cart', main: renderEmpty(page) };
  const totals = totalsOf(cart);
  const missingMinor = FREE_SHIPPING_FROM_MINOR - totals.subtotalMinor;
  return {
    title: 'Cart',
    main: html`<h1>Cart</h1><div class="beside" ${trackEvent('Cart Viewed', { products: lineProperties(cart), currency: CURRENCY })}>
<ul class="rows">${cart.map((line) => renderLine(page, line))}</ul>
<section class="box" aria-labelledby="sums"><h2 id="sums">Sums</h2>${renderTotals(totals)}
<p class="line">${missingMinor > 0 ? `Delivery is free from ${formatPrice(FREE_SHIPPING_FROM_MINOR)}: ${formatPrice(missingMinor)} to go.` : 'Delivery is free.'} Prices include VAT.</p>
<p class="actions"><a class="button" href="${linkTo(page, '/checkout')}">Check out</a></p></section></div>
<p class="line">This cart is part of the address of the page and of nothing else: no cookie, no account. Bookmark it to keep it.</p>
<div class="slot" data-inkling-slot="cart"></div>`,
  };
}
