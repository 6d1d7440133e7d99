import { countPieces } from '../cart.ts';
import { type Html, html } from '../html.ts';
import { CATEGORIES } from '../product.ts';
import { trackEvent } from '../tracking.ts';
import { linkTo, type Page, visitFields } from './page.ts';

export type Content = {
  /** What this page is; the shop's name is added. */
  readonly title: string;
  readonly main: Html;
  /** The category this page belongs to, for the navigation. */
  readonly section?: string;
  /** What the search field shows. */
  readonly query?: string;
};

function renderSearch(page: Page, query: string): Html {
  return html`<form class="search" role="search" action="${page.base}/search" ${trackEvent('Products Searched')}>
${visitFields(page)}<label class="unseen" for="q">Search the shop</label>
<input id="q" name="q" type="search" value="${query}" placeholder="Search" maxlength="80" autocomplete="off">
<button type="submit" class="plain">Search</button></form>`;
}

function renderNavigation(page: Page, section: string): Html {
  const items = CATEGORIES.map(
    ({ key, name }) =>
      html`<li><a href="${linkTo(page, `/catalogue/${key}`)}"${key === section && html` aria-current="page"`}>${name}</a></li>`,
  );
  return html`<nav class="shelves" aria-label="Assortment"><ul>${items}</ul></nav>`;
}

function renderHeader(page: Page, content: Content): Html {
  const wishes = page.visit.wishlist.length;
  const pieces = countPieces(page.visit.cart);
  return html`<header class="top"><div class="bar brand-bar">
<a class="brand" href="${linkTo(page, '/')}"><img src="${page.base}/art/mark.svg" width="36" height="36" alt=""><span>Quill &amp; Co</span></a>
${renderSearch(page, content.query ?? '')}
<ul class="mine"><li><a href="${linkTo(page, '/wishlist')}">Wishlist <span class="count">${wishes}</span><span class="unseen"> ${wishes === 1 ? 'product' : 'products'}</span></a></li>
<li><a href="${linkTo(page, '/cart')}">Cart <span class="count">${pieces}</span><span class="unseen"> ${pieces === 1 ? 'piece' : 'pieces'}</span></a></li></ul>
</div>
<div class="bar second">${renderNavigation(page, content.section ?? '')}
<form class="asking" action="${page.base}/held" data-drawer-opener>${visitFields(page)}<button type="submit" class="quiet" aria-haspopup="dialog">What does this shop know?</button></form></div></header>`;
}

/** Asked once a visit, below everything and over nothing that has the focus; shown by the script, which it is about. */
function renderQuestion(page: Page): Html {
  if (page.visit.answered) return html``;
  return html`<section class="question" data-question aria-labelledby="question" hidden>
<div><h2 id="question">May this shop remember you?</h2>
<p>It is counting this visit under a number that changes at midnight, and keeps nothing on your device. <a href="${linkTo(page, '/about')}">How that works</a></p></div>
<div class="answers"><button type="button" data-choice="remember">Remember me between visits</button>
<button type="button" data-choice="visit">Only this visit</button></div></section>`;
}

function renderDrawer(page: Page): Html {
  return html`<dialog class="drawer" id="drawer" aria-labelledby="drawer-title" data-held="${page.base}/held" data-forget="${page.base}/forget"${page.visit.drawer && html` open`}>
<div class="drawer-head"><h2 id="drawer-title" tabindex="-1">What this shop knows</h2><button type="button" class="plain" data-drawer-close>Close</button></div>
<div class="drawer-body" data-statement tabindex="0" role="region" aria-label="What is held"><p>Asking the collector …</p></div>
<div class="drawer-foot"><p role="status" data-drawer-status></p>
<button type="button" data-forget-me>Forget me</button>
<button type="button" class="plain" data-choice="stop" data-remembered-only hidden>Stop remembering me</button></div></dialog>`;
}

function renderFooter(page: Page): Html {
  return html`<footer class="bottom"><p>Quill &amp; Co is a demonstration: nothing is sold and nothing is sent.</p>
<p><a href="${linkTo(page, '/about')}">About this shop and your privacy</a></p></footer>`;
}

/** A whole page. The scripts come from files, so that the policy needs no exception. */
export function renderLayout(page: Page, content: Content): string {
  const document = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${content.title} · Quill &amp; Co</title>
<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">
<link rel="icon" href="${page.base}/art/mark.svg" type="image/svg+xml"><link rel="stylesheet" href="${page.base}/assets/shop.css">
<script src="${page.base}/assets/shop.js" defer></script><script src="/t/${encodeURIComponent(page.writeKey)}.js" defer></script></head>
<body data-base="${page.base}"><a class="skip" href="#main">Skip to the content</a>
<p class="unseen" role="status" data-announcement></p>
${renderQuestion(page)}${renderHeader(page, content)}
<main id="main" tabindex="-1">${content.main}</main>
${renderFooter(page)}${renderDrawer(page)}</body></html>`;
  return document.markup;
}
