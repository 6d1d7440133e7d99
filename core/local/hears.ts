/** Which events, and which of their properties, anything of a bundle reads: a site keeps no others. */

import type { Condition, EventMatch, SequenceCondition, Unless } from '../segments/condition.ts';
import { listNames } from '../segments/counter.ts';
import type { LocalBundle } from './bundle.ts';
import { isMoney } from './counting.ts';
import type { Hears } from './state.ts';

type Hear = (names: string | readonly string[], paths: readonly (string | undefined)[]) => void;

/** @example hearsOf({ segments, campaigns, model })['Product Viewed'] // ['product_id'] */
export function hearsOf({
  segments,
  campaigns,
  model,
}: Pick<LocalBundle, 'segments' | 'campaigns' | 'model'>): Hears {
  const heard = new Map<string, Set<string>>();
  const hear: Hear = (names, paths) => {
    for (const name of listNames(names)) {
      const own = heard.get(name) ?? new Set();
      for (const path of paths)
        if (path !== undefined) for (const one of [path, ...currencyFor(path)]) own.add(one);
      heard.set(name, own);
    }
  };
  for (const { when } of segments) hearCondition(when, hear);
  for (const { names = [], property } of model?.terms ?? []) hear(names, [property]);
  for (const { trigger, goal } of campaigns) {
    if ('event' in trigger) hear(trigger.event, pathsOf(trigger));
    if ('exitIntent' in trigger) hear('Exit Intent Detected', []);
    hear(goal.event, [...pathsOf(goal), goal.of]);
  }
  return Object.fromEntries([...heard].map(([name, paths]) => [name, [...paths]]));
}

/** Amounts in another currency are none. */
function currencyFor(path: string): readonly string[] {
  return isMoney(path.slice(path.lastIndexOf('.') + 1)) ? ['currency'] : [];
}

function pathsOf({ where = {} }: EventMatch): readonly string[] {
  return Object.keys(where);
}

function hearCondition(condition: Condition, hear: Hear): void {
  const parts = partsOf(condition);
  if (parts !== null) for (const part of parts) hearCondition(part, hear);
  else if ('sequence' in condition) hearSequence(condition, hear);
  else if ('since' in condition) hear(condition.since, []);
  // When somebody was last seen is the latest event of whatever name.
  else if ('idle' in condition) hear('*', []);
  else if ('context' in condition) {
    hear('*', []);
    hear('Page Viewed', ['path']);
  } else if ('event' in condition) {
    const { event, per, unless, sum, avg, min, max, distinct } = condition;
    const amounts = [sum, avg, min, max, distinct].map((aggregate) => aggregate?.of);
    hear(event, [...pathsOf(condition), per, ...amounts]);
    if (unless !== undefined) hearAbsence(unless, per, hear);
  }
}

/** Null: it is one condition. */
function partsOf(condition: Condition): readonly Condition[] | null {
  if ('all' in condition) return condition.all;
  if ('any' in condition) return condition.any;
  return 'not' in condition ? [condition.not] : null;
}

function hearSequence({ sequence, per }: SequenceCondition, hear: Hear): void {
  for (const step of sequence) {
    if ('absent' in step) hear(step.absent, [...Object.keys(step.where ?? {}), ...absentPaths(per)]);
    else hear(step.event, [...pathsOf(step), per]);
  }
}

function hearAbsence(unless: Unless, per: string | undefined, hear: Hear): void {
  hear(unless.event, [...pathsOf(unless), ...absentPaths(per)]);
}

/** What must be absent may name the value in a list, or by itself. */
function absentPaths(per: string | undefined): readonly string[] {
  return per === undefined ? [] : [...new Set([per, per.slice(per.lastIndexOf('.') + 1)])];
}
