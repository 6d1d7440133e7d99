/**
 * How many different visitors there were, without keeping any of them: HyperLogLog (Flajolet, Fusy, Gandouet and Meunier
 * 2007), https://algo.inria.fr/flajolet/Publications/FlFuGaMe07.pdf. Of each visitor a hash is made with the site and the
 * day in it; of the hash, only how many zeros it begins with is kept, and only the most of each of 4,096 groups. Sketches of
 * two days have nothing in common by which they could be compared, and no id can be got out of one.
 */
import { hash } from 'node:crypto';
import type { VisitorId } from '../entry.ts';

const BITS = 12;
const GROUPS = 2 ** BITS;
const RANKS = 64;
/** From so many groups on, all of them are written down. */
const MOST_LISTED = 512;
const FIRST_DIGIT = 48;

/** One standard error, as a share: 1.04 / sqrt(4,096). */
export const SKETCH_ERROR = 1.04 / Math.sqrt(GROUPS);

/** What a visitor leaves: group x 64 + rank. */
export type Trace = number;
/** Traces in ascending order, the highest of each group; or, of many, the ranks of all groups, a character each. */
export type Sketch = readonly Trace[] | string;

export const EMPTY_SKETCH: Sketch = [];

/** @param salt Site and day, and what is counted. @example traceOf('st_1 2026-05-01 seen', visitor) */
export function traceOf(salt: string, visitor: VisitorId | string): Trace {
  const digits = hash('sha256', `${salt} ${visitor}`);
  const group = Number.parseInt(digits.slice(0, 3), 16);
  const high = Number.parseInt(digits.slice(3, 11), 16);
  const low = Number.parseInt(digits.slice(11, 15), 16);
  const zeros = high === 0 ? 32 + (Math.clz32(low) - 16) : Math.clz32(high);
  return group * RANKS + zeros + 1;
}

/** The order of traces, and how often each comes, make no difference. @example addTraces(EMPTY_SKETCH, [traceOf(salt, visitor)]) */
export function addTraces(sketch: Sketch, traces: readonly Trace[]): Sketch {
  if (traces.length === 0) return sketch;
  const ranks = ranksOf(sketch);
  for (const trace of traces) {
    const group = Math.floor(trace / RANKS);
    ranks[group] = Math.max(ranks[group] ?? 0, trace % RANKS);
  }
  return written(ranks);
}

/** Visitors of either. Only of sketches with the same salt. */
export function joinSketches(a: Sketch, b: Sketch): Sketch {
  return addTraces(a, tracesOf(b));
}

/** Different visitors at least: groups that somebody is in. */
export function leastOf(sketch: Sketch): number {
  return typeof sketch === 'string' ? tracesOf(sketch).length : sketch.length;
}

/** @example estimateOf(EMPTY_SKETCH) // 0 */
export function estimateOf(sketch: Sketch): number {
  const ranks = ranksOf(sketch);
  let sum = 0;
  let empty = 0;
  for (const rank of ranks) {
    sum += 2 ** -rank;
    if (rank === 0) empty += 1;
  }
  const raw = ((0.7213 / (1 + 1.079 / GROUPS)) * GROUPS * GROUPS) / sum;
  // Linear counting (Whang, Vander-Zanden and Taylor 1990), where groups are still empty.
  return raw <= 2.5 * GROUPS && empty > 0 ? GROUPS * Math.log(GROUPS / empty) : raw;
}

function ranksOf(sketch: Sketch): Uint8Array {
  const ranks = new Uint8Array(GROUPS);
  if (typeof sketch === 'string')
    for (let group = 0; group < GROUPS; group++) ranks[group] = sketch.charCodeAt(group) - FIRST_DIGIT;
  else for (const trace of sketch) ranks[Math.floor(trace / RANKS)] = trace % RANKS;
  return ranks;
}

function tracesOf(sketch: Sketch): readonly Trace[] {
  if (typeof sketch !== 'string') return sketch;
  return [...ranksOf(sketch)].flatMap((rank, group) => (rank === 0 ? [] : [group * RANKS + rank]));
}

function written(ranks: Uint8Array): Sketch {
  const traces = [...ranks].flatMap((rank, group) => (rank === 0 ? [] : [group * RANKS + rank]));
  if (traces.length <= MOST_LISTED) return traces;
  return String.fromCharCode(...Array.from(ranks, (rank) => rank + FIRST_DIGIT));
}

/** Whether a text or a list is a sketch that was written here. */
export function isSketch(value: unknown): value is Sketch {
  if (typeof value === 'string') return value.length === GROUPS;
  return Array.isArray(value) && value.every((trace) => Number.isInteger(trace) && trace > 0);
}
