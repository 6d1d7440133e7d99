/** Trees as they were packed, put back into their arrays; every number is looked at before it is believed. */
import { accept, type Outcome, refuse } from '../../errors.ts';
import type { Feature } from '../matrix.ts';
import type { Forest } from './forest.ts';
import { unpackNumbers } from './packing.ts';

const PACKED = ['base', 'feature', 'threshold', 'levelSets', 'missingLeft', 'value', 'cover'] as const;

type Packed = (typeof PACKED)[number];

export type PackedForest = Readonly<Record<Packed, string>> & {
  readonly features: readonly Feature[];
  readonly outputs: number;
};

type Unpacked = Readonly<Record<Packed, Float64Array>>;

type Read = Forest & { readonly base: Float64Array };

export function readForest({ features, outputs, ...packed }: PackedForest): Outcome<Read> {
  const unpacked = {} as Record<Packed, Float64Array>;
  for (const name of PACKED) {
    const numbers = unpackNumbers(packed[name]);
    if (numbers === null)
      return refuse('invalid_value', name, 'its numbers cannot be read: take the model from a copy');
    unpacked[name] = numbers;
  }
  const fault = findFault(unpacked, features, outputs);
  if (fault !== null) return refuse('invalid_value', fault, 'the model does not hold together: train anew');
  const forest = plant(unpacked, features);
  if (forest === null || forest.roots.length % outputs !== 0)
    return refuse(
      'invalid_value',
      'feature',
      'the model ends amid a tree: take it from a copy, or train anew',
    );
  return accept({ ...forest, base: unpacked.base });
}

/** @returns The array that does not fit the others. */
function findFault(unpacked: Unpacked, features: readonly Feature[], outputs: number): Packed | null {
  const { base, feature, threshold, levelSets, missingLeft, value, cover } = unpacked;
  const leaves = feature.filter((looked) => looked === features.length).length;
  const levels = Array.from(feature).flatMap((looked) => levelsOf(features[looked]) ?? []);
  const words = levels.reduce((sum, count) => sum + wordsOf(count), 0);
  if (base.length !== outputs || !base.every(Number.isFinite)) return 'base';
  if (!feature.every((looked) => Number.isInteger(looked) && looked >= 0 && looked <= features.length))
    return 'feature';
  if (threshold.length !== feature.length - leaves - levels.length || threshold.some(Number.isNaN))
    return 'threshold';
  if (levelSets.length !== words || !areWords(levelSets, levels)) return 'levelSets';
  if (missingLeft.length !== feature.length - leaves || !missingLeft.every((way) => way === 0 || way === 1))
    return 'missingLeft';
  if (value.length !== leaves || !value.every(Number.isFinite)) return 'value';
  if (cover.length !== leaves || !cover.every((rows) => rows > 0 && Number.isFinite(rows))) return 'cover';
  return null;
}

function levelsOf(feature: Feature | undefined): number | null {
  return feature?.kind === 'category' ? feature.levels.length : null;
}

function wordsOf(levels: number): number {
  return 1 + Math.ceil(levels / 32);
}

function areWords(levelSets: Float64Array, levels: readonly number[]): boolean {
  let at = 0;
  const areCounts = levels.every((count) => {
    at += wordsOf(count);
    return levelSets[at - wordsOf(count)] === count;
  });
  return areCounts && levelSets.every((word) => word >>> 0 === word);
}

/**
 * What is no leaf waits for its right child, which comes after the next branch that is complete.
 *
 * @returns null where the last tree is not complete.
 */
function plant(unpacked: Unpacked, features: readonly Feature[]): Forest | null {
  const forest = startForest(unpacked.feature.length, unpacked.levelSets);
  const next = { threshold: 0, set: 0, fork: 0, leaf: 0 };
  const roots: number[] = [];
  const waiting: number[] = [];
  let isBetweenTrees = true;
  for (const [node, looked] of unpacked.feature.entries()) {
    if (isBetweenTrees) roots.push(node);
    isBetweenTrees = false;
    if (looked === features.length) {
      forest.value[node] = unpacked.value[next.leaf] ?? 0;
      forest.cover[node] = unpacked.cover[next.leaf++] ?? 0;
      const parent = waiting.pop();
      if (parent === undefined) isBetweenTrees = true;
      else forest.right[parent] = node + 1;
      continue;
    }
    waiting.push(node);
    forest.feature[node] = looked;
    forest.missingLeft[node] = unpacked.missingLeft[next.fork++] ?? 0;
    const levels = levelsOf(features[looked]);
    forest.threshold[node] = levels === null ? (unpacked.threshold[next.threshold++] ?? 0) : Number.NaN;
    if (levels !== null) {
      forest.setAt[node] = next.set;
      next.set += wordsOf(levels);
    }
  }
  sumCovers(forest);
  return isBetweenTrees ? { ...forest, roots: Int32Array.from(roots) } : null;
}

function startForest(nodes: number, levelSets: Float64Array): Omit<Forest, 'roots'> {
  return {
    feature: new Int32Array(nodes).fill(-1),
    threshold: new Float64Array(nodes),
    right: new Int32Array(nodes),
    value: new Float64Array(nodes),
    cover: new Float64Array(nodes),
    missingLeft: new Uint8Array(nodes),
    setAt: new Int32Array(nodes).fill(-1),
    levelSets: Uint32Array.from(levelSets),
  };
}

function sumCovers({ feature, right, cover }: Omit<Forest, 'roots'>): void {
  for (let node = feature.length - 1; node >= 0; node--)
    if ((feature[node] ?? -1) >= 0) cover[node] = (cover[node + 1] ?? 0) + (cover[right[node] ?? 0] ?? 0);
}
