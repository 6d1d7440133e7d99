import { PRODUCTS } from '../catalogue.ts';
import { type Html, html } from '../html.ts';
import type { Product } from '../product.ts';
import { activeFilters, arrangeShelf, BANDS, type Shelf, SORTS, searchProducts } from '../shelf.ts';
import { trackEvent } from '../tracking.ts';
import { renderCards } from './card.ts';
import type { Content } from './layout.ts';
import { linkTo, type Page, visitFields } from './page.ts';

function renderChoices(options: readonly { key: string; name: string }[], chosen: string): Html {
  const items = options.map(
    ({ key, name }) => html`<option value="${key}"${key === chosen && html` selected`}>${name}</option>`,
  );
  return html`${items}`;
}

function renderFilters(page: Page, shelf: Shelf): Html {
  return html`<form class="filters" aria-label="Filter and sort">${visitFields(page)}
<p><label for="sort">Sort by</label> <select id="sort" name="sort">${renderChoices(SORTS, shelf.sort.key)}</select></p>
<p><label for="price">Price</label> <select id="price" name="price">${renderChoices(BANDS, shelf.band.key)}</select></p>
<p class="tick"><input type="checkbox" id="stock" name="stock" value="1"${shelf.inStock && html` checked`}> <label for="stock">In stock only</label></p>
<button type="submit" class="plain">Show</button></form>`;
}

function listEvent(shelf: Shelf, products: readonly Product[]): Html {
  const filters = activeFilters(shelf);
  const sorts = shelf.sort.key === 'featured' ? [] : [{ type: 'sort', value: shelf.sort.key }];
  const list = {
    list_id: shelf.category?.key ?? 'all',
    category: shelf.category?.name ?? 'All products',
    products: products.map((product, index) => ({ product_id: product.id, position: index + 1 })),
  };
  return filters.length + sorts.length === 0
    ? trackEvent('Product List Viewed', list)
    : trackEvent('Product List Filtered', { ...list, filters, sorts });
}

const countProducts = (count: number): string => (count === 1 ? '1 product' : `${count} products`);

/** The assortment or one category of it, filtered and sorted. */
export function listPage(page: Page, shelf: Shelf): Content {
  const products = arrangeShelf(PRODUCTS, shelf);
  const title = shelf.category?.name ?? 'Everything we have';
  const rest = linkTo(page, `/catalogue${shelf.category === null ? '' : `/${shelf.category.key}`}`);
  return {
    title,
    section: shelf.category?.key ?? '',
    main: html`<h1>${title}</h1>
<p class="lead">${shelf.category?.line ?? 'Twenty-four things, all of them for writing.'}</p>
${renderFilters(page, shelf)}<p class="found" ${listEvent(shelf, products)}>${countProducts(products.length)}</p>
${products.length === 0 ? html`<p>Nothing fits these filters. <a href="${rest}">Show all of them</a></p>` : html`<h2 class="unseen">Products</h2>${renderCards(page, products)}`}`,
  };
}

/** What a search found. The search itself is reported by the form that sent it. */
export function searchPage(page: Page, query: string): Content {
  const products = searchProducts(PRODUCTS, query);
  const nothing = html`<p>Nothing by that name here. Try a colour, a nib, or <a href="${linkTo(page, '/catalogue')}">everything we have</a>.</p>`;
  const found = html`<p class="found">${countProducts(products.length)} for “${query}”</p>${products.length === 0 ? nothing : html`<h2 class="unseen">Products</h2>${renderCards(page, products)}`}`;
  return {
    title: query === '' ? 'Search' : `Search: ${query}`,
    query,
    main: html`<h1>Search</h1>${query === '' ? html`<p>What are you looking for? The field is at the top of the page.</p>` : found}`,
  };
}
