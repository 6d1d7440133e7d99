/** A report whose sums are minor units, as people read it: in major units. Ratios, shares and p values stay. */
import type { Unit } from './experiment/evidence.ts';
import type { ExperimentReport } from './experiment/report.ts';

/** Under these names stands something in the goal's own units. */
const IN_UNITS: ReadonlySet<string> = new Set(['absolute', 'mean', 'standardDeviation']);
/** Within them, these are in the units; others are p values, chances and degrees. */
const AMOUNTS: ReadonlySet<string> = new Set([
  'value',
  'estimate',
  'standardError',
  'low',
  'high',
  'risk',
  'control',
  'treatment',
]);

/** @example toUnits(report, { scale: 100, name: 'EUR' }) */
export function toUnits(report: ExperimentReport, unit: Unit | undefined): ExperimentReport {
  return unit === undefined ? report : (walk(report, unit.scale, false) as ExperimentReport);
}

function walk(value: unknown, scale: number, isAmount: boolean): unknown {
  if (typeof value === 'number') return isAmount ? value / scale : value;
  if (Array.isArray(value)) return value.map((item) => walk(item, scale, isAmount));
  if (typeof value !== 'object' || value === null) return value;
  const walked = Object.entries(value).map(([name, own]) => {
    const isBelow = isAmount ? AMOUNTS.has(name) || typeof own === 'object' : IN_UNITS.has(name);
    return [name, walk(own, scale, isBelow)] as const;
  });
  return Object.fromEntries(walked);
}
