/** Segments that nobody thought of: groups of sessions, each with a rule that says whom it means. */
import type { Matrix } from '../matrix.ts';
import { createRandom, shufflePlaces } from '../random.ts';
import { type DiscoveredSegment, type DroppedGroup, describeGroup, type IsCrowd } from './group.ts';
import { findMeans } from './k-means.ts';
import { type Points, pickPoints, toPoints } from './points.ts';
import type { SessionFeature } from './session-features.ts';
import { measureStability, type Stability } from './stability.ts';
import { findStructure, type Structure } from './structure.ts';

export type Discovery = {
  readonly segments: readonly DiscoveredSegment[];
  /** Why there is none. null: there are some. */
  readonly reason: 'too_few_sessions' | 'no_structure' | 'unstable' | 'none_left' | null;
  /** Groups that are not told of, with the sessions found in them. */
  readonly dropped: readonly DroppedGroup[];
  /** null with too few sessions. */
  readonly structure: Structure | null;
  /** Mean adjusted Rand index; null where there was nothing to find again. */
  readonly stability: number | null;
};

export type DiscoveryOptions = {
  /** What sessions may be told apart by: a column that is not among them is refused. */
  readonly allowed: readonly SessionFeature[];
  /** By row, a number for whoever it was: groups are counted by them. Every row is somebody else unless said. */
  readonly visitors?: ArrayLike<number>;
  /** Visitors in a group, and under a rule, at least. 50 unless said: nobody is to be found by what few do. */
  readonly leastVisitors?: number;
  /** 8 unless said. */
  readonly mostGroups?: number;
  readonly seed?: number;
};

/** Sessions whose pairs are measured. */
const SAMPLE = 600;
/** Sessions that groups are found in; the rest is given to them. */
const MOST_ROWS = 5_000;
const LEAST_RAND = 0.8;
const LEAST_GROUPS = 2;

/**
 * Groups by k-means, told of only if they are there (more so than in data without groups), found again, large enough,
 * and well said by a rule.
 *
 * @param matrix A session a row; counts, seconds and amounts from 0 on.
 * @throws RangeError for a column that is not allowed, and for a value that is missing or below 0.
 * @example discoverSegments(matrix, { allowed: SESSION_FEATURES }).segments[0]?.rule
 */
export function discoverSegments(matrix: Matrix, options: DiscoveryOptions): Discovery {
  checkColumns(matrix, options.allowed);
  const { leastVisitors = 50, mostGroups = 8, seed = 1 } = options;
  const nothing = { segments: [], dropped: [], structure: null, stability: null };
  const random = createRandom(seed);
  const order = shufflePlaces(matrix.rows, random);
  if (!createCrowd(options.visitors, LEAST_GROUPS * leastVisitors)([...order]))
    return { ...nothing, reason: 'too_few_sessions' };
  const rows = order.subarray(0, MOST_ROWS);
  const points = pickPoints(toPoints(matrix), rows);
  if (points.dimensions === 0) return { ...nothing, reason: 'no_structure' };
  const structure = findStructure(firstPoints(points, SAMPLE), { random, mostGroups });
  if (!structure.isReal) return { ...nothing, structure, reason: 'no_structure' };
  const { labels, stability } = groupPoints(points, structure.k, random);
  const found = { ...nothing, structure, stability: stability.rand };
  if (stability.rand < LEAST_RAND) return { ...found, reason: 'unstable' };
  const isCrowd = createCrowd(options.visitors, leastVisitors);
  const told = stability.jaccards.map((jaccard, label) =>
    describeGroup({ matrix, rows, inside: labels.map((own) => Number(own === label)), jaccard }, isCrowd),
  );
  const segments = told.filter((one) => 'rule' in one);
  const dropped = told.filter((one) => 'why' in one);
  return { ...found, segments, dropped, reason: segments.length === 0 ? 'none_left' : null };
}

function firstPoints(points: Points, most: number): Points {
  const rows = Math.min(most, points.rows);
  return { ...points, rows, data: points.data.subarray(0, rows * points.dimensions) };
}

function checkColumns({ features, columns }: Matrix, allowed: readonly SessionFeature[]): void {
  const names = new Set(allowed.map(({ name }) => name));
  for (const [at, { name, kind }] of features.entries()) {
    if (!names.has(name) || kind !== 'number')
      throw new RangeError(`${name} is not among the session features that are allowed`);
    const row = columns[at]?.findIndex((value) => !(value >= 0 && value < Number.POSITIVE_INFINITY)) ?? -1;
    if (row >= 0) throw new RangeError(`row ${row} has no ${name} from 0 on: ${columns[at]?.[row]}`);
  }
}

function createCrowd(visitors: ArrayLike<number> | undefined, least: number): IsCrowd {
  if (visitors === undefined) return (rows) => rows.length >= least;
  return (rows) => new Set(rows.map((row) => visitors[row])).size >= least;
}

function groupPoints(points: Points, k: number, random: () => number) {
  const partition = findMeans(points, k, { random, starts: 8 });
  const stability: Stability = measureStability(points, partition, { random, runs: 10 });
  return { labels: partition.labels, stability };
}
