/** Related products as a shop can show them: those that its catalogue has, and has in stock. */
import type { SiteId } from '../../entry.ts';
import type { Catalogue, Product } from '../products.ts';
import type { Related } from './ranking.ts';

export type OfferedProduct = Related &
  Partial<Pick<Product, 'title' | 'url' | 'image' | 'price' | 'currency'>>;

/**
 * The first of them that can be offered. A product that the catalogue lacks is left out, and so is one whose stock is 0;
 * one without a stock counts as there. Where a site has put no product into its catalogue, nothing is left out.
 *
 * @example await offerRelated(relations.of(site).related('p1', question), { site, catalogue, limit: 4 })
 */
export async function offerRelated(
  related: readonly Related[],
  shop: { readonly site: SiteId; readonly catalogue: Catalogue; readonly limit: number },
): Promise<readonly OfferedProduct[]> {
  const { site, catalogue, limit } = shop;
  const hasCatalogue = related.length > 0 && (await catalogue.list(site, null, 1)).length > 0;
  if (!hasCatalogue) return related.slice(0, limit);
  const offered: OfferedProduct[] = [];
  for (const one of related) {
    if (offered.length === limit) break;
    const product = await catalogue.get(site, one.product);
    if (product !== null && product.stock !== 0) offered.push(present(one, product));
  }
  return offered;
}

function present(related: Related, { title, url, image, price, currency }: Product): OfferedProduct {
  return {
    ...related,
    title,
    ...(url !== undefined && { url }),
    ...(image !== undefined && { image }),
    ...(price !== undefined && { price, ...(currency !== undefined && { currency }) }),
  };
}
