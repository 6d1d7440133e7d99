import type {
  CustomerData,
  CustomersConsentData,
  CustomersConsentVariables,
  CustomersCountData,
  CustomersCountVariables,
  CustomerVariables,
} from './generated-types.ts';
import { operation } from './operation.ts';

/** What they agreed to hear is no protected content; the address that they would hear it at is, and is not asked for. */
const CONSENT = 'defaultEmailAddress { marketingState marketingOptInLevel marketingUpdatedAt }';

export const customer = operation<CustomerVariables, CustomerData>({
  name: 'Customer',
  scopes: ['read_customers'],
  text: `query Customer($id: ID!) {
  customer(id: $id) {
    id state tags locale createdAt updatedAt numberOfOrders dataSaleOptOut
    amountSpent { amount currencyCode }
    statistics { rfmGroup predictedSpendTier }
    ${CONSENT}
  }
}`,
});

/** By cursor: what everybody agreed to, at install and for what webhooks missed (`updated_at:>='…'`). */
export const customersConsent = operation<CustomersConsentVariables, CustomersConsentData>({
  name: 'CustomersConsent',
  scopes: ['read_customers'],
  text: `query CustomersConsent($first: Int!, $after: String, $query: String) {
  customers(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
    nodes { id updatedAt dataSaleOptOut ${CONSENT} }
    pageInfo { hasNextPage endCursor }
  }
}`,
});

export const customersCount = operation<CustomersCountVariables, CustomersCountData>({
  name: 'CustomersCount',
  scopes: ['read_customers'],
  text: `query CustomersCount($query: String, $limit: Int) {
  customersCount(query: $query, limit: $limit) { count precision }
}`,
});
