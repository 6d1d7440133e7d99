/** What a document demands of the app that runs it: scopes, and approval for what is protected. */
import { type DocumentNode, getNamedType, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { AdminSchema } from '../../../apps/shopify-dev/fake/schema.ts';

/** Each entry is a list of alternatives, of which one is enough, with where it comes from. */
export type Demand = { readonly at: string; readonly anyOf: readonly string[] };

/** @example demandsOf(adminSchema('2026-07'), parse(orders.text)) // [{ at: 'Order', anyOf: ['read_orders', …] }] */
export function demandsOf({ schema, scopesOf }: AdminSchema, document: DocumentNode): readonly Demand[] {
  const places = new Set<string>();
  walkFields(schema, document, (parent, field, type) =>
    places.add(parent).add(`${parent}.${field}`).add(type),
  );
  return [...places].map((at) => ({ at, anyOf: scopesOf(at) })).filter(({ anyOf }) => anyOf.length > 0);
}

/** Fields that only an app with approval is shown. */
export function protectedIn({ schema, isProtected }: AdminSchema, document: DocumentNode): readonly string[] {
  const places = new Set<string>();
  walkFields(schema, document, (parent, field) => places.add(`${parent}.${field}`));
  return [...places].filter(isProtected);
}

function walkFields(
  schema: AdminSchema['schema'],
  document: DocumentNode,
  onField: (parent: string, field: string, type: string) => void,
): void {
  const info = new TypeInfo(schema);
  const enter = () => {
    const parent = info.getParentType();
    const field = info.getFieldDef();
    if (parent && field) onField(parent.name, field.name, getNamedType(field.type).name);
  };
  visit(document, visitWithTypeInfo(info, { Field: { enter } }));
}
