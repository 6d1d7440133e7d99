/**
 * The validate stage: canonical name, snake_case keys, typed values, money in minor units. What is wrong with an
 * event is counted on a lenient site and refuses the event on a strict one; no value is ever repeated in a message.
 */
import type { Flag, Json, Properties } from '../entry.ts';
import { accept, type Outcome, type RefusalCode, refuse } from '../errors.ts';
import { MOST_PROPERTIES } from './caps.ts';
import { readCurrency } from './currency.ts';
import type { ResolvedName } from './names.ts';
import { note, type OpenEvent, type Violation, type ViolationRule } from './open-event.ts';
import type { CompiledPlan, EventRules } from './plan.ts';
import { readProperties } from './properties.ts';
import { withSnakeKeys } from './property-keys.ts';
import type { Requirement } from './spec.ts';

export type EventInput = {
  readonly name: string;
  /** Null: nothing of them is kept, so that none is missing. */
  readonly properties: Properties | null;
  /** The site's reporting currency: meant where the event names none. */
  readonly currency: string;
  /** Place of the event in the request, for example `events[2]`. */
  readonly at: string;
};

export type ValidEvent = {
  readonly name: string;
  readonly properties: Properties;
  readonly currency?: string;
  readonly flags: readonly Flag[];
  readonly violations: readonly Violation[];
};

/** What a strict plan refuses, and with which code; the other rules only cut or rename. */
const STRICT: Readonly<Partial<Record<ViolationRule, RefusalCode>>> = {
  name: 'invalid_name',
  unknown_event: 'unknown_event',
  missing: 'missing_property',
  type: 'invalid_value',
  currency: 'invalid_value',
  unknown_property: 'invalid_value',
};

/**
 * @returns The event as it is stored, or `invalid_name` for a name that is none, and on a strict plan the first
 * thing that is wrong.
 * @example
 * validate(plan, { name: 'product_viewed', properties: { productId: 7, price: '19.99' }, currency: 'EUR', at: 'e[0]' })
 * // value: { name: 'Product Viewed', properties: { product_id: '7', price: 1999 }, currency: 'EUR', … }
 */
export function validate(plan: CompiledPlan, input: EventInput): Outcome<ValidEvent> {
  const resolved = plan.resolve(input.name);
  if (resolved.kind === 'unusable') {
    return refuse(
      'invalid_name',
      `${input.at}.name`,
      'use 1 to 100 printable characters, for example Cart Viewed',
    );
  }
  const event = openEvent(input, resolved.name, plan.rulesOf(resolved.name));
  checkName(event, resolved);
  const source = withSnakeKeys(event, input.properties ?? {}, '');
  event.currency = findCurrency(event, source.currency, input.currency);
  const properties = readProperties(event, source);
  if (input.properties !== null) checkRequired(event, properties);
  if (plan.mode === 'strict') {
    for (const { rule, at, hint } of event.violations) {
      const code = STRICT[rule];
      if (code !== undefined) return refuse(code, at, hint);
    }
  }
  return accept(closeEvent(event, properties, input.currency));
}

function openEvent(input: EventInput, name: string, rules: EventRules): OpenEvent {
  return {
    name,
    at: input.at,
    rules,
    violations: [],
    currency: null,
    hasMoney: false,
    room: MOST_PROPERTIES,
  };
}

function closeEvent(event: OpenEvent, properties: Properties, siteCurrency: string): ValidEvent {
  const { name, violations, currency } = event;
  const flags: Flag[] = [];
  if (violations.some(({ rule }) => STRICT[rule] !== undefined)) flags.push('off_plan');
  if (currency === null || (!event.hasMoney && currency === siteCurrency))
    return { name, properties, flags, violations };
  if (currency !== siteCurrency) flags.push('currency_mismatch');
  return { name, properties, currency, flags, violations };
}

function checkName(event: OpenEvent, resolved: Exclude<ResolvedName, { kind: 'unusable' }>): void {
  if (resolved.kind === 'known') return;
  const meant = resolved.suggestion === undefined ? '' : `; did you mean ${resolved.suggestion}?`;
  if (resolved.kind === 'custom') {
    note(event, {
      path: '',
      rule: 'unknown_event',
      hint: `describe this event in the tracking plan${meant}`,
    });
    return;
  }
  const rule = 'use Object + past-tense verb in Title Case, for example Cart Viewed';
  note(event, { path: '', rule: 'name', hint: `${rule}${meant}` });
}

function findCurrency(event: OpenEvent, given: Json | undefined, siteCurrency: string): string | null {
  if (given === undefined || given === null || given === '') return siteCurrency;
  const currency = readCurrency(given);
  if (currency === null) {
    note(event, {
      path: 'currency',
      rule: 'currency',
      hint: 'use an ISO 4217 code, for example EUR; its amounts were dropped',
    });
  }
  return currency;
}

function checkRequired(event: OpenEvent, properties: Properties): void {
  for (const requirement of event.rules.required) {
    if (isMet(event, requirement, properties)) continue;
    const [path, names] =
      typeof requirement === 'string'
        ? [requirement, requirement]
        : [requirement[0] ?? '', requirement.join(' or ')];
    note(event, { path, rule: 'missing', hint: `${event.name} needs ${names}` });
  }
}

function isMet(event: OpenEvent, requirement: Requirement, properties: Properties): boolean {
  const has = (key: string): boolean =>
    key === 'currency' ? event.currency !== null : properties[key] !== undefined;
  return typeof requirement === 'string' ? has(requirement) : requirement.some(has);
}
