import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type GraphQLInputType,
  getNamedType,
  getVariableValues,
  isInputObjectType,
  NoDeprecatedCustomRule,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { MOST_POINTS_A_QUERY, requestedCost } from '../../../apps/shopify-dev/fake/cost.ts';
import { type AdminSchema, API_VERSIONS, adminSchema } from '../../../apps/shopify-dev/fake/schema.ts';
import { API_VERSION } from '../../../integrations/shopify/operations/operation.ts';
import { protectedIn } from '../../support/shopify/demands.ts';
import { DOCUMENTS, type Document, versionsOf } from '../../support/shopify/documents.ts';
import { writeTypes } from '../../support/shopify/operation-types.ts';
import { ROOT } from '../../support/source-tree.ts';

const FOLDER = join(ROOT, 'integrations/shopify/operations');
const TYPES = join(FOLDER, 'generated-types.ts');
const operations = DOCUMENTS.map(({ operation }) => operation);

/** Fields that are shown only with approval, and why we ask for it: none. */
const PROTECTED: Readonly<Record<string, string>> = {};

/** What a document itself gets wrong: not known, or on its way out. */
function faultsOf(text: string, { schema }: AdminSchema): readonly string[] {
  return validate(schema, parse(text), [...specifiedRules, NoDeprecatedCustomRule]).map(
    ({ message }) => message,
  );
}

/** What its variables get wrong: not taken, or with a field or a value that is on its way out. */
function faultsOfSample(text: string, sample: unknown, { schema }: AdminSchema): readonly string[] {
  const [definition] = parse(text).definitions as [OperationDefinitionNode];
  const taken = getVariableValues(schema, definition.variableDefinitions ?? [], sample as never);
  if (taken.errors) return taken.errors.map(({ message }) => message);
  return (definition.variableDefinitions ?? []).flatMap(({ variable, type }) => {
    const named = parseTypeName(type);
    const known = schema.getType(named) as GraphQLInputType | undefined;
    return known ? deprecatedIn((sample as never)[variable.name.value], known) : [];
  });
}

function parseTypeName(type: unknown): string {
  const node = type as { name?: { value: string }; type?: unknown };
  return node.name?.value ?? parseTypeName(node.type);
}

function deprecatedIn(value: unknown, type: GraphQLInputType): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one) => deprecatedIn(one, type));
  const named = getNamedType(type);
  if (!isInputObjectType(named) || value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const field = named.getFields()[key];
    if (!field) return [];
    const own = field.deprecationReason == null ? [] : [`${named.name}.${key} is deprecated`];
    return [...own, ...deprecatedIn(inner, field.type)];
  });
}

const cases = DOCUMENTS.flatMap((document) =>
  versionsOf(document).map(
    (version) => [document.operation.name, version, document] as [string, typeof version, Document],
  ),
);

describe('the documents of the app', () => {
  it('are all here: no export of a topic is left out', async () => {
    const files = readdirSync(FOLDER).filter(
      (name) => !/^(operation|scopes|generated-types)\.ts$/.test(name),
    );
    const modules = await Promise.all(files.map((name) => import(join(FOLDER, name))));
    const exported = modules.flatMap((module) =>
      Object.values(module).filter((one) => typeof one === 'object' && one !== null && 'text' in one),
    );
    expect(exported.length).toBeGreaterThan(30);
    expect(new Set(operations)).toEqual(new Set(exported));
  });

  it('are each one operation, called as its text says', () => {
    for (const { name, text } of operations) {
      const { definitions } = parse(text);
      expect(definitions.map((node) => 'name' in node && node.name?.value)).toEqual([name]);
    }
    expect(new Set(operations.map(({ name }) => name)).size).toBe(operations.length);
  });

  it('hold in the pinned version, and that has one before and one after', () => {
    expect(API_VERSIONS.indexOf(API_VERSION)).toBe(1);
    expect(DOCUMENTS.filter((document) => !versionsOf(document).includes(API_VERSION))).toEqual([]);
  });

  it.each(cases)('%s holds in %s, with nothing that is on its way out', (_name, version, { operation }) => {
    expect(faultsOf(operation.text, adminSchema(version))).toEqual([]);
  });

  it.each(cases)('%s takes its samples in %s', (_name, version, { operation, samples }) => {
    expect(samples.length).toBeGreaterThan(0);
    const faults = samples.flatMap((sample) => faultsOfSample(operation.text, sample, adminSchema(version)));
    expect(faults).toEqual([]);
  });

  it.each(cases)('%s asks in %s for nothing that is protected', (_name, version, { operation }) => {
    const found = protectedIn(adminSchema(version), parse(operation.text));
    expect(found.filter((at) => !(at in PROTECTED))).toEqual([]);
  });

  it.each(cases)('%s costs in %s less than one query may', (_name, version, { operation, samples }) => {
    const { schema } = adminSchema(version);
    const costs = samples.map((sample) => requestedCost(schema, parse(operation.text), sample as never));
    expect(Math.max(...costs)).toBeLessThanOrEqual(MOST_POINTS_A_QUERY);
  });
});

describe('what is checked', () => {
  const schema = adminSchema('2026-07');

  it.each([
    ['an unknown field', '{ shop { shoeSize } }', 'Cannot query field "shoeSize" on type "Shop".'],
    [
      'a field on its way out',
      '{ shop { productTypes(first: 1) { nodes } } }',
      /Shop\.productTypes is deprecated/,
    ],
    [
      'an argument on its way out',
      'mutation { flowTriggerReceive(body: "") { userErrors { message } } }',
      /body/,
    ],
  ])('%s is found', (_what, text, message) => {
    expect(faultsOf(text, schema).join()).toMatch(message);
  });

  it('deprecated fields and values of the wrong type in variables are found', () => {
    const [create] = operations.filter(({ name }) => name === 'DiscountCodeBasicCreate');
    const with_ = (discount: object) => faultsOfSample(create?.text ?? '', { discount }, schema);
    expect(with_({ customerSelection: { all: true } })).toEqual([
      'DiscountCodeBasicInput.customerSelection is deprecated',
    ]);
    expect(with_({ usageLimit: 'one' }).join()).toMatch(/Int cannot represent/);
    expect(with_({ context: { all: 'ALL', customers: { add: [] } } }).join()).toMatch(/Exactly one key/);
  });

  it('a protected field is found', () => {
    expect(
      protectedIn(schema, parse('{ customer(id: "1") { defaultEmailAddress { emailAddress } } }')),
    ).toEqual(['CustomerEmailAddress.emailAddress']);
  });
});

describe('their types', () => {
  it('are what the pinned schema says', async () => {
    await expect(writeTypes(adminSchema(API_VERSION).schema, operations)).toMatchFileSnapshot(TYPES);
  });

  it.each(API_VERSIONS)('and what %s says', (version) => {
    const there = DOCUMENTS.filter((document) => versionsOf(document).includes(version));
    const written = writeTypes(
      adminSchema(version).schema,
      there.map(({ operation }) => operation),
    );
    const known = new Set(readFileSync(TYPES, 'utf8').split('\n'));
    expect(written.split('\n').filter((line) => !known.has(line))).toEqual([]);
  });
});
