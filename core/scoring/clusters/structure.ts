/** Whether there are groups at all, and how many. */
import { createHomogeneous } from './homogeneous.ts';
import { findMeans } from './k-means.ts';
import type { Points } from './points.ts';
import { measurePairs, silhouetteOf } from './silhouette.ts';

export type Structure = {
  /** The number of groups with the largest silhouette. */
  readonly k: number;
  readonly silhouette: number;
  /** Largest silhouettes of data without groups. */
  readonly chance: { readonly mean: number; readonly deviation: number; readonly most: number };
  readonly isReal: boolean;
};

/** Each is looked at with as many numbers of groups as the data is. */
const DRAWS = 20;
/**
 * Deviations above the mean. Chance alone asks for 3; but no data is quite what it is compared with, and sessions that
 * are only more or less busy already lie about one deviation high.
 */
const REACH = 4;

/** @param points A sample: pairs of them are measured. */
export function findStructure(
  points: Points,
  { random, mostGroups }: { readonly random: () => number; readonly mostGroups: number },
): Structure {
  const best = largestSilhouette(points, mostGroups, random);
  const drawHomogeneous = createHomogeneous(points, random);
  const draws = Array.from(
    { length: DRAWS },
    () => largestSilhouette(drawHomogeneous(random), mostGroups, random).silhouette,
  );
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / DRAWS;
  const deviation = Math.sqrt(draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / (DRAWS - 1));
  const most = Math.max(...draws);
  const isReal = best.silhouette > most && best.silhouette > mean + REACH * deviation;
  return { ...best, chance: { mean, deviation, most }, isReal };
}

function largestSilhouette(
  points: Points,
  mostGroups: number,
  random: () => number,
): { readonly k: number; readonly silhouette: number } {
  const distances = measurePairs(points);
  const tried = Array.from({ length: mostGroups - 1 }, (_, at) => {
    const k = at + 2;
    const { labels } = findMeans(points, k, { random, starts: 3 });
    return { k, silhouette: silhouetteOf(distances, labels, k) };
  });
  return tried.reduce((best, one) => (one.silhouette > best.silhouette ? one : best));
}
