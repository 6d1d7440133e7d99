/** Intent to begin with: a prior for shops, points for sites that are read. Each says what it is. */

import type { ServedLogistic } from '../../scoring/logistic/score.ts';
import { POINTS_PER_LOGIT } from '../../scoring/points.ts';
import { toProbability } from '../../scoring/probability.ts';
import type { LocalFeature, LocalModel } from '../bundle.ts';
import prior from './purchase-prior.json' with { type: 'json' };

/** Fitted by `integrations/wordpress/fit-prior.ts`; the file holds its card. */
export const PURCHASE_PRIOR: LocalModel = {
  label: 'purchase_session',
  basis: 'prior',
  served: prior.served as ServedLogistic,
  terms: prior.terms as readonly LocalFeature[],
  bands: prior.bands,
};

const READ: readonly {
  readonly name: string;
  readonly term: LocalFeature;
  readonly steps: readonly (readonly [number, number])[];
}[] = [
  {
    name: 'pages_viewed',
    term: { read: 'count', names: ['Page Viewed'] },
    steps: [
      [2, 6],
      [4, 12],
      [8, 16],
    ],
  },
  {
    name: 'engaged_seconds',
    term: { read: 'sum', names: ['Page Engaged'], property: 'seconds_active', limit: 43_200 },
    steps: [
      [30, 5],
      [120, 12],
      [300, 16],
    ],
  },
  {
    name: 'scroll_depth',
    term: { read: 'max', names: ['Page Engaged'], property: 'scroll_depth', limit: 100 },
    steps: [
      [50, 3],
      [90, 6],
    ],
  },
  { name: 'searches', term: { read: 'count', names: ['Products Searched'] }, steps: [[1, 5]] },
];

/** By judgement alone: whoever reads on is engaged. Nothing was fitted. */
export const READING_POINTS: LocalModel = {
  label: 'engagement',
  basis: 'heuristic',
  served: {
    model: {
      kind: 'logistic',
      version: 1,
      base: 0,
      terms: READ.map(({ name }) => ({ name, kind: 'number', mean: 0, slope: 0, present: 0, missing: 0 })),
    },
    calibrator: null,
    heuristicShare: 1,
    points: {
      label: 'engagement',
      basePoints: -25,
      rows: READ.map(({ name, steps }) => ({ feature: name, steps })),
    },
  },
  terms: READ.map(({ term }) => term),
  bands: { high: toProbability(10 / POINTS_PER_LOGIT), medium: toProbability(-6 / POINTS_PER_LOGIT) },
};
