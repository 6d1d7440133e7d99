/** Event conditions: counts and aggregates, by group, unless something else happened. */
import type {
  Aggregate,
  AggregateName,
  EventCondition,
  Scalar,
  Unless,
} from '../../../../core/segments/condition.ts';
import { isWithin } from './durations.ts';
import {
  breaksAbsence,
  factTime,
  type Group,
  isBesideFacts,
  isInWindow,
  isNamed,
  listAmong,
  matchesOf,
} from './matches.ts';
import type { Scene } from './question.ts';
import { isMoney, isScalar, type Match, rawValue, scaleOf, spokenValue } from './values.ts';

const AGGREGATE_NAMES: readonly AggregateName[] = ['sum', 'avg', 'min', 'max', 'distinct'];

export function eventHolds(condition: EventCondition, scene: Scene): boolean {
  const { per } = condition;
  const matches = matchesInWindow(condition, scene);
  if (per === undefined) return groupHolds(condition, matches, null, scene);
  const values = new Set<Scalar>();
  for (const match of matches) {
    const value = rawValue(match, per);
    if (isScalar(value)) values.add(value);
  }
  return [...values].some((value) => {
    const group = { per, value };
    const own = matches.filter((match) => rawValue(match, per) === value);
    return own.some((match) => isBeside(match, condition, group, scene))
      ? groupHolds(condition, own, group, scene)
      : false;
  });
}

function matchesInWindow(condition: EventCondition, scene: Scene): Match[] {
  const { where, per, within = 'lifetime' } = condition;
  const aggregated = AGGREGATE_NAMES.map((name) => condition[name]?.of);
  const list = listAmong([per, ...Object.keys(where ?? {}), ...aggregated]);
  return scene.happenings
    .filter((happening) => isNamed(happening, condition) && isInWindow(happening, within, scene))
    .flatMap((happening) => matchesOf(happening, where, list));
}

function isBeside({ happening }: Match, condition: EventCondition, group: Group, scene: Scene): boolean {
  return isBesideFacts(happening, condition, group, scene);
}

function groupHolds(condition: EventCondition, all: readonly Match[], group: Group, scene: Scene): boolean {
  const { before, after, unless } = condition;
  if (before !== undefined && factTime(before, group, scene) === null) return false;
  if (after !== undefined && factTime(after, group, scene) === null) return false;
  const matches = all.filter((match) => isBeside(match, condition, group, scene));
  if (!numbersHold(condition, matches, scene.question.site.currency)) return false;
  return unless === undefined || !isBroken(unless, group, scene);
}

function isBroken(unless: Unless, group: Group, scene: Scene): boolean {
  return scene.happenings.some(
    (happening) =>
      isNamed(happening, unless) &&
      isInWindow(happening, unless.within ?? 'lifetime', scene) &&
      isBesideFacts(happening, unless, group, scene) &&
      breaksAbsence(happening, unless.where, group),
  );
}

function numbersHold(condition: EventCondition, matches: readonly Match[], currency: string): boolean {
  const asked = AGGREGATE_NAMES.flatMap((name) => {
    const aggregate = condition[name];
    return aggregate === undefined ? [] : [{ name, aggregate }];
  });
  const count = condition.count ?? (asked.length === 0 ? { gte: 1 } : {});
  if (!isWithin(matches.length, count)) return false;
  return asked.every(({ name, aggregate }) => {
    const value = aggregateOf(name, aggregate, matches, currency);
    return value !== null && isWithin(value, aggregate);
  });
}

/** In major units where it is money; null for the average, least or most of nothing. */
function aggregateOf(
  name: AggregateName,
  { of }: Aggregate,
  all: readonly Match[],
  currency: string,
): number | null {
  const matches = all.filter(
    ({ happening }) => !(isMoney(of) && happening.flags?.includes('currency_mismatch')),
  );
  if (name === 'distinct') return new Set(matches.map((match) => rawValue(match, of)).filter(isScalar)).size;
  const raw = matches.map((match) => rawValue(match, of)).filter((value) => typeof value === 'number');
  if (name === 'sum' || name === 'avg') {
    if (name === 'avg' && raw.length === 0) return null;
    const scale = isMoney(of) ? scaleOf(currency) : 1_000_000;
    const whole = isMoney(of) ? raw : raw.map((value) => Math.round(value * scale));
    const total = whole.reduce((sum, value) => sum + value, 0);
    return name === 'sum' ? total / scale : total / (scale * raw.length);
  }
  const spoken = matches.map((match) => spokenValue(match, of)).filter((value) => typeof value === 'number');
  if (spoken.length === 0) return null;
  return name === 'min' ? Math.min(...spoken) : Math.max(...spoken);
}
