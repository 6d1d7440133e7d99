/** The tracking plan, and what broke it, as routes answer them. */

export const PROPERTY_TYPES = [
  'string',
  'number',
  'integer',
  'money',
  'boolean',
  'id',
  'sku',
  'time',
  'url',
  'products',
  'list',
  'object',
] as const;
export type PropertyType = (typeof PROPERTY_TYPES)[number];

export type EventPlan = {
  readonly properties: Readonly<Record<string, { readonly type: PropertyType; readonly required: boolean }>>;
  /** False: what neither the plan nor the table of known events names is not taken. */
  readonly additionalProperties: boolean;
};

export type PlanAnswer = {
  readonly mode: 'lenient' | 'strict';
  readonly events: Readonly<Record<string, EventPlan>>;
};

export type ViolationAnswer = {
  readonly name: string;
  /** Empty where it speaks of the event. */
  readonly property: string;
  readonly rule: string;
  readonly hint: string;
  readonly count: number;
  readonly firstAt: string;
  readonly lastAt: string;
};
