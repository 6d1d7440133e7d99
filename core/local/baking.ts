/** A model as a page reads it: what a server leaves to points is written as terms of the sum. */
import type { LogisticTerm } from '../scoring/logistic/model.ts';
import { POINTS_PER_LOGIT } from '../scoring/points.ts';
import type { LocalFeature, LocalModel } from './bundle.ts';

/**
 * The same margin, but for the last bits of a sum: the share of the model, and each row of points as a term of its own.
 *
 * @example bakePoints(model).served.points // null
 */
export function bakePoints(model: LocalModel): LocalModel {
  const { heuristicShare: share, points, model: logistic, calibrator } = model.served;
  if (share === 0 || points === null) return model;
  const own = logistic.terms.map((term) => scaleTerm(term, 1 - share));
  const placeOf = (feature: string): number => logistic.terms.findIndex(({ name }) => name === feature);
  const rows = points.rows.filter(({ feature }) => placeOf(feature) >= 0);
  const added = rows.map(
    ({ feature }): LogisticTerm => ({
      name: feature,
      kind: 'number',
      mean: 0,
      slope: share / POINTS_PER_LOGIT,
      present: 0,
      missing: 0,
    }),
  );
  const terms = rows.map(({ feature, steps }): LocalFeature => {
    const read = model.terms[placeOf(feature)] as LocalFeature;
    return { ...read, steps };
  });
  const base = (1 - share) * logistic.base + (share * points.basePoints) / POINTS_PER_LOGIT;
  return {
    ...model,
    served: {
      model: { ...logistic, base, terms: [...own, ...added] },
      calibrator,
      heuristicShare: 0,
      points: null,
    },
    terms: [...model.terms, ...terms],
  };
}

function scaleTerm(term: LogisticTerm, by: number): LogisticTerm {
  if (term.kind === 'category')
    return { ...term, effects: term.effects.map((effect) => effect * by), other: term.other * by };
  return { ...term, slope: term.slope * by, present: term.present * by, missing: term.missing * by };
}
