import { findProductBySlug, PRODUCTS } from '../catalogue.ts';
import { html } from '../html.ts';
import { artPath, CATEGORIES } from '../product.ts';
import { renderCards } from './card.ts';
import type { Content } from './layout.ts';
import { linkTo, type Page } from './page.ts';

const FAVOURITES = ['heron', 'harbour-blue', 'ledger-notebook', 'pen-roll'] as const;

function renderShelves(page: Page) {
  const shelves = CATEGORIES.map((category) => {
    const first = PRODUCTS.find((product) => product.category === category.key);
    return html`<li class="shelf">${first !== undefined && html`<img src="${page.base}${artPath(first)}" width="400" height="400" alt="">`}
<h3><a href="${linkTo(page, `/catalogue/${category.key}`)}">${category.name}</a></h3><p>${category.line}</p></li>`;
  });
  return html`<ul class="shelf-list">${shelves}</ul>`;
}

/** The first page: what is sold here, and what is different here. */
export function landingPage(page: Page): Content {
  const favourites = FAVOURITES.flatMap((slug) => findProductBySlug(slug) ?? []);
  return {
    title: 'Pens, ink and paper',
    main: html`<section class="hero"><div><p class="eyebrow">Pens, ink and paper</p>
<h1>We know our ink. We do not know you.</h1>
<p class="lead">A small stationery shop that learns what a visit is about, without a cookie and without knowing whose visit it is.</p>
<p class="actions"><a class="button" href="${linkTo(page, '/catalogue')}">See everything</a> <a href="${linkTo(page, '/about')}">What happens to my data?</a></p></div>
<img src="${page.base}/art/hero.svg" width="640" height="480" alt="" fetchpriority="high"></section>
<section aria-labelledby="shelves"><h2 id="shelves">On our shelves</h2>${renderShelves(page)}</section>
<section aria-labelledby="favourites"><h2 id="favourites">What we would take home</h2>${renderCards(page, favourites)}</section>
<div data-inkling-slot="home"></div>`,
  };
}
