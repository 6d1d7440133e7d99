/** Shopify's Admin schema, with what Shopify marks in it beyond GraphQL: see test/fixtures/shopify/README.md. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { buildClientSchema, type GraphQLSchema, type IntrospectionQuery } from 'graphql';

/** The one that the app is pinned to, the one before and the one after. */
export const API_VERSIONS = ['2026-04', '2026-07', '2026-10'] as const;
export type ApiVersion = (typeof API_VERSIONS)[number];

export type AdminSchema = {
  readonly version: ApiVersion;
  readonly schema: GraphQLSchema;
  /** `Customer.email`, or `Customer` for all of it: one of these scopes is enough. */
  scopesOf(coordinate: string): readonly string[];
  /** Whether a field holds what only an app with approval for it is shown. */
  isProtected(coordinate: string): boolean;
};

type Marked = { readonly name: string; readonly isProtected?: boolean };
type MarkedType = { readonly name: string; readonly fields: readonly Marked[] | null };
type ScopeItem = {
  readonly typeName: string;
  readonly fieldName?: string;
  readonly offlineScopes: readonly string[];
};
type Fixture = {
  readonly data: { readonly __schema: { readonly types: readonly MarkedType[] } };
  readonly offline_scopes: { readonly items: readonly ScopeItem[] };
};

const FIXTURES = join(import.meta.dirname, '../../../test/fixtures/shopify');
const loaded = new Map<ApiVersion, AdminSchema>();

/** Built once a process: it takes about a second. @example adminSchema('2026-07').scopesOf('Mutation.segmentCreate') */
export function adminSchema(version: ApiVersion): AdminSchema {
  const known = loaded.get(version) ?? load(version);
  loaded.set(version, known);
  return known;
}

function load(version: ApiVersion): AdminSchema {
  const path = join(FIXTURES, `admin_${version}.json.gz`);
  const fixture: Fixture = JSON.parse(gunzipSync(readFileSync(path)).toString('utf8'));
  const scopes = new Map(
    fixture.offline_scopes.items.map(({ typeName, fieldName, offlineScopes }) => [
      fieldName === undefined ? typeName : `${typeName}.${fieldName}`,
      offlineScopes,
    ]),
  );
  const guarded = new Set(
    fixture.data.__schema.types.flatMap(({ name, fields }) =>
      (fields ?? []).filter(({ isProtected }) => isProtected).map((field) => `${name}.${field.name}`),
    ),
  );
  return {
    version,
    schema: buildClientSchema(fixture.data as unknown as IntrospectionQuery, { assumeValid: true }),
    scopesOf: (coordinate) => scopes.get(coordinate) ?? [],
    isProtected: (coordinate) => guarded.has(coordinate),
  };
}
