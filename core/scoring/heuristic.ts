/**
 * A score from the first event, before there is anything to learn from: a table of points, added up as log-odds. It
 * ranks by what is known of shops in general, and says that it does.
 */
import type { PointsTable } from './points.ts';

/**
 * Buys within seven days. The base is 2 % of sessions, which is where shops of all kinds lie between 1 and 4; what is
 * put into a cart and a checkout that was begun count most, as in every published study of such sessions
 * (Sakar et al. 2019, doi 10.1007/s00521-018-3523-0; Requena et al. 2020, doi 10.1038/s41598-020-73622-y).
 */
const PURCHASE: PointsTable = {
  label: 'purchase_7d',
  basePoints: -39,
  rows: [
    {
      feature: 'products_viewed',
      steps: [
        [1, 2],
        [3, 4],
        [8, 6],
      ],
    },
    {
      feature: 'most_views_of_a_product',
      steps: [
        [2, 5],
        [3, 8],
        [4, 10],
      ],
    },
    {
      feature: 'cart_pieces',
      steps: [
        [1, 18],
        [3, 20],
      ],
    },
    {
      feature: 'checkout_steps',
      steps: [
        [1, 12],
        [3, 16],
      ],
    },
    {
      feature: 'cart_age',
      steps: [
        [86_400, -5],
        [604_800, -10],
      ],
    },
    { feature: 'searches', steps: [[1, 2]] },
    { feature: 'filters_used', steps: [[1, 2]] },
    {
      feature: 'engaged_seconds',
      steps: [
        [60, 2],
        [300, 4],
      ],
    },
    { feature: 'exit_intents', steps: [[1, -3]] },
    {
      feature: 'visits',
      steps: [
        [2, 3],
        [4, 5],
      ],
    },
    {
      feature: 'orders',
      steps: [
        [1, 5],
        [3, 9],
      ],
    },
    {
      feature: 'idle',
      steps: [
        [3_600, -6],
        [86_400, -10],
        [604_800, -16],
        [2_592_000, -24],
      ],
    },
  ],
};

/** Is not seen again for thirty days; half of those who came once are not. */
const CHURN: PointsTable = {
  label: 'churn_30d',
  basePoints: 0,
  rows: [
    {
      feature: 'idle',
      steps: [
        [604_800, 6],
        [1_209_600, 12],
        [2_592_000, 22],
      ],
    },
    {
      feature: 'visits',
      steps: [
        [2, -5],
        [4, -10],
        [10, -16],
      ],
    },
    {
      feature: 'active_days_28d',
      steps: [
        [2, -4],
        [5, -9],
        [12, -14],
      ],
    },
    {
      feature: 'features_used',
      steps: [
        [3, -3],
        [8, -6],
      ],
    },
    {
      feature: 'orders',
      steps: [
        [1, -4],
        [3, -8],
      ],
    },
    { feature: 'limit_hits', steps: [[1, -2]] },
  ],
};

/** By label. */
export const POINTS_TABLES: ReadonlyMap<string, PointsTable> = new Map(
  [PURCHASE, CHURN].map((table) => [table.label, table]),
);
