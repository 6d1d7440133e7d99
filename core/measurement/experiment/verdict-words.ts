/** The sentences of a verdict. */
import type { Difference, Evidence, GuardEvidence } from './evidence.ts';
import type { GoalKind } from './sample.ts';
import type { SampleRatio } from './srm.ts';

/** A share has no unit of its own: it is told in hundredths. */
const UNITS: Readonly<Record<GoalKind, string>> = {
  conversion: 'percentage points',
  revenue: 'minor units a visitor',
  count: 'times a visitor',
};

/** @example describeLift(evidence) // 'b does 54.2 % better than the control' */
export function describeLift({ key, difference }: Evidence): string {
  if (difference === null) return `${key} does nothing else than the control`;
  const { estimate, controlMean } = difference;
  const size = controlMean > 0 ? `${percent(Math.abs(estimate) / controlMean)} ` : '';
  return `${key} does ${size}${estimate < 0 ? 'worse' : 'better'} than the control`;
}

/** @example describeDifference(evidence) // 'a difference of 0.311 percentage points, between 0.0462 and 0.576 ...' */
export function describeDifference({ difference, level, visitors }: Evidence): string {
  const among = `among ${describeVisitors(visitors)}`;
  return difference === null ? `no difference ${among}` : `${describeInterval(difference, level)}, ${among}`;
}

/** @example describeGuard(guard) // 'The guard goal refunds does worse than it may: a difference of ...' */
export function describeGuard({ key, difference, level }: GuardEvidence): string {
  const interval = difference === null ? 'nobody knows how much' : describeInterval(difference, level);
  return `The guard goal ${key} does worse than it may: ${interval}.`;
}

function describeInterval({ goal, estimate, interval, unit }: Difference, level: number): string {
  const scale = goal === 'conversion' ? 100 : 1 / (unit?.scale ?? 1);
  const name = unit === undefined ? UNITS[goal] : `${unit.name} a visitor`;
  const show = (value: number): string => significant(value * scale);
  const ends = `between ${show(interval.low)} and ${show(interval.high)}`;
  return `a difference of ${show(estimate)} ${name}, ${ends} with ${percent(1 - level)} for all looks together`;
}

/** @example describeVisitors({ control: 21_306, treatment: 21_387 }) // '21,306 visitors in the control and 21,387 in the treatment' */
export function describeVisitors({ control, treatment }: Evidence['visitors']): string {
  return `${whole(control)} visitors in the control and ${whole(treatment)} in the treatment`;
}

export function describeSampleRatio({ visitors, due, strays, p }: SampleRatio): string {
  const end = 'so that assignment or recording is broken and nothing here can be believed';
  if (strays > 0) return `${whole(strays)} visitors are in an arm that nobody is given to, ${end}.`;
  const found = list(visitors.map(whole));
  const expected = list(due.map((count) => whole(Math.round(count))));
  return `The arms hold ${found} visitors where ${expected} were due (p ${significant(p ?? 0)}), ${end}.`;
}

/** @example percent(0.12345) // '12.3 %' */
export function percent(share: number): string {
  return `${significant(share * 100)} %`;
}

function significant(value: number): string {
  return `${Number(value.toPrecision(3))}`;
}

function whole(count: number): string {
  return count.toLocaleString('en-US');
}

function list(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
