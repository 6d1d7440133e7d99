/** `/admin/api/VERSION/graphql.json`: documents run on the schema of their version, over what the shop has. */
import {
  type DocumentNode,
  defaultFieldResolver,
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  getNamedType,
  Kind,
  parse,
  validate,
} from 'graphql';
import { type Bucket, createBucket } from './bucket.ts';
import { connect, type ListArguments, search } from './connection.ts';
import { MOST_POINTS_A_QUERY, requestedCost } from './cost.ts';
import { type Declared, flowMutations, pixelMutations, pixelQuery, segmentMutations } from './resolve-app.ts';
import { discountMutations } from './resolve-discounts.ts';
import { metafieldMutations, tagMutations } from './resolve-metafields.ts';
import * as show from './resolve-records.ts';
import { type AdminSchema, API_VERSIONS, type ApiVersion, adminSchema } from './schema.ts';
import { gid, idOf, type ShopState } from './state.ts';

export type GraphBody = {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null;
};
export type Admin = {
  run(version: string, body: GraphBody): Promise<Response>;
  readonly bucket: Bucket;
};
export type AdminOptions = {
  readonly state: ShopState;
  readonly declared: Declared;
  /** Null when the app is not installed. */
  grantedScopes(): readonly string[] | null;
};

/** To write is to read as well. */
export function holds(granted: readonly string[], scope: string): boolean {
  return granted.includes(scope) || granted.includes(scope.replace(/^read_/, 'write_'));
}

const denied = (what: string, scope: string) =>
  new GraphQLError(`Access denied for ${what} field. Required access: \`${scope}\` access scope.`, {
    extensions: {
      code: 'ACCESS_DENIED',
      documentation: 'https://shopify.dev/api/usage/access-scopes',
      requiredAccess: `\`${scope}\` access scope.`,
    },
  });

/** Fields that nobody put there, that the app may not see or that need approval are errors, as at Shopify. */
function guarded(
  { scopesOf, isProtected }: AdminSchema,
  granted: readonly string[],
): GraphQLFieldResolver<unknown, unknown> {
  return (source, args, context, info) => {
    const at = `${info.parentType.name}.${info.fieldName}`;
    for (const place of [at, getNamedType(info.returnType).name]) {
      const ways = scopesOf(place);
      if (ways.length > 0 && !ways.some((scope) => holds(granted, scope)))
        throw denied(info.fieldName, ways[0] ?? '');
    }
    if (isProtected(at))
      throw new GraphQLError(`This app is not approved to use the ${info.fieldName} field.`, {
        extensions: { code: 'ACCESS_DENIED' },
      });
    if (!(info.fieldName in (source as object))) throw new Error(`the fake shop has no ${at}`);
    return defaultFieldResolver(source, args, context, info);
  };
}

export function createAdmin({ state, declared, grantedScopes }: AdminOptions): Admin {
  const bucket = createBucket(state.clock);
  const granted = () => grantedScopes() ?? [];
  const roots = { ...queries(state, granted), ...mutations(state, declared, granted) };
  return {
    bucket,
    async run(version, { query, variables }) {
      if (!API_VERSIONS.includes(version as ApiVersion))
        return Response.json({ errors: 'Not Found' }, { status: 404 });
      const admin = adminSchema(version as ApiVersion);
      const document = parsed(query);
      if (document instanceof GraphQLError) return Response.json({ errors: [document.toJSON()] });
      const faults = validate(admin.schema, document);
      if (faults.length > 0) return Response.json({ errors: faults.map((one) => one.toJSON()) });
      const points = requestedCost(admin.schema, document, variables ?? {});
      const refused = refuseCost(bucket, points);
      if (refused) return refused;
      const result = await execute({
        schema: admin.schema,
        document,
        rootValue: roots,
        variableValues: variables ?? {},
        fieldResolver: guarded(admin, granted()),
      });
      // A mutation has its price whatever it answers.
      const used = isMutation(document) ? points : Math.min(points, countObjects(result.data));
      bucket.giveBack(points - used);
      return Response.json({ ...result, extensions: costOf(bucket, points, used) });
    },
  };
}

const costOf = (bucket: Bucket, requested: number, actual: number | null) => ({
  cost: { requestedQueryCost: requested, actualQueryCost: actual, throttleStatus: bucket.status() },
});

function refuseCost(bucket: Bucket, points: number): Response | null {
  if (points > MOST_POINTS_A_QUERY) {
    const message = `Query cost is ${points}, which exceeds the single query max cost limit (${MOST_POINTS_A_QUERY}).`;
    const extensions = { code: 'MAX_COST_EXCEEDED', cost: points, maxCost: MOST_POINTS_A_QUERY };
    return Response.json({ errors: [{ message, extensions }] });
  }
  if (bucket.take(points)) return null;
  const error = { message: 'Throttled', extensions: { code: 'THROTTLED' } };
  return Response.json({ errors: [error], extensions: costOf(bucket, points, null) });
}

function parsed(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

const isMutation = ({ definitions }: DocumentNode): boolean =>
  definitions.some((one) => one.kind === Kind.OPERATION_DEFINITION && one.operation === 'mutation');

/** What an answer really held. */
function countObjects(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + countObjects(one), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Object.values(value).reduce((sum: number, one) => sum + countObjects(one), 0);
}

function queries(state: ShopState, granted: () => readonly string[]) {
  const counted =
    <T>(records: Iterable<T>, facets: (record: T) => Parameters<ReturnType<typeof search>>[0]) =>
    ({ query }: ListArguments) => ({
      count: [...records].filter((one) => search(query ?? '')(facets(one))).length,
      precision: 'EXACT',
    });
  const one =
    <T>(records: Map<number, T>, type: string, shown: (record: T) => object) =>
    ({ id }: { id: string }) => {
      const record = records.get(idOf(type, id));
      return record ? shown(record) : null;
    };
  const order = one(state.orders, 'Order', (record) => show.showOrder(state, record));
  return {
    shop: () => ({
      id: gid('Shop', 1),
      name: state.name,
      myshopifyDomain: state.domain,
      url: `https://${state.domain}`,
      currencyCode: state.currency,
      ianaTimezone: state.timezone,
      taxesIncluded: true,
    }),
    currentAppInstallation: () => ({
      id: gid('AppInstallation', state.appId),
      launchUrl: `https://admin.shopify.com/store/${state.domain.split('.')[0]}/apps/inkling`,
      accessScopes: granted().map((handle) => ({ handle, description: handle })),
      ...show.showMetafields(state, gid('AppInstallation', state.appId)),
    }),
    ...pixelQuery(state),
    customer: one(state.customers, 'Customer', (record) => show.showCustomer(state, record)),
    customers: (args: ListArguments) =>
      connect(state.customers.values(), args, show.customerFacets, (record) =>
        show.showCustomer(state, record),
      ),
    customersCount: counted(state.customers.values(), show.customerFacets),
    product: one(state.products, 'Product', (record) => show.showProduct(state, record)),
    products: (args: ListArguments) =>
      connect(state.products.values(), args, show.productFacets, (record) => show.showProduct(state, record)),
    order,
    orders: (args: ListArguments) =>
      connect(state.orders.values(), args, show.orderFacets, (record) => show.showOrder(state, record)),
    ordersCount: counted(state.orders.values(), show.orderFacets),
    nodes: ({ ids }: { readonly ids: readonly string[] }) => ids.map((id) => order({ id })),
    segment: one(state.segments, 'Segment', show.showSegment),
    segments: (args: ListArguments) =>
      connect(state.segments.values(), args, ({ id }) => ({ id }), show.showSegment),
    discountNodes: (args: ListArguments) =>
      connect(state.discounts.values(), args, show.discountFacets(state), (one) => ({
        ...show.showDiscount(state, one),
        id: gid('DiscountCodeNode', one.id),
      })),
    codeDiscountNodeByCode: ({ code }: { readonly code: string }) => {
      const found = [...state.discounts.values()].find(
        (one) => one.code.toLowerCase() === code.toLowerCase(),
      );
      return found ? show.showDiscount(state, found) : null;
    },
  };
}

function mutations(state: ShopState, declared: Declared, granted: () => readonly string[]) {
  /** The scope is that of what is changed; the installation is the app's own. */
  const mayChange = (id: string): void => {
    const scope = idOf('Customer', id) ? 'write_customers' : idOf('Product', id) ? 'write_products' : null;
    if (scope && !granted().includes(scope)) throw denied('metafieldsSet', scope);
  };
  return {
    ...discountMutations(state),
    ...metafieldMutations(state, mayChange),
    ...tagMutations(state, mayChange),
    ...pixelMutations(state, declared),
    ...segmentMutations(state),
    ...flowMutations(state, declared),
  };
}
