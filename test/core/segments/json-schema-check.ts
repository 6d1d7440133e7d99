/** The part of JSON Schema (draft 2020-12) that the product writes, read by the specification and not by zod. */
type Schema = { readonly [keyword: string]: unknown };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const KINDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
};

type Check = (rule: never, value: unknown, root: Schema, schema: Schema) => boolean;
const numeric = (test: (value: number, limit: number) => boolean) => (limit: number, value: unknown) =>
  typeof value !== 'number' || test(value, limit);
const sized =
  (test: (size: number, limit: number) => boolean, sizeOf: (value: unknown) => number | null) =>
  (limit: number, value: unknown) => {
    const size = sizeOf(value);
    return size === null || test(size, limit);
  };
const lengthOf = (value: unknown) => (typeof value === 'string' ? [...value].length : null);
const countOf = (value: unknown) => (Array.isArray(value) ? value.length : null);
const noted = () => true;

const KEYWORDS: Readonly<Record<string, Check>> = {
  $ref: (name: string, value, root) => {
    const defs = root.$defs as Record<string, Schema>;
    return isValid(defs[name.replace('#/$defs/', '')] ?? { unknown: name }, value, root);
  },
  type: (type: string, value) => KINDS[type]?.(value) ?? false,
  enum: (values: readonly unknown[], value) => values.includes(value),
  const: (one: unknown, value) => one === value,
  pattern: (text: string, value) => typeof value !== 'string' || new RegExp(text, 'u').test(value),
  minLength: sized((size, limit) => size >= limit, lengthOf),
  maxLength: sized((size, limit) => size <= limit, lengthOf),
  minItems: sized((size, limit) => size >= limit, countOf),
  maxItems: sized((size, limit) => size <= limit, countOf),
  minimum: numeric((value, limit) => value >= limit),
  maximum: numeric((value, limit) => value <= limit),
  exclusiveMinimum: numeric((value, limit) => value > limit),
  exclusiveMaximum: numeric((value, limit) => value < limit),
  minProperties: (limit: number, value) => !isObject(value) || Object.keys(value).length >= limit,
  required: (keys: readonly string[], value) =>
    !isObject(value) || keys.every((key) => Object.hasOwn(value, key)),
  properties: (parts: Record<string, Schema>, value, root) =>
    !isObject(value) ||
    Object.entries(parts).every(
      ([key, part]) => !Object.hasOwn(value, key) || isValid(part, value[key], root),
    ),
  additionalProperties: (part: Schema | boolean, value, root, schema) => {
    const known = Object.keys((schema.properties as object | undefined) ?? {});
    const others = isObject(value) ? Object.keys(value).filter((key) => !known.includes(key)) : [];
    if (typeof part === 'boolean') return part || others.length === 0;
    return others.every((key) => isObject(value) && isValid(part, value[key], root));
  },
  propertyNames: (part: Schema, value, root) =>
    !isObject(value) || Object.keys(value).every((key) => isValid(part, key, root)),
  items: (part: Schema, value, root) =>
    !Array.isArray(value) || value.every((item) => isValid(part, item, root)),
  anyOf: (parts: readonly Schema[], value, root) => parts.some((part) => isValid(part, value, root)),
  oneOf: (parts: readonly Schema[], value, root) =>
    parts.filter((part) => isValid(part, value, root)).length === 1,
  default: noted,
  $schema: noted,
  $defs: noted,
  id: noted,
  title: noted,
  description: noted,
  examples: noted,
};

/** Throws at a keyword that it does not know, so that none goes unread. */
export function isValid(schema: Schema, value: unknown, root: Schema = schema): boolean {
  return Object.entries(schema).every(([keyword, rule]) => {
    const check = KEYWORDS[keyword];
    if (check === undefined) throw new Error(`no check for the keyword ${keyword}`);
    return check(rule as never, value, root, schema);
  });
}
