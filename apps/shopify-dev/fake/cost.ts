/** What a query costs before it runs, as Shopify's rate limits count: an object is 1 point, a mutation 10, a list as many as it asks for. */
import {
  type DocumentNode,
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** A query that would cost more is refused before it runs, with `MAX_COST_EXCEEDED`. */
export const MOST_POINTS_A_QUERY = 1_000;
const MUTATION_POINTS = 10;

type Variables = Readonly<Record<string, unknown>>;
type Place = { readonly schema: GraphQLSchema; readonly variables: Variables };

/** @example requestedCost(schema, parse(orders.text), { first: 8 }) */
export function requestedCost(schema: GraphQLSchema, document: DocumentNode, variables: Variables): number {
  const operation = document.definitions.find(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  );
  const root = operation && schema.getRootType(operation.operation);
  if (!operation || !root) return 0;
  const base = operation.operation === 'mutation' ? MUTATION_POINTS : 0;
  const inside = costOfSelection({ schema, variables }, root, operation.selectionSet);
  return Math.max(base, base === 0 ? inside : 0);
}

function costOfSelection(place: Place, parent: unknown, { selections }: SelectionSetNode): number {
  return selections.reduce((sum, selection) => {
    if (selection.kind === Kind.FIELD) return sum + costOfField(place, parent, selection);
    if (selection.kind !== Kind.INLINE_FRAGMENT) return sum;
    const type = selection.typeCondition && place.schema.getType(selection.typeCondition.name.value);
    return sum + costOfSelection(place, type, selection.selectionSet);
  }, 0);
}

function costOfField(place: Place, parent: unknown, node: FieldNode): number {
  const field =
    isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
  const named = field && getNamedType(field.type);
  if (!field || !node.selectionSet || !isCompositeType(named)) return 0;
  const size = sizeOf(node, place.variables);
  if (named.name.endsWith('Connection')) return size * costOfNodes(place, named, node.selectionSet);
  const inside = costOfSelection(place, named, node.selectionSet);
  return (isList(field.type) ? size : 1) * (1 + inside);
}

/** Of one entry: `pageInfo` and the connection itself are free. */
function costOfNodes(place: Place, connection: unknown, { selections }: SelectionSetNode): number {
  return selections
    .filter((one): one is FieldNode => one.kind === Kind.FIELD && /^(nodes|edges)$/.test(one.name.value))
    .reduce((sum, one) => {
      const type = getNamedType((connection as GraphQLObjectType).getFields()[one.name.value]?.type);
      return sum + 1 + (one.selectionSet ? costOfSelection(place, type, one.selectionSet) : 0);
    }, 0);
}

function sizeOf(node: FieldNode, variables: Variables): number {
  const first = node.arguments?.find(({ name }) => name.value === 'first' || name.value === 'ids')?.value;
  if (first?.kind === Kind.INT) return Number(first.value);
  const given = first?.kind === Kind.VARIABLE ? variables[first.name.value] : undefined;
  return Array.isArray(given) ? given.length : typeof given === 'number' ? given : 1;
}

function isList(type: GraphQLOutputType): boolean {
  return isNonNullType(type) ? isList(type.ofType) : isListType(type);
}
