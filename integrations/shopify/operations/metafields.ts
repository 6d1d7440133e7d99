import type {
  CustomerMetafieldsData,
  CustomerMetafieldsVariables,
  MetafieldsDeleteData,
  MetafieldsDeleteVariables,
  MetafieldsSetData,
  MetafieldsSetVariables,
  PublicSettingsSetData,
  PublicSettingsSetVariables,
} from './generated-types.ts';
import { operation } from './operation.ts';

/**
 * Where our Liquid reads the tracker's settings: a metafield of the installation, which no other app can see. The namespace is a plain
 * one, as in `app.metafields.inkling.public.value`: one that begins with `$app` is `app--ID--…` in Liquid, and no file knows that ID.
 */
export const PUBLIC_SETTINGS = { namespace: 'inkling', key: 'public', type: 'json' } as const;

/** Nobody's data: needs no scope, as the installation is the app's own. */
export const publicSettingsSet = operation<PublicSettingsSetVariables, PublicSettingsSetData>({
  name: 'PublicSettingsSet',
  scopes: [],
  text: `mutation PublicSettingsSet($metafields: [MetafieldsSetInput!]!) {
  metafieldsSet(metafields: $metafields) {
    metafields { id namespace key compareDigest }
    userErrors { code elementIndex field message }
  }
}`,
});

/** `compareDigest` of what was read keeps a late answer from overwriting a newer one: then the code is `STALE_OBJECT`. */
export const metafieldsSet = operation<MetafieldsSetVariables, MetafieldsSetData>({
  name: 'MetafieldsSet',
  scopes: ['write_customers'],
  text: `mutation MetafieldsSet($metafields: [MetafieldsSetInput!]!) {
  metafieldsSet(metafields: $metafields) {
    metafields { id namespace key compareDigest }
    userErrors { code elementIndex field message }
  }
}`,
});

export const metafieldsDelete = operation<MetafieldsDeleteVariables, MetafieldsDeleteData>({
  name: 'MetafieldsDelete',
  scopes: ['write_customers'],
  text: `mutation MetafieldsDelete($metafields: [MetafieldIdentifierInput!]!) {
  metafieldsDelete(metafields: $metafields) {
    deletedMetafields { ownerId namespace key }
    userErrors { field message }
  }
}`,
});

export const customerMetafields = operation<CustomerMetafieldsVariables, CustomerMetafieldsData>({
  name: 'CustomerMetafields',
  scopes: ['read_customers'],
  text: `query CustomerMetafields($id: ID!, $namespace: String!) {
  customer(id: $id) {
    id
    metafields(first: 25, namespace: $namespace) { nodes { key type value compareDigest } }
  }
}`,
});
