/** What to do about events that are not as the tracking plan says: in the plan by one click, or in the page, as code. */
import {
  type EventPlan,
  type PlanAnswer,
  PROPERTY_TYPES,
  type PropertyType,
  type ViolationAnswer,
} from '../api/answers/events.ts';

export type Fix =
  /** The event gets a place in the plan. */
  | { readonly kind: 'declare' }
  /** The property gets a place in the plan, with a type to choose. */
  | { readonly kind: 'allow'; readonly type: PropertyType }
  /** The plan asks for it no more. */
  | { readonly kind: 'lift' };

const NO_EVENT: EventPlan = { properties: {}, additionalProperties: true };
const MONEY: ReadonlySet<string> = new Set([
  ...['price', 'value', 'revenue', 'total', 'subtotal', 'tax', 'shipping', 'discount'],
]);
const ITEM = 'products.';

/** Too many to tell apart are counted together, under no name of an event. */
export function isOfName({ rule }: ViolationAnswer): boolean {
  return rule !== 'many';
}

/** Null: it is mended where it is sent. @example findFix({ rule: 'unknown_event', … }, plan) // { kind: 'declare' } */
export function findFix({ name, property, rule }: ViolationAnswer, plan: PlanAnswer): Fix | null {
  if (rule === 'unknown_event') return { kind: 'declare' };
  if (rule === 'unknown_property')
    return canPlan(property) ? { kind: 'allow', type: guessType(property) } : null;
  const isPlanned = plan.events[name]?.properties[property] !== undefined;
  // Planned with another type than the known event's, it would be read otherwise: only where the name says which.
  const isSure = isPlanned || (canPlan(property) && guessType(property) !== 'string');
  return rule === 'missing' && isSure ? { kind: 'lift' } : null;
}

/** Whether the plan has changed since so that it is met no more. */
export function isMended({ name, property, rule }: ViolationAnswer, plan: PlanAnswer): boolean {
  const event = plan.events[name];
  if (event === undefined) return false;
  if (rule === 'unknown_event') return true;
  if (rule === 'unknown_property')
    return event.additionalProperties || event.properties[property] !== undefined;
  return rule === 'missing' && event.properties[property]?.required === false;
}

/** The plan with the fix in it, as it is put. @example applyFix(plan, violation, { kind: 'declare' }) */
export function applyFix(plan: PlanAnswer, { name, property }: ViolationAnswer, fix: Fix): PlanAnswer {
  const event = plan.events[name] ?? NO_EVENT;
  if (fix.kind === 'declare') return withEvent(plan, name, event);
  const known = event.properties[property];
  const own =
    fix.kind === 'allow'
      ? { type: fix.type, required: false }
      : { type: known?.type ?? guessType(property), required: false };
  return withEvent(plan, name, { ...event, properties: { ...event.properties, [property]: own } });
}

function withEvent(plan: PlanAnswer, name: string, event: EventPlan): PlanAnswer {
  return { ...plan, events: { ...plan.events, [name]: event } };
}

/** A plan speaks of properties of an event and of its products, and no deeper. */
function canPlan(property: string): boolean {
  const own = property.startsWith(ITEM) ? property.slice(ITEM.length) : property;
  return own !== '' && !own.includes('.');
}

/** What a name most likely stands for. @example guessType('plan_id') // 'id' */
export function guessType(property: string): PropertyType {
  const own = property.slice(property.lastIndexOf('.') + 1);
  if (MONEY.has(own)) return 'money';
  if (own === 'products' || own === 'url' || own === 'sku') return own;
  if (own.endsWith('_id')) return 'id';
  if (/_at$|_time$/.test(own)) return 'time';
  return /^(is|has)_/.test(own) ? 'boolean' : 'string';
}

/** Types that a property of this name may have: amounts are what they are by their name. */
export function typesFor(property: string): readonly PropertyType[] {
  const guess = guessType(property);
  if (guess === 'money') return ['money', 'string'];
  if (guess === 'products') return ['products'];
  return PROPERTY_TYPES.filter((type) => type !== 'money' && type !== 'products');
}

const SUGGESTION = /did you mean (.+)\?$/;

/** The known name that was probably meant. @example suggestedName(violation) // 'Product Viewed' */
export function suggestedName({ hint }: ViolationAnswer): string | null {
  return SUGGESTION.exec(hint)?.[1] ?? null;
}

const SAMPLES: Readonly<Partial<Record<PropertyType, string>>> = {
  number: '4.5',
  integer: '3',
  money: '19.99',
  boolean: 'true',
  time: "'2026-01-31T09:00:00Z'",
  url: "'/products/shirt'",
  products: "[{ product_id: 'P-1', price: 19.99, quantity: 1 }]",
  list: "['a', 'b']",
  object: '{ a: 1 }',
};

/** How the call in the page looks once it is right; null: nothing there would show it. */
export function exampleOf(violation: ViolationAnswer, plan: PlanAnswer): string | null {
  const { name, property, rule } = violation;
  if (rule === 'name' || rule === 'unknown_event') {
    const meant = suggestedName(violation);
    return meant === null ? null : `inkling(${quote(meant)});`;
  }
  if (rule === 'currency') return `inkling(${quote(name)}, { currency: 'EUR' });`;
  if (rule !== 'missing' && rule !== 'type') return null;
  const type = plan.events[name]?.properties[property]?.type ?? guessType(property);
  const sample = SAMPLES[type] ?? "'…'";
  const [first = '', inner] = property.split('.');
  const body = inner === undefined ? `${first}: ${sample}` : `${first}: [{ ${inner}: ${sample} }]`;
  return `inkling(${quote(name)}, { ${body} });`;
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
