/** A GraphQL document of the Admin API, with the types of what goes in and comes out. */

declare const variables: unique symbol;
declare const data: unique symbol;

export type Operation<Variables, Data> = {
  /** As it stands in the text: what logs and the fake shop call it. */
  readonly name: string;
  readonly text: string;
  /** All that it takes to be allowed to run it; scopes.ts says what each is for. */
  readonly scopes: readonly Scope[];
  /** The first version that has all of it, where the oldest that we hold documents against has not. */
  readonly since?: string;
  /** Never there at run time: they carry the types. */
  readonly [variables]?: (variables: Variables) => void;
  readonly [data]?: Data;
};

export type Scope =
  | 'read_customer_events'
  | 'read_customers'
  | 'read_discounts'
  | 'read_orders'
  | 'read_pixels'
  | 'read_products'
  | 'write_app_proxy'
  | 'write_customers'
  | 'write_discounts'
  | 'write_pixels';

type Description = Pick<Operation<never, never>, 'name' | 'text' | 'scopes' | 'since'>;

/**
 * Variables and data are written by `test/integrations/shopify/operations.test.ts -u` from Shopify's own schema, one pair of types
 * for each name: by hand they would be right until the next version.
 *
 * @example const shopFacts = operation<ShopFactsVariables, ShopFactsData>({ name: 'ShopFacts', scopes: [], text: '…' })
 */
export function operation<Variables, Data>(description: Description): Operation<Variables, Data> {
  return description;
}

/** The one that the app is pinned to; documents hold in the one before and the one after as well. */
export const API_VERSION = '2026-07';
