/** How much nearer points are to their own cluster than to the next (Rousseeuw 1987). */
import { type Points, squaredDistance } from './points.ts';

/** Distances of all pairs: `distances[a * rows + b]`. */
export function measurePairs(points: Points): Float32Array {
  const { rows, data } = points;
  const distances = new Float32Array(rows * rows);
  for (let a = 0; a < rows; a++) {
    for (let b = 0; b < a; b++) {
      const distance = Math.sqrt(squaredDistance(points, a, data, b));
      distances[a * rows + b] = distance;
      distances[b * rows + a] = distance;
    }
  }
  return distances;
}

/**
 * Mean silhouette: -1 to 1; a cluster of one point adds 0.
 *
 * @example silhouetteOf(measurePairs(points), labels, 3) // 0.62
 */
export function silhouetteOf(distances: Float32Array, labels: Uint8Array, k: number): number {
  const rows = labels.length;
  const sizes = new Uint32Array(k);
  for (const label of labels) sizes[label] = (sizes[label] as number) + 1;
  const sums = new Float64Array(k);
  let total = 0;
  for (let row = 0; row < rows; row++) {
    sums.fill(0);
    for (let other = 0; other < rows; other++) {
      const label = labels[other] as number;
      sums[label] = (sums[label] as number) + (distances[row * rows + other] as number);
    }
    total += silhouetteAt(sums, sizes, labels[row] as number);
  }
  return rows === 0 ? 0 : total / rows;
}

function silhouetteAt(sums: Float64Array, sizes: Uint32Array, own: number): number {
  const size = sizes[own] as number;
  if (size < 2) return 0;
  const inside = (sums[own] as number) / (size - 1);
  let outside = Number.POSITIVE_INFINITY;
  for (let label = 0; label < sums.length; label++) {
    if (label !== own && sizes[label] !== 0)
      outside = Math.min(outside, (sums[label] as number) / (sizes[label] as number));
  }
  const larger = Math.max(inside, outside);
  return larger > 0 && Number.isFinite(larger) ? (outside - inside) / larger : 0;
}
