/** Writes the TypeScript of what a document takes and gives, as Shopify's schema has it. */
import {
  type FragmentDefinitionNode,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  typeFromAST,
  type VariableDefinitionNode,
} from 'graphql';
import type { Operation } from '../../../integrations/shopify/operations/operation.ts';

/** As JSON carries them. Decimals and long numbers are texts, which keeps them exact. */
const SCALARS: Readonly<Record<string, string>> = {
  Boolean: 'boolean',
  Int: 'number',
  Float: 'number',
  JSON: 'unknown',
};
/** Longer lists (currencies, faults) grow with every version: they are texts. */
const MOST_ENUM_VALUES = 20;
const HEAD = '// Written by `vitest run --project logic test/integrations/shopify/operations.test.ts -u`.\n';

type AnyOperation = Operation<never, unknown>;

/** The whole file, the same for the same documents and schema. */
export function writeTypes(schema: GraphQLSchema, operations: readonly AnyOperation[]): string {
  const inputs = new Map<string, string>();
  const pairs = [...operations]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((one) => writePair(schema, one, inputs));
  const named = [...inputs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
  return [HEAD, ...pairs, ...named].join('\n');
}

/** Variables and data of one document. */
function writePair(schema: GraphQLSchema, { name, text }: AnyOperation, inputs: Map<string, string>): string {
  const definition = parse(text).definitions.find(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  );
  const root = definition && schema.getRootType(definition.operation);
  if (!definition || !root) throw new Error(`${name} is no operation`);
  const variables = (definition.variableDefinitions ?? []).map((one) => writeVariable(schema, one, inputs));
  const data = writeSelection(schema, root, definition.selectionSet, 1);
  return `export type ${name}Variables = {\n${variables.join('')}};\nexport type ${name}Data = ${data};\n`;
}

function writeVariable(
  schema: GraphQLSchema,
  { variable, type }: VariableDefinitionNode,
  inputs: Map<string, string>,
): string {
  const known = typeFromAST(schema, type as never) as GraphQLInputType | undefined;
  if (!known) throw new Error(`no type for $${variable.name.value}`);
  return writeInputField(variable.name.value, known, inputs);
}

function writeInputField(name: string, type: GraphQLInputType, inputs: Map<string, string>): string {
  return `  readonly ${name}${isNonNullType(type) ? '' : '?'}: ${writeInput(type, inputs)};\n`;
}

function writeInput(type: GraphQLInputType, inputs: Map<string, string>): string {
  if (isNonNullType(type)) return writeInput(type.ofType, inputs).replace(/ \| null$/, '');
  if (isListType(type)) return `readonly ${bracket(writeInput(type.ofType, inputs))}[] | null`;
  if (isInputObjectType(type)) rememberInput(type, inputs);
  const text = isInputObjectType(type) ? type.name : writeLeaf(type);
  return `${text} | null`;
}

/** Fields that are on their way out are not offered. */
function rememberInput(type: GraphQLInputObjectType, inputs: Map<string, string>): void {
  if (inputs.has(type.name)) return;
  inputs.set(type.name, '');
  const fields = Object.values(type.getFields())
    .filter(({ deprecationReason }) => deprecationReason == null)
    .map((field) => writeInputField(field.name, field.type, inputs));
  inputs.set(type.name, `type ${type.name} = {\n${fields.join('')}};\n`);
}

function writeSelection(
  schema: GraphQLSchema,
  parent: GraphQLOutputType,
  { selections }: SelectionSetNode,
  depth: number,
): string {
  const indent = '  '.repeat(depth);
  const lines = selections.flatMap((selection) => {
    if (selection.kind === Kind.INLINE_FRAGMENT) return writeFragment(schema, selection, depth);
    if (selection.kind === Kind.FRAGMENT_SPREAD) throw new Error('spread fragments are not written');
    const field = isAbstractOrObject(parent) ? parent.getFields()[selection.name.value] : undefined;
    if (!field) throw new Error(`no field ${selection.name.value}`);
    const name = (selection.alias ?? selection.name).value;
    return `${indent}readonly ${name}: ${writeOutput(schema, field.type, selection.selectionSet, depth)};\n`;
  });
  return `{\n${lines.join('')}${'  '.repeat(depth - 1)}}`;
}

/** Of another type than the fragment's an answer holds none of its fields. */
function writeFragment(
  schema: GraphQLSchema,
  fragment: Pick<FragmentDefinitionNode, 'selectionSet'> & { readonly typeCondition?: unknown },
  depth: number,
): string[] {
  const { name } = (fragment.typeCondition ?? {}) as { name?: { value: string } };
  const type = name && schema.getType(name.value);
  if (!isObjectType(type)) throw new Error('a fragment is on one type of object');
  const body = writeSelection(schema, type, fragment.selectionSet, depth);
  return body
    .split('\n')
    .slice(1, -1)
    .map((line) => (line.startsWith(`${'  '.repeat(depth)}readonly`) ? line.replace(':', '?:') : line))
    .map((line) => `${line}\n`);
}

function isAbstractOrObject(type: GraphQLOutputType) {
  return isObjectType(type) || (isAbstractType(type) && 'getFields' in type);
}

function writeOutput(
  schema: GraphQLSchema,
  type: GraphQLOutputType,
  selection: SelectionSetNode | undefined,
  depth: number,
): string {
  if (isNonNullType(type)) return writeOutput(schema, type.ofType, selection, depth).replace(/ \| null$/, '');
  if (isListType(type))
    return `readonly ${bracket(writeOutput(schema, type.ofType, selection, depth))}[] | null`;
  const named = getNamedType(type);
  const text =
    selection && isCompositeType(named)
      ? writeSelection(schema, named, selection, depth + 1)
      : writeLeaf(named);
  return `${text} | null`;
}

function writeLeaf(type: unknown): string {
  if (!isEnumType(type as never)) return SCALARS[String(type)] ?? 'string';
  const values = (type as { getValues(): readonly { name: string }[] }).getValues();
  if (values.length > MOST_ENUM_VALUES) return 'string';
  return values.map(({ name }) => `'${name}'`).join(' | ');
}

/** `readonly` binds to the list that follows it, a union to all that is written before. */
const bracket = (text: string): string => {
  const isOne = text.startsWith('{') ? text.endsWith('}') : !/ /.test(text);
  return isOne ? text : `(${text})`;
};
