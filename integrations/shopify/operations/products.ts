import type {
  ProductsData,
  ProductsVariables,
  ProductVariantsData,
  ProductVariantsVariables,
} from './generated-types.ts';
import { operation } from './operation.ts';

/** With their variants they cost a little less than the 1,000 points of one query. */
export const PRODUCTS_A_PAGE = 40;

const VARIANT = 'id title sku price compareAtPrice inventoryQuantity inventoryPolicy';

/** By cursor, sorted by when they were last changed: `updated_at:>='…'`. */
export const products = operation<ProductsVariables, ProductsData>({
  name: 'Products',
  scopes: ['read_products'],
  text: `query Products($first: Int!, $after: String, $query: String) {
  products(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
    nodes {
      id handle title status vendor productType createdAt updatedAt publishedAt onlineStoreUrl
      tracksInventory
      featuredMedia { preview { image { url } } }
      variants(first: 10) {
        nodes { ${VARIANT} }
        pageInfo { hasNextPage endCursor }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
});

/** The rest of a product with more than ten. */
export const productVariants = operation<ProductVariantsVariables, ProductVariantsData>({
  name: 'ProductVariants',
  scopes: ['read_products'],
  text: `query ProductVariants($id: ID!, $first: Int!, $after: String) {
  product(id: $id) {
    id
    variants(first: $first, after: $after) {
      nodes { ${VARIANT} }
      pageInfo { hasNextPage endCursor }
    }
  }
}`,
});
