/** k-means with seeding by distance (Arthur and Vassilvitskii 2007, "k-means++"). */
import { type Points, squaredDistance } from './points.ts';

export type Partition = {
  /** By rows, as points. */
  readonly centers: Float64Array;
  /** By row of the points: 0 to k - 1. */
  readonly labels: Uint8Array;
  /** Sum of squared distances to the centers. */
  readonly cost: number;
};

const MOST_STEPS = 100;

/** The best of some starts. @param k At most as many as there are rows. */
export function findMeans(
  points: Points,
  k: number,
  { random, starts }: { readonly random: () => number; readonly starts: number },
): Partition {
  const found = Array.from({ length: starts }, () => settle(points, seedCenters(points, k, random)));
  return found.reduce((best, one) => (one.cost < best.cost ? one : best));
}

/** Each next center is a point, with a probability as its squared distance from the nearest one before. */
function seedCenters(points: Points, k: number, random: () => number): Float64Array {
  const { data, rows, dimensions } = points;
  const centers = new Float64Array(k * dimensions);
  const nearest = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  let place = Math.floor(random() * rows);
  for (let center = 0; center < k; center++) {
    centers.set(data.subarray(place * dimensions, (place + 1) * dimensions), center * dimensions);
    let total = 0;
    for (let row = 0; row < rows; row++) {
      nearest[row] = Math.min(nearest[row] as number, squaredDistance(points, row, centers, center));
      total += nearest[row] as number;
    }
    place = drawPlace(nearest, random() * total);
  }
  return centers;
}

function drawPlace(weights: Float64Array, at: number): number {
  let reached = 0;
  for (let row = 0; row < weights.length; row++) {
    reached += weights[row] as number;
    if (at < reached) return row;
  }
  return weights.length - 1;
}

function settle(points: Points, centers: Float64Array): Partition {
  const labels = new Uint8Array(points.rows);
  let cost = Number.POSITIVE_INFINITY;
  for (let step = 0; step < MOST_STEPS; step++) {
    const next = assign(points, centers, labels);
    if (next >= cost) break;
    cost = next;
    move(points, labels, centers);
  }
  return { centers, labels, cost: assign(points, centers, labels) };
}

/** Gives every point to its nearest center. @returns The cost of that. */
export function assign(points: Points, centers: Float64Array, labels: Uint8Array): number {
  const k = centers.length / points.dimensions;
  let cost = 0;
  for (let row = 0; row < points.rows; row++) {
    let [best, label] = [Number.POSITIVE_INFINITY, 0];
    for (let center = 0; center < k; center++) {
      const distance = squaredDistance(points, row, centers, center);
      if (distance < best) [best, label] = [distance, center];
    }
    labels[row] = label;
    cost += best;
  }
  return cost;
}

/** Every center goes to the mean of its points; one without points stays. */
function move({ data, rows, dimensions }: Points, labels: Uint8Array, centers: Float64Array): void {
  const k = centers.length / dimensions;
  const sums = new Float64Array(centers.length);
  const sizes = new Uint32Array(k);
  for (let row = 0; row < rows; row++) {
    const label = labels[row] as number;
    sizes[label] = (sizes[label] as number) + 1;
    for (let at = 0; at < dimensions; at++) {
      const place = label * dimensions + at;
      sums[place] = (sums[place] as number) + (data[row * dimensions + at] as number);
    }
  }
  for (let place = 0; place < sums.length; place++) {
    const size = sizes[Math.floor(place / dimensions)] as number;
    if (size > 0) centers[place] = (sums[place] as number) / size;
  }
}
