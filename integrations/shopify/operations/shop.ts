import type {
  AccessScopesData,
  AccessScopesVariables,
  AppInstallationData,
  AppInstallationVariables,
  ShopFactsData,
  ShopFactsVariables,
} from './generated-types.ts';
import { operation } from './operation.ts';

/** What a site is made of. */
export const shopFacts = operation<ShopFactsVariables, ShopFactsData>({
  name: 'ShopFacts',
  scopes: [],
  text: `query ShopFacts {
  shop { id name myshopifyDomain url currencyCode ianaTimezone taxesIncluded }
}`,
});

/** What the merchant granted: it may be less than the app asks for. */
export const accessScopes = operation<AccessScopesVariables, AccessScopesData>({
  name: 'AccessScopes',
  scopes: [],
  text: `query AccessScopes {
  currentAppInstallation { accessScopes { handle } }
}`,
});

/** The installation is what owns the settings that our Liquid reads: see metafields.ts. */
export const appInstallation = operation<AppInstallationVariables, AppInstallationData>({
  name: 'AppInstallation',
  scopes: [],
  text: `query AppInstallation($namespace: String!, $key: String!) {
  currentAppInstallation {
    id
    launchUrl
    metafield(namespace: $namespace, key: $key) { value compareDigest updatedAt }
  }
}`,
});
