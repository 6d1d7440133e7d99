/**
 * What a site says about its own events, laid over the table of known ones. A lenient plan (the default) accepts
 * and counts what it finds wrong; a strict one refuses it with a reason.
 */
import { z } from 'zod';
import { accept, type Outcome, type Refusal, refuse } from '../errors.ts';
import { impersonalText } from '../identity/impersonal.ts';
import { isForbiddenKey, toSnakeCase } from './keys.ts';
import { isMoneyKey, PRODUCTS_KEY } from './money.ts';
import { canonicalName, createNameResolver, isWellFormedName, type NameResolver } from './names.ts';
import {
  type EventSpec,
  PRODUCT,
  PROPERTY_TYPES,
  type PropertyType,
  type Requirement,
  SPEC,
} from './spec.ts';

export type PlanMode = 'lenient' | 'strict';

type PropertyPlan = { readonly type: PropertyType; readonly required: boolean };

type EventPlan = {
  /** By property name; `products.<name>` speaks of each item of `products`. */
  readonly properties: Readonly<Record<string, PropertyPlan>>;
  /** False: properties that neither the plan nor the table names are not taken. */
  readonly additionalProperties: boolean;
};

export type TrackingPlan = {
  readonly mode: PlanMode;
  readonly events: Readonly<Record<string, EventPlan>>;
};

/** What one event name must look like, ready for the validate stage. */
export type EventRules = {
  readonly types: ReadonlyMap<string, PropertyType>;
  readonly required: readonly Requirement[];
  readonly itemTypes: ReadonlyMap<string, PropertyType>;
  readonly requiredOfItems: readonly string[];
  readonly dropped: ReadonlySet<string>;
  readonly closed: boolean;
};

export type CompiledPlan = {
  readonly mode: PlanMode;
  readonly resolve: NameResolver;
  /** Rules of a canonical name; those of an unknown name know nothing but money and products. */
  rulesOf(name: string): EventRules;
};

const ITEM = `${PRODUCTS_KEY}.`;
const MOST_EVENTS = 1_000;
const MOST_PROPERTIES_PLANNED = 300;

const typeSchema = z.enum(PROPERTY_TYPES);
const propertySchema = z.union([
  typeSchema.transform((type): PropertyPlan => ({ type, required: false })),
  z.strictObject({ type: typeSchema, required: z.boolean().default(false) }),
]);
const eventSchema = z.strictObject({
  properties: z.record(impersonalText(100), propertySchema).default({}),
  additionalProperties: z.boolean().default(true),
});
const planSchema = z.strictObject({
  mode: z.enum(['lenient', 'strict']).default('lenient'),
  events: z.record(z.string(), eventSchema).default({}),
});

/** The plan of a site that has said nothing. */
export const DEFAULT_PLAN: TrackingPlan = { mode: 'lenient', events: {} };

/**
 * Reads a tracking plan as it arrives. A property is `"type"` or `{ "type", "required" }`.
 * @returns `invalid_value` or `invalid_name` with the place and what to write instead.
 * @example parsePlan({ mode: 'strict', events: { 'Gift Wrapped': { properties: { product_id: 'id' } } } })
 */
export function parsePlan(input: unknown): Outcome<TrackingPlan> {
  const parsed = planSchema.safeParse(input);
  if (!parsed.success) return refuseIssue(parsed.error.issues[0]);
  return findFault(parsed.data) ?? accept(parsed.data);
}

/**
 * Lays a plan over the table of known events.
 * @example compilePlan(DEFAULT_PLAN).rulesOf('Product Viewed').types.get('price') // 'money'
 */
export function compilePlan(plan: TrackingPlan): CompiledPlan {
  const names = [...new Set([...SPEC.keys(), ...Object.keys(plan.events)])];
  const rules = new Map(names.map((name) => [name, compileEvent(SPEC.get(name), plan.events[name])]));
  return {
    mode: plan.mode,
    resolve: createNameResolver(Object.keys(plan.events).filter((name) => !SPEC.has(name))),
    rulesOf: (name) => rules.get(name) ?? NO_RULES,
  };
}

/** Ids, whose digits mean nothing to a phone, and types that are read so strictly that no text can hide behind them. */
const EXEMPT: ReadonlySet<PropertyType> = new Set([
  'id',
  'sku',
  'number',
  'integer',
  'money',
  'boolean',
  'time',
]);

/**
 * Which properties of an event the free-text filter leaves alone: those the plan types as ids, skus, numbers or
 * times, and every name that ends in `_id`. Paths are dotted, without indexes: `products.product_id`.
 * @example exemptPaths(plan, 'Product Viewed')('productId') // true
 */
export function exemptPaths(plan: CompiledPlan, rawName: string): (path: string) => boolean {
  const resolved = plan.resolve(rawName);
  const rules = resolved.kind === 'unusable' ? NO_RULES : plan.rulesOf(resolved.name);
  return (path) => {
    const key = toSnakeCase(path.slice(path.lastIndexOf('.') + 1));
    if (key.endsWith('_id')) return true;
    const type = typeAt(rules, path, key);
    return type !== undefined && EXEMPT.has(type);
  };
}

function typeAt(rules: EventRules, path: string, key: string): PropertyType | undefined {
  if (!path.includes('.')) return rules.types.get(key);
  return path.indexOf('.') === path.lastIndexOf('.') && path.startsWith(ITEM)
    ? rules.itemTypes.get(key)
    : undefined;
}

const toTypes = (types: Readonly<Record<string, PropertyType>>): ReadonlyMap<string, PropertyType> =>
  new Map(Object.entries(types));

const PRODUCT_TYPES = toTypes(PRODUCT);

const NO_RULES: EventRules = {
  types: new Map(),
  required: [],
  itemTypes: PRODUCT_TYPES,
  requiredOfItems: [],
  dropped: new Set(),
  closed: false,
};

function compileEvent(spec: EventSpec | undefined, plan: EventPlan | undefined): EventRules {
  const planned = Object.entries(plan?.properties ?? {});
  const own = planned.filter(([key]) => !key.startsWith(ITEM));
  const items = planned
    .filter(([key]) => key.startsWith(ITEM))
    .map(([key, property]) => [key.slice(ITEM.length), property] as const);
  return {
    types: new Map([...toTypes(spec?.properties ?? {}), ...typesOf(own)]),
    required: mergeRequired(spec?.required ?? [], own),
    itemTypes: new Map([...PRODUCT_TYPES, ...typesOf(items)]),
    requiredOfItems: items.filter(([, property]) => property.required).map(([key]) => key),
    dropped: new Set(spec?.dropped ?? []),
    closed: plan?.additionalProperties === false,
  };
}

type Planned = readonly (readonly [string, PropertyPlan])[];

const typesOf = (planned: Planned): [string, PropertyType][] => planned.map(([key, { type }]) => [key, type]);

/** A property the site plans is required or not as the site says; the rest stays as the table has it. */
function mergeRequired(table: readonly Requirement[], planned: Planned): readonly Requirement[] {
  const said = new Set(planned.map(([key]) => key));
  const kept = table.filter((one) =>
    typeof one === 'string' ? !said.has(one) : !one.some((key) => said.has(key)),
  );
  return [...kept, ...planned.filter(([, { required }]) => required).map(([key]) => key)];
}

function findFault(plan: TrackingPlan): Refusal | null {
  const names = Object.keys(plan.events);
  if (names.length > MOST_EVENTS)
    return refuse('too_many_items', 'events', `plan at most ${MOST_EVENTS} events`);
  for (const [name, event] of Object.entries(plan.events)) {
    const fault = findNameFault(name) ?? findPropertyFault(name, event);
    if (fault !== null) return fault;
  }
  return null;
}

function findNameFault(name: string): Refusal | null {
  const at = `events[${JSON.stringify(name)}]`;
  const resolved = canonicalName(name);
  if (resolved.kind === 'known') {
    return resolved.name === name ? null : refuse('invalid_name', at, `call it ${resolved.name}`);
  }
  if (isWellFormedName(name)) return null;
  const example = resolved.kind === 'malformed' ? (resolved.suggestion ?? 'Cart Viewed') : 'Cart Viewed';
  return refuse('invalid_name', at, `use Object + past-tense verb in Title Case, for example ${example}`);
}

function findPropertyFault(name: string, event: EventPlan): Refusal | null {
  const properties = Object.entries(event.properties);
  const at = `events[${JSON.stringify(name)}].properties`;
  if (properties.length > MOST_PROPERTIES_PLANNED) {
    return refuse('too_many_items', at, `plan at most ${MOST_PROPERTIES_PLANNED} properties of an event`);
  }
  for (const [path, { type, required }] of properties) {
    const key = path.startsWith(ITEM) ? path.slice(ITEM.length) : path;
    const hint = keyFault(key) ?? typeFault(key, type);
    if (hint !== null) return refuse('invalid_value', `${at}[${JSON.stringify(path)}]`, hint);
    if (required && SPEC.get(name)?.dropped?.includes(path)) {
      return refuse(
        'invalid_value',
        `${at}[${JSON.stringify(path)}]`,
        'this property is never stored: do not require it',
      );
    }
  }
  return null;
}

function keyFault(key: string): string | null {
  if (isForbiddenKey(key)) return 'this name is not allowed';
  const snake = toSnakeCase(key);
  return snake === key && !key.includes('.')
    ? null
    : `write it in snake_case, like ${snake.replaceAll('.', '_')}`;
}

/** Stored amounts are read by their name alone, so a name cannot be money in one event and a number in another. */
function typeFault(key: string, type: PropertyType): string | null {
  if (isMoneyKey(key) && type !== 'money' && type !== 'string') {
    return `${key} is always money: type it money, or give the number another name`;
  }
  if (type === 'money' && !isMoneyKey(key)) {
    return 'money is called price, value, revenue, total, subtotal, tax, shipping or discount: use one of these names';
  }
  if (type === 'products' && key !== PRODUCTS_KEY) return `a list of products is called ${PRODUCTS_KEY}`;
  if (key === PRODUCTS_KEY && type !== 'products') return `${PRODUCTS_KEY} is always a list of products`;
  return null;
}

function refuseIssue(issue: z.core.$ZodIssue | undefined): Refusal {
  const path = issue?.path ?? [];
  const at = path.reduce<string>(
    (text, part) =>
      /^[a-z]+$/i.test(String(part))
        ? `${text}${text && '.'}${String(part)}`
        : `${text}[${JSON.stringify(part)}]`,
    '',
  );
  return refuse('invalid_value', at, explainIssue(issue));
}

function explainIssue(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'unrecognized_keys') return `remove ${issue.keys.join(', ')}: a plan does not know it`;
  if (issue?.code === 'invalid_union')
    return `write one of ${PROPERTY_TYPES.join(', ')}, or {"type": …, "required": true}`;
  return issue?.message ?? 'this is no tracking plan';
}
