/**
 * How many conditions a segment asks once all that it names is written out. That is what compiling, judging and
 * explaining it cost, and names double it with every step: thirty short segments could ask a billion.
 */
import type { Condition, StageDefinition } from './condition.ts';
import { type Building, inBuildingOrder, stageName } from './dependence.ts';
import { listWithin } from './references.ts';

/** Of one segment. */
export const MOST_WRITTEN_OUT = 1_000;
/** Of all segments of a site. */
export const MOST_WRITTEN_OUT_TOGETHER = 200_000;

/**
 * By key. Nothing may come back to itself.
 *
 * @example weigh({ definitions, stages }).get('loyal') // 4
 */
export function weigh({ definitions, stages }: Building): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  const places = new Map(stages.map(({ key }, at) => [stageName(key), at] as const));
  for (const name of inBuildingOrder({ definitions, stages })) {
    const at = places.get(name);
    const when = definitions.get(name)?.when;
    if (at !== undefined) weights.set(name, weighStages(stages.slice(at), weights));
    else if (when !== undefined) weights.set(name, weighOne(when, weights));
  }
  return weights;
}

/** One holds while no later one does. */
function weighStages(stages: readonly StageDefinition[], weights: ReadonlyMap<string, number>): number {
  return stages.reduce((sum, { when }) => sum + 1 + weighOne(when, weights), 0);
}

function weighOne(when: Condition, weights: ReadonlyMap<string, number>): number {
  return listWithin(when).reduce((sum, one) => sum + weighOwn(one, weights), 0);
}

function weighOwn(one: Condition, weights: ReadonlyMap<string, number>): number {
  if ('segment' in one) return 1 + (weights.get(one.segment) ?? 0);
  if ('stage' in one) return 1 + (weights.get(stageName(one.stage)) ?? 0);
  return 'sequence' in one ? 1 + one.sequence.length : 1;
}
