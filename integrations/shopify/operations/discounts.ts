import type {
  DiscountByCodeData,
  DiscountByCodeVariables,
  DiscountCodeBasicCreateData,
  DiscountCodeBasicCreateVariables,
  DiscountCodeDeactivateData,
  DiscountCodeDeactivateVariables,
  DiscountCodeDeleteData,
  DiscountCodeDeleteVariables,
  OwnDiscountsData,
  OwnDiscountsVariables,
} from './generated-types.ts';
import { operation } from './operation.ts';

/** One use, ended by Shopify itself at `endsAt`: after an uninstall nobody else could. */
export const discountCodeBasicCreate = operation<
  DiscountCodeBasicCreateVariables,
  DiscountCodeBasicCreateData
>({
  name: 'DiscountCodeBasicCreate',
  scopes: ['read_discounts', 'write_discounts'],
  text: `mutation DiscountCodeBasicCreate($discount: DiscountCodeBasicInput!) {
  discountCodeBasicCreate(basicCodeDiscount: $discount) {
    codeDiscountNode {
      id
      codeDiscount { ... on DiscountCodeBasic { title status startsAt endsAt usageLimit } }
    }
    userErrors { code field message extraInfo }
  }
}`,
});

export const discountByCode = operation<DiscountByCodeVariables, DiscountByCodeData>({
  name: 'DiscountByCode',
  scopes: ['read_discounts'],
  text: `query DiscountByCode($code: String!) {
  codeDiscountNodeByCode(code: $code) {
    id
    codeDiscount {
      ... on DiscountCodeBasic { title status startsAt endsAt usageLimit asyncUsageCount appliesOncePerCustomer tags }
    }
  }
}`,
});

/** `query` is Shopify's search: `tag:inkling status:expired`. */
export const ownDiscounts = operation<OwnDiscountsVariables, OwnDiscountsData>({
  name: 'OwnDiscounts',
  scopes: ['read_discounts'],
  text: `query OwnDiscounts($first: Int!, $after: String, $query: String!) {
  discountNodes(first: $first, after: $after, query: $query, sortKey: CREATED_AT) {
    nodes {
      id
      discount {
        ... on DiscountCodeBasic {
          title status startsAt endsAt usageLimit asyncUsageCount tags
          codes(first: 1) { nodes { code } }
        }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
});

export const discountCodeDeactivate = operation<DiscountCodeDeactivateVariables, DiscountCodeDeactivateData>({
  name: 'DiscountCodeDeactivate',
  scopes: ['read_discounts', 'write_discounts'],
  text: `mutation DiscountCodeDeactivate($id: ID!) {
  discountCodeDeactivate(id: $id) {
    codeDiscountNode { id codeDiscount { ... on DiscountCodeBasic { status endsAt } } }
    userErrors { code field message }
  }
}`,
});

export const discountCodeDelete = operation<DiscountCodeDeleteVariables, DiscountCodeDeleteData>({
  name: 'DiscountCodeDelete',
  scopes: ['write_discounts'],
  text: `mutation DiscountCodeDelete($id: ID!) {
  discountCodeDelete(id: $id) {
    deletedCodeDiscountId
    userErrors { code field message }
  }
}`,
});
