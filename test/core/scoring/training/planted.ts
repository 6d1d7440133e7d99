/** Data with a rule in it, in the features that models read, and the same data with its labels shuffled. */
import { FEATURE_HEADS, FEATURES } from '../../../../core/scoring/features/table.ts';
import type { Dataset } from '../../../../core/scoring/labels/dataset.ts';
import { BUILT_IN_LABELS, type Label } from '../../../../core/scoring/labels/label.ts';
import { createRandom, shufflePlaces } from '../../../../core/scoring/random.ts';

const MINUTE = 60_000;

export function labelOf(key: string): Label {
  const label = BUILT_IN_LABELS.find((one) => one.key === key);
  if (label === undefined) throw new Error(`there is no label ${key}`);
  return label;
}

/** A row every six hours, so that pieces are far longer than a label looks ahead. */
const STEP_MS = 360 * MINUTE;
const USED = new Set([
  'session_events',
  'products_viewed',
  'most_views_of_a_product',
  'cart_pieces',
  'last_action',
  'hour',
  'visits',
  'since_last_visit',
]);

export type Target = (row: (feature: string) => number, random: () => number) => number;

/**
 * Rows of small counts, some unknown, others always 0 as those of a shop that does not report them.
 *
 * @param target Of a row, by the names of its features.
 */
export function plant(rows: number, seed: number, target: Target): Dataset {
  const random = createRandom(seed);
  const columns = FEATURES.map((spec) => {
    const levels = spec.kind === 'category' ? spec.levels.length : 8;
    const draw = () => (random() < 0.1 ? Number.NaN : Math.floor(random() * levels));
    return Float64Array.from({ length: rows }, () => (USED.has(spec.name) ? draw() : 0));
  });
  const places = new Map(FEATURES.map(({ name }, at) => [name, at]));
  const targets = Float64Array.from({ length: rows }, (_, row) =>
    target((feature) => columns[places.get(feature) ?? -1]?.[row] ?? Number.NaN, random),
  );
  return asDataset(columns, targets);
}

function asDataset(columns: readonly Float64Array[], targets: Float64Array): Dataset {
  const positives = targets.filter((value) => value > 0).length;
  return {
    matrix: { features: FEATURE_HEADS, rows: targets.length, columns },
    targets,
    times: targets.map((_, row) => row * STEP_MS),
    positives,
    negatives: targets.length - positives,
    apart: new Uint8Array(targets.length).fill(1),
  };
}

/** Who looks at a product again buys, but not in the evening: points do not know of evenings. */
export const buys: Target = (row, random) => {
  const again = (row('most_views_of_a_product') || 0) >= 3 ? 2.2 : -1;
  const evening = (row('hour') || 0) >= 5 ? -1.8 : 0.4;
  return random() < 1 / (1 + Math.exp(-(again + evening))) ? 1 : 0;
};

export function shuffleTargets({ matrix, targets }: Dataset, seed: number): Dataset {
  const places = shufflePlaces(targets.length, createRandom(seed));
  return asDataset(
    matrix.columns,
    Float64Array.from(places, (place) => targets[place] ?? 0),
  );
}
