/** Of features and categories, only whole crowds of newcomers are told. */
import type { Census } from '../../privacy/crowds.ts';
import { isDetailed } from './behaviour.ts';
import type { Cohort, Newcomer } from './cohort.ts';

/**
 * Values of properties are counted where their visitor came first.
 *
 * @param first Of the visitor's events, UTC ms.
 */
export function countDetails(
  census: Census,
  visitor: number,
  first: number,
  { counts }: Pick<Newcomer, 'counts'>,
): void {
  for (const name of counts.keys()) if (isDetailed(name)) census.add(name, visitor, first);
}

/**
 * Whoever is in no crowd of a value counts as if they had not done that.
 *
 * @param firsts By visitor of the cohort, UTC ms.
 * @example tellDetails(cohort.read(), firsts, census.tells({ from, to })).behaviours
 */
export function tellDetails(
  cohort: Cohort,
  firsts: readonly number[],
  tells: ReturnType<Census['tells']>,
): Cohort {
  const behaviours = cohort.behaviours.map((column) => {
    if (!isDetailed(column.name)) return column;
    const places = column.visitors.flatMap((visitor, at) =>
      tells(column.name, firsts[visitor] ?? Number.NEGATIVE_INFINITY) ? [at] : [],
    );
    return {
      name: column.name,
      visitors: places.map((at) => column.visitors[at] ?? 0),
      counts: places.map((at) => column.counts[at] ?? 0),
    };
  });
  return { ...cohort, behaviours };
}
